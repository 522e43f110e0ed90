"""Secrets are sent to a mock in every way there is; whatever it writes down is searched for them."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

import mockserver
from mockserver import build
from mockserver.api import apis
from mockserver.masking import masks
from tests.mockserver.calling import Caller
from tests.mockserver.planted import OWN_SECRET, Garden, Planted


def _mock(api: str) -> Caller:
    settings = {"jwt-secret": OWN_SECRET} if api == "infranotes" else {}
    return Caller(mockserver.asgi_app(api, data="empty", settings=settings))


def _written_down(call: Caller, number: int) -> Iterator[tuple[str, str]]:
    """Yield what a mock tells of a request, to whom it matters."""
    yield "the request", call("GET", f"/_mock/requests/{number}").text
    yield "its changes", call("GET", f"/_mock/requests/{number}/changes").text


def _told_of_all(call: Caller, api: str) -> Iterator[tuple[str, str]]:
    for name in ("requests", "snapshots", "workspaces", "faults", "health", "requirements"):
        yield name, call("GET", f"/_mock/{name}").text
    for table in call("GET", f"/_mock/state/{api}").json()["tables"]:
        where = f"/_mock/state/{api}/{table['name']}?limit=1000"
        yield f"the table {table['name']}", call("GET", where).text
    yield "what is told live", asyncio.run(_followed(call.app))


async def _followed(app: Any) -> str:
    """Return all events of the requests that there are."""
    told: list[str] = []
    asked = [{"type": "http.request"}]

    async def receive() -> Any:
        if asked:
            return asked.pop()
        await asyncio.sleep(0.2)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        told.append(message.get("body", b"").decode())

    path = {"type": "http", "method": "GET", "path": "/_mock/requests", "headers": []}
    await app({**path, "query_string": b"follow"}, receive, send)
    return "".join(told)


def _leaks(planted: Planted, told: Iterator[tuple[str, str]]) -> list[str]:
    """Return where a secret is found, with what is around it."""
    return [
        f"{planted.method} {planted.path} {dict(planted.headers)} {planted.body!r}: in {where},"
        f" {text[max(0, text.index(secret) - 80) :][:200]}"
        for where, text in told
        for secret in planted.secrets
        if secret in text
    ]


@pytest.mark.parametrize("api", apis())
def test_no_secret_is_in_anything_that_is_written_down(
    api: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "mockserver")
    call = _mock(api)
    everything: list[Planted] = []
    leaks: list[str] = []
    for number, planted in enumerate(Garden(api).planted(), 1):
        answer = call(
            planted.method, planted.path, headers=dict(planted.headers), content=planted.body
        )
        assert answer.status_code < 500
        everything.append(planted)
        leaks += _leaks(planted, _written_down(call, number))
        if answer.is_error:
            leaks += _leaks(planted, iter([("the error", f"{answer.headers} {answer.text}")]))
    last = [*_told_of_all(call, api), ("the log", caplog.text)]
    for planted in everything:
        leaks += _leaks(planted, iter(last))
    assert len(everything) > 150
    assert "/api" in caplog.text
    assert leaks[:5] == []


def test_the_token_of_the_control_surface_is_told_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "mockserver")
    request = build.Request(("infakt",), control_token="planted-token")
    call = Caller(build.server(request))
    right, wrong = {"X-Mock-Token": "planted-token"}, {"X-Mock-Token": "planted-token-2"}
    told = [call("GET", "/_mock/state", headers=wrong).text]
    call("GET", "/api/v3/clients.json", headers=right)
    paths = ("requests", "requests/1", "apis", "state", "health", "", "ui/infakt/")
    told += [call("GET", f"/_mock/{path}", headers=right).text for path in paths]
    assert not [one for one in (*told, caplog.text) if "planted-token" in one]


def test_what_is_no_secret_is_told_as_it_was_sent() -> None:
    hidden = masks("infranotes")
    body = b'{ "name":"Secret Santa" , "notes": "see http://a.example/?page=2&q=token" }'
    assert hidden.body(body, "application/json") == body.decode()
    assert hidden.query("page=2&sort=-name&query=iban") == "page=2&sort=-name&query=iban"
    assert hidden.header("referer", "http://a.example/?page=2") == "http://a.example/?page=2"
    assert hidden.body(b"name=Ann&city=Berlin", "text/plain") == "name=Ann&city=Berlin"


def test_parameters_of_addresses_are_masked_wherever_they_stand() -> None:
    hidden = masks("")
    address = "http://a.example/?page=2&api_key=hidden"
    for told in (
        hidden.header("referer", address),
        hidden.header("link", f'<{address}>; rel="next"'),
        hidden.body(json.dumps({"next": address}).encode(), "application/json"),
        hidden.body(address.encode(), "text/plain"),
    ):
        assert "hidden" not in told
        assert "page=2&api_key=" in told


HOSTILE = {
    "question marks": "?",
    "quotes": '"',
    "names of parts": 'name="',
    "parts": 'name="password"\r\nx: y\r\n',
    "members": '"password":',
    "half of members": '"password" ',
    "backslashes": '"\\',
    "words": "password",
    "ends of parts": "\r\n--",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_no_body_takes_long_to_mask(unit: str) -> None:
    body = (unit * (200_000 // len(unit))).encode()
    began = time.process_time()
    for kind in ("application/json", "multipart/form-data", "application/x-www-form-urlencoded"):
        masks("infranotes").body(body, kind)
    masks("infranotes").query(body.decode())
    assert time.process_time() - began < 2
