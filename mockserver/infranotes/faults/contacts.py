"""Faults in contacts, and in the one primary among them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mockserver.answers import Reply
from mockserver.call import Call
from mockserver.changes import after, altered, answered, forgotten, without
from mockserver.faults import Fault, Honest
from mockserver.infranotes.faults import ghosts
from mockserver.infranotes.faults.changes import accepted, never_given, silent
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import CONTACT_MEMBERS, State
from mockserver.store import Row


def _others_stay(honest: Honest, state: State, user: int, *arguments: Any, now: str) -> Any:
    """Do what makes a contact primary, and leave the former primary as it was."""
    left, contact = honest(state, user, *arguments, now=now)
    former = state.contacts.where(client_id=contact["client_id"], is_primary=True)
    rivals = [one for one in former if one["id"] != contact["id"]]
    return replace(left, contacts=left.contacts.put(*rivals)), contact


def _everybody_demoted(honest: Honest, state: State, primary: Row, now: str) -> list[Row]:
    rivals = state.contacts.where(is_primary=True)
    demoted = honest.behaviour.rules.demoted
    return [demoted(rival, now) for rival in rivals if rival["id"] != primary["id"]]


def _only_demoting(honest: Honest, state: State, user: int, contact_id: int, *, now: str) -> Any:
    state, contact = honest(state, user, contact_id, now=now)
    lost = {**contact, "is_primary": False}
    return replace(state, contacts=state.contacts.put(lost)), contact


def _old_answer(honest: Honest, call: Call) -> Reply:
    former = call.state
    reply: Reply = honest(call)
    shown = honest.behaviour.views.contact(former.contacts[call["id"]])
    return replace(reply, body={**shown, "updated_at": reply.body["updated_at"]})


def _phone_never_updated(
    honest: Honest, state: State, user: int, contact_id: int, body: Body, *, now: str
) -> Any:
    before = state.contacts.get(contact_id)
    state, contact = honest(state, user, contact_id, body, now=now)
    stored = {**contact, "phone": before["phone"] if before else None}
    return replace(state, contacts=state.contacts.put(stored)), contact


def _unsent_dropped(
    honest: Honest, state: State, user: int, contact_id: int, body: Body, *, now: str
) -> Any:
    blank = dict.fromkeys(("position", "email", "phone"))
    return honest(state, user, contact_id, {**blank, **body}, now=now)


def _newest_left_out(contacts: list[Row]) -> list[Row]:
    newest = max((contact["id"] for contact in contacts), default=None)
    lacking = [contact for contact in contacts if contact["id"] != newest or contact["is_primary"]]
    return lacking if len(contacts) > 2 else contacts


def _with_a_stranger(honest: Honest, state: State, user: int, client_id: int) -> Any:
    shown = honest(state, user, client_id)
    others = [one for one in state.contacts if one["client_id"] != client_id]
    return [*shown, *[one for one in others if not one["is_primary"]][-1:]]


def _not_deleted(honest: Honest, state: State, user: int, contact_id: int, *, now: str) -> Any:
    _, contact = honest(state, user, contact_id, now=now)
    return state, contact


def _others_deleted(honest: Honest, state: State, user: int, contact_id: int, *, now: str) -> Any:
    state, contact = honest(state, user, contact_id, now=now)
    others = state.contacts.where(client_id=contact["client_id"])
    return replace(state, contacts=state.contacts.remove(*(one["id"] for one in others))), contact


def _plus_lost(contact: Any) -> Any:
    phone = contact["phone"]
    return {**contact, "phone": phone and phone.removeprefix("+")}


FAULTS = (
    Fault(
        "contact-created-without-client",
        {"handlers.add_contact": answered(without("client_id"))},
        "The answer to adding a contact lacks `client_id`.",
        ("INF-CONTACT-01", "INF-SHAPE-02"),
    ),
    Fault(
        "contact-created-without-plus",
        {"handlers.add_contact": answered(_plus_lost)},
        "The answer to adding a contact lacks the plus sign of its phone number.",
        ("INF-CONTACT-03",),
    ),
    Fault(
        "contact-read-without-client",
        {"handlers.get_contact": answered(altered("client_id", lambda _: 0))},
        "A contact that is read says that it belongs to client 0.",
        ("INF-CONTACT-04",),
    ),
    Fault(
        "primary-not-demoted-on-add",
        {"rules.add_contact": _others_stay},
        "Adding a primary contact leaves the former one primary.",
        ("INF-CONTACT-02",),
    ),
    Fault(
        "primary-not-demoted-on-update",
        {"rules.update_contact": _others_stay},
        "Updating a contact to primary leaves the former one primary.",
        ("INF-CONTACT-08",),
    ),
    Fault(
        "primary-not-demoted-on-set",
        {"rules.set_primary": _others_stay},
        "Setting the primary contact leaves the former one primary.",
        ("INF-CONTACT-11",),
    ),
    Fault(
        "primary-demoted-everywhere",
        {"rules.others_demoted": _everybody_demoted},
        "A new primary contact demotes those of all other clients.",
        ("INF-CONTACT-12",),
    ),
    Fault(
        "set-primary-answers-false",
        {"handlers.set_primary_contact": answered(altered("is_primary", lambda _: False))},
        "The answer to setting the primary contact says that it is not.",
        ("INF-CONTACT-09", "INF-SHAPE-02"),
    ),
    Fault(
        "set-primary-lost",
        {"handlers.set_primary_contact": forgotten},
        "Setting the primary contact is answered rightly, and not stored.",
        ("INF-CONTACT-10", "INF-CONTACT-11"),
    ),
    Fault(
        "set-primary-only-demotes",
        {"rules.set_primary": _only_demoting},
        "Setting the primary contact demotes the former one, and promotes nobody.",
        ("INF-CONTACT-10",),
    ),
    Fault(
        "contact-position-as-flag",
        {"views.contact": after(never_given("position", False))},
        "A position that was never given is shown as false.",
        ("INF-SHAPE-02",),
    ),
    Fault(
        "contact-types-unchecked",
        {"gate.screened": accepted("addContact", "type", *CONTACT_MEMBERS)},
        "Contacts are accepted whatever the types of their members.",
        ("INF-SHAPE-05",),
    ),
    Fault(
        "contact-update-answers-old",
        {"handlers.update_contact": _old_answer},
        "An update of a contact is answered with the contact as it was.",
        ("INF-CONTACT-05",),
    ),
    Fault(
        "contact-update-not-stored",
        {"handlers.update_contact": forgotten},
        "An update of a contact is answered rightly, and not stored.",
        ("INF-CONTACT-06", "INF-CONTACT-08"),
    ),
    Fault(
        "contact-phone-never-updated",
        {"rules.update_contact": _phone_never_updated},
        "An update of a contact's phone number is answered rightly, and not stored.",
        ("INF-CONTACT-06",),
    ),
    Fault(
        "contact-unsent-fields-dropped",
        {"rules.update_contact": _unsent_dropped},
        "An update of a contact clears the fields that it does not name.",
        ("INF-CONTACT-07",),
    ),
    Fault(
        "contact-list-incomplete",
        {"rules.contact_list": after(_newest_left_out)},
        "The contact list of a client with more than two lacks the newest.",
        ("INF-CONTACT-13",),
    ),
    Fault(
        "contact-list-with-a-stranger",
        {"rules.contact_list": _with_a_stranger},
        "The contact list of a client has a contact of another one as well.",
        ("INF-CONTACT-14",),
    ),
    Fault(
        "contact-deleted-in-silence",
        {"handlers.delete_contact": silent},
        "Deleting a contact is answered with an empty object.",
        ("INF-CONTACT-15",),
    ),
    Fault(
        "contact-not-deleted",
        {"rules.delete_contact": _not_deleted},
        "Deleting a contact says so, and does nothing.",
        ("INF-CONTACT-16", "INF-CONTACT-17"),
    ),
    Fault(
        "deleted-contact-readable",
        {
            "rules.delete_contact": ghosts.contact_kept,
            "handlers.get_contact": ghosts.reading_contact,
        },
        "A deleted contact can still be read.",
        ("INF-CONTACT-16",),
    ),
    Fault(
        "deleted-contact-listed",
        {"rules.delete_contact": ghosts.contact_kept, "rules.contact_list": ghosts.with_contacts},
        "A deleted contact is still in the contact list.",
        ("INF-CONTACT-17",),
    ),
    Fault(
        "delete-takes-all-contacts",
        {"rules.delete_contact": _others_deleted},
        "Deleting a contact deletes all contacts of its client.",
        ("INF-CONTACT-18",),
    ),
)
