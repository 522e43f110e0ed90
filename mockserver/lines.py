"""A line for each request, for whoever watches the terminal. Many at a time in a rush.

Writing each by itself would take longer than answering.
"""

from __future__ import annotations

import asyncio
import logging
import time

log = logging.getLogger("mockserver.requests")

# How long lines wait for others at most, in seconds.
WAIT = 0.1


def shown(text: str) -> str:
    """Return what somebody sent as it may stand in a terminal, which obeys control characters."""
    if text.isprintable():
        return text
    escaped = (one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
    return "".join(escaped)


class Lines:
    """Writes the first line at once, and what follows soon after together."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._written = -WAIT
        self._timer: asyncio.TimerHandle | None = None

    @property
    def are_wanted(self) -> bool:
        """Whether anybody watches."""
        return log.isEnabledFor(logging.INFO)

    def add(self, method: str, path: str, status: int, seconds: float) -> None:
        """Tell of a request, without anything secret."""
        self._waiting.append(f"{method} {shown(path)} {status} {seconds * 1000:.1f} ms")
        if self._timer is None:
            if time.monotonic() - self._written >= WAIT:
                self.write()
            else:
                self._timer = asyncio.get_running_loop().call_later(WAIT, self.write)

    def write(self) -> None:
        """Write what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            log.info("%s", "\n".join(self._waiting))
            self._waiting.clear()
        self._written = time.monotonic()
