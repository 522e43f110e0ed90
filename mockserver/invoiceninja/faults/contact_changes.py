"""Faults in what becomes of contacts when their client is updated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.faults import Honest
from mockserver.invoiceninja.faults.changes import (
    Body,
    fault,
    observed,
    updated_with,
)
from mockserver.invoiceninja.faults.contacts import each_contact, one_contact
from mockserver.invoiceninja.state import State
from mockserver.store import Row


def _new_key(contact: Row, sent: Body) -> Mapping[str, Any]:
    renamed = sent.get("last_name") not in (None, "Byron")
    return {"contact_key": contact["contact_key"][::-1]} if renamed else {}


def _masked_clears(honest: Honest, contact: Row, password: str | None) -> Any:
    masked = bool(password) and honest.behaviour.rules.is_masked(password)
    return not masked and honest(contact, password)


def _phone_kept(contact: Body) -> Body:
    return {name: one for name, one in contact.items() if name != "phone" or "id" not in contact}


def _unsent_stays(honest: Honest, state: State, client: Row, sent: Any, *more: Any) -> State:
    former = state.contacts.where(client_id=client["id"])
    made: State = honest(state, client, sent, *more)
    ids = [honest.behaviour.ids.decode(one.get("id")) for one in sent or ()]
    missing = [one for one in former if one["id"] not in ids] if any(ids) else []
    return made.put("contacts", *({**one, "is_primary": False} for one in missing))


def _takes_id_of_former(honest: Honest, former: Any, sent: Body, *more: Any) -> Any:
    if len(former) == 1 and not sent.get("id") and sent.get("last_name") == "Byron":
        sent = {**sent, "id": honest.behaviour.ids.encode(former[0]["id"])}
    return honest(former, sent, *more)


def _none_is_no_change(honest: Honest, state: State, client: Row, sent: Any, *more: Any) -> Any:
    known = state.contacts.where(client_id=client["id"])
    return state if known and sent == [] else honest(state, client, sent, *more)


def _new_one_replaces(honest: Honest, state: State, client: Row, sent: Any, *more: Any) -> Any:
    new = [one for one in sent or () if not one.get("id")]
    mixed = len(new) not in (0, len(sent or ()))
    return honest(state, client, new if mixed else sent, *more)


def _former_remembered(honest: Honest, state: State, client: Row, *more: Any) -> State:
    former = state.contacts.where(client_id=client["id"])
    made: State = honest(state, client, *more)
    gone = [one for one in former if made.contacts.get(one["id"]) is None]
    return made.put("contacts", *({**one, "client_id": -client["id"]} for one in gone))


def _former_found(honest: Honest, state: State, written: str) -> Any:
    test = honest(state, written)
    return lambda client: test(client) or test({"id": -client["id"]})


FAULTS = (
    fault(
        "phone-of-known-contact-kept",
        {"rules.update_client": updated_with(each_contact(_phone_kept))},
        "The phone of a contact that is sent with its id is not updated.",
        "NIN-UPDATE-04",
    ),
    observed(
        "renamed-contact-with-new-key",
        {"rules.contact": one_contact(_new_key, new=False)},
        "A contact whose last name changes gets another `contact_key`.",
        "NIN-UPDATE-03",
    ),
    observed(
        "unsent-contact-stays",
        {"rules.with_contacts": _unsent_stays},
        "A contact that is not sent stays.",
        "NIN-UPDATE-05",
    ),
    observed(
        "new-contact-with-former-id",
        {"rules.contact": _takes_id_of_former},
        "A contact without an id takes that of the only former one.",
        "NIN-UPDATE-06",
    ),
    observed(
        "no-contacts-change-nothing",
        {"rules.with_contacts": _none_is_no_change},
        "An update with an empty array of contacts leaves them.",
        "NIN-UPDATE-07",
    ),
    observed(
        "new-contact-replaces-others",
        {"rules.with_contacts": _new_one_replaces},
        "A new contact replaces those that are sent with their ids.",
        "NIN-UPDATE-08",
    ),
    observed(
        "former-email-found",
        {"rules.with_contacts": _former_remembered, "rules.has_email": _former_found},
        "The e-mail of a contact that is gone still finds the client.",
        "NIN-UPDATE-09",
    ),
    observed(
        "asterisks-clear-password",
        {"rules.has_password": _masked_clears},
        "A password of asterisks clears the one that is set.",
        "NIN-UPDATE-10",
    ),
)
