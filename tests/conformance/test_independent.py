"""The suite judges servers that share no code with the mock, and take other legal choices."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from conformance.outcome import Outcome
from conformance.run import run
from tests.targets import INDEPENDENT, independent


@pytest.mark.parametrize(("api", "language"), INDEPENDENT)
def test_it_passes_a_server_that_is_not_ours(api: str, language: str) -> None:
    with independent(api=api, language=language) as target:
        report = run(target)
    broken = [one.requirement.id for one in report.verdicts if one.outcome is not Outcome.PASSED]
    assert broken == []
    assert report.exit_status("should") == 0


@pytest.mark.parametrize(
    ("api", "fault", "broken"),
    [
        (
            "infranotes",
            "primary-not-demoted",
            {"INF-CONTACT-02", "INF-CONTACT-08", "INF-CONTACT-11"},
        ),
        ("infranotes", "tag-ignored", {"INF-LIST-07", "INF-LIST-08"}),
        ("infakt", "update-drops-note", {"FAK-UPDATE-05"}),
        ("infakt", "clean-nip-ignored", {"FAK-SEARCH-07"}),
        ("infakt", "header-in-its-own-letter-case", {"FAK-AUTH-13"}),
    ],
)
def test_it_finds_what_is_planted_in_it(api: str, fault: str, broken: set[str]) -> None:
    with independent(fault, api=api) as target:
        report = run(target)
    assert {one.requirement.id for one in report.of(Outcome.FAILED)} == broken
    assert report.exit_status("should") == 1


@pytest.mark.parametrize(
    ("api", "fault", "broken", "beside"),
    [
        (
            "infranotes",
            "two-primaries-after-update",
            {"INF-CONTACT-08"},
            {"INF-CONTACT-02", "INF-CONTACT-11", "INF-CONTACT-12"},
        ),
        ("infranotes", "offset-counted-in-pages", {"INF-LIST-11"}, {"INF-LIST-10", "INF-LIST-12"}),
        (
            "infranotes",
            "expired-tokens-accepted",
            {"INF-AUTH-05"},
            {"INF-AUTH-02", "INF-AUTH-03", "INF-AUTH-04"},
        ),
        ("infakt", "order-within-the-page-only", {"FAK-ORDER-07"}, {"FAK-ORDER-04", "FAK-PAGE-05"}),
        (
            "infakt",
            "refused-update-stored",
            {"FAK-UPDATE-17"},
            {"FAK-ERROR-01", "FAK-UPDATE-15", "FAK-UPDATE-16"},
        ),
    ],
)
def test_it_finds_what_is_planted_in_one_in_javascript(
    api: str, fault: str, broken: set[str], beside: set[str]
) -> None:
    with independent(fault, api=api, language="javascript") as target:
        report = run(replace(target, requirements=(*broken, *beside)))
    assert {one.requirement.id for one in report.of(Outcome.FAILED)} == broken
    assert {one.requirement.id for one in report.of(Outcome.PASSED)} == beside


def test_a_server_in_javascript_ends_with_the_test() -> None:
    with independent(language="javascript") as target:
        assert httpx.get(f"{target.url}/api/clients").status_code == 401
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{target.url}/api/clients")


@pytest.mark.parametrize("api", ["infranotes", "infakt"])
def test_reading_only_changes_nothing(api: str) -> None:
    with independent(api=api) as target:
        report = run(replace(target, read_only=True))
    sent = [one["request"]["method"] for result in report.results for one in result.exchanges]
    assert {*sent} == {"GET"}
    assert report.of(Outcome.PASSED)
    assert not report.of(Outcome.FAILED)
