"""A check played from its tape says what the check says when it is run."""

from __future__ import annotations

import pytest

from conformance.outcome import Outcome
from mockserver.api import api as find
from mockserver.api import apis
from tests import matrix, tapes
from tests.cases import Case, fault_cases

# How many faults of an API are examined both ways; those of a kind stand together, these far apart.
FAULTS = 3


@pytest.mark.parametrize("api", apis())
def test_played_and_whole_runs_say_the_same(api: str) -> None:
    cases = list(fault_cases(find(api)))
    cases = cases[:: len(cases) // FAULTS]
    played = list(matrix.examine_all(cases))
    whole = list(matrix.examine_all(cases, matrix.wholly))
    assert [_said(cell) for cell in played] == [_said(cell) for cell in whole]
    assert any(cell.failed for cell in played)


def _said(cell: matrix.Cell) -> tuple[object, ...]:
    return (cell.case.name, cell.failed, cell.errored, cell.skipped)


@pytest.mark.parametrize("api", apis())
@pytest.mark.parametrize("profile", ["documented", "observed"])
def test_the_honest_mock_answers_every_tape_again(api: str, profile: str) -> None:
    """Or checks would be run for nothing, and what is recorded would be a matter of chance."""
    known = tapes.tapes(api, profile, quick=False)
    again = tapes.played(Case(api, profile=profile))
    assert [tape.check.name for tape in known if tape.check.name not in again] == []
    assert {tape.result.outcome for tape in known} == {Outcome.PASSED}


def test_only_what_a_fault_changes_is_run() -> None:
    fault = "primary-not-demoted-on-set"
    known = {tape.check.name for tape in tapes.tapes("infranotes", "documented", quick=False)}
    run = known - tapes.played(Case("infranotes", faults=(fault,)))
    assert run
    assert len(run) < len(known) / 2
