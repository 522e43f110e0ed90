"""Lets the suite call an ASGI application in process, as if it were a server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import httpx

Message = MutableMapping[str, Any]
AsgiApplication = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


class AsgiTransport(httpx.BaseTransport):
    """Answers the requests of a synchronous httpx client by calling an ASGI application.

    One event loop serves all requests; nothing runs between them.
    """

    def __init__(self, app: AsgiApplication) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the application's answer, complete."""
        return self._loop.run_until_complete(self._answer(request, request.read()))

    def close(self) -> None:
        """Close the event loop."""
        self._loop.close()

    async def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        start: Message = {}
        chunks: list[bytes] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))

        await self._app(_scope(request), receive, send)
        # A stream, as from a socket: httpx measures the time of an answer when it has been read.
        return httpx.Response(
            start["status"],
            headers=list(start.get("headers", [])),
            stream=httpx.ByteStream(b"".join(chunks)),
        )


def _scope(request: httpx.Request) -> Message:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path.split(b"?")[0],
        "query_string": request.url.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 1),
        "server": (request.url.host, request.url.port or 80),
        "state": {},
        "extensions": {},
    }
