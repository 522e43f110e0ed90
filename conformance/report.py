"""What a recorded run says of each requirement. Reads results, sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from conformance import catalogue
from conformance.catalogue import Catalogue, Requirement
from conformance.deviations import Deviation
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
    deviation: Deviation | None = None

    @property
    def tolerated(self) -> bool:
        """Whether it is broken, known to be, and still may be."""
        return self.outcome is Outcome.FAILED and self.deviation is not None


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

    @property
    def overdue(self) -> tuple[str, ...]:
        """What is wrong with the list of known deviations: those that no longer happen, or expired."""
        return tuple(self.overdue_by_requirement.values())

    @property
    def overdue_by_requirement(self) -> dict[str, str]:
        """The same, by the id of the requirement."""
        outcomes = {verdict.requirement.id: verdict.outcome for verdict in self.verdicts}
        today = _day(self.start)
        told = {}
        for one in _deviations(self.start):
            if outcomes.get(one.requirement) is Outcome.PASSED:
                told[one.requirement] = (
                    f"{one.requirement} no longer deviates: remove it from the list"
                )
            elif one.expired(today) and one.requirement in outcomes:
                told[one.requirement] = (
                    f"{one.requirement} was to be mended by {one.expires}: {one.reason}"
                )
        return told

    def exit_status(self, level: str) -> int:
        """Return 0 where no `must` is broken (with level `should`: nor a `should`), 1 where one is.

        Known deviations do not count, but 1 is also returned where their list is not true. 3 means
        that the suite could not tell: something of that level errored, or nothing was examined.
        """
        weighed = ("must", "observed") if level == "must" else ("must", "observed", "should")
        grave = [one for one in self.verdicts if one.requirement.level in weighed]
        if self.overdue or any(
            one.outcome is Outcome.FAILED and not one.tolerated for one in grave
        ):
            return 1
        if any(one.outcome is Outcome.ERRORED for one in grave):
            return 3
        examined = self.count(Outcome.PASSED) + self.count(Outcome.FAILED)
        return 0 if examined else 3


def build(start: Mapping[str, Any], results: Sequence[Result], seconds: float) -> Report:
    """Join the results of a run to the catalogue of its API."""
    known = catalogue.load(start["api"])
    today = _day(start)
    listed = {one.requirement: one for one in _deviations(start) if not one.expired(today)}
    verdicts = []
    for requirement in known.requirements.values():
        if requirement.unchecked is None and _asked_for(requirement, start):
            about = [result for result in results if requirement.id in result.requirements]
            verdicts.append(_verdict(requirement, about, listed.get(requirement.id)))
    requests = sum(result.requests for result in results)
    return Report(start, tuple(verdicts), tuple(results), requests, seconds)


def _deviations(start: Mapping[str, Any]) -> list[Deviation]:
    return [Deviation.of_json(row) for row in start.get("deviations", [])]


def _day(start: Mapping[str, Any]) -> date:
    return date.fromisoformat(start["started_at"][:10])


def _asked_for(requirement: Requirement, start: Mapping[str, Any]) -> bool:
    target = start["target"]
    wanted, operations = target["requirements"], target["operations"]
    return (
        (not wanted or requirement.id in wanted)
        and (not operations or bool({*operations} & {*requirement.operations}))
        and (requirement.level != "observed" or target["profile"] == "observed")
    )


def _verdict(
    requirement: Requirement, results: Sequence[Result], deviation: Deviation | None
) -> Verdict:
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
        deviation,
    )


def _part(requirement: str, result: Result) -> Outcome:
    """Return what one check says of one of its requirements.

    A check that failed for another of its requirements ended early: it says nothing of this one.
    """
    if result.outcome is not Outcome.FAILED:
        return result.outcome
    broken = any(finding.requirement == requirement for finding in result.findings)
    return Outcome.FAILED if broken else Outcome.NOT_RUN
