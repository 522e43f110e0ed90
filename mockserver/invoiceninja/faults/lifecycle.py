"""Faults in purging and merging clients."""

from __future__ import annotations

from typing import Any

from mockserver.answers import Kind, Refusal, refusal
from mockserver.call import Call
from mockserver.changes import always
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.bulk import known_ids, no_problem
from mockserver.invoiceninja.faults.changes import (
    Body,
    client_of,
    done_but_refused,
    fault,
    observed,
)
from mockserver.invoiceninja.faults.deleting import clearing
from mockserver.invoiceninja.state import State
from mockserver.store import Row

# The company of clients that are gone and leave something behind.
NOWHERE = 0


def _left_behind(honest: Honest, state: State, user: Row, text: str, *, now: str) -> Any:
    client = honest.behaviour.rules.client(state, user, text)
    state, result = honest(state, user, text, now=now)
    return state.put("clients", {**client, "company_id": NOWHERE}), result


def _merged_left_behind(
    honest: Honest, state: State, user: Row, text: str, other: str, *, now: str
) -> Any:
    merged = honest.behaviour.rules.client(state, user, other)
    state, result = honest(state, user, text, other, now=now)
    return state.put("clients", {**merged, "company_id": NOWHERE}), result


def _ghost_shown(honest: Honest, call: Call) -> Any:
    client = client_of(honest, call)
    if client is None or client["company_id"] != NOWHERE:
        return honest(call)
    return honest.behaviour.handlers.one(call, client)


def _ghosts_listed(honest: Honest, state: State, user: Row) -> Any:
    return [*honest(state, user), *state.clients.where(company_id=NOWHERE, user_id=user["id"])]


def _ghosts_restored(
    honest: Honest, state: State, user: Row, body: Body, query: Any, chance: Any, *, now: str
) -> Any:
    for text in body.get("ids") or () if body.get("action") == "restore" else ():
        client = state.clients.get(honest.behaviour.ids.decode(text) or 0)
        if client is not None and client["company_id"] == NOWHERE:
            state = state.put("clients", {**client, "company_id": user["company_id"]})
    return honest(state, user, body, query, chance, now=now)


def _restores_nobody(asked: Body) -> bool:
    return asked.get("action") == "restore" and asked.get("ids") == []


def _password_not_needed(operation: str) -> Change:
    """Return a change of `access.check_password`: an operation is done without one."""

    def changed(honest: Honest, call: Call, user: Row) -> None:
        access = honest.behaviour.access
        if call.operation != operation or access.password(call) is not None:
            honest(call, user)

    return changed


def _any_password(operation: str) -> Change:
    """Return a change of `access.check_password`: an operation takes any."""

    def changed(honest: Honest, call: Call, user: Row) -> None:
        access = honest.behaviour.access
        if call.operation != operation or access.password(call) is None:
            honest(call, user)

    return changed


def _named(honest: Honest, call: Call) -> Row | None:
    """Return the client that the path of a purge names, before the path is read."""
    text = call.path.split("/")[-2]
    found: Row | None = call.state.clients.get(honest.behaviour.ids.decode(text) or 0)
    return found


def _cleared_though_refused(honest: Honest, call: Call, user: Row) -> None:
    try:
        honest(call, user)
    except Refusal:
        client, store = _named(honest, call), call.world.store
        if client is not None and call.operation == "purgeClient":
            store.state = store.state.put("clients", {**client, "custom_value1": ""})
        raise


def _client_before_password(honest: Honest, call: Call, user: Row) -> None:
    if call.operation == "purgeClient" and _named(honest, call) is None:
        raise honest.behaviour.rules.unknown(call.path.split("/")[-2])
    honest(call, user)


def _unread(honest: Honest, call: Call) -> Any:
    return None if honest(call) is None else ""


def _archived_refused(honest: Honest, state: State, user: Row, text: str, *, now: str) -> Any:
    client = honest.behaviour.rules.client(state, user, text)
    if client["archived_at"] and not client["is_deleted"]:
        raise refusal(Kind.GONE, "The client is archived", place="path")
    return honest(state, user, text, now=now)


