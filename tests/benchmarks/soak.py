"""Load of all kinds on all APIs for a long while, at half of what the mock can take.

What is created, and noted of every change, would fill any memory: the mock is reset after each part
of the time, as tests reset it, so that what grows nevertheless is a leak.

Requests are sent when they are due, whether former ones are answered or not, and the time until an
answer counts from then on.

Half of what the mock can take is less where the machine is slower for a while, as shared ones are: as
many requests are sent as cost as much processor time in a second as half of the most did at the start.
Such machines also pause. Which pauses are theirs is told by another server, which is put to half of what
it can take after each part of the time.
"""

from __future__ import annotations

import select
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Any

from tests.benchmarks import load
from tests.benchmarks.figures import quantile
from tests.benchmarks.load import Connection, Exchange
from tests.benchmarks.peer import Peer

CONNECTIONS = 16
# How long the other server is asked, in parts of the time that the mock is.
ASIDE = 0.2
# How often the load follows the speed of the machine, in seconds.
PART = 2.0
# What is not counted as growth, the allocator's own: so much, and this part of all.
SLACK_MEGABYTES, SLACK = 2.0, 0.02


@dataclass
class Window:
    """What was seen in a part of the time."""

    seconds: float
    answers: int
    megabytes: float
    p50: float  # milliseconds
    p99: float
    longest: float
    processor: float = 0.0  # seconds that the server was on its core
    other_p99: float = 0.0  # of the server that tells what the machine does


@dataclass
class Soak:
    """What was seen in all of it."""

    per_second: float  # asked for at the start
    most_per_second: float
    answers: int = 0
    windows: list[Window] = field(default_factory=list)

    @property
    def is_flat(self) -> bool:
        """Whether no more memory is needed in the last third than in the one before.

        What is needed is the least: now and then much is taken for a moment, and given back later.
        """
        third = len(self.windows) // 3
        needed = [one.megabytes for one in self.windows[len(self.windows) - 2 * third :]]
        before, last = needed[:third], needed[third:]
        return not third or min(last) <= min(before) * (1 + SLACK) + SLACK_MEGABYTES


def mixed(peer: Peer) -> tuple[int, list[Exchange]]:
    """Return the port of a mock and requests of all operations, one of each in turn."""
    port = next(iter(peer.exchanges.values()))[0]
    turns = max(len(exchanges) for _, exchanges in peer.exchanges.values())
    many = [cycle(exchanges) for _, exchanges in peer.exchanges.values()]
    return port, [next(one) for _ in range(turns) for one in many]


def run(
    peer: Peer, other: Peer, seconds: float, window: float, tell: Callable[[str], None]
) -> Soak:
    """Keep a mock busy for so many seconds, and tell of each window.

    Raises:
        WrongAnswerError: an answer is not as it should be.
    """
    # As long as a window: with what is created meanwhile, lists and searches have more to look through.
    ours, others = _Half(peer, window), _Half(other, window * ASIDE)
    soak = Soak(ours.per_second, ours.per_second * 2)
    left = seconds
    while left > 0:
        aside = others.window(window * ASIDE)
        seen = replace(ours.window(min(window, left)), other_p99=aside.p99)
        soak.windows.append(seen)
        soak.answers += seen.answers
        tell(
            f"{seen.answers:>8,} answers  {seen.megabytes:6.1f} MB  "
            f"p50 {seen.p50:.2f} ms  p99 {seen.p99:.1f} ms  longest {seen.longest:.0f} ms  "
            f"busy {seen.processor / seen.seconds:.0%}  {other.name} p99 {aside.p99:.1f} ms"
        )
        left -= seen.seconds
    return soak


class _Half:
    """A server that is to be asked half of what it can take."""

    def __init__(self, peer: Peer, seconds: float) -> None:
        """Find out how much that is in so many seconds."""
        port, exchanges = mixed(peer)
        self._peer, self._address, self._requests = peer, ("127.0.0.1", port), cycle(exchanges)
        most = load.drive(self._address, exchanges, seconds=seconds)
        peer.clear()
        self.per_second = most.answers / most.seconds / 2
        self._pace = Pace(self.per_second)

    def window(self, seconds: float) -> Window:
        """Ask it for so long, and have it forget what was changed."""
        opened = [Connection(self._address) for _ in range(CONNECTIONS)]
        try:
            return _window(self._peer, opened, self._requests, self._pace, seconds)
        finally:
            for one in opened:
                one.socket.close()
            self._peer.clear()


class Pace:
    """How many requests are sent in a second."""

    def __init__(self, per_second: float) -> None:
        self._first, self._cost = per_second, 0.0
        self.per_second = per_second

    def follow(self, answers: int, nanoseconds: int) -> None:
        """Send as many from now on as take the processor time that was taken in a second at first."""
        if answers and nanoseconds:
            cost = nanoseconds / answers
            self._cost = self._cost or cost
            self.per_second = self._first * self._cost / cost


def _window(
    peer: Peer,
    opened: Sequence[Connection],
    requests: Iterator[Exchange],
    pace: Pace,
    seconds: float,
) -> Window:
    waits: list[float] = []
    left, began = seconds, peer.nanoseconds()
    while left > 0:
        before, part = peer.nanoseconds(), min(PART, left)
        found = _paced(opened, requests, pace.per_second, part)
        pace.follow(len(found), peer.nanoseconds() - before)
        waits += found
        left -= part
    waits.sort()
    p50, p99 = quantile(waits, 0.5) * 1000, quantile(waits, 0.99) * 1000
    processor = (peer.nanoseconds() - began) / 1e9
    return Window(seconds, len(waits), peer.megabytes(), p50, p99, waits[-1] * 1000, processor)


def _paced(
    opened: Sequence[Connection],
    requests: Iterator[Exchange],
    per_second: float,
    seconds: float,
) -> list[float]:
    """Send requests when they are due and return how long each waited, in seconds."""
    begun, total = time.perf_counter(), int(per_second * seconds)
    idle, due, sent = deque(opened), {}, 0
    waits: list[float] = []
    waiting: Any = select.epoll()
    by_file = {one.socket.fileno(): one for one in opened}
    for file in by_file:
        waiting.register(file, select.EPOLLIN)
    while len(waits) < total:
        now = time.perf_counter() - begun
        while idle and sent < total and sent / per_second <= now:
            one = idle.popleft()
            due[one] = sent / per_second
            one.send(next(requests))
            sent += 1
        rest = sent / per_second - now if idle and sent < total else 1.0
        for file, _ in waiting.poll(min(max(rest, 0.0), 1.0)):
            one = by_file[file]
            if one.is_answered():
                waits.append(time.perf_counter() - begun - due[one])
                idle.append(one)
    waiting.close()
    return waits
