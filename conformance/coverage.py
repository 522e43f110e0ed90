"""How much of an API a run called: its operations, and the statuses that they answered with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from conformance.catalogue import Operation
from conformance.report import Report


@dataclass(frozen=True)
class OperationCoverage:
    """One operation of a spec, and how often it answered with which status in a run."""

    operation: Operation
    seen: Mapping[str, int]

    @property
    def calls(self) -> int:
        """How often it was called and answered."""
        return sum(self.seen.values())

    @property
    def documented(self) -> tuple[str, ...]:
        """The statuses of the spec that were seen."""
        return tuple(status for status in self.operation.statuses if self._answered(status))

    @property
    def unseen(self) -> tuple[str, ...]:
        """The statuses of the spec that were not seen."""
        return tuple(status for status in self.operation.statuses if not self._answered(status))

    @property
    def undocumented(self) -> tuple[str, ...]:
        """The statuses that were seen and are not in the spec."""
        listed = {*self.operation.statuses}
        if "default" in listed:
            return ()
        return tuple(seen for seen in self.seen if not listed & {seen, f"{seen[0]}XX"})

    def times(self, status: str) -> int:
        """Return how often a status of the spec was seen; `4XX` is any of its kind."""
        if status.endswith("XX"):
            return sum(count for seen, count in self.seen.items() if seen[0] == status[0])
        if status == "default":
            others = {*self.operation.statuses}
            return sum(count for seen, count in self.seen.items() if seen not in others)
        return self.seen.get(status, 0)

    def _answered(self, status: str) -> bool:
        return self.times(status) > 0


def operations(report: Report) -> tuple[OperationCoverage, ...]:
    """Return every operation of the spec with what a run saw of it, in the order of the spec."""
    seen = _seen(report)
    return tuple(
        OperationCoverage(operation, dict(sorted(seen.get(operation.id, Counter()).items())))
        for operation in report.catalogue.operations.values()
    )


def elsewhere(report: Report) -> int:
    """Return how many requests went to no operation of the spec, to see that they are refused."""
    known = report.catalogue.operations
    return sum(count.total() for name, count in _seen(report).items() if name not in known)


def _seen(report: Report) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for result in report.results:
        for operation, statuses in result.calls.items():
            found.setdefault(operation, Counter()).update(statuses)
    return found
