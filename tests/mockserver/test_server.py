"""The server around the APIs: paths, methods, bodies, browsers, and mistakes of ours."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any

import pytest

import mockserver
from mockserver import build, data, http
from mockserver.api import api
from mockserver.control import Control
from mockserver.limits import Limits
from mockserver.server import Server
from mockserver.store import Store
from mockserver.workspaces import Workspaces
from mockserver.world import World
from tests.mockserver.calling import Caller, bearer, client_body, infranotes


def _error(answer: Any) -> str:
    assert answer.headers["content-type"] == "application/json"
    assert list(answer.json()) == ["error"]
    return str(answer.json()["error"])


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/api", "/api/", "/api/nothing", "/api/clients/"]
)
def test_an_unknown_path_is_told_in_the_form_of_the_api(path: str) -> None:
    answer = infranotes()("GET", path)
    assert answer.status_code == 404
    assert path in _error(answer)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/api/clients", "GET, HEAD, OPTIONS, POST"),
        ("POST", "/api/clients/1", "DELETE, GET, HEAD, OPTIONS, PUT"),
        ("DELETE", "/api/clients/search", "GET, HEAD, OPTIONS"),
        ("GET", "/api/contacts/1/primary", "OPTIONS, PUT"),
        ("TRACE", "/api/custom-fields/1", "DELETE, GET, HEAD, OPTIONS, PUT"),
    ],
)
def test_a_wrong_method_is_told_those_that_are_allowed(
    method: str, path: str, allowed: str
) -> None:
    answer = infranotes()(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert method in _error(answer)


def test_options_says_what_is_allowed_without_credentials() -> None:
    answer = Caller(infranotes().app)("OPTIONS", "/api/clients/1")
    assert answer.status_code == 200
    assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PUT"


def test_head_is_get_without_the_body() -> None:
    call = infranotes(data="demo")
    answer, full = call("HEAD", "/api/clients"), call("GET", "/api/clients")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == full.headers["content-length"]


BODIES = {
    "no body": (b"", "missing"),
    "half an object": (b'{"name":', "not JSON"),
    "not UTF-8": (b'{"name": "\xff"}', "not UTF-8"),
    "NaN": (b'{"payment_terms_id": NaN}', "NaN"),
    "null": (b"null", "must be an object"),
    "an array": (b"[]", "must be an object"),
    "too deep": (b'{"a":' * 20_000, "nested"),
    "deeper than its schema is followed": (b"[" * 300 + b"]" * 300, "nested"),
    "too many digits": (b'{"payment_terms_id": ' + b"9" * 5000 + b"}", "digits"),
    "an infinite number": (b'{"payment_terms_id": 1e999}', "too large"),
    "half a surrogate pair": (rb'{"name": "\ud800"}', "surrogate"),
}


@pytest.mark.parametrize(("body", "why"), BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_json_object_is_refused_with_the_reason(body: bytes, why: str) -> None:
    answer = infranotes()("POST", "/api/clients", content=body)
    assert answer.status_code == 400
    assert why in _error(answer)


def test_no_content_type_is_fine() -> None:
    raw = b'{"type": "client", "category": "individual", "name": "A", "name": "B"}'
    answer = infranotes()("POST", "/api/clients", content=raw)
    assert (answer.status_code, answer.json()["name"]) == (201, "B")


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("application/json", 201),
        ("APPLICATION/JSON; charset=utf-8", 201),
        ("application/vnd.api+json", 201),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data", 415),
        ("nonsense", 415),
    ],
)
def test_the_content_type_is_looked_at(stated: str, status: int) -> None:
    answer = infranotes()("POST", "/api/clients", client_body(), headers={"content-type": stated})
    assert answer.status_code == status


def _limited(max_body: int) -> Caller:
    request = build.Request(("infranotes",), data="empty", limits=Limits(max_body))
    return Caller(build.server(request), bearer())


def test_a_body_may_have_as_many_bytes_as_the_limit_says() -> None:
    body = b'{"type": "client", "category": "individual", "name": "A"}'
    assert _limited(len(body))("POST", "/api/clients", content=body).status_code == 201
    answer = _limited(len(body) - 1)("POST", "/api/clients", content=body)
    assert answer.status_code == 413
    assert "--max-body" in _error(answer)


@pytest.mark.parametrize(
    ("extensions", "lines", "is_read"),
    [
        ({http.WHOLE: {}}, [(b"content-length", b"2")], True),
        ({http.WHOLE: {}}, [(b"transfer-encoding", b"chunked")], True),
        ({http.WHOLE: {}}, [], False),  # nothing follows such a head in HTTP/1
        ({}, [], True),  # who knows who else is around it
    ],
)
def test_a_body_is_read_where_there_may_be_one(
    extensions: Any, lines: list[tuple[bytes, bytes]], *, is_read: bool
) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"{]"}

    async def send(message: Any) -> None:
        sent.append(message)

    told = [(name.lower().encode(), value.encode()) for name, value in bearer().items()]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/clients",
        "extensions": extensions,
        "headers": [*told, (b"content-type", b"application/json"), *lines],
    }
    asyncio.run(infranotes().app(scope, receive, send))
    assert (b"missing" not in sent[-1]["body"]) == is_read
    assert sent[0]["status"] == 400


def test_a_body_in_pieces_is_measured_as_a_whole() -> None:
    async def pieces() -> Any:
        for _ in range(20):
            yield b" " * 10

    assert _limited(100)("POST", "/api/clients", content=pieces()).status_code == 413


def test_a_mistake_of_ours_is_told_in_the_documented_form_and_traced_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, "mockserver"):
        answer = infranotes(faults=["percent-answers-500"], data="demo")(
            "GET", "/api/clients/search?query=%25"
        )
    assert answer.status_code == 500
    assert "Traceback" not in _error(answer)
    assert "RuntimeError" in caplog.text


def test_the_log_tells_what_was_asked_and_nothing_secret(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "mockserver.requests"):
        infranotes()("GET", "/api/clients/search?query=US12345678901234567890")
    assert caplog.messages[0].startswith("GET /api/clients/search 200 ")
    assert "US123" not in caplog.text


def _other_api(monkeypatch: pytest.MonkeyPatch) -> World:
    """Return the world of another API, whose base path lies below that of the first."""
    first = api("infranotes")
    spec = {**data.specification("infranotes"), "servers": [{"url": "https://x.example/api/v9"}]}
    monkeypatch.setattr(data, "specification", lambda _, __="openapi": spec)
    settings = {name: one.default for name, one in first.settings.items()}
    return World(replace(first, name="another"), Store(first.load({})), settings=settings)


def test_each_api_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    first = infranotes().app.worlds[0]
    workspaces = Workspaces([first, _other_api(monkeypatch)], Limits())
    call = Caller(Server(workspaces, Control(workspaces), Limits()), bearer())
    call("POST", "/api/v9/clients", client_body())
    assert len(call("GET", "/api/v9/clients").json()) == 1
    assert call("GET", "/api/clients").json() == []
    assert list(call("GET", "/api/v9/nothing").json()) == ["error"]
    answer = call("GET", "/elsewhere")
    assert (answer.status_code, answer.json()["status"]) == (404, 404)
    assert "/api, /api/v9" in answer.json()["detail"]


def test_every_site_may_ask() -> None:
    answer = infranotes()("GET", "/api/nothing", headers={"Origin": "http://front.example"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_browser_that_asks_beforehand_is_answered_without_credentials() -> None:
    answer = Caller(infranotes().app)(
        "OPTIONS",
        "/api/clients",
        headers={
            "Origin": "http://front.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "authorization, content-type"


def test_answers_can_take_their_time() -> None:
    request = build.Request(("infranotes",), limits=Limits(latency=(50, 60)))
    started = time.perf_counter()
    Caller(build.server(request), bearer())("GET", "/api/clients")
    assert time.perf_counter() - started >= 0.05


def test_two_mocks_in_one_process_never_meet() -> None:
    one, other = infranotes(), infranotes(faults=["create-answers-202"])
    assert one("POST", "/api/clients", client_body()).status_code == 201
    assert other("POST", "/api/clients", client_body()).status_code == 202
    assert len(one("GET", "/api/clients").json()) == 1
    one("DELETE", "/api/clients/1")
    assert len(other("GET", "/api/clients").json()) == 1


def test_a_second_mock_is_made_quickly() -> None:
    mockserver.asgi_app("infranotes")
    started = time.perf_counter()
    mockserver.asgi_app("infranotes", faults=["limit-ignored"], variations=["all"])
    assert time.perf_counter() - started < 0.2


def test_a_client_that_goes_away_is_let_go() -> None:
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError(message)

    scope = {"type": "http", "method": "POST", "path": "/api/clients", "headers": []}
    asyncio.run(infranotes().app(scope, gone, send))


def test_start_and_end_are_confirmed() -> None:
    told = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    answered: list[Any] = []

    async def receive() -> Any:
        return next(told)

    async def send(message: Any) -> None:
        answered.append(message["type"])

    asyncio.run(infranotes().app({"type": "lifespan"}, receive, send))
    assert answered == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
