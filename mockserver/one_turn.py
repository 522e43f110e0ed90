"""A request that has come in is answered in the same turn of the loop: without a task, and in one write.

The server that this builds on makes a task for each request, which begins in the next turn, and writes
the head of an answer and its body apart: two calls of the system, and two packets. Here nearly all
answers need not wait for anything once the request is complete. One that has to wait goes on in a task.
It also sets a timer after each answer, for the time when nobody asks; here one looks back when it goes off.
It takes each target apart anew, and asks of every request what a proxy says of it; here a target is
remembered, and that is asked where a proxy says anything. What follows is done by a `Cycle`.

`tests/mockserver/test_one_turn.py` tells when another version of uvicorn no longer fits.
"""

from __future__ import annotations

import asyncio
import functools
import types
from collections.abc import Coroutine, Generator
from typing import Any
from urllib.parse import unquote

import httptools
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from mockserver.cycle import EXTENSIONS, Cycle

# What is written together is copied; more than this is handed over in parts.
MOST_COPIED = 65_536


class InOneTurn(HttpToolsProtocol):
    """A connection whose complete requests are answered when they have been taken in."""

    _is_forwarded = False  # whether a proxy says whom a request is from
    _begun: tuple[RequestResponseCycle, Any] | None = None
    _is_taking_in = False
    _is_asked = False  # whether something has come since the latest answer
    _answered = 0.0  # when the latest answer was complete, in the time of the loop
    _idle: asyncio.TimerHandle | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        app = self.app
        self._direct = app.app if isinstance(app, ProxyHeadersMiddleware) else app

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Have what is written in one turn written at its end."""
        super().connection_made(transport)
        self.transport = self._together = _Together(transport)  # type: ignore[assignment]

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more whether anybody asks."""
        if self._idle is not None:
            self._idle.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what has come, and answer the requests that are complete then."""
        self._is_asked = self._is_taking_in = self._together.is_held = True
        try:
            super().data_received(data)
            while self._begun is not None:  # an answer may make way for the next request
                (cycle, app), self._begun = self._begun, None
                if not cycle.more_body:
                    self._answer_now(cycle, app)
                elif not self.transport.is_closing():
                    super()._start_asgi_task(cycle, app)
        finally:
            self._is_taking_in = False
            self._together.release()

    def on_message_begin(self) -> None:
        """Begin to take a request in."""
        super().on_message_begin()
        self.scope["extensions"] = EXTENSIONS  # type: ignore[typeddict-item]
        self._is_forwarded = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header in."""
        name = name.lower()
        if name.startswith(b"x-forwarded-"):
            self._is_forwarded = True
        elif name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Have the request answered whose head is complete, once those before it are."""
        version = self.parser.get_http_version()
        path, raw_path, query = (_target if len(self.url) <= MEMORABLE else split)(self.url)
        scope: Any = self.scope
        scope.update(
            method=self.parser.get_method().decode("ascii"),
            http_version=version,
            path=self.root_path + path,
            raw_path=self.root_path.encode("ascii") + raw_path,
            query_string=query,
        )
        app = self.app if self._is_forwarded else self._direct
        former, self.cycle = (
            self.cycle,
            Cycle(
                scope=self.scope,
                transport=self.transport,
                flow=self.flow,
                logger=self.logger,
                access_logger=self.access_logger,
                access_log=self.access_log,
                default_headers=self.server_state.default_headers,
                message_event=asyncio.Event(),
                expect_100_continue=self.expect_100_continue,
                keep_alive=version != "1.0" and self.parser.should_keep_alive(),
                on_response=self.on_response_complete,
            ),
        )
        if former is None or former.response_complete:
            self._start_asgi_task(self.cycle, app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, app))

    def on_response_complete(self) -> None:
        """Let the next request be answered, or begin to wait for one."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
            return
        self._is_asked, self._answered = False, self.loop.time()
        if self._idle is None:
            self._idle = self.loop.call_later(self.timeout_keep_alive, self._look_back)

    def _look_back(self) -> None:
        """Close the connection if nobody has asked for long enough; else look again when it could be so."""
        self._idle = None
        if self._is_asked:
            return  # the next answer begins anew
        left = self._answered + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._idle = self.loop.call_later(left, self._look_back)
        else:
            self.transport.close()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if self._is_taking_in:
            self._begun = cycle, app
        else:
            super()._start_asgi_task(cycle, app)

    def _answer_now(self, cycle: RequestResponseCycle, app: Any) -> None:
        running = cycle.run_asgi(app)
        try:
            awaited = running.send(None)
        except StopIteration:
            return
        task = self.loop.create_task(_rest(running, awaited))
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)


async def _rest(running: Coroutine[Any, Any, None], awaited: Any) -> None:
    """Go on with what has begun, and waits for something."""
    await _steps(running, awaited)


@types.coroutine
def _steps(running: Coroutine[Any, Any, None], awaited: Any) -> Generator[Any, Any, None]:
    try:
        while True:
            try:
                yield awaited
            except GeneratorExit:
                running.close()
                raise
            except BaseException as error:
                awaited = running.throw(error)
            else:
                awaited = running.send(None)
    except StopIteration:
        pass


def split(target: bytes) -> tuple[str, bytes, bytes]:
    """Return the path of a request, the same as it was sent, and the query.

    Raises:
        httptools.HttpParserInvalidURLError: it is no target of a request.
    """
    parsed = httptools.parse_url(target)
    raw_path: bytes = parsed.path
    return unquote(raw_path.decode("ascii")), raw_path, parsed.query or b""


# A program asks for the same few targets again and again. Long ones would fill the memory.
MEMORABLE = 500
_target = functools.lru_cache(maxsize=1024)(split)


class _Together:
    """A transport that, while it is held, keeps what is written, and then writes it at once."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._parts: list[bytes] = []
        self.is_held = False

    def __getattr__(self, name: str) -> Any:
        """Return what else a transport has."""
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Tell whether nothing more can be written."""
        return self._transport.is_closing()

    def write(self, data: bytes) -> None:
        """Write this, now or with what follows."""
        if self.is_held:
            self._parts.append(data)
        else:
            self._transport.write(data)

    def release(self) -> None:
        """Write what was kept, and from now on everything when it comes."""
        self.is_held = False
        parts, self._parts = self._parts, []
        if not parts or self._transport.is_closing():
            return
        if len(parts) == 1:
            self._transport.write(parts[0])
        elif sum(map(len, parts)) <= MOST_COPIED:
            self._transport.write(b"".join(parts))
        else:
            self._transport.writelines(parts)

    def close(self) -> None:
        """Close, after what was kept has been written."""
        self.release()
        self._transport.close()
