"""What a recorded run says of each requirement. Reads results, sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance import catalogue
from conformance.catalogue import Catalogue, Requirement
from conformance.outcome import Outcome, combine
from conformance.session import Finding, Result


@dataclass(frozen=True)
class Verdict:
    """One requirement of the catalogue and what a run found of it."""

    requirement: Requirement
    outcome: Outcome
    checks: tuple[str, ...]
    findings: tuple[Finding, ...]
    reasons: tuple[str, ...]
    requests: int


@dataclass(frozen=True)
class Report:
    """A run, requirement by requirement."""

    start: Mapping[str, Any]
    verdicts: tuple[Verdict, ...]
    results: tuple[Result, ...]
    requests: int
    seconds: float

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of the API that was examined."""
        return catalogue.load(self.start["api"])

    def count(self, outcome: Outcome, level: str | None = None) -> int:
        """Return how many requirements (of a level) came out so."""
        return sum(
            verdict.outcome is outcome and level in (None, verdict.requirement.level)
            for verdict in self.verdicts
        )

    def of(self, outcome: Outcome) -> tuple[Verdict, ...]:
        """Return the requirements that came out so."""
        return tuple(verdict for verdict in self.verdicts if verdict.outcome is outcome)

    @property
    def left(self) -> tuple[str, ...]:
        """What could not be removed from the server: how to remove it by hand."""
        return tuple(one for result in self.results for one in result.left)

    def exit_status(self, level: str) -> int:
        """Return 0 where no `must` is broken (with level `should`: nor a `should`), 1 where one is.

        3 means that the suite could not tell: something errored, or nothing was examined.
        """
        weighed = ("must", "observed") if level == "must" else ("must", "observed", "should")
        if any(self.count(Outcome.FAILED, one) for one in weighed):
            return 1
        if self.count(Outcome.ERRORED) or not self.count(Outcome.PASSED) + self.count(
            Outcome.FAILED
        ):
            return 3
        return 0


def build(start: Mapping[str, Any], results: Sequence[Result], seconds: float) -> Report:
    """Join the results of a run to the catalogue of its API."""
    known = catalogue.load(start["api"])
    verdicts = []
    for requirement in known.requirements.values():
        if requirement.unchecked is None and _asked_for(requirement, start):
            about = [result for result in results if requirement.id in result.requirements]
            verdicts.append(_verdict(requirement, about))
    requests = sum(result.requests for result in results)
    return Report(start, tuple(verdicts), tuple(results), requests, seconds)


def _asked_for(requirement: Requirement, start: Mapping[str, Any]) -> bool:
    target = start["target"]
    wanted, operations = target["requirements"], target["operations"]
    return (
        (not wanted or requirement.id in wanted)
        and (not operations or bool({*operations} & {*requirement.operations}))
        and (requirement.level != "observed" or target["profile"] == "observed")
    )


def _verdict(requirement: Requirement, results: Sequence[Result]) -> Verdict:
    parts = [(result, _part(requirement.id, result)) for result in results]
    return Verdict(
        requirement,
        combine(outcome for _, outcome in parts),
        tuple(result.check for result in results),
        tuple(
            finding
            for result in results
            for finding in result.findings
            if finding.requirement == requirement.id
        ),
        tuple(
            dict.fromkeys(
                result.reason
                for result, outcome in parts
                if result.reason and outcome in (Outcome.ERRORED, Outcome.SKIPPED)
            )
        ),
        sum(result.requests for result in results),
    )


def _part(requirement: str, result: Result) -> Outcome:
    """Return what one check says of one of its requirements.

    A check that failed for another of its requirements ended early: it says nothing of this one.
    """
    if result.outcome is not Outcome.FAILED:
        return result.outcome
    broken = any(finding.requirement == requirement for finding in result.findings)
    return Outcome.FAILED if broken else Outcome.NOT_RUN
