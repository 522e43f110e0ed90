"""Faults in the contacts of a client."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockserver.changes import after
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.contacts import BLANK_EMAIL
from mockserver.invoiceninja.faults.changes import (
    Body,
    created_from,
    fault,
    observed,
)
from mockserver.store import Row

STORE = "rules.store_client"


def each_contact(change: Callable[[Body], Body]) -> Callable[[Body], Body]:
    """Return a function that changes each contact that is sent."""

    def changed(body: Body) -> Body:
        sent = body.get("contacts")
        if not isinstance(sent, list):
            return body
        people = [change(one) if isinstance(one, Mapping) else one for one in sent]
        return {**body, "contacts": people}

    return changed


def _alone(sent: Sequence[Body]) -> bool:
    """Tell whether there is one contact, with no more of a name than the first."""
    return len(sent) == 1 and not sent[0].get("last_name")


def arranged(change: Callable[[list[Row], Sequence[Body]], list[Row]]) -> Change:
    """Return a change of the contacts of a client, given what was sent."""

    def changed(honest: Honest, contacts: Sequence[Row], sent: Sequence[Body]) -> Any:
        return change(list(honest(contacts, sent)), sent)

    return changed


def _without_plus(contact: Body) -> Body:
    phone = contact.get("phone")
    german = isinstance(phone, str) and phone.startswith("+49")
    return {**contact, "phone": phone[1:]} if german and phone else contact


def _blank_sent(honest: Honest, sent: Sequence[Body] | None) -> Any:
    return [{"email": BLANK_EMAIL}] if sent is not None and not sent else honest(sent)


def _not_primary(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    if not _alone(sent) or "send_email" in sent[0]:
        return contacts
    return [{**one, "is_primary": False} for one in contacts]


def _without_email(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    if not _alone(sent) or "send_email" in sent[0]:
        return contacts
    return [{**one, "send_email": False} for one in contacts]


def _last_primary(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    if any(one.get("is_primary") for one in sent):
        return contacts
    last = [{**one, "is_primary": False} for one in contacts[:-1]]
    return [*({**one, "is_primary": True} for one in contacts[-1:]), *last]


def _unflagged(body: Body) -> Body:
    return each_contact(lambda one: {**one, "is_primary": None})(body)


def _three_turned(honest: Honest, *arguments: Any) -> Any:
    client = honest(*arguments)
    people = client["contacts"]
    return {**client, "contacts": people[::-1] if len(people) > 2 else people}


def _all_flagged(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    if sum(bool(one.get("is_primary")) for one in sent) < 2:
        return contacts
    return [{**one, "is_primary": True} for one in contacts]


def _none_primary(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    denied = sent and all(one.get("is_primary") is False for one in sent)
    return [{**one, "is_primary": False} for one in contacts] if denied else contacts


def _never_made_to(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    denied = len(sent) == 1 and sent[0].get("send_email") is False
    return [{**one, "send_email": False} for one in contacts] if denied else contacts


def _primary_receives(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    del sent
    return [{**one, "send_email": one["send_email"] or one["is_primary"]} for one in contacts]


def _one_key(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    del sent
    new = [one["contact_key"] for one in contacts if one["id"] is None]
    return [{**one, "contact_key": new[0]} if one["id"] is None else one for one in contacts]


def one_contact(change: Callable[[Row, Body], Mapping[str, Any]], *, new: bool) -> Change:
    """Return a change of `rules.contact`: of a contact that is new, or of one that is known."""

    def changed(honest: Honest, former: Any, sent: Body, *more: Any) -> Any:
        contact = honest(former, sent, *more)
        fits = (contact["id"] is None) is new
        return {**contact, **change(contact, sent)} if fits else contact

    return changed


def _sent_key(contact: Row, sent: Body) -> Mapping[str, Any]:
    return {"contact_key": sent.get("contact_key") or contact["contact_key"]}


FAULTS = (
    fault(
        "phone-of-contact-without-plus",
        {STORE: created_from(each_contact(_without_plus))},
        "The plus before a contact's phone in Germany is lost.",
        "NIN-CONTACT-02",
    ),
    observed(
        "no-contacts-make-blank-email",
        {"rules.at_least_one": _blank_sent},
        "An empty array of contacts makes one whose e-mail is a blank.",
        "NIN-CONTACT-01",
    ),
    observed(
        "only-contact-not-primary",
        {"rules.arranged": arranged(_not_primary)},
        "An only contact by the first name alone is not primary.",
        "NIN-CONTACT-03",
    ),
    observed(
        "only-contact-without-email",
        {"rules.arranged": arranged(_without_email)},
        "An only contact by the first name alone receives no e-mail.",
        "NIN-CONTACT-04",
    ),
    observed(
        "last-contact-primary",
        {"rules.arranged": arranged(_last_primary)},
        "Of several contacts the last one is primary.",
        "NIN-CONTACT-05",
    ),
    observed(
        "primary-flag-ignored",
        {STORE: created_from(_unflagged)},
        "On creation the first contact is primary, whoever is sent so.",
        "NIN-CONTACT-06",
    ),
    observed(
        "three-contacts-turned",
        {"views.client": _three_turned},
        "Of three contacts the primary one is listed last.",
        "NIN-CONTACT-07",
    ),
    observed(
        "several-primary-contacts",
        {"rules.arranged": arranged(_all_flagged)},
        "Of several contacts that are sent as primary, all are.",
        *("NIN-CONTACT-08",),
    ),
    observed(
        "no-primary-contact",
        {"rules.arranged": arranged(_none_primary)},
        "If all contacts are sent as not primary, none is.",
        "NIN-CONTACT-09",
    ),
    observed(
        "nobody-receives-email",
        {"rules.arranged": arranged(_never_made_to)},
        "An only contact that is not to receive e-mail does not.",
        "NIN-CONTACT-10",
    ),
    observed(
        "primary-contact-receives-email",
        {"rules.arranged": arranged(_primary_receives)},
        "The primary contact always receives e-mail.",
        "NIN-CONTACT-11",
    ),
    observed(
        "contact-key-too-short",
        {"rules.key": after(lambda text: text[1:])},
        "`contact_key` has 31 characters.",
        "NIN-CONTACT-12",
    ),
    observed(
        "contact-key-shared",
        {"rules.arranged": arranged(_one_key)},
        "Contacts that are sent together share a `contact_key`.",
        "NIN-CONTACT-13",
    ),
    observed(
        "contact-key-taken",
        {"rules.contact": one_contact(_sent_key, new=True)},
        "A `contact_key` that is sent is taken.",
        "NIN-CONTACT-14",
    ),
    observed(
        "link-with-more-than-key",
        {"views.link": after(lambda text: f"{text}/open")},
        "The `link` of a contact does not end with its key.",
        "NIN-CONTACT-15",
    ),
)
