"""How often something may be asked for: so many times in a window of time. Knows no API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a limit leaves after one more request: `remaining` is -1 where it was one too many."""

    limit: int
    remaining: int
    seconds: int  # until the window ends

    @property
    def is_exceeded(self) -> bool:
        """Whether the request was one too many."""
        return self.remaining < 0


class Limiter:
    """Counts what is asked for under a name; each name has a window that its first request opens."""

    def __init__(self) -> None:
        self._windows: dict[str, tuple[datetime, int]] = {}

    def take(self, name: str, limit: int, now: datetime, window: float = MINUTE) -> Allowance:
        """Count a request and return what is left; one too many is not counted."""
        start, taken = self._windows.get(name, (now, 0))
        elapsed = (now - start).total_seconds()
        if not 0 <= elapsed < window:
            start, taken, elapsed = now, 0, 0.0
        self._windows[name] = (start, min(taken + 1, limit))
        return Allowance(limit, limit - taken - 1, max(1, round(window - elapsed)))

    def forget(self) -> None:
        """Begin anew."""
        self._windows.clear()
