"""Bytes are taken in within bounds, and what is no HTTP is answered all the same."""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from mockserver import build
from mockserver.hosting import RunningMock
from mockserver.limits import Limits
from tests.fuzz.connection import Answer, Connection, NotHttpError
from tests.mockserver.calling import bearer

HEAD = b"GET /api/clients HTTP/1.1\r\nHost: localhost\r\n"
GET = HEAD + b"\r\n"
POST = b"POST /api/clients HTTP/1.1\r\nHost: localhost\r\n"


@contextmanager
def _mock(**limits: Any) -> Iterator[tuple[str, int]]:
    wanted = build.Request(("infranotes",), limits=Limits(**limits), allowed_hosts=())
    with RunningMock(wanted, 0) as mock:
        host, _, port = mock.url.removeprefix("http://").rpartition(":")
        yield host, int(port)


def _ask(place: tuple[str, int], raw: bytes, answers: int = 1) -> list[Answer]:
    connection = Connection(place)
    try:
        return connection.ask(raw, answers)
    finally:
        connection.close()


def _detail(answer: Answer) -> str:
    assert answer.header(b"content-type") == "application/problem+json"
    problem = json.loads(answer.body)
    assert problem["status"] == answer.status
    return str(problem["detail"])


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[str, int]]:
    with _mock(request_timeout=0.3, max_headers=1000, max_connections=20) as found:
        yield found


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        HEAD + b"no colon\r\n\r\n",
        HEAD + b"Content-Length: x\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_is_told_so(place: tuple[str, int], raw: bytes) -> None:
    [answer] = _ask(place, raw)
    assert answer.status == 400
    assert "no HTTP request" in _detail(answer)


def test_a_request_before_what_is_no_http_is_answered(place: tuple[str, int]) -> None:
    [answer] = _ask(place, GET + b"\x00\x00\r\n\r\n")
    assert answer.status == 401
    assert answer.header(b"connection") == "close"


@pytest.mark.parametrize("pieces", [1, 7])
@pytest.mark.parametrize(
    "head",
    [
        HEAD + b"X: " + b"y" * 1000 + b"\r\n",
        HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(200)),
        b"GET /" + b"a" * 1000 + b" HTTP/1.1\r\nHost: localhost\r\n",
    ],
)
def test_headers_that_are_too_long_are_refused(
    place: tuple[str, int], head: bytes, pieces: int
) -> None:
    raw = head + b"\r\n"
    with socket.create_connection(place) as sent:
        with contextlib.suppress(OSError):  # it may have hung up before the last piece
            for start in range(0, len(raw), -(-len(raw) // pieces)):
                sent.sendall(raw[start : start + -(-len(raw) // pieces)])
                time.sleep(0.01 * (pieces > 1))
        answer = sent.recv(9999)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"more than 1000 bytes before its body (--max-headers)" in answer


@pytest.mark.parametrize("protocol", [b"h2c", b"websocket"])
def test_another_protocol_is_passed_over_in_silence(
    place: tuple[str, int],
    protocol: bytes,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger("uvicorn"), "propagate", True)
    raw = HEAD + b"Connection: Upgrade\r\nUpgrade: " + protocol + b"\r\n\r\n"
    assert [one.status for one in _ask(place, raw)] == [401]
    assert caplog.messages == []


def test_a_long_body_counts_for_no_header(place: tuple[str, int]) -> None:
    token = "".join(f"{name}: {value}\r\n" for name, value in bearer().items()).encode()
    body = b'{"name": "' + b"x" * 5000 + b'"}'
    raw = POST + token + b"Content-Length: %d\r\n\r\n" % len(body) + body
    assert [one.status for one in _ask(place, raw + raw, 2)] == [400, 400]


@pytest.mark.parametrize("part", [b"G", HEAD, POST + b"Content-Length: 9\r\n\r\n{"])
def test_a_request_that_does_not_end_is_not_waited_for(place: tuple[str, int], part: bytes) -> None:
    [answer] = _ask(place, part)
    assert answer.status == 408
    assert "not complete after 0.3 seconds (--request-timeout)" in _detail(answer)


@pytest.mark.parametrize("part", [b"", b"\r\n"])
def test_a_connection_without_a_request_is_closed(place: tuple[str, int], part: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(NotHttpError, match="closed without an answer"):
        _ask(place, part)
    assert time.monotonic() - began < 3


def test_a_byte_now_and_then_does_not_keep_it_waiting(place: tuple[str, int]) -> None:
    with socket.create_connection(place) as slow:
        slow.setblocking(False)
        for sent in range(100):
            if _has_answered(slow):
                break
            slow.send(HEAD[sent : sent + 1])
            time.sleep(0.02)
    assert sent < len(HEAD)


def _has_answered(connection: socket.socket) -> bool:
    try:
        return connection.recv(100).startswith(b"HTTP/1.1 408 ")
    except BlockingIOError:
        return False


def test_a_slow_answer_is_no_slow_request(place: tuple[str, int]) -> None:
    [answer] = _ask(place, HEAD + b"Prefer: wait=0.6\r\n\r\n")
    assert answer.status == 401


def test_more_connections_than_are_allowed_are_told_so() -> None:
    with _mock(max_connections=3) as place:
        idle = [socket.create_connection(place) for _ in range(3)]
        time.sleep(0.1)
        [answer] = _ask(place, GET)
        assert answer.status == 503
        assert "3 connections already (--max-connections)" in _detail(answer)
        idle.pop().close()
        time.sleep(0.1)
        assert _ask(place, GET)[0].status == 401
        for one in idle:
            one.close()
