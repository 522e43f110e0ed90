"""The fixture `contract`: other people's applications examined in process, from their own tests."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

import mockserver
from conformance.applications import Application, UnknownApplication, interface_of, serving
from conformance.client import Client
from conformance.expect import CannotTell
from conformance.in_process import Contract, ContractBroken
from conformance.masking import Mask
from conformance.outcome import Outcome
from conformance.target import Target
from conformance.transport import LifespanFailed
from tests.conformance.test_plugin import pytest_away_from_here
from tests.targets import FEW, mock

TOKEN = str(mock().token)
OTHER_TOKEN = str(mock().other_token)
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def wsgi(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Lists no clients, whatever was created, and breaks down at a custom field."""
    if environ["PATH_INFO"].startswith("/api/custom-fields"):
        raise ValueError("no such table")
    created = environ["REQUEST_METHOD"] == "POST"
    body = {"id": 1, **json.loads(environ["wsgi.input"].read())} if created else []
    start_response("201 Created" if created else "200 OK", [("content-type", "application/json")])
    return [json.dumps(body).encode()]


def test_an_application_that_conforms(contract: Contract) -> None:
    app = mockserver.asgi_app("infranotes")
    report = contract.check(
        "infranotes", app, token=TOKEN, other_token=OTHER_TOKEN, requirements=FEW
    )
    assert report.count(Outcome.PASSED) == len(FEW)


def test_one_that_does_not(contract: Contract) -> None:
    app = mockserver.asgi_app("infranotes", faults=["primary-not-demoted-on-add"])
    with pytest.raises(ContractBroken) as broken:
        contract.check("infranotes", app, token=TOKEN, requirements=FEW)
    told = str(broken.value).splitlines()
    assert told[0].startswith("Does not conform. 2 of 3 requirements passed, 1 failed (")
    assert told[2].startswith("failed  INF-CONTACT-02 (must)  Adding a contact as primary demotes")
    assert [line for line in told if line.startswith("    GET /api/clients/")]
    assert TOKEN not in str(broken.value)
    assert broken.value.report.count(Outcome.FAILED) == 1


def test_a_wsgi_application(contract: Contract) -> None:
    selected = ("INF-CLIENT-01", "INF-LIST-07", "INF-FIELD-01")
    report = contract.run("infranotes", wsgi, token=TOKEN, requirements=selected)
    outcomes = {one.requirement.id: one.outcome for one in report.verdicts}
    assert outcomes["INF-LIST-07"] is Outcome.FAILED
    assert "status 500" in next(
        verdict.findings[0].seen
        for verdict in report.of(Outcome.FAILED)
        if verdict.requirement.id == "INF-FIELD-01"
    )
    with pytest.raises(ContractBroken, match=r"1 of|failed  INF-LIST-07"):
        contract.check("infranotes", wsgi, token=TOKEN, requirements=selected)


class Lively:
    """An ASGI application that can be used only between its start and its end."""

    def __init__(self, failing: str = "") -> None:
        self.app = mockserver.asgi_app("infranotes")
        self.failing = failing
        self.heard: list[str] = []
        self.loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            assert scope["state"] == {"ready": True}
            assert self.heard == ["startup"]
            assert self.loop is asyncio.get_running_loop()
            await self.app(scope, receive, send)
            return
        self.loop = asyncio.get_running_loop()
        scope["state"]["ready"] = True
        while "shutdown" not in self.heard:
            what = (await receive())["type"].removeprefix("lifespan.")
            self.heard.append(what)
            word = "failed" if what == self.failing else "complete"
            await send({"type": f"lifespan.{what}.{word}", "message": "no database"})


def test_an_application_is_started_and_ended(contract: Contract) -> None:
    app = Lively()
    contract.check("infranotes", app, token=TOKEN, requirements=FEW)
    assert app.heard == ["startup", "shutdown"]


def test_one_that_can_not_start_is_told(contract: Contract) -> None:
    with pytest.raises(LifespanFailed, match="failed at its startup: no database"):
        contract.check("infranotes", Lively("startup"), token=TOKEN, requirements=FEW)


async def _waits_for_the_end(scope: Any, receive: Any, send: Any) -> None:
    """Streams as Starlette does: until somebody hangs up."""
    assert scope["type"] == "http"
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"a", "more_body": True})
    await send({"type": "http.response.body", "body": b"b"})
    assert (await receive())["type"] == "http.disconnect"


async def _never_answers(scope: Any, receive: Any, send: Any) -> None:
    await asyncio.sleep(60)


def _client(application: Application, **named: Any) -> httpx.Client:
    return httpx.Client(transport=application, base_url="http://h", **named)


