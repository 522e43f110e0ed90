"""The two-sided proof: every fault is caught exactly, no variation is mistaken for one.

`make matrix` prints the whole table.
"""

from __future__ import annotations

import pytest

from conformance import catalogue
from mockserver.api import api as find
from mockserver.api import apis
from tests import matrix
from tests.cases import Case, fault_cases, variation_cases


@pytest.mark.parametrize("api", apis())
def test_every_fault_fails_exactly_what_it_breaks(api: str) -> None:
    cells = list(matrix.examine_all(fault_cases(find(api))))
    assert [matrix.told(cell) for cell in cells if not cell.right] == []
    assert len(cells) >= 40


@pytest.mark.parametrize("api", apis())
def test_no_variation_fails_anything(api: str) -> None:
    cells = list(matrix.examine_all(variation_cases(find(api))))
    assert [matrix.told(cell) for cell in cells if not cell.right] == []
    assert len(cells) >= 40


@pytest.mark.parametrize("api", apis())
def test_every_checked_must_is_broken_by_a_fault(api: str) -> None:
    broken = {requirement for fault in find(api).faults for requirement in fault.breaks}
    musts = {
        requirement.id
        for requirement in catalogue.load(api).requirements.values()
        if requirement.level == "must" and requirement.unchecked is None
    }
    assert sorted(musts - broken) == []


def test_the_proof_fails_where_it_should() -> None:
    """A fault that is not owned up to, and one that is claimed but not there."""
    name = next(iter(apis()))
    fault = find(name).faults[0]
    hidden = matrix.examine(Case(name, faults=(fault.id,)))
    claimed = matrix.examine(Case(name, breaks=frozenset(fault.breaks)))
    assert hidden.mistaken == sorted(fault.breaks)
    assert claimed.missed == sorted(fault.breaks)
    assert not hidden.right
    assert not claimed.right
