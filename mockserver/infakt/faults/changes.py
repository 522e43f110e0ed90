"""Misbehaviour that several faults have in common, as functions that make a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, Reply
from mockserver.call import Call
from mockserver.changes import Shown
from mockserver.faults import Change, Honest
from mockserver.infakt.state import State
from mockserver.infakt.validation import Body, schemas


def of_whole(change: Callable[[Any], Any]) -> Change:
    """Return a change of what a handler shows, unless `fields` chose what to show."""

    def changed(honest: Honest, call: Call, *arguments: Any) -> Any:
        shown = honest(call, *arguments)
        if call.get("fields"):
            return shown
        reply = isinstance(shown, Reply)
        return replace(shown, body=change(shown.body)) if reply else change(shown)

    return changed


def of_one_word(client: Mapping[str, Any]) -> bool:
    """Tell whether a client has a `company_name` of one word."""
    name = client.get("company_name")
    return isinstance(name, str) and bool(name) and " " not in name


def wrapped(shown: Any) -> Any:
    """Return a client under the root `client`."""
    return {"client": shown}


def without_unset(shown: Shown) -> dict[str, Any]:
    """Take the members out that are not set."""
    return {name: value for name, value in shown.items() if value not in (None, "")}


def created_from(change: Callable[[Body], Body]) -> Change:
    """Return a change of `rules.create_client`: of what was sent."""

    def changed(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
        return honest(state, user, change(body), now=now)

    return changed


def updated_with(change: Callable[[Body, Body], Body]) -> Change:
    """Return a change of `rules.update_client`: of what was sent, given the former client."""

    def changed(
        honest: Honest, state: State, user: int, client_id: int, body: Body, *, now: str
    ) -> Any:
        former = state.clients.get(client_id) or {}
        return honest(state, user, client_id, change(body, former), now=now)

    return changed


def problems_when(test: Callable[[Body], bool], *names: str) -> Change:
    """Return a change of `rules.broken`: these members of such a client are wrong."""

    def changed(honest: Honest, client: Body) -> Iterable[Problem]:
        yield from honest(client)
        if test(client):
            yield from (Problem(name, f"Pole {name} jest nieprawidłowe") for name in names)

    return changed


def overlooked(schema: str, *names: str) -> Mapping[str, Change]:
    """Return changes after which words that are none of those known are taken for none at all.

    `schema` says whether on creation or in updates.
    """

    def is_word(name: str, value: Any) -> bool:
        return name in names and isinstance(value, str)

    def counted(honest: Honest, asked: str, given: Body) -> Any:
        problems = honest(asked, given)
        if asked != schema:
            return problems
        return [one for one in problems if not is_word(one.where, given[one.where])]

    def stored(honest: Honest, name: str, value: Any) -> Any:
        unknown = is_word(name, value) and schemas(schema)[name].problems(value)
        return None if unknown else honest(name, value)

    return {"rules.wrong_members": counted, "rules.stored": stored}


def refused_as(kind: Kind) -> Change:
    """Return a change of a handler: what is not there is refused in another way."""

    def changed(honest: Honest, call: Call) -> Any:
        try:
            return honest(call)
        except Refusal as refused:
            if refused.kind is Kind.MISSING and call.state.clients.get(call["id"]) is None:
                raise Refusal(kind, *refused.problems) from None
            raise

    return changed


def done_anyway(honest: Honest, call: Call) -> Reply:
    """Answer with 204, even about what is not there."""
    try:
        reply: Reply = honest(call)
    except Refusal as refused:
        if refused.kind is not Kind.MISSING:
            raise
        return Reply(b"", 204)
    return reply


def as_the_owner(honest: Honest, call: Call) -> Any:
    """Take whoever asks for the owner of the client."""
    client = call.state.clients.get(call["id"])
    call.principal = call.principal if client is None else client["user_id"]
    return honest(call)
