"""The whole mock as one ASGI application: each API at its documented place, and `/_mock`."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Mapping

from mockserver import app, cors, http, preferences, validation
from mockserver.answers import Reply
from mockserver.call import Call
from mockserver.contract import Contract, contract
from mockserver.control import Control
from mockserver.dispatch import Before, dispatch
from mockserver.http import Message, Receive, Scope, Send, Written
from mockserver.limits import Latency, Limits
from mockserver.lines import Lines, shown
from mockserver.preferences import NO_PREFERENCES, Preferences
from mockserver.recording import Recorder
from mockserver.store import index_texts
from mockserver.workspaces import HEADER, Workspace, WorkspaceNameError, Workspaces
from mockserver.world import World

log = logging.getLogger("mockserver")

CONTROL = "/_mock"
_UNDER_CONTROL = f"{CONTROL}/"


class Server:
    """Dispatches requests to the worlds of their workspace."""

    def __init__(
        self,
        workspaces: Workspaces,
        control: Control,
        limits: Limits,
        *,
        plain: bool = False,
        validates: bool = False,
    ) -> None:
        self.workspaces = workspaces
        self._apis = [(contract(name), name) for name in workspaces.default.worlds]
        self._places = sorted(
            ((base, f"{base}/", one) for one in self._apis for base in one[0].base_paths),
            key=lambda place: -len(place[0]),
        )
        self._control = control
        self._validates = validates
        self.lines = Lines()
        self.limits = limits
        self._application = app.plain if plain else app.prepared

    @property
    def worlds(self) -> list[World]:
        """The worlds of those who name no workspace."""
        return list(self.workspaces.default.worlds.values())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI demands."""
        if scope["type"] == "lifespan":
            self._index_texts()
            await _live(receive, send)
        elif scope["type"] == "http":
            send = _telling(scope, send, self.lines) if self.lines.are_wanted else send
            try:
                await self._answer(scope, receive, send)
            except Exception:
                log.exception("%s %s failed", scope["method"], shown(scope["path"]))
                await http.send_reply(
                    http.problem(500, "The server failed; its log says why."), send
                )

    def _index_texts(self) -> None:
        """Begin to index what searches look at, which takes a while where there is much."""
        worlds = (one for workspace in self.workspaces for one in workspace.worlds.values())
        for state in {id(world.store.state): world.store.state for world in worlds}.values():
            index_texts(state)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, method, path = http.headers_of(scope), scope["method"], scope["path"]
        if path == CONTROL or path.startswith(_UNDER_CONTROL):
            # What follows may wait, which it has to do in a task (`one_turn`).
            await asyncio.sleep(0)
            send = http.without_body(send) if method == "HEAD" else send
            await self._control.answer(self, scope, headers, receive, send)
            return
        try:
            reply = cors.preflight(headers) if method == "OPTIONS" else None
            workspace = self.workspaces.get(headers.get(HEADER))
        except WorkspaceNameError as error:
            reply = http.problem(400, str(error))
        if reply is not None:
            await http.send_reply(reply, _for_browsers(headers, send))
            return
        recorder = Recorder(workspace, scope, send)
        if "origin" in headers:
            recorder.headers += http.raw(cors.ON_EVERY_ANSWER)
        answer = await self._answered(workspace, recorder, scope, headers, receive)
        if answer is not None:
            record = await recorder.send(answer)
            if self._validates:
                validation.tell(record)

    async def _answered(
        self,
        workspace: Workspace,
        recorder: Recorder,
        scope: Scope,
        headers: Mapping[str, str],
        receive: Receive,
    ) -> Written | None:
        prefers = preferences.read(headers["prefer"]) if "prefer" in headers else NO_PREFERENCES
        if workspace.latency[1] or prefers.wait:
            await _wait(workspace.latency, prefers, recorder)
        place = self._find(scope["path"])
        if place is None:
            return http.written(self._nowhere(scope["path"]))
        found, name = place
        world = workspace.worlds[name]
        recorder.call = call = Call(
            world=world,
            behaviour=world.behaviour(),
            method=scope["method"],
            path=scope["path"],
            headers=headers,
            query=http.query_of(scope),
            raw=b"",
            rate=self.limits.rate,
        )
        if more := call.behaviour.gate.headers(call):
            recorder.headers += http.raw(more)
        before = _preferring(prefers.code, found, recorder) if prefers.code else None
        limit = self.limits.max_body or world.api.max_body
        return await dispatch(call, found, scope, receive, limit, before, self._application)

    def _find(self, path: str) -> tuple[Contract, str] | None:
        """Return the API with the longest base path that fits; a lone API gets all paths."""
        for base_path, inside, place in self._places:
            if path.startswith(inside) or path == base_path:
                return place
        return self._apis[0] if len(self._apis) == 1 else None

    def _nowhere(self, path: str) -> Reply:
        places = ", ".join(sorted(base_path or "/" for base_path, *_ in self._places))
        return http.problem(404, f"There is no API at {path}; there are APIs at {places}.")


def _for_browsers(headers: Mapping[str, str], send: Send) -> Send:
    return http.with_headers(send, cors.ON_EVERY_ANSWER) if "origin" in headers else send


async def _wait(latency: Latency, prefers: Preferences, recorder: Recorder) -> None:
    """Wait as long as the workspace is slow, and as the request prefers."""
    await asyncio.sleep(random.uniform(*latency) / 1000 + (prefers.wait or 0))  # noqa: S311 - no secret
    if prefers.wait is not None:
        recorder.headers += http.raw({preferences.APPLIED: f"wait={prefers.wait:g}"})


def _preferring(code: int, found: Contract, recorder: Recorder) -> Before:
    """Return what answers a call with the error that it prefers, if there is such an error."""

    def before(call: Call) -> Reply | None:
        reply = preferences.error(call, found, code)
        if reply is not None:
            recorder.headers += http.raw({preferences.APPLIED: f"code={code}"})
            recorder.preferred = True
        return reply

    return before


_BEGINNINGS = ("http.response.start", http.WHOLE)


def _telling(scope: Scope, send: Send, lines: Lines) -> Send:
    """Return a way of sending that tells of the request."""
    started = time.perf_counter()

    async def sending(message: Message) -> None:
        if message["type"] in _BEGINNINGS:
            seconds = time.perf_counter() - started
            lines.add(scope["method"], scope["path"], message["status"], seconds)
        await send(message)

    return sending


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
