"""A complete request is answered at once, without a task and in one write; all others as uvicorn does it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from mockserver import build, one_turn
from mockserver.hosting import RunningMock
from mockserver.one_turn import MOST_COPIED, InOneTurn

HEAD = b"GET /here HTTP/1.1\r\nHost: x\r\n"
GET = HEAD + b"\r\n"
POST = b"POST /here HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n"

App = Callable[[Any, Any, Any], Awaitable[None]]


class Wire(asyncio.Transport):
    """What is written to it, and whether it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.closed
        self.written.append(bytes(data))

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def resume_reading(self) -> None:
        pass

    def pause_reading(self) -> None:
        pass


class Tasks(asyncio.SelectorEventLoop):
    """A loop that counts the tasks that it makes."""

    made = 0

    def create_task(self, *arguments: Any, **named: Any) -> Any:
        self.made += 1
        return super().create_task(*arguments, **named)


@pytest.fixture
def loop() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def _connected(loop: Tasks, app: App, keep_alive: float = 5) -> tuple[InOneTurn, Wire]:
    config = Config(app, lifespan="off", log_level="critical", proxy_headers=False)
    config.timeout_keep_alive = keep_alive  # type: ignore[assignment]
    config.load()
    connection, wire = InOneTurn(config, ServerState(), {}, loop), Wire()
    connection.connection_made(wire)
    return connection, wire


def _come(loop: Tasks, connection: InOneTurn, data: bytes) -> int:
    """Have data come in, in a turn of the loop, and return how many tasks are made for it."""

    async def come() -> int:
        before = loop.made
        connection.data_received(data)
        return loop.made - before

    return loop.run_until_complete(come())


async def _send(send: Any, body: bytes) -> None:
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": body})


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    await _send(send, scope["path"].encode() + body)


async def _later(scope: Any, receive: Any, send: Any) -> None:
    await asyncio.sleep(0.01)
    await _echo(scope, receive, send)


def _turn(loop: Tasks, seconds: float = 0.0) -> None:
    loop.run_until_complete(asyncio.sleep(seconds))


def _bodies(wire: Wire) -> list[bytes]:
    found = b"".join(wire.written).split(b"HTTP/1.1 200 OK\r\n")[1:]
    return [one.partition(b"\r\n\r\n")[2] for one in found]


@pytest.mark.parametrize(("asked", "body"), [(GET, b"/here"), (POST + b"1234", b"/here1234")])
def test_a_complete_request_is_answered_at_once(loop: Tasks, asked: bytes, body: bytes) -> None:
    connection, wire = _connected(loop, _echo)
    for number in range(1, 4):
        assert _come(loop, connection, asked) == 0
        assert len(wire.written) == number, "the head and the body together"
    assert _bodies(wire) == [body] * 3


def test_a_request_that_comes_in_parts_is_answered_when_it_is_complete(loop: Tasks) -> None:
    connection, wire = _connected(loop, _echo)
    for part in (POST[:20], POST[20:], b"12", b"34"):
        assert wire.written == []
        _come(loop, connection, part)
        _turn(loop)
    _turn(loop)
    assert _bodies(wire) == [b"/here1234"]


def test_an_answer_that_waits_goes_on_in_a_task(loop: Tasks) -> None:
    connection, wire = _connected(loop, _later)
    assert _come(loop, connection, POST + b"1234") == 1
    assert (wire.written, len(connection.tasks)) == ([], 1)
    _turn(loop, 0.05)
    assert _bodies(wire) == [b"/here1234"]
    assert not connection.tasks


@pytest.mark.parametrize("app", [_echo, _later])
def test_requests_that_come_together_are_answered_in_their_order(loop: Tasks, app: App) -> None:
    connection, wire = _connected(loop, app)
    asked = b"".join(GET.replace(b"/here", b"/%d" % number) for number in range(5))
    _come(loop, connection, asked + POST + b"12")
    _turn(loop, 0.2)
    _come(loop, connection, b"34" + GET)
    _turn(loop, 0.1)
    assert _bodies(wire) == [b"/0", b"/1", b"/2", b"/3", b"/4", b"/here1234", b"/here"]


