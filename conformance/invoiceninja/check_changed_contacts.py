"""What becomes of a client's people when it is updated."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.invoiceninja.check_passwords import STRONG
from conformance.invoiceninja.driver import Driver, to_send
from conformance.invoiceninja.records import (
    Record,
    accepted,
    came_back,
    contact_of,
    contacts_of,
    ids,
)

NEW = {"first_name": "Mary", "last_name": "Somerville", "phone": "555-0199"}


def _changed(contact: Record, **members: object) -> Record:
    return to_send(contact) | members


@check("NIN-UPDATE-03")
def a_contact_that_is_sent_with_its_id_keeps_it(api: Driver) -> None:
    client = api.new_client()
    before = contact_of(client)
    after = contact_of(accepted(api.update_client(client, contacts=[_changed(before, **NEW)])))
    came_back(after, {name: before.get(name) for name in ("id", "contact_key")})


@check("NIN-UPDATE-04")
def what_is_sent_for_a_contact_is_stored(api: Driver) -> None:
    client = api.new_client()
    sent = _changed(contact_of(client), **NEW)
    accepted(api.update_client(client, contacts=[sent]))
    after = contacts_of(api.client(client))
    names = [one.get("first_name") for one in after]
    expect.that("Mary" in names, "the new first name", expect.show(names))
    came_back(after[names.index("Mary")], NEW, what="the contact")


@check("NIN-UPDATE-05")
def a_contact_that_is_not_sent_is_gone(api: Driver) -> None:
    client = api.new_client(contacts=[api.contact(), api.contact()])
    first, second = contacts_of(client)
    accepted(api.update_client(client, contacts=[_changed(first)]))
    left = ids(contacts_of(api.client(client)))
    expect.that(second["id"] not in left, "the second contact to be gone", expect.show(left))


@check("NIN-UPDATE-06")
def a_contact_without_an_id_is_new(api: Driver) -> None:
    client = api.new_client()
    before = contact_of(client)
    after = contact_of(accepted(api.update_client(client, contacts=[api.contact()])))
    for name in ("id", "contact_key"):
        expect.that(after.get(name) != before.get(name), f"another {name}", expect.show(after))


@check("NIN-UPDATE-07")
def no_contacts_leave_a_blank_one(api: Driver) -> None:
    client = api.new_client()
    after = contacts_of(accepted(api.update_client(client, contacts=[])))
    expect.equal(len(after), 1, "a number of contacts of")
    came_back(after[0], {"email": "", "first_name": ""}, what="the contact")
    new = after[0].get("id") != contact_of(client)["id"]
    expect.that(new, "a new id", expect.show(after[0].get("id")))


@check("NIN-UPDATE-08")
def a_contact_is_added_beside_another(api: Driver) -> None:
    client = api.new_client()
    sent = [_changed(contact_of(client)), api.contact(**NEW)]
    after = contacts_of(accepted(api.update_client(client, contacts=sent)))
    expect.equal(len(after), 2, "a number of contacts of")
    kept = contact_of(client)["id"] in ids(after)
    expect.that(kept, "the former contact with its id", expect.show(ids(after)))


@check("NIN-UPDATE-09")
def the_email_of_a_former_contact_finds_nobody(api: Driver) -> None:
    former = api.contact()
    client = api.new_client(contacts=[former])
    if client["id"] not in ids(api.listed(email=former["email"]).clients):
        raise CannotTell("the client is not found by the e-mail of its contact")
    accepted(api.update_client(client, contacts=[api.contact()]))
    seen = ids(api.listed(email=former["email"]).clients)
    expect.that(client["id"] not in seen, "not to find the client", expect.show(seen))


@check("NIN-UPDATE-10")
def asterisks_leave_a_password_as_it_was(api: Driver) -> None:
    client = api.new_client(contacts=[api.contact(password=STRONG)])
    before = contact_of(client)
    if before.get("password") != "*" * 10:
        raise CannotTell("a contact with a password is needed")
    for asterisks in ("*" * 5, "*" * 10):
        sent = [_changed(before, password=asterisks)]
        after = contact_of(accepted(api.update_client(client, contacts=sent)))
        came_back(after, {"password": "*" * 10}, what="the contact")
