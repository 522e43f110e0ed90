"""Misbehaviour that several faults have in common, as functions that make a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, Reply
from mockserver.call import Call
from mockserver.contract import Operation
from mockserver.faults import Change, Honest
from mockserver.infranotes.state import State
from mockserver.store import Row


def never_given(name: str, value: Any) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return a function that shows a member that was never given as this value."""
    return lambda shown: {**shown, name: value if shown.get(name) is None else shown[name]}


def accepted(operation_id: str, rule: str, *members: str) -> Change:
    """Return a change of `gate.screened`: members of a request may break a rule of the contract.

    Without members, all may.
    """

    def screened(honest: Honest, operation: Operation, problems: list[Problem]) -> Any:
        if operation.id != operation_id:
            return honest(operation, problems)
        counted = [
            problem
            for problem in problems
            if problem.rule != rule or (members and problem.where not in members)
        ]
        return honest(operation, counted)

    return screened


def status(kind: Kind, answer: int) -> Change:
    """Return a change of `errors.status`: another status for one kind of refusal."""

    def changed(honest: Honest, asked: Kind) -> Any:
        return answer if asked is kind else honest(asked)

    return changed


def in_another_form(kind: Kind) -> Change:
    """Return a change of `errors.body`: another form for one kind of refusal."""

    def changed(honest: Honest, refused: Refusal) -> Any:
        return {"title": refused.sentence} if refused.kind is kind else honest(refused)

    return changed


def as_the_owner(owner: Callable[[State, Call], int | None]) -> Change:
    """Return a change of a handler: whoever asks is taken for the owner of the record."""

    def changed(honest: Honest, call: Call) -> Any:
        found = owner(call.state, call)
        call.principal = call.principal if found is None else found
        return honest(call)

    return changed


def owner_of_client(state: State, call: Call) -> int | None:
    """Return the user to whom the client of the path belongs."""
    return _user(state.clients.get(call.get("id") or call.get("client_id")))


def owner_of_contact(state: State, call: Call) -> int | None:
    """Return the user to whom the client of the contact of the path belongs."""
    contact = state.contacts.get(call["id"])
    return None if contact is None else _user(state.clients.get(contact["client_id"]))


def owner_of_custom_field(state: State, call: Call) -> int | None:
    """Return the user to whom the custom field of the path belongs."""
    return _user(state.custom_fields.get(call["entity_or_id"]))


def _user(row: Row | None) -> int | None:
    return None if row is None else row["user_id"]


def silent(honest: Honest, call: Call) -> Reply:
    """Do what a handler does, and answer with an empty object."""
    honest(call)
    return Reply({})
