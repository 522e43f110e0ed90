"""Clients: create, read, update, delete."""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.client import Answer
from conformance.infranotes.driver import Driver, Record, ids

# Every member that the document's create request has, with another value than `ORIGINAL`.
ORIGINAL: Record = {
    "contact_name": "Jan Nowak",
    "email": "jan@example.com",
    "phone": "+48581234567",
    "address": "ul. Długa 1",
    "city": "Gdańsk",
    "state": "pomorskie",
    "postal_code": "80-001",
    "country": "Poland",
    "tax_number": "PL1234567890",
    "company_registration_number": "KRS123456",
    "notes": "First note",
    "website": "https://example.com",
    "default_currency": "PLN",
    "payment_terms_id": 1,
    "bank_name": "First Bank",
    "account_name": "First Account",
    "account_number": "123456789",
    "iban": "US12345678901234567890",
    "swift": "EXAMPLESWIFT",
    "custom_fields": {"Shoe size": "43"},
    "categories": ["first"],
    "tags": ["one", "two"],
}
CHANGED: Record = {
    "type": "vendor",
    "category": "individual",
    "contact_name": "Ewa Kowalska",
    "email": "ewa@example.org",
    "phone": "+12125550100",
    "address": "123 Main St",
    "city": "New York",
    "state": "NY",
    "postal_code": "10001",
    "country": "USA",
    "tax_number": "TAX54321",
    "company_registration_number": "REG98765",
    "notes": "Second note",
    "website": "https://example.org",
    "default_currency": "USD",
    "bank_name": "Second Bank",
    "account_name": "Second Account",
    "account_number": "987654321",
    "iban": "US09876543210987654321",
    "swift": "SECONDSWIFT",
    "custom_fields": {"Shoe size": "44"},
    "categories": ["second", "third"],
    "tags": ["three"],
}

_SCHEMAS = data.specification("infranotes", "openapi")["components"]["schemas"]
DOCUMENTED = {"contacts", *_SCHEMAS["Client"]["properties"], *_SCHEMAS["Contact"]["properties"]}


def says_something(answer: Answer) -> None:
    """Expect a body that is not empty (a success message, whatever its shape)."""
    expect.success(answer)
    body = answer.response.content.strip()
    empty = body in (b"", b"null", b'""', b"{}", b"[]")
    expect.that(not empty, "a success message", answer.summary)


def same_but(
    record: Record, expected: Record, *moving: str, what: str, requirement: str | None = None
) -> None:
    """Expect a record to show all members of `expected`, apart from those that may move."""
    kept = {name: value for name, value in promised(expected).items() if name not in moving}
    expect.members(promised(record), kept, what, requirement)


def promised(record: Any) -> Any:
    """Return what an answer promises of a record and its contacts: the documented members that are set.

    Others may come and go with every answer (INF-OPEN-EXTRA-MEMBERS, INF-OPEN-OPTIONAL-MEMBERS).
    """
    if not isinstance(record, dict):
        return record
    kept = {name: record[name] for name in DOCUMENTED & record.keys() if record[name] is not None}
    contacts = kept.get("contacts")
    return kept | ({"contacts": [*map(promised, contacts)]} if isinstance(contacts, list) else {})


@check("INF-CLIENT-01")
def creating_answers_with_the_client(api: Driver) -> None:
    answer = api.create_client()
    expect.success(answer)
    for member in ("id", "created_at", "updated_at", "name"):
        expect.that(member in answer.json, f"a client with {member}", answer.summary)
    expect.that(type(answer.json["id"]) is int, "an integer id", expect.show(answer.json["id"]))


@check("INF-CLIENT-04")
def both_types_are_kept(api: Driver) -> None:
    for value in ("client", "vendor"):
        answer = api.create_client(type=value)
        expect.success(answer)
        expect.members(answer.json, {"type": value}, "the client")


@check("INF-CLIENT-05")
def both_categories_are_kept(api: Driver) -> None:
    for value in ("individual", "organization"):
        answer = api.create_client(category=value)
        expect.success(answer)
        expect.members(answer.json, {"category": value}, "the client")


@check("INF-CLIENT-06")
def another_type_is_refused(api: Driver) -> None:
    expect.refused(api.create_client(type="partner"))


@check("INF-CLIENT-07")
def another_category_is_refused(api: Driver) -> None:
    expect.refused(api.create_client(category="company"))


@check("INF-CLIENT-08")
def a_client_needs_a_name(api: Driver) -> None:
    expect.refused(api.create_client(name=None))


@check("INF-CLIENT-09")
def ids_are_not_shared(api: Driver) -> None:
    made = ids([api.new_client() for _ in range(3)])
    expect.that(len({*made}) == len(made), "three different ids", expect.show(made))


@check("INF-CLIENT-10")
def reading_shows_what_was_stored(api: Driver) -> None:
    created = api.new_client(**ORIGINAL)
    answer = api.call("getClient", {"id": created["id"]})
    expect.success(answer)
    stored = {"id": created["id"], "name": created["name"], **ORIGINAL}
    expect.members(answer.json, stored, "the client")