def test_what_is_written_before_an_answer_waits_is_sent(loop: Tasks) -> None:
    async def slow(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.01)
        await send({"type": "http.response.body", "body": b"end"})

    connection, wire = _connected(loop, slow)
    _come(loop, connection, GET)
    assert b"".join(wire.written).startswith(b"HTTP/1.1 200 OK\r\n")
    _turn(loop, 0.05)
    assert b"".join(wire.written).endswith(b"3\r\nend\r\n0\r\n\r\n")


def test_a_long_answer_is_whole(loop: Tasks) -> None:
    body = bytes(range(256)) * (MOST_COPIED // 128)

    async def long(_: Any, __: Any, send: Any) -> None:
        await _send(send, body)

    connection, wire = _connected(loop, long)
    _come(loop, connection, GET)
    assert _bodies(wire) == [body]


def test_a_connection_is_closed_after_what_was_written_for_it(loop: Tasks) -> None:
    connection, wire = _connected(loop, _echo)
    _come(loop, connection, HEAD + b"Connection: close\r\n\r\n")
    assert (_bodies(wire), wire.closed) == ([b"/here"], True)


def test_an_application_that_fails_is_answered_for(loop: Tasks) -> None:
    async def broken(_: Any, __: Any, ___: Any) -> None:
        raise LookupError

    connection, wire = _connected(loop, broken)
    _come(loop, connection, GET)
    assert wire.written[0].startswith(b"HTTP/1.1 500 ")


def test_a_connection_without_requests_is_closed_after_a_while(loop: Tasks) -> None:
    connection, wire = _connected(loop, _echo, keep_alive=0.1)
    for _ in range(4):
        _come(loop, connection, GET)
        _turn(loop, 0.06)
        assert not wire.closed, "it is asked again and again"
    _come(loop, connection, HEAD)
    _turn(loop, 0.2)
    assert not wire.closed, "a request is coming in"
    _come(loop, connection, b"\r\n")
    _turn(loop, 0.2)
    assert wire.closed
    assert len(_bodies(wire)) == 5


def test_what_waits_can_be_cancelled(loop: Tasks) -> None:
    told: list[str] = []

    async def waits(_: Any, __: Any, send: Any) -> None:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            told.append("cancelled")
            await asyncio.sleep(0)
            await _send(send, b"late")

    connection, wire = _connected(loop, waits)
    _come(loop, connection, GET)
    _turn(loop)
    [task] = connection.tasks
    task.cancel()
    _turn(loop, 0.01)
    assert (told, _bodies(wire)) == (["cancelled"], [b"late"])


def test_what_waits_is_ended_with_its_task(loop: Tasks) -> None:
    ended: list[str] = []

    async def waits(*_: Any) -> None:
        try:
            await loop.create_future()
        finally:
            ended.append("ended")

    running = waits()
    rest = one_turn._rest(running, running.send(None))  # noqa: SLF001
    rest.send(None)
    rest.close()
    assert ended == ["ended"]


def test_nobody_answers_what_is_refused_before_it_is_complete(loop: Tasks) -> None:
    asked: list[str] = []

    async def note(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["path"])
        await _echo(scope, receive, send)

    connection, wire = _connected(loop, note)
    _come(
        loop, connection, POST.replace(b"Content-Length: 4", b"Transfer-Encoding: chunked") + b"z"
    )
    _turn(loop)
    assert (wire.written[0][:13], wire.closed, asked) == (b"HTTP/1.1 400 ", True, [])


def test_nothing_is_left_to_do_for_a_connection_that_is_lost(loop: Tasks) -> None:
    connection, _ = _connected(loop, _echo)
    _come(loop, connection, GET)
    assert connection._idle is not None  # noqa: SLF001
    connection.connection_lost(None)
    assert connection._idle.cancelled()  # noqa: SLF001


@pytest.mark.parametrize(("path", "plain"), [("/_mock/state", False), ("/api/clients", True)])
def test_what_may_ask_for_its_task_has_one(
    path: str, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks: list[object] = []

    async def note(*given: Any) -> None:
        tasks.append(asyncio.current_task())
        await _send(given[-1], b"")

    monkeypatch.setattr("mockserver.control.Control.answer", note)
    monkeypatch.setattr("mockserver.app._plain", lambda _: note)
    wanted = build.Request(("infranotes",), plain_connexion=plain)
    with RunningMock(wanted, 0) as mock, urlopen(f"{mock.url}{path}") as answer:
        assert answer.status == 200
    assert tasks[0] is not None
