"""Requests over raw sockets that are kept open, from one thread; every answer is checked."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

CHUNK = 1 << 18


class WrongAnswerError(Exception):
    """An answer is not the one that is measured; the message says what it is."""


@dataclass(frozen=True)
class Exchange:
    """A request as it is sent, and what its answer is like."""

    sent: bytes
    status: int
    least: int = 0  # bytes of the body
    most: int = 1 << 40

    def check(self, status: int, size: int) -> None:
        """Make sure that an answer is the one that is meant.

        Raises:
            WrongAnswerError: it is not.
        """
        if status != self.status or not self.least <= size <= self.most:
            expected = f"{self.status} with {self.least} to {self.most} bytes"
            line = self.sent.partition(b"\r\n")[0].decode("latin-1")
            raise WrongAnswerError(f"{line}: {status} with {size} bytes, not {expected}")


@dataclass
class Load:
    """What came of some requests."""

    answers: int = 0
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)  # seconds


class Connection:
    """One socket with at most one request under way."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = bytearray()

    def send(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.begun = time.perf_counter()
        self.socket.sendall(exchange.sent)

    def is_answered(self) -> bool:
        """Take in what has come and tell whether the answer is complete and right."""
        part = self.socket.recv(CHUNK)
        if not part:
            raise WrongAnswerError("The server has closed the connection.")
        self._received += part
        answer = _answer(self._received)
        if answer is None:
            return False
        self._received.clear()
        self.exchange.check(*answer)
        return True


def _answer(received: bytearray) -> tuple[int, int] | None:
    """Return status and size of the body of an answer, None if it is not complete."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    head, size = bytes(received[:end]).lower(), len(received) - end - 4
    status = int(head[9:12])
    place = head.find(b"\r\ncontent-length:")
    if place >= 0:
        length = int(head[place + 17 :].split(b"\r\n", 1)[0])
        return (status, length) if size >= length else None
    if b"chunked" in head:
        return (status, _chunks(received, end + 4)) if received.endswith(b"0\r\n\r\n") else None
    return status, 0  # 204 and the like


def _chunks(received: bytearray, place: int) -> int:
    """Return the bytes in the chunks of a body."""
    size = 0
    while True:
        end = received.index(b"\r\n", place)
        length = int(received[place:end].split(b";")[0], 16)
        if not length:
            return size
        size, place = size + length, end + 2 + length + 2


def drive(
    address: tuple[str, int],
    exchanges: Sequence[Exchange],
    *,
    seconds: float,
    connections: int = 16,
) -> Load:
    """Send requests for so long, on each connection the next when the former is answered.

    Raises:
        WrongAnswerError: an answer is not as it should be.
    """
    opened = [Connection(address) for _ in range(connections)]
    try:
        return _driven(opened, cycle(exchanges), seconds)
    finally:
        for one in opened:
            one.socket.close()


def _driven(opened: Sequence[Connection], exchanges: Iterator[Exchange], seconds: float) -> Load:
    load, waiting = Load(), select.epoll()
    by_file = {one.socket.fileno(): one for one in opened}
    begun = time.perf_counter()
    for one in opened:
        waiting.register(one.socket, select.EPOLLIN)
        one.send(next(exchanges))
    left = len(opened)
    while left:
        ready = waiting.poll(30)
        if not ready:
            raise WrongAnswerError("There was no answer for 30 seconds.")
        for file, _ in ready:
            one = by_file[file]
            if not one.is_answered():
                continue
            now = time.perf_counter()
            load.latencies.append(now - one.begun)
            if now - begun >= seconds:
                left -= 1
                continue
            one.send(next(exchanges))
    waiting.close()
    load.answers, load.seconds = len(load.latencies), time.perf_counter() - begun
    return load
