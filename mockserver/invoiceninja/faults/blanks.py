"""Faults in reading clients, and in the blank one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.call import Call
from mockserver.faults import Honest
from mockserver.invoiceninja.faults.changes import (
    client_of,
    fault,
    observed,
    setting,
    shown,
)
from mockserver.invoiceninja.faults.creating import TELLING


def _shipped_there(client: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**client, "city": client[TELLING]} if client[TELLING] else client


def _zero_is_first(honest: Honest, call: Call) -> Any:
    if call["id"] != "0":
        return honest(call)
    return honest.behaviour.handlers.one(call, call.ask(honest.behaviour.rules.visible)[0])


def _message_for_blank(honest: Honest, call: Call) -> Any:
    return honest.behaviour.handlers.said(f"Begin at {call.path}")


def _restored_by_reading(honest: Honest, call: Call) -> Any:
    reply, client = honest(call), client_of(honest, call)
    if client is not None and client["archived_at"] and client[TELLING]:
        store = call.world.store
        store.state = store.state.put("clients", {**client, "archived_at": 0})
    return reply


def _stored_blank(honest: Honest, call: Call) -> Any:
    store, user = call.world.store, call.principal
    members = {"company_id": user["company_id"], "user_id": user["id"]}
    store.state, _ = store.state.added("clients", **members)
    return honest(call)


BLANK = "handlers.get_clients_create"


FAULTS = (
    fault(
        "shipping-city-read-as-city",
        {
            "handlers.show_client": shown(_shipped_there),
            "handlers.edit_client": shown(_shipped_there),
        },
        "A client that is read shows the city of its shipping address twice.",
        *("NIN-SHOW-01", "NIN-CREATE-40", "NIN-CREATE-43"),
    ),
    fault(
        "edited-client-without-phone",
        {"handlers.edit_client": shown(setting(phone=""))},
        "A client to edit has no phone.",
        "NIN-SHOW-02",
    ),
    fault(
        "zero-read-as-some-client",
        {"handlers.show_client": _zero_is_first},
        "The id 0 reads some client.",
        "NIN-SHOW-03",
    ),
    fault(
        "message-in-place-of-blank-client",
        {BLANK: _message_for_blank},
        "The blank client is a message.",
        *("NIN-BLANK-01", "NIN-ENVELOPE-01"),
    ),
    fault(
        "blank-client-with-name",
        {BLANK: shown(setting(name="New Client"))},
        "The blank client has a name.",
        "NIN-BLANK-03",
    ),
    observed(
        "archived-client-restored-by-reading",
        {"handlers.show_client": _restored_by_reading},
        "Reading an archived client with a shipping address restores it.",
        "NIN-SHOW-04",
    ),
    observed(
        "blank-client-with-id",
        {BLANK: shown(setting(id="VolejRejNm"))},
        "The blank client has an id.",
        "NIN-BLANK-02",
    ),
    observed(
        "blank-client-with-number",
        {BLANK: shown(setting(number="9999"))},
        "The blank client has a number.",
        "NIN-BLANK-04",
    ),
    observed(
        "blank-client-with-time",
        {BLANK: shown(setting(created_at=1))},
        "The blank client has a time of creation.",
        "NIN-BLANK-05",
    ),
    observed(
        "blank-client-deleted",
        {BLANK: shown(setting(is_deleted=True))},
        "The blank client is deleted.",
        "NIN-BLANK-06",
    ),
    observed(
        "blank-client-with-contact",
        {BLANK: shown(setting(contacts=[{"id": "", "is_primary": True}]))},
        "The blank client has a contact.",
        "NIN-BLANK-07",
    ),
    observed(
        "blank-client-stored",
        {BLANK: _stored_blank},
        "Asking for a blank client stores one.",
        "NIN-BLANK-08",
    ),
    observed(
        "blank-client-hash-for-all",
        {BLANK: shown(setting(client_hash="x" * 40))},
        "All blank clients have the same `client_hash`.",
        "NIN-BLANK-10",
    ),
)
