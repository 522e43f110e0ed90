"""The verdict by requirement in few lines, for the end of a run whose details were told before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance import report
from conformance.formats import wording
from conformance.outcome import Outcome
from conformance.run import start_of
from conformance.session import Result
from conformance.target import Target


def lines(target: Target, results: Sequence[Result]) -> Iterator[str]:
    """Yield the counts, the requirements that are broken or could not be examined, and the verdict."""
    told = report.build(start_of(target), results, sum(result.seconds for result in results))
    for verdict in told.of(Outcome.FAILED):
        requirement = verdict.requirement
        yield f"FAILED   {requirement.id}  ({requirement.level})  {requirement.statement}"
    for outcome in (Outcome.ERRORED, Outcome.SKIPPED):
        for reason, verdicts in wording.by_reason(told, outcome).items():
            ids = ", ".join(verdict.requirement.id for verdict in verdicts)
            yield f"{wording.word(outcome).upper():8} {ids}: {reason}"
    for one in told.left:
        yield f"LEFT     {one}: it could not be removed from the server"
    yield f"{wording.counted(told)}  ({wording.spent(told)})"
    yield wording.verdict(told)
