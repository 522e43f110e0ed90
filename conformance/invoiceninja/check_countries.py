"""Which country a client has, by any way to say it."""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.invoiceninja.cases import Row, rows
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import Record, accepted, alike, blank, came_back
from conformance.invoiceninja.refusals import expect_refusals

TABLE: list[Row] = data.fixture("invoiceninja", "cases", "countries.yaml")


def _countries(api: Driver, requirement: str) -> None:
    for row in api.each(rows(TABLE, requirement)):
        seen = accepted(api.create_client(**{"country_id": None} | row["sent"])).get("country_id")
        expect.that(alike(seen, row["shown"]), f"country {row['shown']}", expect.show(seen))


@check("NIN-CREATE-04")
def a_country_may_be_a_text(api: Driver) -> None:
    _countries(api, "NIN-CREATE-04")


@check("NIN-CREATE-05")
def a_country_may_be_a_number(api: Driver) -> None:
    _countries(api, "NIN-CREATE-05")


def _country(client: Record) -> Any:
    """Return the country of a client that was created without one: the company's."""
    seen = client.get("country_id")
    if blank(seen):
        raise CannotTell("a client without a country does not get the company's")
    return seen


@check("NIN-CREATE-15")
def a_client_without_a_country_gets_the_companys(api: Driver) -> None:
    for _ in range(2):
        seen = accepted(api.create_client(country_id=None)).get("country_id")
        expect.that(not blank(seen), "the company's country", expect.show(seen))


def _as_the_company(api: Driver, sent: Record) -> None:
    company = _country(api.new_client(country_id=None))
    seen = accepted(api.call("storeClient", json=api.body(country_id=None) | sent))
    came_back(seen, {"country_id": company})


@check("NIN-CREATE-16")
def an_empty_country_means_the_companys(api: Driver) -> None:
    _as_the_company(api, {"country_id": None})
    _as_the_company(api, {"country_id": ""})


@check("NIN-CREATE-17")
def a_country_that_is_no_number_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-CREATE-17")


@check("NIN-CREATE-18")
def a_country_that_does_not_exist_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-CREATE-18")


@check("NIN-CREATE-19")
def a_shipping_country_that_is_no_number_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-CREATE-19")


@check("NIN-CREATE-20")
def no_shipping_country_leaves_it_empty(api: Driver) -> None:
    seen = accepted(api.call("storeClient", json=api.body() | {"shipping_country_id": None}))
    came_back(seen, {"shipping_country_id": ""})


@check("NIN-CREATE-21")
def two_letters_set_the_country(api: Driver) -> None:
    _countries(api, "NIN-CREATE-21")


@check("NIN-CREATE-22")
def three_letters_set_the_country(api: Driver) -> None:
    _countries(api, "NIN-CREATE-22")


@check("NIN-CREATE-23")
def letters_of_no_country_mean_the_companys(api: Driver) -> None:
    _as_the_company(api, {"country_code": "ZZ"})
