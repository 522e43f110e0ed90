"""What is done differently for a client: its settings, by type."""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.invoiceninja.cases import Row, rows
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import Record, accepted, blank, came_back, settings_of
from conformance.invoiceninja.refusals import expect_refusals

TABLES: dict[str, list[Row]] = data.fixture("invoiceninja", "cases", "settings.yaml")


def _accepted(api: Driver, requirement: str, *, read: bool = False) -> None:
    """Expect settings of the table to be accepted and to come back; with `read`, also later."""
    for row in api.each(rows(TABLES["accepted"], requirement)):
        client = accepted(api.create_client(settings=row["sent"]))
        came_back(settings_of(client), row["shown"], what="the settings")
        if read:
            came_back(settings_of(api.client(client)), row["shown"], what="the settings")


def _codes(api: Driver, requirement: str) -> None:
    for row in api.each(rows(TABLES["codes"], requirement)):
        seen = settings_of(accepted(api.create_client(**row["sent"])))
        came_back(seen, row.get("shown", {}), what="the settings")
        if "absent" in row:
            value = seen.get(row["absent"])
            expect.that(blank(value), f"no {row['absent']}", expect.show(value))


def _dropped(api: Driver, requirement: str) -> None:
    for row in rows(TABLES["dropped"], requirement):
        client = accepted(api.create_client(settings=row["sent"]))
        for seen in (client, api.client(client)):
            shown = expect.show(settings_of(seen).get(row["member"]))
            expect.that(row["member"] not in settings_of(seen), f"no {row['member']}", shown)


def _company(api: Driver) -> Any:
    """Return the company's currency: that of a client without settings."""
    seen = settings_of(api.new_client()).get("currency_id")
    if blank(seen):
        raise CannotTell("a client without settings does not have the company's currency")
    return seen


def _as_the_company(client: Record, company: Any) -> None:
    came_back(settings_of(client), {"currency_id": company}, what="the settings")


@check("NIN-SETTING-01")
def settings_carry_a_currency(api: Driver) -> None:
    for members in ({}, {"settings": {"currency_id": "2"}}):
        client = api.new_client(**members)
        for seen in (client, api.client(client)):
            currency = settings_of(seen).get("currency_id")
            told = isinstance(currency, str)
            expect.that(told, "currency_id as a text in the settings", expect.show(currency))


@check("NIN-SETTING-02")
def the_currency_comes_back(api: Driver) -> None:
    _accepted(api, "NIN-SETTING-02")


@check("NIN-SETTING-03")
def an_empty_currency_means_the_companys(api: Driver) -> None:
    company = _company(api)
    empty = {"currency_id": ""}
    _as_the_company(accepted(api.create_client(settings=empty)), company)
    client = api.new_client(settings={"currency_id": "12"})
    _as_the_company(accepted(api.update_client(client, settings=empty)), company)


@check("NIN-SETTING-04")
def a_currency_that_is_no_number_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-SETTING-04")
    client = api.new_client()
    expect.refused(api.update_client(client, settings={"currency_id": "A"}))


@check("NIN-SETTING-05")
def an_empty_array_means_the_companys_currency(api: Driver) -> None:
    company = _company(api)
    _as_the_company(accepted(api.create_client(settings=[])), company)


@check("NIN-SETTING-06")
def a_client_without_settings_has_the_companys_currency(api: Driver) -> None:
    currency = settings_of(accepted(api.create_client())).get("currency_id")
    expect.that(not blank(currency), "the company's currency", expect.show(currency))


@check("NIN-SETTING-07")
def settings_are_merged(api: Driver) -> None:
    first = {"currency_id": "2", "invoice_terms": "Net 30 days", "send_reminders": True}
    client = api.new_client(settings=first)
    sent = {"currency_id": "2", "invoice_terms": "Net 14 days", "custom_value1": "north"}
    accepted(api.update_client(client, settings=sent))
    came_back(settings_of(api.client(client)), first | sent, what="the settings")


@check("NIN-SETTING-08")
def numbers_that_are_none_are_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-SETTING-08")


@check("NIN-SETTING-09")
def a_rate_that_is_no_number_is_zero(api: Driver) -> None:
    _accepted(api, "NIN-SETTING-09")


@check("NIN-SETTING-10")
def a_flag_that_is_no_yes_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-SETTING-10")


@check("NIN-SETTING-11")
def a_flag_may_be_a_text_that_means_yes(api: Driver) -> None:
    _accepted(api, "NIN-SETTING-11")


@check("NIN-SETTING-12")
def translations_are_never_stored(api: Driver) -> None:
    _dropped(api, "NIN-SETTING-12")


@check("NIN-SETTING-13")
def a_code_sets_the_currency(api: Driver) -> None:
    _codes(api, "NIN-SETTING-13")


@check("NIN-SETTING-14")
def a_code_sets_the_language(api: Driver) -> None:
    _codes(api, "NIN-SETTING-14")


@check("NIN-SETTING-15")
def a_code_of_no_language_sets_none(api: Driver) -> None:
    _codes(api, "NIN-SETTING-15")


@check("NIN-SETTING-16")
def variables_of_pdfs_are_never_stored(api: Driver) -> None:
    _dropped(api, "NIN-SETTING-16")


@check("NIN-SETTING-17")
def settings_of_each_type_come_back(api: Driver) -> None:
    _accepted(api, "NIN-SETTING-17", read=True)
