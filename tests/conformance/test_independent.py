"""The suite judges a server that shares no code with the mock, and takes other legal choices."""

from __future__ import annotations

import pytest

from conformance.outcome import Outcome
from conformance.run import run
from tests.targets import independent


def test_it_passes_a_server_that_is_not_ours() -> None:
    with independent() as target:
        report = run(target)
    broken = [one.requirement.id for one in report.verdicts if one.outcome is not Outcome.PASSED]
    assert broken == []
    assert report.exit_status("should") == 0


@pytest.mark.parametrize(
    ("fault", "broken"),
    [
        ("primary-not-demoted", {"INF-CONTACT-02", "INF-CONTACT-08", "INF-CONTACT-11"}),
        ("tag-ignored", {"INF-LIST-07", "INF-LIST-08"}),
    ],
)
def test_it_finds_what_is_planted_in_it(fault: str, broken: set[str]) -> None:
    with independent(fault) as target:
        report = run(target)
    assert {one.requirement.id for one in report.of(Outcome.FAILED)} == broken
    assert report.exit_status("must") == 1
