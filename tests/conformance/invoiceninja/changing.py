"""Implementations that differ from the mock in one thing: their answers are changed on their way."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx

import mockserver
from conformance.outcome import Outcome
from conformance.run import run
from conformance.transport import AsgiTransport
from mockserver.api import api as find
from tests.cases import Case, target

Change = Callable[[httpx.Request, httpx.Response], httpx.Response]


class Changing(httpx.BaseTransport):
    """Passes requests on to the mock, and changes its answers."""

    def __init__(self, profile: str, change: Change) -> None:
        self._inner = AsgiTransport(mockserver.asgi_app("invoiceninja", profile=profile))
        self._change = change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the changed answer."""
        answer = self._inner.handle_request(request)
        answer.read()
        changed = self._change(request, answer)
        stream = httpx.ByteStream(changed.content)  # httpx times what it reads itself
        return httpx.Response(changed.status_code, headers=changed.headers, stream=stream)


def _answer(answer: httpx.Response, body: Any) -> httpx.Response:
    headers = [(name, value) for name, value in answer.headers.raw if name != b"content-length"]
    return httpx.Response(answer.status_code, headers=headers, content=json.dumps(body))


def _clients(body: Any) -> Iterator[dict[str, Any]]:
    data = body.get("data") if isinstance(body, dict) else None
    for one in data if isinstance(data, list) else [data]:
        if isinstance(one, dict):
            yield one


def clients(change: Callable[[dict[str, Any]], object], *methods: str) -> Change:
    """Change every client that is answered, or those answered to some methods."""

    def changed(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if not answer.is_success or "json" not in answer.headers.get("content-type", ""):
            return answer
        if methods and request.method not in methods:
            return answer
        body = answer.json()
        for client in _clients(body):
            change(client)
        return _answer(answer, body)

    return changed


def contacts(change: Callable[[dict[str, Any]], object]) -> Change:
    """Change every contact that is answered."""
    return clients(lambda client: [change(one) for one in client.get("contacts", [])])


def settings(**members: Any) -> Change:
    """Change the settings that are answered."""
    return clients(lambda client: client.get("settings", {}).update(members))


def setting(**members: Any) -> Change:
    """Change members of every client that is answered."""
    return clients(lambda client: client.update(members))


def bodies(change: Callable[[Any], Any]) -> Change:
    """Change the bodies of all successes."""

    def changed(_request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if not answer.is_success or "json" not in answer.headers.get("content-type", ""):
            return answer
        return _answer(answer, change(answer.json()))

    return changed


def errors(change: Callable[[Any], Any]) -> Change:
    """Change the bodies of all refusals."""

    def changed(_request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        return answer if answer.is_success else _answer(answer, change(answer.json()))

    return changed


def headers(name: str, value: str | None) -> Change:
    """Set a header of every answer, or leave it out."""

    def changed(_request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        answer.headers.pop(name, None)
        if value is not None:
            answer.headers[name] = value
        return answer

    return changed


def statuses(seen: int, other: int) -> Change:
    """Answer with another status."""

    def changed(_request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if answer.status_code == seen:
            answer.status_code = other
        return answer

    return changed


def where(asked: str, change: Change) -> Change:
    """Change only the answers to requests whose URL has this text."""

    def changed(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        return change(request, answer) if asked in str(request.url) else answer

    return changed


def backwards() -> Change:
    """Have each client be older than the one that was answered before."""
    stamps = itertools.count(1_800_000_000, -1)
    return clients(lambda one: one.update(updated_at=next(stamps)))


def plainly(change: Change) -> Change:
    """Change only the answers to programs that do not say XMLHttpRequest."""

    def changed(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        return answer if "x-requested-with" in request.headers else change(request, answer)

    return changed


def failed(requirement: str, profile: str, change: Change) -> list[str]:
    """Return whether a requirement was found broken, as a list of it, where answers are changed."""
    whole = target(find("invoiceninja"), Case("invoiceninja", profile=profile))
    app = Changing(profile, change)
    report = run(replace(whole, app=app, requirements=(requirement,)))
    return [verdict.requirement.id for verdict in report.of(Outcome.FAILED)]
