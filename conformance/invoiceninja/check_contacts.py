"""The people of a client: what they are created with, and who of them is primary."""

from __future__ import annotations

from typing import Any

from conformance import expect
from conformance.checks import check
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import (
    Record,
    accepted,
    blank,
    came_back,
    contact_of,
    contacts_of,
)
from conformance.invoiceninja.refusals import expect_refusals

KEY_LENGTH = 32


def _people(api: Driver, *contacts: Record) -> list[Record]:
    """Return the contacts of a client that was created with these, each with an e-mail of its own."""
    sent = [{"email": f"{api.name()}@example.com"} | one for one in contacts]
    return contacts_of(api.new_client(contacts=sent))


def _who(contacts: list[Record], member: str, value: Any = True) -> list[Any]:
    """Return the first names of the contacts that have a value."""
    return [one.get("first_name") for one in contacts if one.get(member) is value]


@check("NIN-CONTACT-01")
def no_contacts_make_a_blank_one(api: Driver) -> None:
    contacts = contacts_of(accepted(api.create_client(contacts=[])))
    expect.equal(len(contacts), 1, "a number of contacts of")
    expect.that(contacts[0].get("email") in ("", None), "an empty e-mail", expect.show(contacts[0]))


@check("NIN-CONTACT-02")
def a_contact_comes_back(api: Driver) -> None:
    sent = api.contact(first_name="Jörn", last_name="Petersen", phone="+49 40 66969 214")
    came_back(contact_of(api.new_client(contacts=[sent])), sent, what="the contact")
    plain = api.contact()
    silent = api.contact(first_name="Annegret", send_email=False)
    seen = contacts_of(api.new_client(contacts=[plain, silent]))
    came_back(_named(seen, "Annegret"), silent, what="the contact")


def _named(contacts: list[Record], first_name: str) -> Record:
    return next((one for one in contacts if one.get("first_name") == first_name), {})


@check("NIN-CONTACT-03")
def an_only_contact_is_primary(api: Driver) -> None:
    (contact,) = _people(api, {"first_name": "Ada"})
    expect.equal(contact.get("is_primary"), True, "is_primary")


@check("NIN-CONTACT-04")
def an_only_contact_receives_email(api: Driver) -> None:
    (contact,) = _people(api, {"first_name": "Ada"})
    expect.equal(contact.get("send_email"), True, "send_email")


@check("NIN-CONTACT-05")
def the_first_of_several_contacts_is_primary(api: Driver) -> None:
    people = _people(api, {"first_name": "Ada"}, {"first_name": "Grace"})
    expect.equal(_who(people, "is_primary"), ["Ada"], "as primary")


@check("NIN-CONTACT-06")
def who_is_sent_as_primary_is(api: Driver) -> None:
    people = _people(api, {"first_name": "Ada"}, {"first_name": "Grace", "is_primary": True})
    expect.equal(_who(people, "is_primary"), ["Grace"], "as primary")


@check("NIN-CONTACT-07")
def the_primary_contact_is_listed_first(api: Driver) -> None:
    sent = [
        api.contact(first_name="Ada"),
        api.contact(first_name="Grace"),
        api.contact(first_name="Mary", is_primary=True),
    ]
    word, (made,) = api.family({"contacts": sent})
    for client in (made, api.client(made), api.found(word, [made]).clients[0]):
        places = [one.get("is_primary") is True for one in contacts_of(client)]
        expect.that(places[:1] == [True], "the primary contact first", expect.show(places))


@check("NIN-CONTACT-08")
def of_several_primary_contacts_one_is(api: Driver) -> None:
    flagged = [{"first_name": name, "is_primary": True} for name in ("Ada", "Grace")]
    seen = _who(_people(api, *flagged), "is_primary")
    expect.equal(len(seen), 1, "a number of primary contacts of")


