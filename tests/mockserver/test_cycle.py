"""An answer that is sent whole is what uvicorn would write of it in two messages, byte for byte."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver import http
from mockserver.http import Written
from tests.mockserver.wires import Tasks, come, connected

GET = b"GET /a%20b?c=d%20e HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n1234"

NAMES = st.sampled_from((b"x-one", b"X-Two", b"content-type", b"link"))
VALUES = st.sampled_from((b"", b"a", b"text/plain; charset=utf-8", b"\xe9"))
ENDS = st.sampled_from((b"close", b"keep-alive", b"upgrade, Close"))
REQUESTS = st.sampled_from((GET, POST, GET.replace(b"GET", b"HEAD"), GET.replace(b"1.1", b"1.0")))


@pytest.fixture
def loop() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def _written(answer: Written, asked: bytes, *, is_whole: bool) -> tuple[list[bytes], bool]:
    """Return what is written for an answer that is sent whole or in two parts, and if all ended there."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert http.WHOLE in scope["extensions"]
        await http.send_written(answer, send, scope if is_whole else http.NO_SCOPE)

    loop = Tasks()
    try:
        connection, wire = connected(loop, app, headers=[("server", "s")])
        come(loop, connection, asked)
        return [b"".join(wire.written)], wire.closed
    finally:
        loop.close()


@given(
    st.sampled_from((200, 201, 204, 304, 404, 422, 500)),
    st.lists(st.tuples(NAMES, VALUES), max_size=3),
    st.none() | ENDS,
    st.binary(max_size=20),
    REQUESTS,
)
def test_it_is_the_same_in_one_message_and_in_two(
    status: int, headers: http.RawHeaders, end: bytes | None, body: bytes, asked: bytes
) -> None:
    body = b"" if status in (204, 304) else body
    length = [] if status in (204, 304) else [(b"Content-Length", b"%d" % len(body))]
    ends = [] if end is None else [(b"Connection", end)]
    answer = Written(status, [*headers, *length, *ends], body)
    whole = _written(answer, asked, is_whole=True)
    assert whole == _written(answer, asked, is_whole=False)
    assert whole[0][0].startswith(b"HTTP/1.1 %d " % status)


def test_an_answer_without_its_length_gets_it() -> None:
    (written,), _ = _written(Written(200, [], b"abc"), GET, is_whole=True)
    assert written.endswith(b"\r\ncontent-length: 3\r\n\r\nabc")


WRONG = {
    "another length": Written(200, [(b"content-length", b"2")], b"abc"),
    "a value that ends its line": Written(200, [(b"x", b"a\r\nb: c")], b""),
    "a name that ends it": Written(200, [(b"x:\r\n", b"a")], b""),
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("is_whole", [True, False])
def test_what_is_no_answer_is_not_sent(answer: Written, is_whole: bool) -> None:
    (written,), closed = _written(answer, GET, is_whole=is_whole)
    assert b"abc" not in written or not is_whole
    assert closed or written.startswith(b"HTTP/1.1 500 ")


def test_there_is_one_answer(loop: Tasks) -> None:
    async def app(scope: Any, _: Any, send: Any) -> None:
        for body in (b"1", b"2"):
            await http.send_written(Written(200, [], body), send, scope)

    connection, wire = connected(loop, app)
    come(loop, connection, GET)
    assert b"".join(wire.written).endswith(b"\r\n\r\n1")
    assert wire.closed


def _told(loop: Tasks, asked: bytes, *lines: bytes, **options: Any) -> dict[str, Any]:
    """Return what an application is told of a request with some more lines."""
    told: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        told.update(scope, messages=[await receive(), None])
        await http.send_written(Written(200, [], b""), send, scope)
        told["messages"][1] = await receive()

    connection, _ = connected(loop, app, **options)
    connection.client = ("127.0.0.1", 5)
    head, end, body = asked.partition(b"\r\n\r\n")
    come(loop, connection, b"\r\n".join([head, *lines]) + end + body)
    return told


def test_a_request_is_told_of_as_uvicorn_does(loop: Tasks) -> None:
    told = _told(loop, GET, root_path="/root")
    assert (told["method"], told["http_version"]) == ("GET", "1.1")
    assert (told["path"], told["raw_path"]) == ("/root/a b", b"/root/a%20b")
    assert (told["query_string"], told["headers"]) == (b"c=d%20e", [(b"host", b"x")])
    assert _told(loop, GET.replace(b"1.1", b"1.0"))["http_version"] == "1.0"
    long = _told(loop, GET.replace(b"d%20e", b"d" * 1000))
    assert long["query_string"] == b"c=" + b"d" * 1000


def test_a_body_is_handed_over_once(loop: Tasks) -> None:
    gone = {"type": "http.disconnect"}
    whole = {"type": "http.request", "body": b"1234", "more_body": False}
    assert _told(loop, POST)["messages"] == [whole, gone]
    assert _told(loop, POST, b"Expect: 100-continue")["messages"] == [whole, gone]


def test_whoever_asks_for_more_of_a_whole_body_waits(loop: Tasks) -> None:
    told: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        told.append((await receive())["body"])
        try:
            told.append(await asyncio.wait_for(receive(), 0.01))
        except TimeoutError:
            await http.send_written(Written(200, [], b""), send, scope)

    connection, wire = connected(loop, app)
    come(loop, connection, POST)
    loop.run_until_complete(asyncio.sleep(0.05))
    assert told == [b"1234"]
    assert wire.written


def test_a_client_that_waits_to_send_is_told_to_go_on(loop: Tasks) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        await http.send_written(Written(200, [], body), send, scope)

    connection, wire = connected(loop, app)
    head, end, body = POST.partition(b"\r\n\r\n")
    come(loop, connection, head + b"\r\nExpect: 100-continue" + end)
    loop.run_until_complete(_a_turn())
    assert wire.written == [b"HTTP/1.1 100 Continue\r\n\r\n"]
    come(loop, connection, body)
    loop.run_until_complete(_a_turn())
    assert b"".join(wire.written).endswith(b"1234")


async def _a_turn() -> None:
    """Let the loop go on."""


def test_what_a_proxy_says_counts(loop: Tasks) -> None:
    lines = (b"X-Forwarded-Proto: https", b"X-Forwarded-For: 192.0.2.7")
    proxied = _told(loop, GET, *lines, proxy_headers=True)
    assert (proxied["scheme"], proxied["client"][0]) == ("https", "192.0.2.7")
    for told in (_told(loop, GET, proxy_headers=True), _told(loop, GET, *lines)):
        assert (told["scheme"], told["client"][0]) == ("http", "127.0.0.1")


def test_it_waits_while_nobody_reads(loop: Tasks) -> None:
    async def app(scope: Any, _: Any, send: Any) -> None:
        await http.send_written(Written(200, [], b"late"), send, scope)

    connection, wire = connected(loop, app)
    connection.pause_writing()
    assert come(loop, connection, GET) == 1
    assert wire.written == []
    connection.resume_writing()
    loop.run_until_complete(_a_turn())
    loop.run_until_complete(_a_turn())
    assert b"".join(wire.written).endswith(b"late")


def test_nothing_is_written_for_a_client_that_has_gone(loop: Tasks) -> None:
    async def app(scope: Any, _: Any, send: Any) -> None:
        connection.cycle.disconnected = True
        await http.send_written(Written(200, [], b"late"), send, scope)

    connection, wire = connected(loop, app)
    come(loop, connection, GET)
    assert wire.written == []
