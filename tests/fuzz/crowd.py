"""Many connections that ask for nothing, some that never come to an end, and one that wants answers."""

from __future__ import annotations

import contextlib
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from mockserver.connections import raise_file_limit
from tests.fuzz.connection import Connection
from tests.fuzz.drafts import Draft
from tests.fuzz.mock import Mock
from tests.fuzz.surfaces import surfaces

SLOW_BYTES = b"POST /api/clients HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 10_000


class TooFewFilesError(Exception):
    """The system does not allow as many connections; the message says so."""


@dataclass(frozen=True)
class Crowded:
    """How a mock has answered one client in a crowd."""

    idle: int
    slow: int
    connected: int  # how many of them were still there at the end
    answers: int
    failed: int  # answered otherwise
    milliseconds: list[float]
    megabytes: float  # that the crowd costs

    def __str__(self) -> str:
        slowest = sorted(self.milliseconds)[int(len(self.milliseconds) * 0.99)]
        return (
            f"{self.idle} idle connections and {self.slow} slow ones, {self.connected} of them to the"
            f" end: {self.answers} others answered, {self.failed} not; p50"
            f" {median(self.milliseconds):.1f} ms, p99 {slowest:.1f} ms, {self.megabytes:.0f} MB"
        )


def crowded(idle: int, slow: int, seconds: float, *options: str) -> Crowded:
    """Ask a mock for answers while others are connected; the slow ones send a byte a second.

    Raises:
        TooFewFilesError: so many connections cannot be tried here.
    """
    raise_file_limit()
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if idle + slow + 200 > allowed:
        raise TooFewFilesError(f"The system allows {allowed} open files, too few for the crowd.")
    surface = next(one for one in surfaces().values() if one.credentials)
    asked = Draft(surface.name, b"GET", surface.example, surface.credentials).written()
    with Mock(*options) as mock, ExitStack() as opened:
        before = mock.memory()
        others = [
            opened.enter_context(socket.create_connection(mock.address)) for _ in range(idle + slow)
        ]
        times, failed = [], 0
        for milliseconds, is_answered in _answers(mock, asked, others[:slow], seconds):
            times.append(milliseconds)
            failed += not is_answered
        grown = mock.memory() - before
        there = sum(map(_is_there, others))
    return Crowded(idle, slow, there, len(times) - failed, failed, times, grown)


def _answers(
    mock: Mock, asked: bytes, slow: list[socket.socket], seconds: float
) -> Iterator[tuple[float, bool]]:
    """Yield how long each answer took, and whether it was a good one."""
    connection = Connection(mock.address)
    began, sent = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        if time.monotonic() - began >= sent:
            for one in slow:
                with contextlib.suppress(OSError):  # it was given up
                    one.send(SLOW_BYTES[sent : sent + 1])
            sent += 1
        start = time.perf_counter()
        [answer] = connection.ask(asked)
        yield (time.perf_counter() - start) * 1000, answer.status == 200
    connection.close()


def _is_there(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        connection.recv(1)  # an answer, or the end
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
