"""The five words for how an examination came out, and how they combine."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Outcome(IntEnum):
    """How a check or a requirement came out; of several, the highest stands.

    One counterexample is definite, so FAILED outranks ERRORED ("the suite could not tell");
    nothing turns either into a skip.
    """

    NOT_RUN = 0
    SKIPPED = 1
    PASSED = 2
    ERRORED = 3
    FAILED = 4

    @property
    def word(self) -> str:
        """The outcome as reports write it, e.g. `not_run`."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Outcome:
        """Return the outcome that reports write as `word`."""
        return cls[word.upper()]


def combine(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome of a whole from those of its parts; NOT_RUN for no parts."""
    return max(outcomes, default=Outcome.NOT_RUN)
