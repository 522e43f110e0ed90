"""One connection to a server: bytes go out, and whatever comes back has to be HTTP."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import h11

# How long an answer may take, and how long one is waited for that need not come, in seconds.
PATIENCE = 10.0
GLANCE = 0.02


class NotHttpError(Exception):
    """What came back is no HTTP, or did not come at all; the message says why."""


class _NothingError(Exception):
    """The server has closed, or let time pass, before an answer began."""


@dataclass(frozen=True)
class Answer:
    """One answer, complete."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""

    def header(self, name: bytes) -> str:
        """Return a header, empty if there is none."""
        return dict(self.headers).get(name, b"").decode("latin-1")


class Connection:
    """Connects when it has to, and again where the server has closed."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._socket: socket.socket | None = None

    def close(self) -> None:
        """Hang up at once, with a reset, so that no port waits for what may still be on its way."""
        if self._socket is not None:
            at_once = struct.pack("ii", 1, 0)
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            self._socket.close()
            self._socket = None

    def ask(self, raw: bytes, answers: int | None = 1) -> list[Answer]:
        """Send bytes and return the answers to them; None: as many as come, on a connection of its own.

        Raises:
            NotHttpError: an answer is not HTTP, or does not come.
        """
        if answers is None:
            self.close()
        was_open = self._socket is not None
        try:
            return self._asked(raw, answers)
        except _NothingError as error:
            self.close()
            if not was_open:
                raise NotHttpError(str(error)) from None
        return self.ask(raw, answers)  # it was idle for too long

    def _asked(self, raw: bytes, answers: int | None) -> list[Answer]:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.settimeout(PATIENCE)
        with contextlib.suppress(OSError):  # it may answer and close before all is sent
            self._socket.sendall(raw)
        reader = _Reader(self._socket, without_body=raw.startswith(b"HEAD "))
        try:
            if answers is None:
                return list(_whatever_comes(reader))
            found = [reader.answer(PATIENCE) for _ in range(answers)]
            if reader.left:
                raise NotHttpError(f"more than was asked for: {reader.left[:80]!r}")
            return found
        finally:
            if answers is None or reader.is_over:
                self.close()


def _whatever_comes(reader: _Reader) -> Iterator[Answer]:
    with contextlib.suppress(_NothingError):
        while not reader.is_over:
            yield reader.answer(GLANCE)


class _Reader:
    """Reads answers off a socket, strictly."""

    def __init__(self, source: socket.socket, *, without_body: bool) -> None:
        self._source = source
        self._method = b"HEAD" if without_body else b"GET"
        self.left = b""  # what has come of the next answer
        self.is_over = False

    def answer(self, patience: float) -> Answer:
        """Return the next answer.

        Raises:
            NotHttpError: it is none.
            _NothingError: it does not begin.
        """
        parser = _parser(self._method)
        self._method, self.is_over = b"GET", True
        began = bool(self.left)
        if began:
            parser.receive_data(self.left)
        status, parts = 0, []
        headers: tuple[tuple[bytes, bytes], ...] = ()
        while not isinstance(event := _next(parser), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                received = self._received(PATIENCE if began else patience, began)
                if not (received or began):
                    raise _NothingError("the connection was closed without an answer")
                began = True
                parser.receive_data(received)
            elif isinstance(event, h11.Response):
                status, headers = event.status_code, tuple(event.headers)
            elif isinstance(event, h11.Data):
                parts.append(bytes(event.data))
        self.is_over, self.left = parser.their_state is not h11.DONE, parser.trailing_data[0]
        return Answer(status, headers, b"".join(parts))

    def _received(self, patience: float, began: bool) -> bytes:
        self._source.settimeout(patience)
        try:
            return self._source.recv(1 << 18)
        except TimeoutError:
            self.is_over = True
            error = NotHttpError if began else _NothingError
            raise error(f"no answer in {patience:g} seconds") from None
        except OSError:
            return b""


def _parser(method: bytes) -> h11.Connection:
    """Return what reads the answer to a request of a method."""
    parser = h11.Connection(h11.CLIENT)
    parser.send(h11.Request(method=method, target="/", headers=[("Host", "mock")]))
    parser.send(h11.EndOfMessage())
    return parser


def _next(parser: h11.Connection) -> Any:
    try:
        return parser.next_event()
    except h11.RemoteProtocolError as error:
        raise NotHttpError(f"no HTTP: {error}") from None
