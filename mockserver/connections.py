"""How bytes are taken in: within bounds of size and time, and with a sentence where they are not.

The server that this builds on waits for a request without end, takes headers of any size, and answers
what is no HTTP in a form of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import sys
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from itertools import chain
from typing import Any

from mockserver import http
from mockserver.answers import Reply
from mockserver.limits import Limits
from mockserver.one_turn import InOneTurn

try:
    import resource
except ImportError:  # there is none on Windows, and no such limit
    resource = None  # type: ignore[assignment]

# What a process has open besides its connections.
_OTHER_FILES = 64

UNREADABLE = http.problem(400, "This is no HTTP request that can be read.")


class _RefusedError(Exception):
    """The request goes no further; the reply says why."""


class Connection(InOneTurn):
    """One connection. A request on it has to be complete in time, and its head has a bound."""

    def __init__(self, *arguments: Any, limits: Limits, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._limits = limits
        self._deadline: asyncio.TimerHandle | None = None
        self._head: int | None = 0  # bytes of a head that is not complete; None: it is
        self._is_reading = False  # whether a request has begun and is not complete
        self._refusal = UNREADABLE

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, unless there are too many who wait."""
        super().connection_made(transport)
        if len(self.connections) > self._limits.max_connections:
            self._answer(_busy(self._limits.max_connections))
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._no_longer_wait()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what has come of a request."""
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._head is not None and self._head > self._limits.max_headers:
            self._refuse(_too_long(self._limits.max_headers))
        is_waiting = self._is_reading or (self._is_at_rest and bool(self._head))
        if is_waiting and self._deadline is None:
            self._wait()
        elif self._deadline is not None and not is_waiting:
            self._no_longer_wait()

    def on_message_begin(self) -> None:
        """Note that a request has begun."""
        self._is_reading = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Look at the size of the head, then have the request answered."""
        if (
            self._head is not None and self._head > self._limits.max_headers
        ):  # with some of the body
            size = len(self.url) + sum(map(len, chain.from_iterable(self.headers)))
            if size > self._limits.max_headers:
                self._refusal = _too_long(self._limits.max_headers)
                raise _RefusedError
        super().on_headers_complete()
        self._head = None

    def on_message_complete(self) -> None:
        """Note that a request is complete; the next one may follow at once."""
        self._head, self._is_reading = 0, False
        self._no_longer_wait()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what the parser or one of the methods above has refused."""
        del msg
        self._refuse(self._refusal)

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: a server may pass over an upgrade (RFC 9110, 7.8), and nothing is missing."""

    @property
    def _is_at_rest(self) -> bool:
        """Whether every request that was taken in is answered."""
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self._limits.request_timeout, self._give_up)

    def _no_longer_wait(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        if self._is_reading:
            self._refuse(_too_slow(self._limits.request_timeout))
        else:
            self.transport.close()

    def _refuse(self, reply: Reply) -> None:
        """Answer what has begun to come in, unless the mock does so already, and hang up."""
        self._is_reading = False
        if (
            self._head is not None and not self._is_at_rest
        ):  # a former request: it is answered first
            self.cycle.keep_alive = False
            self.flow.pause_reading()
        elif self._head is None and self.cycle.response_started:
            self.transport.close()
        else:
            self._answer(reply)

    def _answer(self, reply: Reply) -> None:
        if self.transport.is_closing():
            return
        body, headers = http.content(reply)
        told = {**headers, "Content-Length": str(len(body)), "Connection": "close"}
        lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in told.items()]
        self.transport.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        self.transport.close()


def _too_long(limit: int) -> Reply:
    return http.problem(
        431, f"The request has more than {limit} bytes before its body (--max-headers)."
    )


def _too_slow(seconds: float) -> Reply:
    return http.problem(
        408, f"The request was not complete after {seconds:g} seconds (--request-timeout)."
    )


def _busy(limit: int) -> Reply:
    return http.problem(503, f"There are {limit} connections already (--max-connections).")


def within(limits: Limits) -> Callable[..., asyncio.Protocol]:
    """Return what makes a connection that keeps to limits, and to what the system leaves."""
    room = max(1, min(limits.max_connections, _files() - _OTHER_FILES))
    return functools.partial(Connection, limits=replace(limits, max_connections=room))


def raise_file_limit() -> None:
    """Let the process have as many files open, connections included, as the system allows at all."""
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        with contextlib.suppress(
            ValueError, OSError
        ):  # an unlimited number is none on some systems
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _files() -> int:
    if resource is None:
        return sys.maxsize
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return sys.maxsize if most == resource.RLIM_INFINITY else most
