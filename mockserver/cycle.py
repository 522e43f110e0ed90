"""A request with its answer on a connection: what uvicorn does for any application, in fewer steps.

- An application that has the whole answer says so in one message (`http.WHOLE`, which scopes name among
  their extensions, as ASGI has it), and a head like one before is not put together again.
- A body that is complete is handed over without waiting for it.

`tests/mockserver/test_cycle.py` holds it to what uvicorn writes, and tells when another version of it
no longer fits.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    HEADER_VALUE_RE,
    STATUS_LINE,
    RequestResponseCycle,
)

from mockserver import http

# What a scope tells an application of.
EXTENSIONS: dict[str, dict[str, Any]] = {http.WHOLE: {}}

Headers = tuple[tuple[bytes, bytes], ...]


class Cycle(RequestResponseCycle):
    """One request, and what becomes of it."""

    async def receive(self) -> Any:
        """Return the next part of the request, or that the client has gone."""
        if (
            self.more_body
            or self.waiting_for_100_continue
            or self.disconnected
            or self.response_complete
            or not self.message_event.is_set()  # it was handed over already
        ):
            return await super().receive()
        self.message_event.clear()
        self.flow.resume_reading()
        body, self.body = bytes(self.body), bytearray()
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Any) -> None:
        """Send a part of an answer, or all of it."""
        if message["type"] != http.WHOLE:
            await super().send(message)
            return
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if not self.disconnected:
            self._answer(message["status"], tuple(message["headers"]), message["body"])

    def _answer(self, status: int, headers: Headers, body: bytes) -> None:
        if self.response_started:
            raise RuntimeError("There is an answer already, or a part of one.")
        # Those of errors say which request it was: no two are alike.
        head = _known_head(headers) if status < 400 else _head(headers)
        has_body = self.scope["method"] != "HEAD"
        if head.length is not None and has_body and head.length != len(body):
            raise RuntimeError(f"The body has {len(body)} bytes, and not {head.length}.")
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        parts = [STATUS_LINE[status], _usual(tuple(self.default_headers)), head.lines]
        if head.closes:
            self.keep_alive = False
        elif not self.keep_alive:
            parts.append(b"connection: close\r\n")
        if head.length is None and has_body and status not in (204, 304):
            parts.append(b"content-length: %d\r\n" % len(body))
        parts.append(b"\r\n")
        if has_body:
            parts.append(body)
        self.transport.write(b"".join(parts))
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()


class _Head(NamedTuple):
    """The lines of headers, the length of the body that they tell, and whether they end the connection."""

    lines: bytes
    length: int | None
    closes: bool


def _head(headers: Headers) -> _Head:
    length, closes = None, False
    for name, value in headers:
        if name.lower() == b"content-length":
            length = int(value)
        elif name.lower() == b"connection":
            closes = b"close" in [token.strip().lower() for token in value.split(b",")]
    return _Head(_lines(headers), length, closes)


_known_head = functools.lru_cache(maxsize=1024)(_head)


def _lines(headers: Headers) -> bytes:
    """Return headers as they are sent.

    Raises:
        RuntimeError: a name or a value has what would end it.
    """
    for name, value in headers:
        if HEADER_RE.search(name) or HEADER_VALUE_RE.search(value):
            raise RuntimeError(f"This is no header: {name!r}.")
    return b"".join(
        [part for name, value in headers for part in (name.lower(), b": ", value, b"\r\n")]
    )


# What the server adds to every answer: the time among them, in seconds.
_usual = functools.lru_cache(maxsize=8)(_lines)