def _first_gone_too(
    honest: Honest, state: State, user: Row, text: str, other: str, *, now: str
) -> Any:
    state, client = honest(state, user, text, other, now=now)
    return state.remove("clients", [client]), client


def _second_answered(
    honest: Honest, state: State, user: Row, text: str, other: str, *, now: str
) -> Any:
    merged = honest.behaviour.rules.client(state, user, other)
    state, _ = honest(state, user, text, other, now=now)
    return state, merged


def _documents_lost(honest: Honest, state: State, client: Row, merged: Row) -> Any:
    found = state.documents.where(client_id=merged["id"])
    return honest(state, client, merged).remove("documents", found)


def _unknown_passed_over(
    honest: Honest, state: State, user: Row, text: str, other: str, *, now: str
) -> Any:
    try:
        return honest(state, user, text, other, now=now)
    except Refusal as refused:
        if refused.kind is not Kind.PATH or text == other:
            raise
        return state, honest.behaviour.rules.client(state, user, text)


def _address_of_second(honest: Honest, primary: Row, merged: Row) -> Any:
    return {**honest(primary, merged), "address2": merged["address2"]}


def _with_new_ids(honest: Honest, state: State, client: Row, contacts: list[Row]) -> Any:
    found, last = honest(state, client, contacts), state.contacts.last_id
    return [{**one, "id": last + number} for number, one in enumerate(found, 1)]


def _all_with_email(honest: Honest, state: State, client: Row, contacts: list[Row]) -> Any:
    del honest, state, client
    return [one for one in contacts if one["email"].strip()]


def _blank_too(honest: Honest, state: State, client: Row, contacts: list[Row]) -> Any:
    blank = [one for one in contacts if not one["email"].strip()]
    return [*honest(state, client, contacts), *blank]


def _same_answered(
    honest: Honest, state: State, user: Row, text: str, other: str, *, now: str
) -> Any:
    if text == other:
        return state, honest.behaviour.rules.client(state, user, text)
    return honest(state, user, text, other, now=now)


def _same_loses(honest: Honest, call: Call) -> Any:
    client, store = client_of(honest, call), call.world.store
    if client is not None and call["id"] == call["mergeable_client_hashed_id"]:
        store.state = store.state.put("clients", {**client, "custom_value4": ""})
    return honest(call)


def _deleted_refused(
    honest: Honest, state: State, user: Row, text: str, other: str, *, now: str
) -> Any:
    if honest.behaviour.rules.client(state, user, other)["is_deleted"]:
        raise refusal(Kind.GONE, "The client is deleted", place="path")
    return honest(state, user, text, other, now=now)


CHECK = "access.check_password"
PURGE = "rules.purge_client"
MERGE = "rules.merge_clients"

