"""How often something is asked for in a window of time. Knows no API."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0}
_RATE = re.compile(rf"([1-9][0-9]{{0,8}})/({'|'.join(_SECONDS)})")


@dataclass(frozen=True, slots=True)
class Rate:
    """How many requests a window of so many seconds may have; None: as many as there are."""

    limit: int | None = None
    seconds: float = _SECONDS["minute"]

    @classmethod
    def of(cls, written: str) -> Rate:
        """Return the rate that a text like `60/minute` says.

        Raises:
            ValueError: it says none.
        """
        found = _RATE.fullmatch(written)
        if found is None:
            raise ValueError(f"--rate-limit {written}: write a number and a time: 60/minute.")
        return cls(int(found[1]), _SECONDS[found[2]])


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a window has seen, this request included, and for how long it goes on."""

    limit: int | None
    taken: int
    seconds: int

    @property
    def is_exceeded(self) -> bool:
        """Whether this request is one too many."""
        return self.limit is not None and self.taken > self.limit

    def remaining(self, limit: int) -> int:
        """Return how many requests a limit would leave."""
        return max(0, limit - self.taken)


class Limiter:
    """Counts requests in windows; the first request after one opens the next."""

    def __init__(self) -> None:
        self._start: datetime | None = None
        self._taken = 0

    def take(self, rate: Rate, now: datetime) -> Allowance:
        """Count a request, unless it is one too many, and return what the window has seen."""
        elapsed = (now - (self._start or now)).total_seconds()
        if self._start is None or not 0 <= elapsed < rate.seconds:
            self._start, self._taken, elapsed = now, 0, 0.0
        allowance = Allowance(rate.limit, self._taken + 1, max(1, round(rate.seconds - elapsed)))
        self._taken += not allowance.is_exceeded
        return allowance

    def forget(self) -> None:
        """Begin anew."""
        self._start = None
