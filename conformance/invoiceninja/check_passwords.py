"""Passwords of contacts, with which they see their invoices."""

from __future__ import annotations

from conformance import data, expect
from conformance.checks import check
from conformance.invoiceninja.cases import Row, rows
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import accepted, alike, contact_of
from conformance.invoiceninja.refusals import expect_refusals

TABLE: list[Row] = data.fixture("invoiceninja", "cases", "passwords.yaml")
STRONG = "1Qajsj4kd33"


def _shown(api: Driver, requirement: str) -> None:
    """Expect new contacts with the passwords of the table to show them as it says."""
    for row in api.each(rows(TABLE, requirement)):
        email = row.get("email", f"{api.name()}@example.com")
        sent = {"first_name": "Ada", "email": email, "password": row["password"]}
        seen = contact_of(accepted(api.create_client(contacts=[sent]))).get("password")
        wanted = expect.show(row["shown"])
        expect.that(alike(seen, row["shown"]), f"the password {wanted}", expect.show(seen))


@check("NIN-CONTACT-20")
def a_weak_password_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-CONTACT-20")


@check("NIN-CONTACT-21")
def a_strong_password_is_accepted(api: Driver) -> None:
    for row in api.each(rows(TABLE, "NIN-CONTACT-21")):
        accepted(api.create_client(contacts=[api.contact(password=row["password"])]))


@check("NIN-CONTACT-22")
def a_password_is_shown_as_ten_asterisks(api: Driver) -> None:
    _shown(api, "NIN-CONTACT-22")
    client = api.new_client(contacts=[api.contact(password=STRONG)])
    seen = contact_of(api.client(client)).get("password")
    expect.equal(seen, "*" * 10, "the password")


@check("NIN-CONTACT-23")
def asterisks_set_no_password(api: Driver) -> None:
    _shown(api, "NIN-CONTACT-23")


@check("NIN-CONTACT-24")
def an_empty_password_sets_none(api: Driver) -> None:
    _shown(api, "NIN-CONTACT-24")


@check("NIN-CONTACT-25")
def a_password_is_never_shown(api: Driver) -> None:
    sent = [api.contact(password=STRONG)]
    created = api.create_client(contacts=sent)
    client = api.record(created)
    contact = {"id": (client.get("contacts") or [{}])[0].get("id")}
    updated = api.update_client(client, contacts=[sent[0] | contact])
    answers = (created, updated, api.read_client(client), api.list_clients(name=client["name"]))
    for answer in answers:
        shown = STRONG in answer.response.text
        seen = f"{answer.exchange.operation} shows it"
        expect.that(not shown, "no answer to show the password", seen)


@check("NIN-CONTACT-26")
def without_an_email_no_password_is_stored(api: Driver) -> None:
    _shown(api, "NIN-CONTACT-26")