@check("INF-CLIENT-11")
def reading_shows_all_contacts(api: Driver) -> None:
    client, neighbour = api.new_client(), api.new_client()
    expect.equal(api.client(client).get("contacts"), [], "contacts")
    made = {contact["id"] for contact in (api.new_contact(client), api.new_contact(client))}
    api.new_contact(neighbour)
    contacts = api.client(client).get("contacts")
    expect.that(isinstance(contacts, list), "an array of contacts", expect.show(contacts))
    shown = sorted(ids(contacts or []))
    expect.equal(shown, sorted(made), "the ids of the client's contacts")


@check("INF-CLIENT-12")
def the_primary_contact_stands_first(api: Driver) -> None:
    client = api.new_client()
    api.new_contact(client)
    chosen = api.new_contact(client, is_primary=True)
    api.new_contact(client)
    contacts = api.client(client).get("contacts") or [{}]
    expect.equal(contacts[0].get("id"), chosen["id"], "the first contact's id")


@check("INF-CLIENT-13")
def updating_answers_with_the_updated_client(api: Driver) -> None:
    client = api.new_client(city="Gdańsk")
    answer = api.update_client(client, city="Sopot")
    expect.success(answer)
    expect.members(
        answer.json, {"id": client["id"], "name": client["name"], "city": "Sopot"}, "the client"
    )


@check("INF-CLIENT-14")
def an_update_is_stored(api: Driver) -> None:
    client = api.new_client(city="Gdańsk")
    api.arranged(api.update_client(client, city="Sopot"))
    expect.members(api.client(client), {"city": "Sopot"}, "the client")


@check("INF-CLIENT-15")
def an_update_leaves_the_rest(api: Driver) -> None:
    client = api.new_client(**ORIGINAL)
    api.arranged(api.update_client(client, name=f"{client['name']} renamed"))
    expect.members(api.client(client), {**ORIGINAL, "type": client["type"]}, "the client")


@check("INF-CLIENT-16")
def every_field_can_be_updated(api: Driver) -> None:
    client = api.new_client(**ORIGINAL)
    for name, value in CHANGED.items():
        answer = api.update_client(client, **{name: value})
        expect.success(answer)
    expect.members(api.client(client), CHANGED, "the client")


@check("INF-CLIENT-17")
def categories_and_tags_are_replaced(api: Driver) -> None:
    client = api.new_client(categories=["first", "second"], tags=["one", "two"])
    new: dict[str, Any] = {"categories": ["third"], "tags": []}
    api.arranged(api.update_client(client, **new))
    seen = api.client(client)
    expect.equal(seen.get("categories"), ["third"], "categories")
    expect.that(not seen.get("tags"), "no tags", expect.show(seen.get("tags")))


@check("INF-CLIENT-18")
def an_update_to_another_type_or_category_is_refused(api: Driver) -> None:
    client = api.new_client()
    expect.refused(api.update_client(client, type="partner"))
    expect.refused(api.update_client(client, category="company"))


@check("INF-CLIENT-19")
def a_refused_update_changes_nothing(api: Driver) -> None:
    client = api.new_client(city="Gdańsk")
    answer = api.update_client(client, city="Sopot", type="partner")
    if not answer.ok:
        expect.members(api.client(client), {"city": "Gdańsk", "type": "client"}, "the client")


@check("INF-CLIENT-20")
def updating_one_client_leaves_the_others(api: Driver) -> None:
    client, other = api.new_client(), api.new_client(**ORIGINAL)
    before = api.client(other)
    api.arranged(api.update_client(client, **CHANGED))
    same_but(api.client(other), before, what="the other client")


@check("INF-CLIENT-21")
def deleting_says_so(api: Driver) -> None:
    says_something(api.delete_client(api.new_client()))


@check("INF-CLIENT-22")
def a_deleted_client_can_not_be_read(api: Driver) -> None:
    client = api.new_client()
    api.delete_client(client)
    answer = api.call("getClient", {"id": client["id"]})
    expect.that(not answer.ok, "no deleted client", answer.summary)


@check("INF-CLIENT-23")
def a_deleted_client_is_not_listed(api: Driver) -> None:
    tag = api.name()
    client, other = api.new_client(tags=[tag]), api.new_client(tags=[tag])
    api.delete_client(client)
    seen = ids(api.clients(tag=tag))
    expect.that(client["id"] not in seen, f"no deleted client {client['id']}", expect.show(seen))
    expect.that(
        other["id"] in seen, f"the client that was not deleted, {other['id']}", expect.show(seen)
    )


@check("INF-CLIENT-24")
def contacts_go_with_their_client(api: Driver) -> None:
    client = api.new_client()
    contact = api.new_contact(client)
    api.delete_client(client)
    answer = api.call("getContact", {"id": contact["id"]})
    expect.that(not answer.ok, "no contact of a deleted client", answer.summary)


@check("INF-CLIENT-25")
def deleting_one_client_leaves_the_others(api: Driver) -> None:
    client, other = api.new_client(), api.new_client()
    contact = api.new_contact(other)
    before = api.client(other)
    api.delete_client(client)
    answer = api.call("getClient", {"id": other["id"]})
    expect.success(answer)
    same_but(answer.json, before, what="the other client")
    expect.success(api.call("getContact", {"id": contact["id"]}))
