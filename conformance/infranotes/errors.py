"""What an InfraNotes error looks like, and requests that have to be refused."""

from __future__ import annotations

from collections.abc import Iterator

from conformance import expect
from conformance.client import Answer
from conformance.infranotes.driver import Call, Driver


def error_form(answer: Answer, requirement: str | None = None) -> None:
    """Expect `{"error": "a text that is not empty"}`; more members may stand beside it."""
    body = answer.json
    text = body.get("error") if isinstance(body, dict) else None
    expect.that(
        isinstance(text, str) and text.strip(),
        'a body {"error": "text"}',
        answer.summary,
        requirement,
    )


def invalid_calls(api: Driver) -> Iterator[Call]:
    """Yield calls that break a documented rule, one for each operation that has one."""
    client, field = api.new_client(), api.new_field()
    yield Call("createClient", {}, body=api.client_body(type="partner"))
    yield Call("createClient", {}, body=api.client_body(category="company"))
    yield Call("updateClient", {"id": client["id"]}, body={"type": "partner"})
    yield Call("createCustomField", {}, body=api.field_body(type="colour"))
    yield Call("createCustomField", {}, body=api.field_body(entity="planet"))
    yield Call("updateCustomField", {"entity_or_id": field["id"]}, body={"type": "colour"})
    yield Call("searchClients", {})


def body_calls(api: Driver) -> Iterator[Call]:
    """Yield each operation that takes a body, on records made for it."""
    return (call for call in api.every_call() if call.body is not None)
