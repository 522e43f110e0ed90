"""A complete request is answered at once, without a task and in one write; all others as uvicorn does it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest

from mockserver import build, one_turn
from mockserver.hosting import RunningMock
from mockserver.one_turn import MOST_COPIED
from tests.mockserver.wires import App, Tasks, Wire, come, connected

HEAD = b"GET /here HTTP/1.1\r\nHost: x\r\n"
GET = HEAD + b"\r\n"
POST = b"POST /here HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n"


@pytest.fixture
def loop() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


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
    connection, wire = connected(loop, _echo)
    for number in range(1, 4):
        assert come(loop, connection, asked) == 0
        assert len(wire.written) == number, "the head and the body together"
    assert _bodies(wire) == [body] * 3


def test_a_request_that_comes_in_parts_is_answered_when_it_is_complete(loop: Tasks) -> None:
    connection, wire = connected(loop, _echo)
    for part in (POST[:20], POST[20:], b"12", b"34"):
        assert wire.written == []
        come(loop, connection, part)
        _turn(loop)
    _turn(loop)
    assert _bodies(wire) == [b"/here1234"]


def test_an_answer_that_waits_goes_on_in_a_task(loop: Tasks) -> None:
    connection, wire = connected(loop, _later)
    assert come(loop, connection, POST + b"1234") == 1
    assert (wire.written, len(connection.tasks)) == ([], 1)
    _turn(loop, 0.05)
    assert _bodies(wire) == [b"/here1234"]
    assert not connection.tasks


@pytest.mark.parametrize("app", [_echo, _later])
def test_requests_that_come_together_are_answered_in_their_order(loop: Tasks, app: App) -> None:
    connection, wire = connected(loop, app)
    asked = b"".join(GET.replace(b"/here", b"/%d" % number) for number in range(5))
    come(loop, connection, asked + POST + b"12")
    _turn(loop, 0.2)
    come(loop, connection, b"34" + GET)
    _turn(loop, 0.1)
    assert _bodies(wire) == [b"/0", b"/1", b"/2", b"/3", b"/4", b"/here1234", b"/here"]


def test_what_is_written_before_an_answer_waits_is_sent(loop: Tasks) -> None:
    async def slow(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.01)
        await send({"type": "http.response.body", "body": b"end"})

    connection, wire = connected(loop, slow)
    come(loop, connection, GET)
    assert b"".join(wire.written).startswith(b"HTTP/1.1 200 OK\r\n")
    _turn(loop, 0.05)
    assert b"".join(wire.written).endswith(b"3\r\nend\r\n0\r\n\r\n")


def test_a_long_answer_is_whole(loop: Tasks) -> None:
    body = bytes(range(256)) * (MOST_COPIED // 128)

    async def long(_: Any, __: Any, send: Any) -> None:
        await _send(send, body)

    connection, wire = connected(loop, long)
    come(loop, connection, GET)
    assert _bodies(wire) == [body]


def test_a_connection_is_closed_after_what_was_written_for_it(loop: Tasks) -> None:
    connection, wire = connected(loop, _echo)
    come(loop, connection, HEAD + b"Connection: close\r\n\r\n")
    assert (_bodies(wire), wire.closed) == ([b"/here"], True)


def test_an_application_that_fails_is_answered_for(loop: Tasks) -> None:
    async def broken(_: Any, __: Any, ___: Any) -> None:
        raise LookupError

    connection, wire = connected(loop, broken)
    come(loop, connection, GET)
    assert wire.written[0].startswith(b"HTTP/1.1 500 ")


def test_a_connection_without_requests_is_closed_after_a_while(loop: Tasks) -> None:
    connection, wire = connected(loop, _echo, keep_alive=0.1)
    for _ in range(4):
        come(loop, connection, GET)
        _turn(loop, 0.06)
        assert not wire.closed, "it is asked again and again"
    come(loop, connection, HEAD)
    _turn(loop, 0.2)
    assert not wire.closed, "a request is coming in"
    come(loop, connection, b"\r\n")
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

    connection, wire = connected(loop, waits)
    come(loop, connection, GET)
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

    connection, wire = connected(loop, note)
    come(loop, connection, POST.replace(b"Content-Length: 4", b"Transfer-Encoding: chunked") + b"z")
    _turn(loop)
    assert (wire.written[0][:13], wire.closed, asked) == (b"HTTP/1.1 400 ", True, [])


def test_nothing_is_left_to_do_for_a_connection_that_is_lost(loop: Tasks) -> None:
    connection, _ = connected(loop, _echo)
    come(loop, connection, GET)
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
