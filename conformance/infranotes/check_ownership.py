"""Whose records: nobody sees or touches another user's."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.infranotes.driver import Driver, ids
from conformance.infranotes.errors import error_form


def _kept_out(answer: Answer) -> None:
    expect.that(
        answer.status in (403, 404), "status 404 or 403 for another user's record", answer.summary
    )


@check("INF-OWNER-01")
def another_users_client_is_not_shown(api: Driver) -> None:
    theirs = api.other.new_client()
    _kept_out(api.call("getClient", {"id": theirs["id"]}))


@check("INF-OWNER-02")
def another_users_client_is_neither_listed_nor_found(api: Driver) -> None:
    theirs = api.other.new_client(tags=[api.name()])
    seen = ids(api.clients(tag=theirs["tags"][0])) + ids(api.found(theirs["name"]))
    expect.that(theirs["id"] not in seen, "no client of another user", f"client {theirs['id']}")


@check("INF-OWNER-03")
def another_users_client_can_not_be_changed(api: Driver) -> None:
    theirs = api.other.new_client(city="Gdańsk")
    _kept_out(api.update_client(theirs, city="Sopot"))
    _kept_out(api.delete_client(theirs))
    expect.equal(api.other.client(theirs).get("city"), "Gdańsk", "the other user's city to stay")


@check("INF-OWNER-04")
def another_users_contacts_are_out_of_reach(api: Driver) -> None:
    client = api.other.new_client()
    contact = api.other.new_contact(client)
    _kept_out(api.call("listContacts", {"client_id": client["id"]}))
    _kept_out(api.call("addContact", {"client_id": client["id"]}, json=api.contact_body()))
    _kept_out(api.call("getContact", {"id": contact["id"]}))
    _kept_out(api.update_contact(contact, position="CEO"))
    _kept_out(api.set_primary(contact))
    _kept_out(api.delete_contact(contact))


@check("INF-OWNER-05")
def another_users_custom_fields_are_out_of_reach(api: Driver) -> None:
    theirs = api.other.new_field()
    expect.that(
        theirs["id"] not in ids(api.fields("client")), "no field of another user", "it listed"
    )
    _kept_out(api.update_field(theirs, placeholder="mine now"))
    _kept_out(api.delete_field(theirs))


@check("INF-OWNER-06")
def values_are_not_saved_for_another_users_client(api: Driver) -> None:
    theirs, field = api.other.new_client(), api.new_field()
    _kept_out(api.save(theirs, (field, "text")))


@check("INF-OWNER-07")
def records_carry_the_user_of_the_token(api: Driver) -> None:
    mine = [api.new_client(), api.new_client(type="vendor"), api.new_field()]
    users = {record.get("user_id") for record in mine}
    expect.that(
        len(users) == 1 and None not in users, "one user_id in all of mine", expect.show([*users])
    )
    theirs = api.other.new_client().get("user_id")
    expect.that(theirs not in users, "another user_id for another user", expect.show(theirs))


@check("INF-ERROR-08")
def being_kept_out_is_told_in_the_documented_form(api: Driver) -> None:
    answer = api.call("getClient", {"id": api.other.new_client()["id"]})
    if not answer.ok:
        error_form(answer)
