"""Contact persons of a client, and the one primary among them."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.infranotes.check_clients import same_but, says_something
from conformance.infranotes.driver import Driver, Record, ids

FULL: Record = {
    "position": "CEO",
    "email": "john@example.com",
    "phone": "+1987654321",
    "is_primary": True,
}


def _only_primary(api: Driver, client: Record, contact: Record) -> None:
    expect.equal(api.primaries(client), [contact["id"]], "the ids of the primary contacts")


@check("INF-CONTACT-01")
def adding_answers_with_the_contact(api: Driver) -> None:
    client = api.new_client()
    answer = api.call("addContact", {"client_id": client["id"]}, json=api.contact_body())
    expect.success(answer)
    for member in ("id", "created_at", "updated_at"):
        expect.that(member in answer.json, f"a contact with {member}", answer.summary)
    expect.members(answer.json, {"client_id": client["id"]}, "the contact")


@check("INF-CONTACT-02")
def a_new_primary_demotes_the_former(api: Driver) -> None:
    client = api.new_client()
    api.new_contact(client, is_primary=True)
    _only_primary(api, client, api.new_contact(client, is_primary=True))


@check("INF-CONTACT-04")
def reading_shows_what_was_stored(api: Driver) -> None:
    client = api.new_client()
    contact = api.new_contact(client, **FULL)
    answer = api.call("getContact", {"id": contact["id"]})
    expect.success(answer)
    stored = {"id": contact["id"], "client_id": client["id"], **FULL}
    expect.members(answer.json, stored, "the contact")


@check("INF-CONTACT-05")
def updating_answers_with_the_updated_contact(api: Driver) -> None:
    contact = api.new_contact(api.new_client(), position="CEO")
    answer = api.update_contact(contact, position="CTO")
    expect.success(answer)
    expect.members(answer.json, {"id": contact["id"], "position": "CTO"}, "the contact")


@check("INF-CONTACT-06")
def an_update_is_stored(api: Driver) -> None:
    contact = api.new_contact(api.new_client(), **FULL)
    new = {
        "name": api.name(),
        "position": "CTO",
        "email": "jd@example.com",
        "phone": "+1",
        "is_primary": False,
    }
    api.arranged(api.update_contact(contact, **new))
    expect.members(api.contact(contact), new, "the contact")


@check("INF-CONTACT-07")
def an_update_leaves_the_rest(api: Driver) -> None:
    contact = api.new_contact(api.new_client(), **FULL)
    api.arranged(api.update_contact(contact, position="CTO"))
    expected = {**FULL, "name": contact["name"], "position": api.contact(contact).get("position")}
    expect.members(api.contact(contact), expected, "the contact")


@check("INF-CONTACT-08")
def an_update_to_primary_demotes_the_former(api: Driver) -> None:
    client = api.new_client()
    api.new_contact(client, is_primary=True)
    second = api.new_contact(client, is_primary=False)
    api.arranged(api.update_contact(second, name=second["name"], is_primary=True))
    _only_primary(api, client, second)


@check("INF-CONTACT-09")
def setting_the_primary_answers_with_it(api: Driver) -> None:
    client = api.new_client()
    api.new_contact(client, is_primary=True)
    second = api.new_contact(client, is_primary=False)
    answer = api.set_primary(second)
    expect.success(answer)
    expect.members(answer.json, {"id": second["id"], "is_primary": True}, "the contact")


@check("INF-CONTACT-10")
def setting_the_primary_is_stored(api: Driver) -> None:
    client = api.new_client()
    api.new_contact(client, is_primary=True)
    second = api.new_contact(client, is_primary=False)
    api.arranged(api.set_primary(second))
    expect.members(api.contact(second), {"is_primary": True}, "the contact")


@check("INF-CONTACT-11")
def setting_the_primary_demotes_the_former(api: Driver) -> None:
    client = api.new_client()
    first = api.new_contact(client, is_primary=True)
    api.arranged(api.set_primary(api.new_contact(client, is_primary=False)))
    expect.members(api.contact(first), {"is_primary": False}, "the former primary contact")


@check("INF-CONTACT-12")
def other_clients_keep_their_primary(api: Driver) -> None:
    client, neighbour = api.new_client(), api.new_client()
    theirs = api.new_contact(neighbour, is_primary=True)
    first = api.new_contact(client, is_primary=True)
    second = api.new_contact(client, is_primary=False)
    api.arranged(api.update_contact(second, is_primary=True))
    api.arranged(api.set_primary(first))
    _only_primary(api, neighbour, theirs)


@check("INF-CONTACT-13")
def the_list_has_all_contacts(api: Driver) -> None:
    client = api.new_client()
    made = [
        api.new_contact(client, position="CEO"),
        api.new_contact(client),
        api.new_contact(client),
    ]
    answer = api.call("listContacts", {"client_id": client["id"]})
    expect.success(answer)
    expect.that(isinstance(answer.json, list), "an array of contacts", answer.summary)
    missing = {*ids(made)} - {*ids(answer.json)}
    expect.that(not missing, "all three contacts", f"a list without {expect.show([*missing])}")
    shown = next(one for one in answer.json if one["id"] == made[0]["id"])
    expect.members(shown, {"name": made[0]["name"], "position": "CEO"}, "the contact")


@check("INF-CONTACT-14")
def the_list_has_no_other_contacts(api: Driver) -> None:
    client, neighbour = api.new_client(), api.new_client()
    api.new_contact(client)
    theirs = api.new_contact(neighbour)
    seen = ids(api.contacts(client))
    expect.that(
        theirs["id"] not in seen, f"no contact {theirs['id']} of another client", expect.show(seen)
    )


@check("INF-CONTACT-15")
def deleting_says_so(api: Driver) -> None:
    says_something(api.delete_contact(api.new_contact(api.new_client())))


@check("INF-CONTACT-16")
def a_deleted_contact_can_not_be_read(api: Driver) -> None:
    contact = api.new_contact(api.new_client())
    api.delete_contact(contact)
    answer = api.call("getContact", {"id": contact["id"]})
    expect.that(not answer.ok, "no deleted contact", answer.summary)


@check("INF-CONTACT-17")
def a_deleted_contact_is_not_shown(api: Driver) -> None:
    client = api.new_client()
    contact = api.new_contact(client)
    api.delete_contact(contact)
    for where, seen in (
        ("list", api.contacts(client)),
        ("client", api.client(client).get("contacts") or []),
    ):
        shown = contact["id"] in ids(seen)
        expect.that(not shown, f"no deleted contact in the {where}", f"contact {contact['id']}")


@check("INF-CONTACT-18")
def deleting_one_contact_leaves_the_others(api: Driver) -> None:
    client = api.new_client()
    contact, other = api.new_contact(client), api.new_contact(client, **FULL)
    before = api.contact(other)
    api.delete_contact(contact)
    answer = api.call("getContact", {"id": other["id"]})
    expect.success(answer)
    same_but(answer.json, before, what="the other contact")
