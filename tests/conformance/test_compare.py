"""Two implementations side by side: what is left open does not count, what breaks a requirement does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.compare import compare
from conformance.divergence import Comparison
from conformance.pairing import Pairing
from conformance.target import Target
from conformance.transport import AsgiTransport
from mockserver.api import api as find
from tests.cases import Case, target
from tests.servers import running, serving
from tests.targets import independent, mock

SOME = ("INF-CLIENT-01", "INF-CLIENT-14", "INF-CONTACT-02", "INF-LIST-07", "INF-OWNER-02")


def varied(*variations: str) -> Target:
    """Return a mock that takes other legal choices."""
    case = Case("infranotes", variations=variations)
    return replace(target(find("infranotes"), case), requirements=SOME)


def against(other: Target, *, strict: bool = False) -> Comparison:
    """Compare the honest mock with another implementation."""
    one = replace(mock(requirements=other.requirements), shrink_seconds=2)
    return compare(one, replace(other, seed=0, shrink_seconds=2), strict=strict)


def differences(one: Any, other: Any) -> list[str]:
    return [found.place for found in Pairing().differences(one, other, "Clients")]


def test_two_honest_mocks_differ_in_nothing() -> None:
    comparison = against(varied())
    assert comparison.exit_status(strict=True) == 0
    assert not comparison.differences
    assert comparison.passed == comparison.checks > 0


@pytest.mark.parametrize(
    ("variation", "strictly"),
    [
        ("ids-with-gaps", 0),  # ids are matched up
        ("create-answers-200", 1),
        ("delete-says-success", 1),
        ("optional-members-absent", 1),
        ("times-with-offset", 1),
        ("first-contact-primary", 1),
        ("lists-newest-first", 0),  # these checks do not come across it
    ],
)
def test_what_is_left_open_counts_only_strictly(variation: str, strictly: int) -> None:
    comparison = against(varied(variation), strict=True)
    assert comparison.broken == []
    assert comparison.exit_status(strict=False) == 0
    assert comparison.exit_status(strict=True) == strictly
    assert (comparison.first is not None) == bool(strictly)


def test_all_variations_at_once_are_legal() -> None:
    assert against(varied("all")).exit_status(strict=False) == 0


@pytest.mark.parametrize(
    ("fault", "requirement", "calls", "place"),
    [
        ("primary-not-demoted-on-add", "INF-CONTACT-02", 4, "[1].is_primary"),
        ("tag-filter-ignored", "INF-LIST-07", 1, "[0]"),
        ("city-never-updated", "INF-CLIENT-14", 3, "city"),
        ("foreign-clients-listed", "INF-OWNER-02", 2, "[0]"),
    ],
)
def test_the_first_divergence_is_the_fault(
    fault: str, requirement: str, calls: int, place: str
) -> None:
    comparison = against(mock(fault, requirements=SOME))
    assert comparison.exit_status(strict=False) == 1
    assert {(one.requirement, one.by) for one in comparison.broken} == {(requirement, "B")}
    first = comparison.first
    assert first is not None
    assert len(first.pairs) == calls
    assert place in [found.place for found in first.differences]
    assert comparison.left == []


def test_what_the_first_one_breaks_is_told_as_its_own() -> None:
    one = replace(mock("tag-filter-ignored"), shrink_seconds=1)
    comparison = compare(one, mock())
    assert {(told.requirement, told.by) for told in comparison.broken} == {("INF-LIST-07", "A")}


def test_what_both_break_is_no_difference() -> None:
    comparison = compare(mock("tag-filter-ignored"), mock("tag-filter-ignored"))
    assert comparison.broken == []
    assert comparison.exit_status(strict=False) == 0


def test_both_sides_are_cleaned_up() -> None:
    targets = mock(requirements=SOME), mock("primary-not-demoted-on-add", requirements=SOME)
    before = [_state(one) for one in targets]
    assert compare(*targets).exit_status(strict=False) == 1
    assert [_state(one) for one in targets] == before


def _state(of: Target) -> Any:
    app: Any = of.app
    with httpx.Client(transport=AsgiTransport(app), base_url=of.url) as client:
        return client.get("/_mock/state").json()


def test_an_implementation_that_makes_other_legal_choices() -> None:
    with independent() as other:
        comparison = against(replace(other, requirements=SOME))
    assert comparison.exit_status(strict=False) == 0, comparison.broken
    assert comparison.exit_status(strict=True) == 1


def test_a_fault_stands_out_among_legal_differences() -> None:
    with independent("primary-not-demoted") as other:
        comparison = against(replace(other, requirements=SOME))
    assert {one.requirement for one in comparison.broken} == {"INF-CONTACT-02"}
    assert comparison.first is not None
    grave = [one.place for one in comparison.first.differences if not one.slight]
    assert grave == ["[1].is_primary"]


def test_one_that_does_not_answer_as_arranged_is_not_told_as_a_difference() -> None:
    comparison = against(replace(mock(requirements=("INF-CONTACT-02",)), token="wrong"))
    assert comparison.exit_status(strict=False) == 3
    assert "B: " in next(iter(comparison.unclear.values()))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"id": 1, "of": "client 1"}, {"id": 9, "of": "client 9"}, []),
        ([{"id": 1}, {"client_id": 1}], [{"id": 9}, {"client_id": 8}], ["[1].client_id"]),
        ({"at": "2026-01-31T12:00:00Z"}, {"at": "2026-02-28T08:00:00Z"}, []),
        ({"at": "2026-01-31T12:00:00Z"}, {"at": "2026-01-31T12:00:00+00:00"}, ["at"]),
        ({"created_at": 1_700_000_000}, {"created_at": 1_800_000_000}, []),
        ({"count": 1_700_000_000}, {"count": 1_800_000_000}, ["count"]),
        ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}, ["the order of tags"]),
        ({"tags": ["a"]}, {"tags": ["a", "b"]}, ["tags[1]"]),
        ({"city": None}, {}, ["city"]),
        ({"flag": True}, {"flag": 1}, ["flag"]),
        ("a text", "another", [""]),
    ],
)
def test_ids_and_times_are_matched_up(one: Any, other: Any, expected: list[str]) -> None:
    assert differences(one, other) == expected


def invoke(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["compare", "infranotes", *arguments], catch_exceptions=False)


def credentials(of: Target, prefix: str = "--") -> list[str]:
    return [f"{prefix}token", str(of.token), f"{prefix}other-token", str(of.other_token)]


def test_the_command_shows_the_divergence_side_by_side() -> None:
    selected = [text for one in SOME for text in ("--requirement", one)]
    with running(mock()) as one, running(mock("primary-not-demoted-on-add")) as other:
        given = ["--url", one.url, "--with", other.url, *credentials(one), *selected]
        result = invoke(*given, "--shrink-seconds", "2")
    assert result.exit_code == 1
    assert "B breaks INF-CONTACT-02 (must), A does not" in result.output
    assert "answer of A" in result.output
    assert "[1].is_primary" in result.output
    assert str(one.token) not in result.output


def test_each_side_has_its_own_credentials() -> None:
    selected = ["--requirement", "INF-CLIENT-01"]
    with running(mock()) as one, independent() as other:
        given = ["--url", one.url, "--with", other.url, *credentials(one), *selected]
        wrong = invoke(*given)
        right = invoke(*given, *credentials(other, "--with-"))
        strict = invoke(*given, *credentials(other, "--with-"), "--strict")
    assert wrong.exit_code == 3
    assert "is --with-token right?" in wrong.output
    assert right.exit_code == 0, right.output
    assert strict.exit_code == 1
    assert "the status" in strict.output


def test_banking_details_are_masked() -> None:
    number = b'{"error": "x", "iban": "DE89370400440532013000"}'

    async def secretive(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": number})

    with running(mock()) as one, serving(secretive) as url:
        given = ["--url", one.url, "--with", url, *credentials(one), "--strict"]
        result = invoke(*given, "--requirement", "INF-ERROR-02")
    assert "iban" in result.output
    assert "0532013000" not in result.output


def test_wrong_use_gets_one_sentence() -> None:
    assert invoke("--url", "http://x").exit_code == 2
    assert invoke("--url", "http://x", "--with", "y", "--requirement", "INF-NO-1").exit_code == 2
    unreachable = invoke("--url", "http://127.0.0.1:9", "--with", "http://127.0.0.1:9")
    assert unreachable.exit_code == 3
    assert "A: http://127.0.0.1:9 cannot be reached" in unreachable.output
