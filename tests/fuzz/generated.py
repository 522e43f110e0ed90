"""Requests that Schemathesis makes from a spec: ones that keep to it, and ones that do not."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator
from typing import Any

import hypothesis
import requests
import schemathesis
from schemathesis import Case, GenerationMode
from schemathesis.generation.feedback import NO_FEEDBACK

from tests.fuzz.drafts import Draft
from tests.fuzz.surfaces import Surface

# How many requests are drawn of an operation before it is the turn of the next.
BATCH = 12
MODES = {"valid": GenerationMode.POSITIVE, "invalid": GenerationMode.NEGATIVE}
_ORIGIN = "http://mock"
# What does not come from the spec, or is for others to decide.
_OURS = (
    *("accept", "accept-encoding", "connection", "content-length", "host", "prefer", "user-agent"),
    *("transfer-encoding", "x-mock-workspace", "x-mock-token", "x-schemathesis-testcaseid"),
)


@functools.cache
def _operations(surface: Surface) -> list[Any]:
    spec = {**surface.spec, "servers": [{"url": _ORIGIN + surface.contract.base_path}]}
    # Given in full, so that no configuration file of the folder where it runs has a say.
    schema = schemathesis.openapi.from_dict(spec, config=schemathesis.Config.from_dict({}))
    return [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]


@functools.cache
def _strategy(surface: Surface, number: int, mode: str) -> Any:
    return _operations(surface)[number].as_strategy(MODES[mode], feedback=NO_FEEDBACK)


def drafts(surface: Surface, mode: str, seed: int) -> Iterator[Draft]:
    """Yield requests to the operations of a surface in turn, without end, the same for a seed."""
    turn = 0
    while True:
        for number in range(len(_operations(surface))):
            turn += 1
            for case in _drawn(_strategy(surface, number, mode), seed + turn):
                draft = _draft(surface, case)
                if draft is not None:
                    yield draft


def _drawn(strategy: Any, seed: int) -> list[Case[Any]]:
    found: list[Case[Any]] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=BATCH,
        phases=[hypothesis.Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategy)
    def draw(case: Case[Any]) -> None:
        found.append(case)

    try:
        draw()
    except hypothesis.errors.Unsatisfiable:  # there is no such request to this operation
        return []
    random.Random(seed).shuffle(found)  # the simplest come first
    return found


def _draft(surface: Surface, case: Case[Any]) -> Draft | None:
    """Return a generated request as it would be sent, None if no client could send it."""
    try:
        parts = case.as_transport_kwargs(base_url=_ORIGIN + surface.contract.base_path)
        names = ("method", "url", "params", "data", "json", "files", "headers")
        given = {name: parts[name] for name in names if name in parts}
        sent = requests.Request(**given).prepare()
    except (ValueError, requests.RequestException, UnicodeError):
        return None
    if "follow" in str(sent.path_url):  # what follows the journal gets an answer without end
        return None
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    ours = {*_OURS, *(name.decode().lower() for name, _ in surface.credentials)}
    told = tuple(
        (_bytes(name), _bytes(value))
        for name, value in sent.headers.items()
        if name.lower() not in ours
    )
    return Draft(
        surface.name,
        str(sent.method).encode(),
        sent.path_url.encode("ascii", "replace"),
        (*told, *surface.credentials),
        body if isinstance(body, bytes) else b"",
        surface.pinned,
    )


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1", "replace")
