"""Faults in who is let in, and in whose records are shown and changed."""

from __future__ import annotations

import re
from typing import Any

import jwt

from mockserver.answers import Kind, Refusal, refusal
from mockserver.call import Call
from mockserver.changes import after, altered, always
from mockserver.faults import Fault, Honest
from mockserver.infranotes import auth
from mockserver.infranotes.faults.changes import (
    as_the_owner,
    owner_of_client,
    owner_of_contact,
    owner_of_custom_field,
)
from mockserver.infranotes.state import State
from mockserver.store import Row

SOMEBODY = 2
_UNVERIFIED: Any = {"verify_signature": False}


def _list_for_all(honest: Honest, call: Call) -> Any:
    stranger = "authorization" not in call.headers
    return SOMEBODY if stranger and call.operation == "listClients" else honest(call)


def _any_scheme(honest: Honest, authorization: str) -> Any:
    return honest(
        f"Bearer {authorization.rpartition(' ')[2]}" if " " in authorization else authorization
    )


def _unsigned(token: str) -> bool:
    try:
        return str(jwt.get_unverified_header(token).get("alg")).lower() == "none"
    except jwt.PyJWTError:
        return False


def _signature_unchecked(honest: Honest, token: str, secret: str) -> Any:
    if _unsigned(token):
        return honest(token, secret)
    try:
        return jwt.decode(token, options=_UNVERIFIED, algorithms=[auth.ALGORITHM])
    except jwt.PyJWTError:
        return honest(token, secret)


def _unsigned_accepted(honest: Honest, token: str, secret: str) -> Any:
    return jwt.decode(token, options=_UNVERIFIED) if _unsigned(token) else honest(token, secret)


_TABLES = {"clients": "clients", "contacts": "contacts", "custom-fields": "custom_fields"}


def _existence_first(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal:
        named = re.search(r"/(clients|contacts|custom-fields)/([0-9]{1,18})", call.path)
        if named and getattr(call.state, _TABLES[named[1]]).get(int(named[2])) is None:
            raise refusal(Kind.MISSING, f"There is nothing at {call.path}") from None
        raise


def _everybodys_clients(honest: Honest, state: State, user: int, *arguments: Any) -> Any:
    return honest(_as_of(state, user), user, *arguments)


def _as_of(state: State, user: int) -> State:
    """Return the state in which all clients that anybody owns belong to one user."""
    mine = [{**client, "user_id": user} for client in state.clients if client["user_id"] > 0]
    return State(state.clients.put(*mine), state.contacts, state.custom_fields, state.values)


def _everybodys_fields(_: Honest, state: State, user: int, entity: str) -> list[Row]:
    del user
    return state.custom_fields.where(entity=entity)


def _any_client(honest: Honest, state: State, user: int, entity: str, entity_id: int) -> None:
    client = state.clients.get(entity_id) if entity == "client" else None
    honest(state, client["user_id"] if client else user, entity, entity_id)


def _foreign_in_another_form(honest: Honest, refused: Refusal) -> Any:
    return {"title": "Forbidden"} if refused.kind is Kind.FORBIDDEN else honest(refused)


def _forbidden(_: Honest, thing: str, row_id: int) -> Refusal:
    return refusal(Kind.FORBIDDEN, f"The {thing} {row_id} belongs to another user")


FAULTS = (
    Fault(
        "list-open-to-strangers",
        {"access.authenticate": _list_for_all},
        "The list of clients is answered without credentials.",
        ("INF-AUTH-01",),
    ),
    Fault(
        "any-scheme-accepted",
        {"access.token": _any_scheme},
        "A valid token is accepted under any scheme, such as Basic.",
        ("INF-AUTH-02",),
    ),
    Fault(
        "signature-not-checked",
        {"access.claims": _signature_unchecked},
        "The claims of a token are believed whatever its signature.",
        ("INF-AUTH-03",),
    ),
    Fault(
        "unsigned-token-accepted",
        {"access.claims": _unsigned_accepted},
        "A token that declares itself unsigned is accepted.",
        ("INF-AUTH-04",),
    ),
    Fault(
        "expired-token-accepted",
        {"access.check_times": always(None)},
        "A token is accepted after it has expired.",
        ("INF-AUTH-05",),
    ),
    Fault(
        "strangers-learn-what-exists",
        {"access.authenticate": _existence_first},
        "An absent record is answered with 404 before credentials are asked for.",
        ("INF-AUTH-06",),
    ),
    Fault(
        "foreign-client-shown",
        {"handlers.get_client": as_the_owner(owner_of_client)},
        "A client is shown to every user.",
        ("INF-OWNER-01",),
    ),
    Fault(
        "foreign-clients-listed",
        {"rules.clients": _everybodys_clients},
        "The list has the clients of all users.",
        ("INF-OWNER-02",),
    ),
    Fault(
        "foreign-clients-found",
        {"rules.search": _everybodys_clients},
        "The search finds the clients of all users.",
        ("INF-OWNER-02",),
    ),
    Fault(
        "foreign-client-updatable",
        {"handlers.update_client": as_the_owner(owner_of_client)},
        "Every user can update every client.",
        ("INF-OWNER-03",),
    ),
    Fault(
        "foreign-client-deletable",
        {"handlers.delete_client": as_the_owner(owner_of_client)},
        "Every user can delete every client.",
        ("INF-OWNER-03",),
    ),
    Fault(
        "foreign-contact-shown",
        {"handlers.get_contact": as_the_owner(owner_of_contact)},
        "A contact is shown to every user.",
        ("INF-OWNER-04",),
    ),
    Fault(
        "foreign-contact-updatable",
        {"handlers.update_contact": as_the_owner(owner_of_contact)},
        "Every user can update every contact.",
        ("INF-OWNER-04",),
    ),
    Fault(
        "foreign-client-takes-contacts",
        {"handlers.add_contact": as_the_owner(owner_of_client)},
        "Every user can add contacts to every client.",
        ("INF-OWNER-04",),
    ),
    Fault(
        "foreign-custom-fields-listed",
        {"rules.custom_fields": _everybodys_fields},
        "The list of custom fields has those of all users.",
        ("INF-OWNER-05",),
    ),
    Fault(
        "foreign-custom-field-deletable",
        {"handlers.delete_custom_field": as_the_owner(owner_of_custom_field)},
        "Every user can delete every custom field.",
        ("INF-OWNER-05",),
    ),
    Fault(
        "foreign-client-takes-values",
        {"rules.check_entity": _any_client},
        "Values of custom fields can be saved for another user's client.",
        ("INF-OWNER-06",),
    ),
    Fault(
        "one-user-for-all",
        {
            "views.client": after(altered("user_id", lambda _: SOMEBODY)),
            "views.custom_field": after(altered("user_id", lambda _: SOMEBODY)),
        },
        "All records show the same user, whoever made them.",
        ("INF-OWNER-07",),
    ),
    Fault(
        "foreign-record-in-another-form",
        {"rules.foreign": _forbidden, "errors.body": _foreign_in_another_form},
        "The refusal of another user's record has no member `error`.",
        ("INF-ERROR-08",),
    ),
)
