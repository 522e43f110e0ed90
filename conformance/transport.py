"""Lets the suite call an application in process, as if it were a server: ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import httpx

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApplication = Callable[[Message, Receive, Send], Awaitable[None]]


class LifespanFailed(RuntimeError):
    """An application says that it could not start, or not end in order."""


class AsgiTransport(httpx.BaseTransport):
    """Answers the requests of a synchronous httpx client by calling an ASGI application.

    One event loop serves all requests; nothing runs between them. The application's lifespan begins
    and ends where `start` and `stop` are called.
    """

    def __init__(self, app: AsgiApplication) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()
        self._lifespan: _Lifespan | None = None

    def start(self) -> None:
        """Tell the application to start, where it wants to know.

        Raises:
            LifespanFailed: it says that it could not.
        """
        self._lifespan = _Lifespan(self._app)
        self._loop.run_until_complete(self._lifespan.start())

    def stop(self) -> None:
        """Tell the application to end, where it was told to start.

        Raises:
            LifespanFailed: it says that it could not in order.
        """
        if self._lifespan is not None:
            self._loop.run_until_complete(self._lifespan.stop())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the application's answer, complete.

        Raises:
            httpx.ReadTimeout: there was none in time.
        """
        try:
            return self._loop.run_until_complete(self._answer_in_time(request, request.read()))
        except TimeoutError as error:
            raise httpx.ReadTimeout("the application did not answer", request=request) from error

    def close(self) -> None:
        """Close the event loop."""
        self._loop.close()

    async def _answer_in_time(self, request: httpx.Request, body: bytes) -> httpx.Response:
        async with asyncio.timeout(request.extensions.get("timeout", {}).get("read")):
            return await self._answer(request, body)

    async def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        start: Message = {}
        chunks: list[bytes] = []
        messages = [{"type": "http.request", "body": body, "more_body": False}]
        complete = asyncio.Event()

        async def receive() -> Message:
            if messages:
                return messages.pop()
            await complete.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))
                if not message.get("more_body", False):
                    complete.set()

        state = dict(self._lifespan.state) if self._lifespan is not None else {}
        await self._app(_scope(request, state), receive, send)
        # A stream, as from a socket: httpx measures the time of an answer when it has been read.
        return httpx.Response(
            start["status"],
            headers=list(start.get("headers", [])),
            stream=httpx.ByteStream(b"".join(chunks)),
        )


class _Lifespan:
    """The task in which an application starts, waits, and ends."""

    def __init__(self, app: AsgiApplication) -> None:
        self._app = app
        self.state: dict[str, Any] = {}
        self._told: asyncio.Queue[Message] = asyncio.Queue()
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())
        await self._tell("lifespan.startup")

    async def stop(self) -> None:
        if self._task is not None and not self._task.done():
            await self._tell("lifespan.shutdown")
            await self._task

    async def _run(self) -> None:
        version = {"version": "3.0", "spec_version": "2.0"}
        scope: Message = {"type": "lifespan", "asgi": version, "state": self.state}
        try:
            await self._app(scope, self._told.get, self._said.put)
        except Exception:  # as servers do: who does not know this scope does without
            await self._said.put({"type": "unsupported"})
        else:
            await self._said.put({"type": "ended"})

    async def _tell(self, what: str) -> None:
        await self._told.put({"type": what})
        said = await self._said.get()
        if said["type"] == f"{what}.failed":
            word = what.removeprefix("lifespan.")
            raise LifespanFailed(f"the application failed at its {word}: {said.get('message', '')}")


def _scope(request: httpx.Request, state: dict[str, Any]) -> Message:
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
        "state": state,
        "extensions": {},
    }
