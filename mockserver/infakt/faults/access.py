"""Faults in who is let in, and in whose clients are shown and changed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Refusal
from mockserver.call import Call
from mockserver.faults import Change, Fault, Honest, observed
from mockserver.infakt.faults.changes import as_the_owner
from mockserver.infakt.gate import ROOT, named_client
from mockserver.infakt.listing import Query
from mockserver.infakt.state import State
from mockserver.store import Row

SOMEBODY = 2


def _strangers(*operations: str) -> Change:
    """Return a change of `access.authenticate`: no key is needed for these operations."""

    def changed(honest: Honest, call: Call) -> Any:
        nothing = not honest.behaviour.access.key(call) and "authorization" not in call.headers
        return SOMEBODY if nothing and call.operation in operations else honest(call)

    return changed


def _any_key(*operations: str) -> Change:
    """Return a change of `access.authenticate`: any key will do for these operations."""

    def changed(honest: Honest, call: Call) -> Any:
        key = honest.behaviour.access.key(call)
        unknown = key and honest.behaviour.access.user(key) is None
        return SOMEBODY if unknown and call.operation in operations else honest(call)

    return changed


def _done_for_strangers(operation: str) -> Change:
    """Return a change of `access.authenticate`: a stranger is refused, and obeyed."""

    def changed(honest: Honest, call: Call) -> Any:
        try:
            return honest(call)
        except Refusal:
            if call.operation == operation and not honest.behaviour.access.key(call):
                with suppress(Refusal):
                    _done(honest, call)
            raise

    return changed


def _done(honest: Honest, call: Call) -> None:
    rules, named = honest.behaviour.rules, named_client(call)
    sent = honest.behaviour.gate.decoded(call.raw) if call.raw else None
    client = sent.get(ROOT) if isinstance(sent, dict) else None
    change = call.world.store.change
    if call.operation == "deleteClient":
        change(rules.delete_client, SOMEBODY, named, now="")
    elif call.operation == "createClient" and isinstance(client, dict):
        change(rules.create_client, SOMEBODY, client, now="")
    elif isinstance(client, dict):
        change(rules.update_client, SOMEBODY, named, client, now="")


def _bearer(honest: Honest, call: Call) -> Any:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token if scheme == "Bearer" else honest(call)


def _stranger_told_otherwise(honest: Honest, refused: Refusal) -> Any:
    return "title" if refused.kind is Kind.UNAUTHENTICATED else honest(refused)


def _other_words(honest: Honest) -> Refusal:
    return Refusal(Kind.UNAUTHENTICATED, replace(honest().problems[0], message="Brak dostępu"))


def _partly(honest: Honest, call: Call) -> Any:
    reply = honest(call)
    return reply if call.get("q") else replace(reply, status=206)


def _everybody(_: Honest, state: State, user: int) -> list[Row]:
    del user
    return list(state.clients)


def _everybody_counted(honest: Honest, state: State, user: int, query: Query) -> Any:
    mine = [{**client, "user_id": user} for client in state.clients]
    everybody = replace(state, clients=state.clients.put(*mine))
    return replace(honest(state, user, query), total=honest(everybody, user, query).total)


FAULTS = (
    Fault(
        "list-answers-206",
        {"handlers.list_clients": _partly},
        "A list that is not searched is answered with 206.",
        ("FAK-AUTH-01", "FAK-AUTH-13"),
    ),
    Fault(
        "list-open-without-key",
        {"access.authenticate": _strangers("listClients")},
        "The list is answered without a key.",
        ("FAK-AUTH-02",),
    ),
    Fault(
        "list-open-to-any-key",
        {"access.authenticate": _any_key("listClients")},
        "The list is answered to a key that nobody has.",
        ("FAK-AUTH-03",),
    ),
    Fault(
        "reading-open-to-strangers",
        {"access.authenticate": _strangers("getClient")},
        "A client is shown without a key.",
        ("FAK-AUTH-04",),
    ),
    Fault(
        "deleting-open-to-strangers",
        {"access.authenticate": _strangers("deleteClient")},
        "A client is deleted without a key.",
        ("FAK-AUTH-05", "FAK-AUTH-06"),
    ),
    Fault(
        "stranger-refused-and-client-deleted",
        {"access.authenticate": _done_for_strangers("deleteClient")},
        "Deleting without a key is answered with 401, and done.",
        ("FAK-AUTH-06",),
    ),
    Fault(
        "creating-open-to-strangers",
        {"access.authenticate": _strangers("createClient")},
        "A client is created without a key.",
        ("FAK-AUTH-07", "FAK-AUTH-08"),
    ),
    Fault(
        "stranger-refused-and-client-created",
        {"access.authenticate": _done_for_strangers("createClient")},
        "Creating without a key is answered with 401, and done.",
        ("FAK-AUTH-08",),
    ),
    Fault(
        "updating-open-to-strangers",
        {"access.authenticate": _strangers("updateClient")},
        "A client is updated without a key.",
        ("FAK-AUTH-09", "FAK-AUTH-10"),
    ),
    Fault(
        "stranger-refused-and-client-updated",
        {"access.authenticate": _done_for_strangers("updateClient")},
        "Updating without a key is answered with 401, and done.",
        ("FAK-AUTH-10",),
    ),
    Fault(
        "any-key-reads",
        {"access.authenticate": _any_key("getClient")},
        "A client is shown to a key that nobody has.",
        ("FAK-AUTH-11",),
    ),
    Fault(
        "any-key-updates",
        {"access.authenticate": _any_key("updateClient")},
        "A client is updated with a key that nobody has.",
        ("FAK-AUTH-12",),
    ),
    Fault(
        "bearer-accepted",
        {"access.key": _bearer},
        "A key is accepted as a bearer token.",
        ("FAK-AUTH-14",),
    ),
    Fault(
        "stranger-told-otherwise",
        {"errors.name": _stranger_told_otherwise},
        "A 401 has no member `error`.",
        ("FAK-AUTH-15",),
    ),
    observed(
        "missing-key-in-other-words",
        {"access.missing_key": _other_words},
        "A missing key is told in other words.",
        "FAK-AUTH-16",
    ),
    observed(
        "wrong-key-in-other-words",
        {"access.wrong_key": _other_words},
        "A wrong key is told in other words.",
        "FAK-AUTH-17",
    ),
    Fault(
        "everybody-listed",
        {"rules.everybody": _everybody},
        "The list shows the clients of all accounts.",
        ("FAK-OWNER-01", "FAK-OWNER-05"),
    ),
    Fault(
        "everybody-counted",
        {"rules.page": _everybody_counted},
        "`total_count` counts the clients of all accounts.",
        ("FAK-OWNER-05",),
    ),
    Fault(
        "client-of-other-account-shown",
        {"handlers.get_client": as_the_owner},
        "A client of another account is shown.",
        ("FAK-OWNER-02",),
    ),
    Fault(
        "foreign-client-updated",
        {"handlers.update_client": as_the_owner},
        "A client of another account is updated.",
        ("FAK-OWNER-03",),
    ),
    Fault(
        "foreign-client-deleted",
        {"handlers.delete_client": as_the_owner},
        "A client of another account is deleted.",
        ("FAK-OWNER-04",),
    ),
)
