"""Medians and ranges of what was measured."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.rounds import Slot


@dataclass(frozen=True)
class Figure:
    """A median with the range that eight of ten values are in."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Figure:
        """Return the figure of values, of which there must be one at least."""
        ordered = sorted(values)
        low, high = quantile(ordered, 0.1), quantile(ordered, 0.9)
        return cls(statistics.median(ordered), low, high)

    def __format__(self, form: str) -> str:
        return f"{self.median:{form}} ({self.low:{form}} to {self.high:{form}})"


def quantile(ordered: Sequence[float], part: float) -> float:
    """Return the value below which a part of sorted values is."""
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


@dataclass(frozen=True)
class Row:
    """One server at one operation.

    `ratio` is its processor time for a request against the yardstick's; `less` how many times less
    the mock took in the same round.
    """

    peer: str
    operation: str
    microseconds: Figure
    ratio: Figure
    less: Figure
    per_second: float
    p50: float  # of a lone connection, in microseconds
    p99: float
    answers: int


def rows(slots: Sequence[Slot], ours: str) -> list[Row]:
    """Return the figures of every server at every operation, in the order of the slots."""
    pairs = dict.fromkeys((one.operation, one.peer) for one in slots)
    return [_row(slots, ours, *pair) for pair in pairs]


def _row(slots: Sequence[Slot], ours: str, operation: str, peer: str) -> Row:
    about = [one for one in slots if one.operation == operation]
    own = [one for one in about if one.peer == peer]
    mine = {one.round: one.ratio for one in about if one.peer == ours}
    latencies = sorted(value for one in own for value in one.latencies)
    return Row(
        peer=peer,
        operation=operation,
        microseconds=Figure.of(one.microseconds for one in own),
        ratio=Figure.of(one.ratio for one in own),
        less=Figure.of(one.ratio / mine.get(one.round, one.ratio) for one in own),
        per_second=statistics.median(one.per_second for one in own),
        p50=quantile(latencies, 0.5),
        p99=quantile(latencies, 0.99),
        answers=sum(one.answers for one in own),
    )