def test_an_application_may_wait_until_somebody_hangs_up() -> None:
    with serving(_waits_for_the_end) as application, _client(application) as client:
        assert client.get("/").text == "ab"


def test_patience_has_an_end_in_process_too() -> None:
    async def slow(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        await asyncio.sleep(60)

    with (
        serving(slow) as application,
        _client(application, timeout=0.05) as client,
        pytest.raises(httpx.ReadTimeout),
    ):
        client.get("/")


async def _hands_out_a_session(scope: Any, receive: Any, send: Any) -> None:
    sent = dict(scope["headers"]).get(b"cookie", b"")
    headers = [(b"set-cookie", b"session=open; Path=/")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": sent})


def test_no_session_is_carried_from_one_request_to_the_next() -> None:
    client = Client(Target("infranotes", app=_hands_out_a_session), "/api", Mask())
    answers = [client.send(None, "GET", "/").response for _ in range(2)]
    assert [(answer.text, "set-cookie" in answer.headers) for answer in answers] == [("", True)] * 2


def _asgi(scope: Any, receive: Any, send: Any) -> Any:
    return _never_answers(scope, receive, send)


class _Wsgi:
    def __call__(self, environ: Any, start_response: Any) -> Any:
        return []


def _either(*arguments: Any) -> None: ...


def _neither(one: Any) -> None: ...


@pytest.mark.parametrize(
    ("app", "interface"),
    [
        (mockserver.asgi_app("infranotes"), "asgi"),
        (_never_answers, "asgi"),
        (partial(_never_answers), "asgi"),
        (_asgi, "asgi"),
        (partial(_asgi), "asgi"),
        (Lively(), "asgi"),
        (wsgi, "wsgi"),
        (_Wsgi(), "wsgi"),
        (_Wsgi().__call__, "wsgi"),
    ],
)
def test_what_an_application_speaks_is_seen(app: Any, interface: str) -> None:
    assert interface_of(app) == interface


@pytest.mark.parametrize("app", [_either, _neither, _Wsgi, "module:app"])
def test_what_can_not_be_told_is_asked_for(app: Any) -> None:
    with pytest.raises(UnknownApplication):
        interface_of(app)


def test_wrong_use_is_told(contract: Contract) -> None:
    app = mockserver.asgi_app("infranotes")
    with pytest.raises(LookupError, match="there is no API 'nothing'"):
        contract.run("nothing", app)
    with pytest.raises(LookupError, match="has no requirement 'INF-NO-1'"):
        contract.run("infranotes", app, requirements=("INF-NO-1",))
    with pytest.raises(CannotTell, match="a credential is needed"):
        contract.run("infranotes", app)

    async def within_a_loop() -> None:
        contract.run("infranotes", app, token=TOKEN)

    with pytest.raises(RuntimeError, match="make the test a plain function"):
        asyncio.run(within_a_loop())


OWN_TESTS = """
import logging, os, pathlib, sys, warnings
import pytest, mockserver

def state():
    hooks = [one for one in sys.meta_path if type(one).__module__.startswith("_pytest")]
    return os.environ.copy(), os.getcwd(), sys.path[:], hooks, logging.root.handlers[:]

@pytest.fixture
def around():
    yield "set up"
    assert "teardown" in os.environ["PYTEST_CURRENT_TEST"]

def test_contract(contract, around, tmp_path, caplog, capsys, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    before = state()
    print("before")
    app = mockserver.asgi_app("infranotes")
    contract.check("infranotes", app, token=os.environ["T"], requirements=("INF-LIST-07",))
    print("after")
    logging.warning("told")
    after = state()
    assert before == after
    assert capsys.readouterr().out == "before\\nafter\\n"
    assert "told" in caplog.text

def test_failing(contract):
    app = mockserver.asgi_app("infranotes", faults=["tag-filter-ignored"])
    contract.check("infranotes", app, token=os.environ["T"], requirements=("INF-LIST-07",))

def test_assertions_are_still_explained():
    values = {"a": 1}
    with pytest.raises(AssertionError) as raised:
        assert values == {"a": 2}
    assert "Differing items" in str(raised.value)
"""


@pytest.mark.parametrize("more", [(), ("-n", "2")], ids=["alone", "with workers"])
def test_the_pytest_around_it_is_not_disturbed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.setenv("T", TOKEN)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    (tmp_path / "test_own.py").write_text(OWN_TESTS)
    result = pytest_away_from_here(tmp_path, *more)
    assert "1 failed, 2 passed" in result.stdout, result.stdout
    assert "failed  INF-LIST-07" in result.stdout
    assert "in_process.py" not in result.stdout, "no traceback through the suite"
