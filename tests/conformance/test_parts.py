"""The small parts of the suite, each by itself."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st

from conformance import data, expect
from conformance.exchange import Sent
from conformance.expect import CannotTell, Violation
from conformance.explore import explore
from conformance.masking import Mask, last_four
from conformance.options import BadOption, headers
from conformance.outcome import Outcome, combine
from conformance.session import Session
from tests.targets import mock


def test_the_gravest_outcome_stands() -> None:
    assert combine([]) is Outcome.NOT_RUN
    assert combine([Outcome.SKIPPED, Outcome.PASSED]) is Outcome.PASSED
    assert combine([Outcome.PASSED, Outcome.ERRORED, Outcome.SKIPPED]) is Outcome.ERRORED
    assert combine([Outcome.ERRORED, Outcome.FAILED, Outcome.PASSED]) is Outcome.FAILED


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        ("1", 1, False),
        ([1, {"a": None}], [1.0, {"a": None}], True),
        ([True], [1], False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
    ],
)
def test_json_values_are_compared(one: object, other: object, same: bool) -> None:
    assert expect.same(one, other) is same


def test_more_members_may_stand_beside_the_expected_ones() -> None:
    expect.members({"a": 1, "b": {"c": 2, "d": 3}}, {"a": 1, "b": {"c": 2}}, "it")
    expect.members({"a": 1}, {"b": None}, "it")
    several_wrong: list[object] = [{"a": 2}, {}, [], None, {"a": True}]
    for wrong in several_wrong:
        with pytest.raises(Violation):
            expect.members(wrong, {"a": 1}, "it")


def test_sensitive_members_are_masked_wherever_they_stand() -> None:
    mask = Mask({"top-secret": "$TOKEN"}, frozenset({"iban", "pin"}))
    text = '{"iban": "DE\\"89370400440532013000", "a": [{"pin":123456}], "note": "top-secret"}'
    assert mask.body(text) == '{"iban": "****3000", "a": [{"pin":"****3456"}], "note": "$TOKEN"}'
    assert mask.sentence('saw DE\\"89370400440532013000') == "saw ****3000"
    assert mask.sentence('saw DE\\"89370400…, top-se… and top') == "saw ****…, ****… and top"
    assert last_four("123") == "****"
    assert last_four(None) is None


def test_a_command_can_be_pasted_into_a_shell() -> None:
    body = '{"name": "O\'Neil $HOME `id` \\"x\\" \\n"}'
    headers = {"authorization": "Bearer $TOKEN", "content-type": "application/json"}
    sent = Sent("POST", "http://h/a?b=c&d=e", headers, body)
    command = sent.curl().replace("curl -i", "printf '%s\\n'", 1)
    run = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, env={"TOKEN": "abc"}
    )
    assert run.stdout.splitlines() == [
        *("-X", "POST", "http://h/a?b=c&d=e", "-H", "authorization: Bearer abc"),
        *("-H", "content-type: application/json", "--data-binary", body),
    ]


def test_headers_are_read() -> None:
    assert headers(("A: b: c", "D:e")) == {"A": "b: c", "D": "e"}
    with pytest.raises(BadOption, match="Name: value"):
        headers(("no colon",))


def _driver(**changes: Any) -> Any:
    return Session(replace(mock(), **changes)).driver("a test")


def test_a_counterexample_is_shrunk() -> None:
    driver = _driver(shrink_seconds=5.0)

    def small(number: int) -> None:
        driver.call("listClients", query={"limit": number})
        expect.that(number < 17, "a number below 17", str(number), "INF-LIST-10")

    with pytest.raises(ExceptionGroup) as raised:
        explore(driver, st.integers(0, 10_000), small, examples=50)
    (violation,) = raised.value.exceptions
    assert isinstance(violation, Violation)
    assert violation.seen == "17"
    assert len(violation.exchanges) == 1


def test_a_counterexample_that_is_seen_once_is_still_told() -> None:
    driver, seen = _driver(shrink_seconds=5.0), []

    def flaky(number: int) -> None:
        seen.append(number)
        expect.that(len(seen) != 3, "the same answer every time", "another", "INF-LIST-10")

    with pytest.raises(ExceptionGroup):
        explore(driver, st.integers(), flaky, examples=10)


def test_an_example_that_can_not_be_examined_is_no_counterexample() -> None:
    def unreachable(number: int) -> None:
        raise CannotTell("no answer")

    with pytest.raises(CannotTell, match="no answer"):
        explore(_driver(), st.integers(), unreachable, examples=10)


def test_names_are_recognisable_and_no_part_of_each_other() -> None:
    driver = _driver()
    names = [driver.name() for _ in range(120)]
    assert all(name.startswith("conformance-") for name in names)
    assert not [(one, other) for one in names for other in names if one != other and one in other]


def test_each_caller_has_a_specification_of_its_own() -> None:
    data.specification("infakt", "openapi")["paths"].clear()
    assert data.specification("infakt", "openapi")["paths"]
