"""The document of the control surface: valid, complete, and true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from mockserver.control import ROUTES
from mockserver.data import fixture
from mockserver.schemas import Schema
from tests.mockserver.calling import Caller, client_body, infranotes

DOCUMENT: Any = infranotes()("GET", "/_mock/openapi.json").json()
METHODS = ("get", "put", "post", "delete")


def _operations() -> Iterator[tuple[str, str]]:
    for path, item in DOCUMENT["paths"].items():
        yield from ((method.upper(), path) for method in METHODS if method in item)


def test_it_is_valid() -> None:
    validate(DOCUMENT)


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            yield from _nodes(child)


def test_what_may_be_null_says_what_else_it_is() -> None:
    # OpenAPI 3.0.3: `nullable` changes a `type` beside it, and nothing else.
    nullable = [node for node in _nodes(DOCUMENT) if "nullable" in node]
    assert nullable
    assert [node for node in nullable if "type" not in node] == []


def test_it_has_every_route_and_no_other() -> None:
    assert sorted(_operations()) == sorted((method, path) for method, path, _ in ROUTES)


def _resolved(part: Any) -> Any:
    while "$ref" in part:
        names = part["$ref"].removeprefix("#/").split("/")
        part = DOCUMENT
        for name in names:
            part = part[name]
    return part


def _problems(method: str, path: str, answer: Any) -> list[Any]:
    """Return what is wrong with an answer, by the document."""
    responses = DOCUMENT["paths"][path][method.lower()]["responses"]
    stated = _resolved(responses.get(str(answer.status_code)) or responses["default"])
    kind = answer.headers.get("content-type", "")
    if not stated.get("content"):
        return [answer.content] if answer.content else []
    schema = Schema(stated["content"][kind]["schema"], DOCUMENT["components"]["schemas"])
    return schema.problems(answer.json() if "json" in kind else answer.text)


BODIES: dict[tuple[str, str], Any] = {
    ("PUT", "/state"): {"infranotes": {"clients": []}},
    ("POST", "/snapshots"): {"name": "one more"},
    ("PUT", "/faults"): {"active": ["create-answers-202@0.5"]},
    ("PUT", "/variations"): {"active": ["create-answers-200", "random:3"]},
    ("PUT", "/latency"): {"minimum": 0, "maximum": 0.5},
    ("PUT", "/state/{api}/{table}/{id}"): fixture("infranotes", "demo")["clients"][0],
}


def _busy() -> Caller:
    """Return a caller of a mock in which there is something of everything."""
    call = infranotes(data="demo", faults=["create-answers-202"])
    call("POST", "/api/clients", client_body())
    call("POST", "/api/clients", {"type": "x"})
    call("POST", "/_mock/snapshots")
    call("GET", "/api/clients", headers={"X-Mock-Workspace": "1"})
    return call


def _filled(path: str, identifier: str) -> str:
    named = path.replace("{api}", "infranotes").replace("{table}", "clients")
    return named.replace("{id}", identifier).replace("{name}", identifier)


def _called(call: Caller, method: str, path: str, identifier: str) -> Any:
    return call(method, f"/_mock{_filled(path, identifier)}", BODIES.get((method, path)))


@pytest.mark.parametrize(("method", "path"), list(_operations()))
def test_answers_are_as_it_says(method: str, path: str) -> None:
    answer = _called(_busy(), method, path, "1")
    assert answer.status_code < 300, answer.text
    assert str(answer.status_code) in DOCUMENT["paths"][path][method.lower()]["responses"]
    assert _problems(method, path, answer) == []


@pytest.mark.parametrize(
    ("method", "path"),
    [one for one in _operations() if "{id}" in one[1] or "{name}" in one[1] or one in BODIES],
)
def test_refusals_are_as_it_says(method: str, path: str) -> None:
    call = _busy()
    bodies = [b"[]", b"{", b'{"active": [1], "nope": {}, "name": 1, "minimum": "x"}']
    for body in bodies if "{" not in path else [b""]:
        answer = call(method, f"/_mock{_filled(path, 'nope')}", content=body)
        assert answer.status_code in (400, 404), answer.text
        assert _problems(method, path, answer) == []
