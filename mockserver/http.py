"""Reading and answering requests at the level of ASGI. Knows no API and no state."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from mockserver import wire
from mockserver.answers import Reply

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
RawHeaders = list[tuple[bytes, bytes]]
NO_SCOPE: Scope = {}
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# What is read of a body that is too large, so that the client gets to read the answer.
_PATIENCE = 64 * 1024 * 1024


class BodyTooLargeError(Exception):
    """A body is larger than is allowed."""


class DisconnectedError(Exception):
    """The client has gone before its request was complete."""


def headers_of(scope: Scope) -> Mapping[str, str]:
    """Return the headers of a request by their names in lower case; repeated ones are joined.

    A program sends the same headers again and again. They are read once, and the scope gets the very
    list that it had the first time, so that what keeps requests keeps one.
    """
    given = scope["headers"]
    try:
        known = _known_headers.get(asked := tuple(given))
    except TypeError:  # pairs may be lists too
        return _headers(given)
    if known is None:
        known = [*given], _headers(given)  # a copy: the server may add trailers to its own
        if sum(len(name) + len(value) for name, value in given) <= MEMORABLE_HEADERS:
            if len(_known_headers) >= MOST_HEADERS:
                _known_headers.clear()
            _known_headers[asked] = known
    scope["headers"], headers = known
    return headers


# How many sets of headers are known at most, and how many bytes these have: nobody fills the memory.
MOST_HEADERS = 256
MEMORABLE_HEADERS = 2000
_known_headers: dict[tuple[tuple[bytes, bytes], ...], tuple[RawHeaders, dict[str, str]]] = {}


def _headers(given: RawHeaders) -> dict[str, str]:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in given}
    return headers if len(headers) == len(given) else _joined(given)


def _joined(given: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in given:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def query_of(scope: Scope) -> dict[str, str]:
    """Return the query of a request; of a parameter that is repeated the last value.

    Letters beyond ASCII may come percent-encoded or as they are, in UTF-8 both.
    """
    written = scope.get("query_string", b"")
    if not written:
        return {}
    return dict(_known_pairs(written) if len(written) <= MEMORABLE else _pairs(written))


def _pairs(written: bytes) -> tuple[tuple[str, str], ...]:
    return tuple(parse_qsl(written.decode("utf-8", "replace"), keep_blank_values=True))


# A program sends the same few queries again and again. Long ones would fill the memory.
MEMORABLE = 500
_known_pairs = functools.lru_cache(maxsize=1024)(_pairs)


def may_have_body(scope: Scope, headers: Mapping[str, str]) -> bool:
    """Tell whether a request may have a body.

    In HTTP/1 headers say so (RFC 9112, 6.3), which is what our own server speaks (`cycle`). What is around
    us elsewhere may speak something else, or have changed the body and taken its length away.
    """
    if WHOLE not in scope.get("extensions", ()):
        return True
    return "content-length" in headers or "transfer-encoding" in headers


async def body_of(receive: Receive, limit: int) -> bytes:
    """Return the whole body of a request.

    Raises:
        BodyTooLargeError: it has more bytes than the limit.
        DisconnectedError: it never ends.
    """
    parts: list[bytes] = []
    size = 0
    more = True
    while more and size <= max(limit, _PATIENCE):
        message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        size += len(message.get("body", b""))
        if size <= limit:
            parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    if size > limit:
        raise BodyTooLargeError
    return b"".join(parts)


class Written(NamedTuple):
    """An answer as it is sent."""

    status: int
    headers: RawHeaders
    body: bytes


_JSON = (b"content-type", b"application/json")


def written(reply: Reply) -> Written:
    """Return a reply as it is sent."""
    if not reply.headers and not isinstance(reply.body, bytes):  # nearly all
        body = wire.write(reply.body)
        return Written(reply.status, [_JSON, (b"content-length", b"%d" % len(body))], body)
    body, headers = content(reply)
    if reply.status != 204:  # whose answers must not have a length: RFC 9110, 8.6
        headers.setdefault("Content-Length", str(len(body)))
    return Written(reply.status, raw(headers), body)


def content(reply: Reply) -> tuple[bytes, dict[str, str]]:
    """Return the body and the headers of a reply, but its length."""
    if isinstance(reply.body, bytes):
        return reply.body, dict(reply.headers)
    if "Content-Type" in reply.headers and isinstance(reply.body, str):
        return reply.body.encode("utf-8"), dict(reply.headers)
    return wire.write(reply.body), {"Content-Type": "application/json", **reply.headers}


async def send_reply(reply: Reply, send: Send) -> None:
    """Send a reply."""
    await send_written(written(reply), send)


# The message that is a whole answer, where the server that this runs in knows it (`cycle`).
WHOLE = "mockserver.http.response"


async def send_written(answer: Written, send: Send, scope: Scope = NO_SCOPE) -> None:
    """Send an answer; in one message, if the scope of its request says that this can be."""
    status, headers, body = answer
    if WHOLE in scope.get("extensions", ()):
        await send({"type": WHOLE, "status": status, "headers": headers, "body": body})
        return
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def sent_by(app: App, scope: Scope, receive: Receive) -> Written:
    """Return what an application answers to a request."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    body = b"".join(one.get("body", b"") for one in sent)
    return Written(sent[0]["status"], list(sent[0]["headers"]), body)


async def send_stream(parts: AsyncIterator[bytes], kind: str, receive: Receive, send: Send) -> None:
    """Send the parts of an answer as they come, until there are no more or the client goes."""
    headers = [(b"content-type", kind.encode("latin-1")), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def pump() -> None:
        async for part in parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def until_gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    tasks = [asyncio.ensure_future(pump()), asyncio.ensure_future(until_gone())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def without_body(send: Send) -> Send:
    """Return a way of sending that leaves bodies out, as answers to HEAD do."""

    async def bodiless(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return bodiless


def raw(headers: Mapping[str, str]) -> RawHeaders:
    """Return headers as ASGI has them."""
    return [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()
    ]


def with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    """Return a way of sending that adds headers to every answer."""
    added = raw(headers)

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return sending


def problem(status: int, detail: str) -> Reply:
    """Return an error of our own, in the form of RFC 9457."""
    body = wire.write({"type": "about:blank", "status": status, "detail": detail})
    return Reply(body, status, {"Content-Type": "application/problem+json"})
