"""The time of a mock: the real one, or one that starts where it is told to."""

from __future__ import annotations

import functools
import time
from datetime import UTC, datetime, timedelta
from operator import itemgetter

TICK = timedelta(milliseconds=1)


class Clock:
    """Tells the time.

    Without a start it tells the real time. With one it stands there, and moves on by a millisecond
    with every change of state: the same requests then give the same times, whenever they are made.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self.start = start
        self.fixed = start

    def reset(self) -> None:
        """Go back to the start."""
        self.fixed = self.start

    def now(self) -> datetime:
        """Return the present time, in UTC."""
        return datetime.now(UTC) if self.fixed is None else self.fixed.astimezone(UTC)

    def seconds(self) -> float:
        """Return the present time in seconds since 1970."""
        return time.time() if self.fixed is None else self.fixed.timestamp()

    def tick(self) -> datetime:
        """Return the time of a change that happens now."""
        if self.fixed is not None:
            self.fixed += TICK
        return self.now()

    def stamp(self) -> str:
        """Return the time of a change that happens now, as `text` writes it."""
        if self.fixed is not None:
            return text(self.tick())
        second, rest = divmod(time.time_ns() // 1000, 1_000_000)
        return f"{_second(second)}.{rest:06}Z"


@functools.lru_cache(maxsize=4)  # many changes are made in one second
def _second(since_1970: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(since_1970))


def text(moment: datetime) -> str:
    """Return a moment as ISO 8601 text in UTC with microseconds: `2025-05-22T16:45:23.123456Z`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return f"{moment.isoformat(timespec='microseconds')[:-6]}Z"


# The form that `text` writes: its length, and what stands where.
_LENGTH = len("2025-05-22T16:45:23.123456Z")
_marks = itemgetter(7, 10, 19, 26)
_MARKS = ("-", "T", ".", "Z")


def normal(written: str) -> str:
    """Return an ISO 8601 text in the form that `text` writes; raises as `moment` does."""
    named = moment(written)
    if len(written) == _LENGTH and _marks(written) == _MARKS:
        return written
    return text(named)


def moment(written: str) -> datetime:
    """Return the moment that an ISO 8601 text names; one without a zone is read as UTC.

    Raises:
        ValueError: it is no such text.
    """
    parsed = datetime.fromisoformat(written)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def later(now: str, former: str) -> str:
    """Return the time of a change that is made now to a record last changed at a former time.

    It is at least a millisecond after the former one, so that no form of writing hides that it
    moved.
    """
    return (
        now
        if now > former and moment(now) - moment(former) >= TICK
        else text(moment(former) + TICK)
    )
