"""Requests that are changed on their way to a mock, so that it does something else than it was asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import httpx

import mockserver
from conformance.transport import AsgiTransport
from tests.conformance.invoiceninja.scenes import API

Ask = Callable[[httpx.Request], httpx.Request]


class Asking(httpx.BaseTransport):
    """Changes requests, and passes them on to a mock."""

    def __init__(self, profile: str, change: Ask) -> None:
        self._inner = AsgiTransport(mockserver.asgi_app(API, profile=profile))
        self._change = change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer to the changed request."""
        request.read()
        answer = self._inner.handle_request(self._change(request))
        answer.read()
        stream = httpx.ByteStream(answer.content)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=stream)


def _again(request: httpx.Request, **changed: Any) -> httpx.Request:
    """Return a request with another method, URL or content; its other headers stay."""
    headers = {
        name: value
        for name, value in request.headers.items()
        if name not in ("content-length", "host")
    }
    known: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "content": request.content,
    }
    return httpx.Request(headers=headers, **(known | changed))


def query(change: Callable[[dict[str, str]], Mapping[str, str]]) -> Ask:
    """Change the query of every list, and of what is done in bulk."""

    def changed(request: httpx.Request) -> httpx.Request:
        parameters = dict(request.url.params)
        url = request.url.copy_with(query=None).copy_merge_params(change(parameters))
        return _again(request, url=url) if parameters or "GET" in request.method else request

    return changed


def without(*names: str) -> Ask:
    """Leave parameters out."""
    return query(lambda given: {name: given[name] for name in given if name not in names})


def instead(name: str, *values: tuple[str | None, str]) -> Ask:
    """Replace values of a parameter (None: any) where it is given."""

    def changed(given: dict[str, str]) -> dict[str, str]:
        for old, new in values:
            if name in given and old in (None, given[name]):
                return given | {name: new}
        return given

    return query(changed)


def renamed(old: str, new: str) -> Ask:
    """Give a parameter another name."""
    return query(lambda given: {new if name == old else name: given[name] for name in given})


def usually(**parameters: str) -> Ask:
    """Add parameters to each list that has none of them."""
    return query(lambda given: parameters | given)


def action(old: str, new: str) -> Ask:
    """Do another action in bulk."""

    def changed(request: httpx.Request) -> httpx.Request:
        if not request.url.path.endswith("/bulk"):
            return request
        body = json.loads(request.content)
        if body.get("action") != old:
            return request
        return _again(request, content=json.dumps(body | {"action": new}).encode())

    return changed


def sent_to(pattern: str, method: str, path: str) -> Ask:
    """Send requests whose path fits to another one."""

    def changed(request: httpx.Request) -> httpx.Request:
        other, found = re.subn(pattern, path, request.url.path)
        if not found:
            return request
        return _again(request, method=method, url=request.url.copy_with(path=other))

    return changed


def header(name: str, value: str | None) -> Ask:
    """Set a header of every request, or leave it out."""

    def changed(request: httpx.Request) -> httpx.Request:
        request.headers.pop(name, None)
        if value is not None:
            request.headers[name] = value
        return request

    return changed
