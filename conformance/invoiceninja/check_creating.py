"""What a client is created with, and what becomes of it."""

from __future__ import annotations

from conformance import data, expect
from conformance.checks import check
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.groups import a_group
from conformance.invoiceninja.records import (
    FULL,
    Record,
    accepted,
    came_back,
)
from conformance.invoiceninja.refusals import expect_refusals

EXAMPLE: Record = data.fixture("invoiceninja", "examples", "storeClient.json")["requests"][0][
    "body"
]
OF_EXAMPLE = ("address1", "city", "state", "postal_code")
CLASSIFICATIONS = (
    *("individual", "business", "company", "partnership"),
    *("trust", "charity", "government", "other"),
)


@check("NIN-CREATE-02")
def the_documents_example_comes_back(api: Driver) -> None:
    name = f"{EXAMPLE['name']} {api.name()}"
    sent = {"name": name, **{member: EXAMPLE[member] for member in OF_EXAMPLE}}
    came_back(api.new_client(**sent), sent)


@check("NIN-CREATE-03")
def every_other_text_comes_back(api: Driver) -> None:
    others = {
        name: text
        for name, text in FULL.items()
        if name not in (*OF_EXAMPLE, "address2", "private_notes")
    }
    sent = others | {"id_number": api.unique()}
    came_back(api.new_client(**sent), sent)


@check("NIN-CREATE-24")
def two_clients_may_have_one_name(api: Driver) -> None:
    name = api.new_client()["name"]
    came_back(accepted(api.create_client(name=name)), {"name": name})


@check("NIN-CREATE-25")
def each_classification_comes_back(api: Driver) -> None:
    for one in api.each(CLASSIFICATIONS):
        came_back(accepted(api.create_client(classification=one)), {"classification": one})


@check("NIN-CREATE-26")
def another_classification_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-CREATE-26")


@check("NIN-CREATE-27")
def no_classification_is_accepted(api: Driver) -> None:
    seen = accepted(api.call("storeClient", json=api.body() | {"classification": None}))
    came_back(seen, {"classification": ""})


@check("NIN-CREATE-28")
def markup_is_removed_from_a_name(api: Driver) -> None:
    name = api.name()
    came_back(api.new_client(name=f"<b>{name}</b>"), {"name": name})


@check("NIN-CREATE-29")
def private_notes_come_back(api: Driver) -> None:
    sent = {"private_notes": "Delivery notes always with order number."}
    came_back(api.new_client(**sent), sent)


@check("NIN-CREATE-30")
def public_notes_come_back(api: Driver) -> None:
    sent = {"public_notes": "Closed from 24 December."}
    came_back(api.new_client(**sent), sent)


@check("NIN-CREATE-31")
def exemption_from_tax_comes_back(api: Driver) -> None:
    for exempt in (True, False):
        seen = api.new_client(is_tax_exempt=exempt)
        expect.equal(seen.get("is_tax_exempt"), exempt, "is_tax_exempt")


@check("NIN-CREATE-32")
def the_group_comes_back(api: Driver) -> None:
    sent = {"group_settings_id": a_group(api)}
    came_back(api.new_client(**sent), sent)


@check("NIN-CREATE-34")
def blanks_at_both_ends_are_removed(api: Driver) -> None:
    name = api.name()
    seen = api.new_client(name=f"  {name} ", city=" Boston  ")
    came_back(seen, {"name": name, "city": "Boston"})


@check("NIN-CREATE-35")
def documents_that_are_no_array_are_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-CREATE-35")


@check("NIN-CREATE-36")
def no_documents_are_accepted(api: Driver) -> None:
    accepted(api.create_client(documents=[]))


@check("NIN-CREATE-42")
def members_that_are_not_documented_are_ignored(api: Driver) -> None:
    sent = api.body(no_such_member="x", another={"x": [1]})
    came_back(accepted(api.call("storeClient", json=sent)), {"name": sent["name"]})
