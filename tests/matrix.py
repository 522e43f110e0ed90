"""The proof of the suite: every fault is caught, exactly; no variation is mistaken for one.

`make matrix` prints it. Each cell is a full run of the suite against a mock in process. With `--quick`
the faults alone are tried, and what counts is how many of them a quick run finds.
"""

from __future__ import annotations

import functools
import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import mockserver
from conformance.outcome import Outcome
from conformance.run import run
from conformance.target import Target
from mockserver.api import Api
from mockserver.api import api as find

A_DAY = 86_400.0
RANDOM_SEEDS = range(20)
# One more than there are cores: some checks wait for a server's clock to go on.
WORKERS = (os.cpu_count() or 1) + 1
# The share of faults that a quick run has to find.
QUICKLY_FOUND = 0.8


@dataclass(frozen=True)
class Case:
    """One mock to examine: what it is told to do, and which requirements that breaks."""

    api: str
    faults: tuple[str, ...] = ()
    variations: tuple[str, ...] = ()
    profile: str = "documented"
    breaks: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What a person calls the case."""
        told = " ".join((*self.faults, *self.variations)) or "honest"
        return told if self.profile == "documented" else f"{told} ({self.profile})"


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


def target(api: Api, case: Case, seed: int = 0, examples: int = 4) -> Target:
    """Return a target in process, with credentials of the two demo users."""
    settings = {name: setting.default for name, setting in api.settings.items()}
    now = datetime.now(UTC)
    return Target(
        api=api.name,
        app=mockserver.asgi_app(
            api.name, faults=case.faults, variations=case.variations, profile=case.profile
        ),
        token=api.credential(2, settings, now, A_DAY),
        other_token=api.credential(3, settings, now, A_DAY),
        password=api.password(2) if api.password else None,
        secret=settings.get("jwt-secret"),
        profile=case.profile,
        seed=seed,
        examples=examples,
        shrink_seconds=0,
    )


def examine(case: Case) -> Cell:
    """Run the suite against one case."""
    return _examined(case, target(find(case.api), case))


def _examined(case: Case, at: Target) -> Cell:
    report = run(at)

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


def fault_cases(api: Api) -> Iterator[Case]:
    """Yield a case for each fault of an API."""
    for fault in api.faults:
        yield Case(
            api.name, faults=(fault.id,), profile=fault.profile, breaks=frozenset(fault.breaks)
        )


def variation_cases(api: Api) -> Iterator[Case]:
    """Yield the honest mock, each variation, all of them, random ones, and both profiles."""
    yield Case(api.name)
    yield Case(api.name, profile="observed")
    for variation in api.variations:
        yield Case(api.name, variations=(variation.id,))
    yield Case(api.name, variations=("all",))
    for seed in RANDOM_SEEDS:
        yield Case(api.name, variations=(f"random:{seed}",))


@functools.cache
def _workers() -> ProcessPoolExecutor:
    """Return processes that begin small: what a large parent has, they would copy bit by bit."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(WORKERS, mp_context=context)


def _at_work(examined: Callable[[Case], Cell], case: Case) -> Cell:
    """Examine a case in a worker, and keep the garbage collector from what stays in use there."""
    cell = examined(case)
    gc.collect()
    gc.freeze()
    return cell


def examine_all(
    cases: Iterable[Case], examined: Callable[[Case], Cell] = examine
) -> Iterator[Cell]:
    """Examine all cases, on every core, in their order."""
    yield from _workers().map(functools.partial(_at_work, examined), cases)


def quickly(case: Case) -> Cell:
    """Run the suite against one case as `--quick` does."""
    return _examined(case, replace(target(find(case.api), case), quick=True))


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


def main(names: list[str]) -> int:
    """Print the matrix of these APIs, or of all; return 1 if any cell is wrong."""
    from mockserver.api import apis

    quick = "--quick" in names
    chosen = [find(name) for name in names if name != "--quick"] or list(apis().values())
    if quick:
        return _quick(chosen)
    started, wrong, count = time.perf_counter(), 0, 0
    for api in chosen:
        print(f"{api.name}: {len(api.faults)} faults, {len(api.variations)} variations")
        for cell in examine_all([*fault_cases(api), *variation_cases(api)]):
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
    sys.exit(main(sys.argv[1:]))
