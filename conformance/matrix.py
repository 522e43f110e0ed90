"""The runs against several implementations side by side: requirements down, implementations across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.catalogue import Requirement
from conformance.outcome import Outcome
from conformance.report import Report, Verdict

# Of several exit statuses the worst: one counterexample is definite, so 1 comes before 3.
_WORST_FIRST = (2, 1, 3, 0)


@dataclass(frozen=True)
class Column:
    """One implementation: its name, where it is, and its run, or the reason why there was none."""

    name: str
    url: str
    report: Report | None = None
    problem: str | None = None

    def verdict(self, requirement: Requirement) -> Verdict | None:
        """Return what the run found of a requirement, None where there was no run."""
        verdicts = self.report.verdicts if self.report else ()
        return next((one for one in verdicts if one.requirement.id == requirement.id), None)

    def outcome(self, requirement: Requirement) -> Outcome | None:
        """Return how a requirement came out, None where there was no run."""
        verdict = self.verdict(requirement)
        return verdict.outcome if verdict else None

    def exit_status(self, level: str) -> int:
        """Return the exit status that the run alone would have."""
        return self.report.exit_status(level) if self.report else 3


@dataclass(frozen=True)
class Row:
    """One requirement and how it came out, implementation by implementation."""

    requirement: Requirement
    outcomes: tuple[Outcome | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the implementations that were run differ in it."""
        return len({*self.outcomes} - {None}) > 1

    @property
    def passed(self) -> bool:
        """Whether all that were run passed."""
        return {*self.outcomes} - {None} == {Outcome.PASSED}


@dataclass(frozen=True)
class Matrix:
    """Several runs of the suite of one API."""

    api: str
    title: str
    level: str
    columns: tuple[Column, ...]

    @property
    def rows(self) -> list[Row]:
        """Every requirement that was to be examined, those that fail somewhere first."""
        found: dict[str, Requirement] = {}
        for column in self.columns:
            for verdict in column.report.verdicts if column.report else ():
                found.setdefault(verdict.requirement.id, verdict.requirement)
        rows = [
            Row(requirement, tuple(column.outcome(requirement) for column in self.columns))
            for requirement in found.values()
        ]
        return sorted(rows, key=_urgency)

    @property
    def exit_status(self) -> int:
        """Return the worst of the exit statuses of the runs."""
        return worst([column.exit_status(self.level) for column in self.columns])


def _urgency(row: Row) -> tuple[int, ...]:
    """Sort failures first, by how many fail, then whatever else did not pass; passed rows stay in order."""
    counted = [row.outcomes.count(one) for one in (Outcome.FAILED, Outcome.ERRORED)]
    return (-counted[0], -counted[1], row.passed)


def worst(statuses: Sequence[int]) -> int:
    """Return the worst of several exit statuses."""
    return min(statuses, key=_WORST_FIRST.index)
