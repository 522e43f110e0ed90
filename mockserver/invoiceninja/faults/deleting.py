"""Faults in deleting, archiving and restoring clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, refusal
from mockserver.changes import without
from mockserver.faults import Change, Honest
from mockserver.invoiceninja import history
from mockserver.invoiceninja.faults.bulk import BULK
from mockserver.invoiceninja.faults.changes import (
    Body,
    accepted_anyway,
    done_but_refused,
    fault,
    observed,
    only_first,
    previous,
    shown,
    where_moved_on,
    whole,
)
from mockserver.invoiceninja.state import State, seconds
from mockserver.store import Row


def _archived_only(honest: Honest, state: State, user: Row, text: str, *, now: str) -> Any:
    client = honest.behaviour.rules.client(state, user, text)
    state = honest.behaviour.rules.moved_on(state, user, [client], "archive", now)
    return state, state.clients[client["id"]]


def clearing(member: str, back: int) -> Change:
    """Return a change of a rule for one client: a member of an earlier client is cleared."""

    def changed(honest: Honest, state: State, user: Row, text: str, *, now: str) -> Any:
        client = honest.behaviour.rules.client(state, user, text)
        cleared = [{**one, member: ""} for one in previous(state, client, back)]
        return honest(state.put("clients", *cleared), user, text, now=now)

    return changed


def _clears_others(
    honest: Honest, state: State, user: Row, clients: Sequence[Row], asked: Body, now: str
) -> Any:
    others = [one for client in clients for one in previous(state, client, 2)]
    cleared = [{**one, "custom_value3": ""} for one in others]
    return honest(state.put("clients", *cleared), user, clients, asked, now)


def _still_deleted(honest: Honest, client: Row, now: str) -> Any:
    return client if client["is_deleted"] else honest(client, now)


def _still_archived(honest: Honest, client: Row, now: str) -> Any:
    archived = client["archived_at"] and not client["is_deleted"]
    return client if archived else honest(client, now)


def _archived_seen_as_deleted(client: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**client, "is_deleted": client["is_deleted"] or bool(client["archived_at"])}


def _as_before(
    honest: Honest, state: State, user: Row, body: Body, query: Any, chance: Any, *, now: str
) -> Any:
    made, result = honest(state, user, body, query, chance, now=now)
    if isinstance(result, str):
        return made, result
    return made, replace(result, clients=[state.clients[one["id"]] for one in result.clients])


def _archived_again(honest: Honest, client: Row, now: str) -> Any:
    return honest(client if client["is_deleted"] else {**client, "archived_at": 0}, now)


def _archived_instead(honest: Honest, client: Row, now: str) -> Any:
    return honest({**client, "is_deleted": False, "archived_at": 0}, now)


def _active_refused(honest: Honest, client: Row, now: str) -> Any:
    if not client["is_deleted"] and not client["archived_at"]:
        raise refusal(Kind.INVALID, "The client is active", "ids")
    return honest(client, now)


def _as_before_deletion(
    honest: Honest, state: State, user: Row, clients: Sequence[Row], action: str, now: str
) -> Any:
    made = honest(state, user, clients, action, now)
    for client in clients if action == "restore" else ():
        done = state.activities.where(client_id=client["id"])
        kinds = [one["activity_type_id"] for one in done]
        if kinds[-2:] == [history.ARCHIVED, history.DELETED]:
            archived = {**made.clients[client["id"]], "archived_at": seconds(now)}
            made = made.put("clients", archived)
    return made


def _refused_again(honest: Honest, state: State, user: Row, text: str, *, now: str) -> Any:
    if honest.behaviour.rules.client(state, user, text)["is_deleted"]:
        raise refusal(Kind.GONE, "The client is deleted", place="path")
    return honest(state, user, text, now=now)


FAULTS = (
    fault(
        "deletion-done-but-refused",
        {"handlers.delete_client": done_but_refused(Kind.GONE)},
        "A deletion is done, and answered as refused.",
        *("NIN-DELETE-01", "NIN-SHAPE-03"),
    ),
    fault(
        "deleted-among-active",
        {
            "rules.in_status": lambda honest, written: honest(
                "active,deleted" if written == "active" else written
            )
        },
        "`status=active` keeps deleted clients.",
        *("NIN-DELETE-02", "NIN-FILTER-34"),
    ),
    fault(
        "deletion-only-archives",
        {"rules.delete_client": _archived_only},
        "Deleting a client archives it.",
        "NIN-DELETE-03",
    ),
    fault(
        "deleted-clients-not-restored",
        {"rules.restored": _still_deleted},
        "Deleted clients stay deleted when they are restored.",
        *("NIN-DELETE-04", "NIN-BULK-04"),
    ),
    fault(
        "unknown-client-deleted",
        {"handlers.delete_client": accepted_anyway(Kind.PATH)},
        "The deletion of a client that does not exist is answered as a success.",
        "NIN-DELETE-07",
    ),
    fault(
        "deletion-clears-another-client",
        {"rules.delete_client": clearing("custom_value2", 1)},
        "Deleting a client clears a custom value of the one before.",
        "NIN-DELETE-08",
    ),
    fault(
        "only-first-archived",
        {"rules.acted": only_first("archive")},
        "Of several clients only the first one is archived.",
        "NIN-BULK-01",
    ),
    fault(
        "archived-read-as-deleted",
        {"handlers.show_client": shown(_archived_seen_as_deleted)},
        "An archived client is read as deleted.",
        "NIN-BULK-02",
    ),
    fault(
        "archived-clients-not-restored",
        {"rules.restored": _still_archived},
        "Archived clients stay archived when they are restored.",
        "NIN-BULK-03",
    ),
    fault(
        "only-first-deleted",
        {"rules.acted": only_first("delete")},
        "Of several clients only the first one is deleted.",
        "NIN-BULK-05",
    ),
    fault(
        "bulk-answers-as-before",
        {BULK: _as_before},
        "A bulk action answers with the clients as they were before.",
        "NIN-BULK-06",
    ),
    fault(
        "bulk-clears-another-client",
        {"rules.acted": _clears_others},
        "A bulk action clears a custom value of a client that is not listed.",
        "NIN-BULK-13",
    ),
    observed(
        "deletion-without-time",
        {"rules.deleted": where_moved_on(archived_at=0)},
        "A deleted client has an `archived_at` of 0.",
        "NIN-DELETE-05",
    ),
    observed(
        "second-deletion-refused",
        {"rules.delete_client": _refused_again},
        "A deleted client cannot be deleted again.",
        "NIN-DELETE-06",
    ),
    observed(
        "bulk-answer-without-meta",
        {"handlers.bulk_clients": whole(without("meta"))},
        "The answer to a bulk action has no `meta`.",
        "NIN-BULK-07",
    ),
    observed(
        "archived-again",
        {"rules.archived": _archived_again},
        "Archiving an archived client moves its `archived_at`.",
        "NIN-BULK-08",
    ),
    observed(
        "deleted-client-archived",
        {"rules.archived": _archived_instead},
        "Archiving a deleted client makes it an archived one.",
        *("NIN-BULK-08", "NIN-BULK-09"),
    ),
    observed(
        "active-client-not-restored",
        {"rules.restored": _active_refused},
        "Restoring an active client is refused.",
        "NIN-BULK-10",
    ),
    observed(
        "archived-client-not-deleted",
        {"rules.deleted": _still_archived},
        "Archived clients cannot be deleted.",
        "NIN-BULK-11",
    ),
    observed(
        "restored-as-archived",
        {"rules.moved_on": _as_before_deletion},
        "A client that was archived before its deletion is archived after `restore`.",
        "NIN-BULK-12",
    ),
)