@check("NIN-CONTACT-09")
def there_is_always_one_primary_contact(api: Driver) -> None:
    word, (made,) = api.family({"contacts": [api.contact(), api.contact()]})
    kept = api.kept(made)["contacts"]
    unflagged = [one | {"is_primary": False} for one in kept]
    updated = api.updated(made, contacts=unflagged)
    for client in (made, updated, api.client(made), api.found(word, [made]).clients[0]):
        flags = [one.get("is_primary") for one in contacts_of(client)]
        expect.equal(flags.count(True), 1, "a number of primary contacts of")


@check("NIN-CONTACT-10")
def an_only_contact_receives_email_nevertheless(api: Driver) -> None:
    (contact,) = _people(api, {"first_name": "Ada", "send_email": False})
    expect.equal(contact.get("send_email"), True, "send_email")


@check("NIN-CONTACT-11")
def of_several_contacts_each_keeps_whether_it_receives_email(api: Driver) -> None:
    people = _people(
        api,
        {"first_name": "Ada", "send_email": False},
        {"first_name": "Grace", "send_email": True},
    )
    expect.equal(_who(people, "send_email"), ["Grace"], "to receive e-mail")


@check("NIN-CONTACT-12")
def the_key_of_a_contact_is_long(api: Driver) -> None:
    key = contact_of(api.new_client()).get("contact_key")
    right = isinstance(key, str) and key.isalnum() and len(key) >= KEY_LENGTH
    expect.that(right, f"a key of {KEY_LENGTH} or more letters and digits", expect.show(key))


@check("NIN-CONTACT-13")
def every_contact_has_a_key_of_its_own(api: Driver) -> None:
    people = [*_people(api, {}, {}), *_people(api, {})]
    keys = [one.get("contact_key") for one in people]
    expect.that(len({*map(str, keys)}) == len(keys), "keys of their own", expect.show(keys))


@check("NIN-CONTACT-14")
def a_key_that_is_sent_is_ignored(api: Driver) -> None:
    key = "k" * KEY_LENGTH
    (contact,) = _people(api, {"contact_key": key})
    expect.that(contact.get("contact_key") != key, "another key", expect.show(key))


@check("NIN-CONTACT-15")
def the_link_of_a_contact_ends_with_its_key(api: Driver) -> None:
    contact = contact_of(api.new_client())
    link, key = str(contact.get("link")), str(contact.get("contact_key"))
    expect.that(key and link.endswith(key), f"a link that ends with {key}", expect.show(link))


@check("NIN-CONTACT-16")
def an_email_that_is_no_address_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-CONTACT-16")


@check("NIN-CONTACT-17")
def the_same_email_twice_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-CONTACT-17")


@check("NIN-CONTACT-18")
def an_email_may_be_empty(api: Driver) -> None:
    for email in (None, ""):
        sent = [{"first_name": "Ada", "email": email}]
        contact = contact_of(accepted(api.create_client(contacts=sent)))
        expect.that(blank(contact.get("email")), "an empty e-mail", expect.show(contact))


@check("NIN-CONTACT-19")
def contacts_of_two_clients_may_have_one_email(api: Driver) -> None:
    sent = api.contact()
    for _ in range(2):
        contact = contact_of(accepted(api.create_client(contacts=[sent])))
        came_back(contact, {"email": sent["email"]}, what="the contact")


@check("NIN-CONTACT-27")
def contacts_that_are_a_text_are_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-CONTACT-27")


@check("NIN-CONTACT-28")
def one_object_is_one_contact(api: Driver) -> None:
    sent = api.contact(first_name="Grace")
    seen = contact_of(accepted(api.create_client(contacts=sent)))
    came_back(seen, {"first_name": "Grace", "email": sent["email"]}, what="the contact")


@check("NIN-CONTACT-29")
def contacts_do_not_show_what_only_they_may_know(api: Driver) -> None:
    client = api.new_client()
    for seen in (client, api.client(client)):
        shown = {"confirmation_code", "token"} & {*contact_of(seen)}
        expect.none(sorted(shown), "neither confirmation_code nor token")