FAULTS = (
    fault(
        "purge-without-password",
        {CHECK: _password_not_needed("purgeClient")},
        "A purge needs no password.",
        "NIN-PURGE-01",
    ),
    fault(
        "purge-with-any-password",
        {CHECK: _any_password("purgeClient")},
        "A purge takes any password.",
        "NIN-PURGE-02",
    ),
    fault(
        "refused-purge-clears-value",
        {CHECK: _cleared_though_refused},
        "A purge that is refused clears a custom value.",
        "NIN-PURGE-03",
    ),
    fault(
        "purge-done-but-refused",
        {"handlers.purge_client": done_but_refused(Kind.PATH)},
        "A purge is done, and answered as refused.",
        *("NIN-PURGE-04", "NIN-SHAPE-03"),
    ),
    fault(
        "purged-client-shown",
        {PURGE: _left_behind, "handlers.show_client": _ghost_shown},
        "A purged client can still be read.",
        "NIN-PURGE-05",
    ),
    fault(
        "purged-client-listed",
        {PURGE: _left_behind, "rules.visible": _ghosts_listed},
        "A purged client is still listed.",
        "NIN-PURGE-06",
    ),
    fault(
        "purged-client-restored",
        {PURGE: _left_behind, "rules.bulk": _ghosts_restored},
        "A purged client can be restored.",
        "NIN-PURGE-07",
    ),
    fault(
        "purge-clears-another-client",
        {PURGE: clearing("custom_value2", 1)},
        "A purge clears a custom value of the client before.",
        "NIN-PURGE-13",
    ),
    fault(
        "first-of-merge-gone",
        {MERGE: _first_gone_too},
        "After a merge the first client is gone too.",
        "NIN-MERGE-01",
    ),
    fault(
        "second-of-merge-shown",
        {MERGE: _merged_left_behind, "handlers.show_client": _ghost_shown},
        "The second client of a merge can still be read.",
        "NIN-MERGE-02",
    ),
    fault(
        "merge-answers-with-second",
        {MERGE: _second_answered},
        "A merge answers with the second client.",
        "NIN-MERGE-03",
    ),
    fault(
        "contacts-not-merged",
        {"rules.welcome": always([])},
        "The contacts of the second client are lost.",
        "NIN-MERGE-06",
    ),
    fault(
        "documents-not-merged",
        {"rules.with_belongings": _documents_lost},
        "The documents of the second client are lost.",
        "NIN-MERGE-10",
    ),
    fault(
        "merge-with-nobody",
        {MERGE: _unknown_passed_over},
        "A merge with a client that does not exist is answered as a success.",
        "NIN-MERGE-13",
    ),
    fault(
        "merge-with-any-password",
        {CHECK: _any_password("mergeClient")},
        "A merge takes any password.",
        "NIN-MERGE-14",
    ),
    fault(
        "merge-without-password",
        {CHECK: _password_not_needed("mergeClient")},
        "A merge needs no password.",
        "NIN-MERGE-15",
    ),
    fault(
        "second-of-merge-listed",
        {MERGE: _merged_left_behind, "rules.visible": _ghosts_listed},
        "The second client of a merge is still listed.",
        "NIN-MERGE-17",
    ),
    fault(
        "merge-takes-address-of-second",
        {"rules.summed": _address_of_second},
        "A merge takes a part of the address from the second client.",
        "NIN-MERGE-18",
    ),
    observed(
        "purged-ids-passed-over",
        {"rules.bulk": known_ids("restore"), "rules.wrong_ids": no_problem(_restores_nobody)},
        "`restore` passes over ids that no client has.",
        "NIN-PURGE-08",
    ),
    observed(
        "coded-password-unread",
        {"access.decoded_password": _unread},
        "A password in base64 is not read.",
        "NIN-PURGE-09",
    ),
    observed(
        "archived-client-not-purged",
        {PURGE: _archived_refused},
        "An archived client cannot be purged.",
        "NIN-PURGE-10",
    ),
    observed(
        "client-looked-for-before-password",
        {CHECK: _client_before_password},
        "A purge looks for the client before it asks for the password.",
        "NIN-PURGE-11",
    ),
    observed(
        "merged-contacts-with-new-ids",
        {"rules.welcome": _with_new_ids},
        "Contacts that are merged get new ids.",
        "NIN-MERGE-07",
    ),
    observed(
        "same-email-merged",
        {"rules.welcome": _all_with_email},
        "A contact is merged whose e-mail the first client has already.",
        "NIN-MERGE-08",
    ),
    observed(
        "blank-contact-merged",
        {"rules.welcome": _blank_too},
        "A contact without an e-mail is merged.",
        "NIN-MERGE-09",
    ),
    observed(
        "merge-with-itself-answered",
        {MERGE: _same_answered},
        "A merge of a client with itself is answered as a success.",
        "NIN-MERGE-11",
    ),
    observed(
        "merge-with-itself-clears-value",
        {"handlers.merge_client": _same_loses},
        "A merge of a client with itself is refused, and clears a custom value.",
        "NIN-MERGE-12",
    ),
    observed(
        "deleted-client-not-merged",
        {MERGE: _deleted_refused},
        "A deleted client cannot be merged away.",
        "NIN-MERGE-16",
    ),
)
