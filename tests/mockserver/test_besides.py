"""What a schema and what a rule refuses in one body is told at once, and asking changes nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from mockserver import build
from mockserver.api import api
from tests.mockserver.calling import A_DAY, Caller

CLOCK = "2026-01-31T12:00:00Z"


def _caller(name: str, plain: bool) -> Caller:
    found = api(name)
    settings = {name: setting.default for name, setting in found.settings.items()}
    request = build.Request(apis=(name,), clock=CLOCK, plain_connexion=plain)
    credential = found.credential(2, settings, datetime(2026, 1, 31, 12, tzinfo=UTC), A_DAY)
    return Caller(build.server(request), found.headers(credential))


@dataclass(frozen=True)
class Sent:
    """A body that is wrong in two ways, what goes before it, and the members that are told."""

    before: tuple[tuple[str, str, Any], ...]
    path: str
    body: Any
    told: tuple[str, ...]
    right: Any


INFRANOTES_FIELD = {"name": "Size", "type": "dropdown", "entity": "client", "options": ["S", "M"]}
INFRANOTES_CLIENT = {"type": "client", "category": "organization", "name": "A"}
NINJA_CLIENT = {"name": "A", "number": "X-1", "contacts": [{"email": "a@example.com"}]}

SENT: dict[str, Sent] = {
    "infranotes": Sent(
        (("POST", "/api/custom-fields", INFRANOTES_FIELD),),
        "/api/clients",
        INFRANOTES_CLIENT | {"type": "x", "tags": ["a", 3], "custom_fields": {"Size": "XXL"}},
        ("type", "tags[1]", "custom_fields.Size"),
        INFRANOTES_CLIENT,
    ),
    "infakt": Sent(
        (),
        "/api/v3/clients.json",
        {"client": {"country": "PL", "payment_method": "x", "postal_code": "1"}},
        ("payment_method", "postal_code"),
        {"client": {"country": "PL"}},
    ),
    "invoiceninja": Sent(
        (("POST", "/api/v1/clients", NINJA_CLIENT),),
        "/api/v1/clients",
        {"name": 7, "number": "X-1", "contacts": [{"email": 3}, {"password": "short"}]},
        ("name", "number", "contacts[0].email", "contacts[1].password"),
        NINJA_CLIENT | {"number": "X-2"},
    ),
}


def _prepared(name: str, plain: bool) -> Caller:
    call = _caller(name, plain)
    for request in SENT[name].before:
        assert call(*request).status_code < 300
    return call


def _told(call: Caller, answer: Any) -> set[str]:
    reasons = call("GET", answer.links["help"]["url"]).json()["refusal"]["reasons"]
    return {one["where"] for one in reasons}


@pytest.mark.parametrize("plain", [False, True], ids=["prepared", "plain"])
@pytest.mark.parametrize("name", SENT)
def test_schema_and_rules_are_told_at_once(name: str, plain: bool) -> None:
    call, sent = _prepared(name, plain), SENT[name]
    answer = call("POST", sent.path, sent.body)
    assert 400 <= answer.status_code < 500
    assert _told(call, answer) == set(sent.told)


@pytest.mark.parametrize("plain", [False, True], ids=["prepared", "plain"])
@pytest.mark.parametrize("name", SENT)
def test_asking_the_rules_changes_neither_state_nor_time_nor_chance(name: str, plain: bool) -> None:
    call, other, sent = _prepared(name, plain), _prepared(name, plain), SENT[name]
    if (
        name == "infranotes"
    ):  # elsewhere the rules themselves examine the schema, at a time of theirs
        assert call("POST", sent.path, sent.body).status_code == 400
        assert call("POST", sent.path, sent.body).status_code == 400
    assert call("GET", "/_mock/state").json() == other("GET", "/_mock/state").json()
    made, as_ever = (one("POST", sent.path, sent.right) for one in (call, other))
    assert made.status_code < 300
    assert made.content == as_ever.content


# What the rules say of members that were taken out, or cannot say without them, is not told.
ONCE: dict[str, tuple[Any, ...]] = {
    "options of a wrong type": ("/api/custom-fields", INFRANOTES_FIELD | {"options": 5}),
    "options with a wrong item": ("/api/custom-fields", INFRANOTES_FIELD | {"options": ["S", 5]}),
    "no custom field": ("/api/custom-field-values/client/1", {"value": "S"}),
    "no object": ("/api/clients", [INFRANOTES_CLIENT]),
    "a member in another one": (
        "/api/clients",
        INFRANOTES_CLIENT | {"custom_fields": {"Size": {"a": 1}}},
    ),
}


@pytest.mark.parametrize(("path", "body"), ONCE.values(), ids=ONCE)
def test_nothing_is_told_twice(path: str, body: Any) -> None:
    call = _prepared("infranotes", plain=False)
    said = call("POST", path, body).json()["error"]
    assert said.count(".") - said.count("custom_fields.") == 1, json.dumps(said)
