"""The proof of the suite: every fault is caught, exactly; no variation is mistaken for one.

`make matrix` prints it. Each cell is what the suite says of a mock in process, check by check: played from
a tape where the mock answers as the honest one does, run where it does not (`tests/tapes.py`). With
`--whole` each cell is a full run instead, as a user would start it. With `--quick` the faults alone are
tried, and what counts is how many of them a quick run finds.
"""

from __future__ import annotations

import argparse
import functools
import gc
import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from conformance.outcome import Outcome
from conformance.report import Report
from conformance.run import run
from mockserver.api import Api, apis
from mockserver.api import api as find
from tests import tapes
from tests.cases import Case, fault_cases, target, variation_cases

WORKERS = os.cpu_count() or 1
# The share of faults that a quick run has to find.
QUICKLY_FOUND = 0.8


@dataclass(frozen=True)
class Cell:
    """What the suite said of a case."""

    case: Case
    failed: frozenset[str]
    errored: frozenset[str]
    skipped: frozenset[str]
    reasons: tuple[str, ...]
    requests: int
    seconds: float

    @property
    def missed(self) -> list[str]:
        """The requirements that are broken and that the suite did not find."""
        return sorted(self.case.breaks - self.failed)

    @property
    def mistaken(self) -> list[str]:
        """The requirements that the suite found broken and that are not."""
        return sorted(self.failed - self.case.breaks)

    @property
    def right(self) -> bool:
        """Whether the suite found what is broken, and nothing else; errors are no way out."""
        tolerated = self.case.breaks or not self.errored
        return not self.missed and not self.mistaken and bool(tolerated) and not self.skipped


def examine(case: Case) -> Cell:
    """Examine one case, check by check."""
    return _cell(case, tapes.run(case))


def wholly(case: Case) -> Cell:
    """Run the whole suite against one case."""
    return _cell(case, run(target(find(case.api), case)))


def quickly(case: Case) -> Cell:
    """Examine one case as `--quick` does."""
    return _cell(case, tapes.run(case, quick=True))


def _cell(case: Case, report: Report) -> Cell:
    def ids(outcome: Outcome) -> frozenset[str]:
        return frozenset(verdict.requirement.id for verdict in report.of(outcome))

    told = report.of(Outcome.ERRORED) + report.of(Outcome.SKIPPED)
    findings = [
        f"{finding.requirement}: {finding.message}"
        for verdict in report.of(Outcome.FAILED)
        for finding in verdict.findings[:1]
    ]
    return Cell(
        case,
        ids(Outcome.FAILED),
        ids(Outcome.ERRORED),
        ids(Outcome.SKIPPED),
        tuple(dict.fromkeys([*findings, *(reason for one in told for reason in one.reasons)])),
        report.requests,
        report.seconds,
    )


@functools.cache
def _workers() -> ProcessPoolExecutor:
    """Return processes that begin small: what a large parent has, they would copy bit by bit."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(WORKERS, mp_context=context)


def _at_work(examined: Callable[[Case], Cell], case: Case) -> Cell:
    """Examine a case in a worker, and keep the garbage collector from what stays in use there."""
    logging.disable()  # faults break mocks on purpose
    cell = examined(case)
    gc.collect()
    gc.freeze()
    return cell


def examine_all(
    cases: Iterable[Case], examined: Callable[[Case], Cell] = examine
) -> Iterator[Cell]:
    """Examine all cases, on every core, in their order."""
    yield from _workers().map(functools.partial(_at_work, examined), cases)


def told(cell: Cell) -> str:
    """Return what a person reads of a cell: the verdict first, then what is wrong."""
    lines = [
        f"{'ok   ' if cell.right else 'WRONG'}  {cell.case.name:50} {', '.join(sorted(cell.failed))}"
    ]
    lines += [f"         missed    {', '.join(cell.missed)}"] if cell.missed else []
    lines += [f"         mistaken  {', '.join(cell.mistaken)}"] if cell.mistaken else []
    lines += [f"         errored   {', '.join(sorted(cell.errored))}"] if cell.errored else []
    lines += [f"         skipped   {', '.join(sorted(cell.skipped))}"] if cell.skipped else []
    if not cell.right:
        lines += [f"         {reason}" for reason in cell.reasons]
    return "\n".join(lines)


def main() -> int:
    """Print the matrix of these APIs, or of all; return 1 if any cell is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.matrix", description=__doc__)
    parser.add_argument("api", nargs="*", help="these APIs, or all")
    parser.add_argument("--whole", action="store_true", help="make each cell a full run")
    parser.add_argument("--quick", action="store_true", help="see what quick runs find")
    asked = parser.parse_args()
    chosen = [find(name) for name in asked.api] or list(apis().values())
    if asked.quick:
        return _quick(chosen)
    started, wrong, count = time.perf_counter(), 0, 0
    for api in chosen:
        print(f"{api.name}: {len(api.faults)} faults, {len(api.variations)} variations")
        cases = [*fault_cases(api), *variation_cases(api)]
        for cell in examine_all(cases, wholly if asked.whole else examine):
            count += 1
            wrong += not cell.right
            print(told(cell), flush=True)
    print(f"{count} mocks examined, {wrong} wrongly, in {time.perf_counter() - started:.0f} s")
    return 1 if wrong else 0


def _quick(chosen: Iterable[Api]) -> int:
    enough = True
    for api in chosen:
        cells = [*examine_all(fault_cases(api), quickly)]
        unseen = [cell.case.name for cell in cells if not cell.failed & cell.case.breaks]
        found = len(cells) - len(unseen)
        enough = enough and found >= QUICKLY_FOUND * len(cells)
        print(f"{api.name}: a quick run finds {found} of {len(cells)} faults; not", *unseen)
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
