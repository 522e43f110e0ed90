"""Mocks in process that the tests point the suite at."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx

import mockserver
from conformance.session import Result, Session
from conformance.target import Target
from conformance.transport import AsgiTransport
from mockserver.api import api as find
from tests.cases import Case, target

API = "invoiceninja"


def scene(*requirements: str, data: str = "demo", profile: str = "documented") -> Target:
    """Return a mock to be examined for some requirements."""
    usual = target(find(API), Case(API, profile=profile))
    app = mockserver.asgi_app(API, data=data, profile=profile)
    return replace(usual, app=app, requirements=requirements)


def results(examined: Target) -> list[Result]:
    """Return what every check says that a target asks for."""
    session = Session(examined)
    try:
        return [session.run(check) for check in session.checks()]
    finally:
        session.close()


def state(examined: Target) -> Any:
    """Return what a mock has stored."""
    assert examined.app is not None
    transport: Any = AsgiTransport(examined.app)  # type: ignore[arg-type]
    with httpx.Client(transport=transport, base_url="http://mock.invalid") as client:
        return client.get("/_mock/state").json()["invoiceninja"]


class Changed:
    """Passes requests on, their JSON bodies changed first."""

    def __init__(self, app: Any, change: Callable[[Any], Any]) -> None:
        self.app = app
        self.change = change

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def changed() -> Any:
            message = await receive()
            try:
                body = json.loads(message.get("body") or "null")
            except ValueError:
                return message
            return message | {"body": json.dumps(self.change(body)).encode()} if body else message

        if scope.get("type") == "http":
            headers = [one for one in scope["headers"] if one[0] != b"content-length"]
            scope = scope | {"headers": headers}
        await self.app(scope, changed, send)
