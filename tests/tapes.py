"""What the suite asks of an honest mock and is answered, kept: a check says the same of the same answers.

A run of the suite spends most of its time on writing requests and examining answers, and almost all
answers of a mock with one fault are those of the honest one. So each check is played from its tape: what
it sent to the honest mock is sent to another one, byte for byte, and only where an answer differs the
check itself is run, from the start. Every check begins with the same data at the same time, and time moves
only where a change of state or a check that waits moves it: the same requests have the same answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from unittest import mock

import mockserver
from conformance import report
from conformance.checks import Check
from conformance.run import start_of
from conformance.session import Result, Session
from conformance.target import Target
from mockserver.api import api as find
from mockserver.http import App, Message, Receive, Scope, Send
from mockserver.server import Server
from mockserver.workspaces import DEFAULT
from mockserver.world import World
from tests.cases import Case, target_of

# When every mock of this process begins; credentials are made for this time.
STARTED = datetime.now(UTC)


@dataclass(frozen=True)
class Exchange:
    """A request as an application gets it, and everything that it sends in answer."""

    scope: Scope
    body: bytes
    answer: tuple[Message, ...]


@dataclass(frozen=True)
class Tape:
    """What a check did to the honest mock: its exchanges, and how many seconds it waited between."""

    check: Check
    steps: tuple[Exchange | float, ...]
    result: Result


@dataclass
class Recorder:
    """Passes requests on to an application, and keeps them with the answers."""

    app: App
    steps: list[Exchange | float] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, answer = b"", []
        kept = {name: value for name, value in scope.items() if name != "state"}

        async def receiving() -> Message:
            nonlocal body
            message = await receive()
            body += message.get("body", b"")
            return message

        async def sending(message: Message) -> None:
            answer.append(message)
            await send(message)

        await self.app(scope, receiving, sending)
        self.steps.append(Exchange(kept, body, tuple(answer)))


class Bench:
    """A mock in process whose time stands still, so that checks can be played and run against it."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def reset(self) -> None:
        """Begin anew: with the same data, at the same time, and with nothing in the journal."""
        self._server.workspaces.drop(DEFAULT)

    def wait(self, seconds: float) -> None:
        """Let time go on."""
        for world in self._worlds():
            world.clock.fixed = world.clock.now() + timedelta(seconds=seconds)

    def now(self) -> float:
        """Return the mock's time, in seconds since 1970."""
        return next(iter(self._worlds())).clock.now().timestamp()

    @contextlib.contextmanager
    def timing(self, waited: Callable[[float], None] | None = None) -> Iterator[None]:
        """Give this process the mock's time; whoever sleeps moves it on."""
        with contextlib.ExitStack() as patches:
            patches.enter_context(mock.patch("time.sleep", waited or self.wait))
            patches.enter_context(mock.patch("time.time", self.now))
            yield

    def _worlds(self) -> Iterable[World]:
        return self._server.workspaces.default.worlds.values()

    async def answers_as(self, tape: Tape) -> bool:
        """Tell whether the mock answers everything on a tape just as the honest one did."""
        for step in tape.steps:
            if isinstance(step, float):
                self.wait(step)
            elif await self._answer(step) != step.answer:
                return False
        return True

    async def _answer(self, exchange: Exchange) -> tuple[Message, ...]:
        answer: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": exchange.body, "more_body": False}

        async def send(message: Message) -> None:
            answer.append(message)

        await self._server(dict(exchange.scope, state={}), receive, send)
        return tuple(answer)


def _server(case: Case) -> Server:
    """Return a mock whose time begins when this process did."""
    return mockserver.asgi_app(
        case.api,
        faults=case.faults,
        variations=case.variations,
        profile=case.profile,
        clock=STARTED.isoformat(),
    )


def run(case: Case, *, quick: bool = False) -> report.Report:
    """Examine a mock as a run of the suite does, but each check against the data of the start."""
    app, began = _server(case), time.perf_counter()
    target = replace(target_of(find(case.api), case, app, STARTED), quick=quick)
    bench, same = Bench(app), played(case, quick=quick)
    results: list[Result] = []
    for tape in tapes(case.api, case.profile, quick=quick):
        if tape.check.name in same:
            results.append(tape.result)
        else:
            bench.reset()
            with bench.timing():
                results.append(_run(target, tape.check))
    return report.build(start_of(target), results, time.perf_counter() - began)


def played(case: Case, *, quick: bool = False) -> set[str]:
    """Return the names of the checks that a mock answers from first to last as the honest one does."""
    bench = Bench(_server(case))
    same: set[str] = set()
    with contextlib.closing(asyncio.new_event_loop()) as loop:
        for tape in tapes(case.api, case.profile, quick=quick):
            bench.reset()
            if loop.run_until_complete(bench.answers_as(tape)):
                same.add(tape.check.name)
    return same


def _run(target: Target, check: Check) -> Result:
    session = Session(target)
    try:
        return session.run(check)
    finally:
        session.close()


@functools.cache
def tapes(api: str, profile: str, *, quick: bool) -> tuple[Tape, ...]:
    """Return a tape of each check, recorded once per process."""
    case = Case(api, profile=profile)
    honest = _server(case)
    recorder, bench = Recorder(honest), Bench(honest)
    at = replace(target_of(find(api), case, recorder, STARTED), quick=quick)
    found: list[Tape] = []

    def waited(seconds: float) -> None:
        recorder.steps.append(float(seconds))
        bench.wait(seconds)

    for check in Session(at).checks():
        bench.reset()
        recorder.steps.clear()
        with bench.timing(waited):
            result = _run(at, check)
        found.append(Tape(check, tuple(recorder.steps), result))
    return tuple(found)
