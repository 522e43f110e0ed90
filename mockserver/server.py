"""The whole mock as one ASGI application: each API at its documented place, and `/_mock`."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mockserver import cors, http
from mockserver.answers import Kind, Problem, Refusal, Reply, refusal
from mockserver.app import CALL, application, as_refusal
from mockserver.call import Call
from mockserver.contract import Contract, contract
from mockserver.http import Message, Receive, Scope, Send
from mockserver.limiter import Rate
from mockserver.world import World

log = logging.getLogger("mockserver")
requests_log = logging.getLogger("mockserver.requests")

CONTROL = "/_mock"


@dataclass(frozen=True)
class Limits:
    """What a server allows, and how slow it pretends to be (in milliseconds, from and to).

    A body has as many bytes as its API needs unless `max_body` says how many it may have.
    """

    max_body: int | None = None
    latency: tuple[float, float] = (0, 0)
    rate: Rate = field(default_factory=Rate)


class Server:
    """Dispatches requests to the worlds of its APIs."""

    def __init__(
        self,
        worlds: Sequence[World],
        control: Callable[[str, str, Mapping[str, str], bytes], Reply],
        limits: Limits,
    ) -> None:
        self.worlds = worlds
        self._apis = [(contract(world.api.name), world) for world in worlds]
        self._places = sorted(
            ((base, *one) for one in self._apis for base in one[0].base_paths),
            key=lambda place: -len(place[0]),
        )
        self._control = control
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI demands."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            logged = requests_log.isEnabledFor(logging.INFO)
            send = _logging(scope, send) if logged else send
            try:
                await self._answer(scope, receive, send)
            except Exception:
                log.exception("%s %s failed", scope["method"], scope["path"])
                await http.send_reply(
                    http.problem(500, "The server failed; its log says why."), send
                )

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, method, path = http.headers_of(scope), scope["method"], scope["path"]
        send = http.without_body(send) if method == "HEAD" else send
        if path == CONTROL or path.startswith(f"{CONTROL}/"):
            await self._answer_control(scope, headers, receive, send)
            return
        send = http.with_headers(send, cors.ON_EVERY_ANSWER) if "origin" in headers else send
        preflight = cors.preflight(method, headers)
        if preflight is not None:
            await http.send_reply(preflight, send)
            return
        await self._pretend_to_be_slow()
        found = self._find(path)
        if found is None:
            await http.send_reply(self._nowhere(path), send)
            return
        await self._dispatch(*found, scope, headers, receive, send)

    async def _answer_control(
        self, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send
    ) -> None:
        path = scope["path"].removeprefix(CONTROL) or "/"
        limit = max(self._max_body(world) for world in self.worlds)
        try:
            body = await http.body_of(receive, limit)
            reply = self._control(scope["method"], path, headers, body)
        except http.BodyTooLargeError:
            reply = http.problem(413, _too_large(limit))
        except http.DisconnectedError:
            return
        await http.send_reply(reply, send)

    def _max_body(self, world: World) -> int:
        return self._limits.max_body or world.api.max_body

    async def _pretend_to_be_slow(self) -> None:
        shortest, longest = self._limits.latency
        if longest:
            await asyncio.sleep(random.uniform(shortest, longest) / 1000)  # noqa: S311 - no secret

    def _find(self, path: str) -> tuple[Contract, World] | None:
        """Return the API with the longest base path that fits; a lone API gets all paths."""
        for base_path, found, world in self._places:
            if path == base_path or path.startswith(f"{base_path}/"):
                return found, world
        return self._apis[0] if len(self._apis) == 1 else None

    def _nowhere(self, path: str) -> Reply:
        places = ", ".join(sorted(base_path or "/" for base_path, *_ in self._places))
        return http.problem(404, f"There is no API at {path}; there are APIs at {places}.")

    async def _dispatch(
        self,
        found: Contract,
        world: World,
        scope: Scope,
        headers: Mapping[str, str],
        receive: Receive,
        send: Send,
    ) -> None:
        call = Call(
            world=world,
            behaviour=world.behaviour(),
            method=scope["method"],
            path=scope["path"],
            headers=headers,
            query=http.query_of(scope),
            raw=b"",
            allowance=world.limiter.take(self._limits.rate, world.clock.now()),
        )
        limit = self._max_body(world)
        send = http.with_headers(send, call.behaviour.gate.headers(call))
        try:
            call.raw = await http.body_of(receive, limit)
            reply = _too_many(call) or _answer_outside(call, found)
        except http.BodyTooLargeError:
            reply = _refused(call, refusal(Kind.TOO_LARGE, _too_large(limit).rstrip(".")))
        except http.DisconnectedError:
            return
        if reply is not None:
            await http.send_reply(reply, send)
            return
        scope[CALL], scope["method"], scope["path"] = call, call.method, call.path
        await application(world.api)(scope, receive, send)


def _too_large(limit: int) -> str:
    return f"The body is larger than {limit} bytes, which is the limit here (--max-body)."


def _too_many(call: Call) -> Reply | None:
    """Return the answer to one request too many; None if it is not."""
    if call.allowance is None or not call.allowance.is_exceeded:
        return None
    problem = Problem("", "Too many requests", "header")
    headers = {"Retry-After": str(call.allowance.seconds)}
    return _refused(call, Refusal(Kind.TOO_MANY, problem, headers=headers))


def _answer_outside(call: Call, found: Contract) -> Reply | None:
    """Return the answer to what is no operation of the API; None if it is one."""
    call.path = call.behaviour.gate.path(call)
    methods = found.methods(found.inside(call.path) or "")
    call.method = call.behaviour.gate.method(call)
    if methods is None:
        return _guarded(call, lambda: call.behaviour.gate.unknown_path(call))
    call.operation = methods.get("GET" if call.method == "HEAD" else call.method, "")
    if call.operation:
        return None
    allowed = ", ".join(sorted({*methods, "OPTIONS", *(("HEAD",) if "GET" in methods else ())}))
    if call.method == "OPTIONS":
        return Reply(b"", 200, {"Allow": allowed})
    return _guarded(call, lambda: call.behaviour.gate.wrong_method(call, allowed))


def _guarded(call: Call, find: Callable[[], Refusal]) -> Reply:
    try:
        return _refused(call, find())
    except Exception as error:
        return _refused(call, as_refusal(error, f"{call.method} {call.path}"))


def _refused(call: Call, refused: Refusal) -> Reply:
    reply: Reply = call.behaviour.errors.refuse(refused)
    return reply


def _logging(scope: Scope, send: Send) -> Send:
    """Return a way of sending that writes one line per request, without anything secret."""
    started = time.perf_counter()

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            milliseconds = (time.perf_counter() - started) * 1000
            line = (scope["method"], scope["path"], message["status"], milliseconds)
            requests_log.info("%s %s %d %.1f ms", *line)
        await send(message)

    return sending


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
