"""Faults in creating, reading and deleting clients, and in what clients look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockserver import clock
from mockserver.changes import after, altered, answered, without
from mockserver.faults import Fault, Honest
from mockserver.infranotes.faults import ghosts
from mockserver.infranotes.faults.changes import accepted, never_given, silent
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import CLIENT_MEMBERS, State
from mockserver.infranotes.views import Shown
from mockserver.store import Row

_DETAILS = tuple(name for name in CLIENT_MEMBERS if name not in ("type", "category", "name"))


def _nameless(honest: Honest, body: Body) -> Any:
    return honest({"name": "", **body})


def _contact_name_of_individual_lost(client: Mapping[str, Any]) -> dict[str, Any]:
    individual = client["category"] == "individual"
    return {**client, "contact_name": None if individual else client["contact_name"]}


def _id_shared(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
    """Give the third client the id of the second, if nothing but their names is known of the three."""
    state, client = honest(state, user, body, now=now)
    bare = [one for one in state.clients.where(user_id=user) if not _details(one)]
    names = {one["name"] for one in bare}
    if len(bare) != 3 or len(names) != 3 or bare[2] is not client or bare[1].get("shared"):
        return state, client
    shared = {**client, "id": bare[1]["id"], "shared": True}
    return replace(state, clients=state.clients.remove(client["id"]).put(shared)), shared


def _details(client: Row) -> bool:
    return any(client[name] is not None for name in _DETAILS)


def _contact_left_out(client: Shown) -> Shown:
    contacts = client["contacts"]
    return {**client, "contacts": contacts[:-1] if len(contacts) > 1 else contacts}


def _with_a_neighbours_contact(honest: Honest, state: State, client: Row) -> Shown:
    shown = honest(state, client)
    others = [
        one for one in state.contacts if one["client_id"] != client["id"] and not one["is_primary"]
    ]
    strangers = [honest.behaviour.views.contact(one) for one in others[-1:]]
    return {**shown, "contacts": [*shown["contacts"], *strangers]}


def _primary_last(contacts: list[Row]) -> list[Row]:
    return sorted(contacts, key=lambda contact: bool(contact["is_primary"]))


def _not_deleted(honest: Honest, state: State, user: int, client_id: int, *, now: str) -> Any:
    _, client = honest(state, user, client_id, now=now)
    return state, client


def _others_touched(honest: Honest, state: State, user: int, client_id: int, *, now: str) -> Any:
    state, client = honest(state, user, client_id, now=now)
    others = state.clients.where(user_id=user)
    touched = [{**one, "updated_at": clock.later(now, one["updated_at"])} for one in others]
    return replace(state, clients=state.clients.put(*touched)), client


FAULTS = (
    Fault(
        "client-created-without-time",
        {"handlers.create_client": answered(without("updated_at"))},
        "The answer to creating a client lacks `updated_at`.",
        ("INF-CLIENT-01", "INF-SHAPE-01", "INF-TIME-01"),
    ),
    Fault(
        "registration-number-lost",
        {"views.written_client": after(altered("company_registration_number", lambda _: None))},
        "Answers to creating and updating a client lack its registration number.",
        ("INF-CLIENT-02",),
    ),
    Fault(
        "contact-name-of-individual-lost",
        {"views.written_client": after(_contact_name_of_individual_lost)},
        "Answers to creating and updating an individual lack the contact name.",
        ("INF-CLIENT-03",),
    ),
    Fault(
        "address-truncated",
        {"views.written_client": after(altered("address", lambda text: text[:8]))},
        "Answers to creating and updating a client cut the address.",
        ("INF-CLIENT-02", "INF-CLIENT-03"),
    ),
    Fault(
        "payment-terms-retyped",
        {"views.written_client": after(altered("payment_terms_id", str))},
        "Answers to creating and updating a client show `payment_terms_id` as text.",
        ("INF-CLIENT-02", "INF-CLIENT-03", "INF-SHAPE-01"),
    ),
    Fault(
        "vendor-answered-as-client",
        {"handlers.create_client": answered(altered("type", lambda _: "client"))},
        "The answer to creating a vendor says that it is a client.",
        ("INF-CLIENT-04",),
    ),
    Fault(
        "individual-answered-as-organization",
        {"handlers.create_client": answered(altered("category", lambda _: "organization"))},
        "The answer to creating an individual says that it is an organization.",
        ("INF-CLIENT-03", "INF-CLIENT-05"),
    ),
    Fault(
        "unknown-type-accepted",
        {"gate.screened": accepted("createClient", "enum", "type")},
        "A client of an undocumented type is created.",
        ("INF-CLIENT-06",),
    ),
    Fault(
        "unknown-category-accepted",
        {"gate.screened": accepted("createClient", "enum", "category")},
        "A client of an undocumented category is created.",
        ("INF-CLIENT-07",),
    ),
    Fault(
        "nameless-client-accepted",
        {
            "gate.screened": accepted("createClient", "required", "name"),
            "rules.new_client": _nameless,
        },
        "A client without a name is created.",
        ("INF-CLIENT-08",),
    ),
    Fault(
        "client-id-shared",
        {"rules.create_client": _id_shared},
        "A client may get the id of another one, and take its place.",
        ("INF-CLIENT-09",),
    ),
    Fault(
        "payment-terms-lost-on-reading",
        {"views.client_with_contacts": after(altered("payment_terms_id", lambda _: None))},
        "A client that is read lacks `payment_terms_id`.",
        ("INF-CLIENT-10", "INF-CLIENT-15"),
    ),
    Fault(
        "lists-as-text",
        {"views.client": after(never_given("categories", ""))},
        "Categories that were never given are shown as an empty text.",
        ("INF-SHAPE-01",),
    ),
    Fault(
        "client-without-contacts",
        {"views.client_with_contacts": after(lambda client: {**client, "contacts": []})},
        "A client that is read never has any contacts.",
        ("INF-CLIENT-11", "INF-CLIENT-12"),
    ),
    Fault(
        "contact-left-out",
        {"views.client_with_contacts": after(_contact_left_out)},
        "A client that is read lacks one of its contacts.",
        ("INF-CLIENT-11",),
    ),
    Fault(
        "contact-of-another-client-shown",
        {"views.client_with_contacts": _with_a_neighbours_contact},
        "A client that is read shows a contact of another one as well.",
        ("INF-CLIENT-11",),
    ),
    Fault(
        "primary-last",
        {"rules.contacts_of": after(_primary_last)},
        "The primary contact stands last among a client's contacts.",
        ("INF-CLIENT-12",),
    ),
    Fault(
        "client-deleted-in-silence",
        {"handlers.delete_client": silent},
        "Deleting a client is answered with an empty object.",
        ("INF-CLIENT-21",),
    ),
    Fault(
        "client-not-deleted",
        {"rules.delete_client": _not_deleted},
        "Deleting a client says so, and does nothing.",
        ("INF-CLIENT-22", "INF-CLIENT-23", "INF-CLIENT-24", "INF-SEARCH-08"),
    ),
    Fault(
        "deleted-client-readable",
        {"rules.delete_client": ghosts.client_kept, "handlers.get_client": ghosts.reading_client},
        "A deleted client can still be read.",
        ("INF-CLIENT-22",),
    ),
    Fault(
        "deleted-client-listed",
        {"rules.delete_client": ghosts.client_kept, "rules.clients": ghosts.with_clients},
        "A deleted client is still listed.",
        ("INF-CLIENT-23",),
    ),
    Fault(
        "deleted-client-found",
        {"rules.delete_client": ghosts.client_kept, "rules.search": ghosts.with_clients},
        "A deleted client is still found.",
        ("INF-SEARCH-08",),
    ),
    Fault(
        "contacts-survive-their-client",
        {
            "rules.delete_client": ghosts.contacts_kept,
            "handlers.get_contact": ghosts.reading_contact_of_ghost,
        },
        "The contacts of a deleted client can still be read.",
        ("INF-CLIENT-24",),
    ),
    Fault(
        "delete-touches-other-clients",
        {"rules.delete_client": _others_touched},
        "Deleting a client moves `updated_at` of the others.",
        ("INF-CLIENT-25",),
    ),
)
