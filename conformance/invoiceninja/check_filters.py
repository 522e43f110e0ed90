"""Filters of the list. Which clients each of them keeps is in a table.

Where a statement says what a filter finds, it is not asked what else it shows, and the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.invoiceninja import marks
from conformance.invoiceninja.cases import filled, rows
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.groups import a_group, grouped
from conformance.invoiceninja.records import ids, page_of

TABLE: dict[str, Any] = data.fixture("invoiceninja", "cases", "filters.yaml")


def _list(api: Driver, query: Mapping[str, Any]) -> list[Any]:
    """Return the ids of a list: of a long one the newest clients, among which are those made here."""
    return marks.listed(api.list_clients(**query, sort="id|desc", per_page=marks.MANY))


def _examine(api: Driver, requirement: str, *, kept: bool = True, dropped: bool = True) -> None:
    """Expect the filters of a requirement to keep, and to drop, what the table says."""
    word, cases = marks.mark(api), rows(TABLE["cases"], requirement)
    needed = {key for row in cases for key in row["keeps"]}
    table = {key: one for key, one in TABLE["clients"].items() if dropped or key in needed}
    clients = marks.made(api, table, word)
    for row in cases:
        query = filled(row["query"], {"mark": word})
        seen, by = _list(api, query), str(query)
        if kept:
            marks.keeps(seen, clients, row["keeps"], by)
        if dropped:
            marks.drops(seen, clients, clients.keys() - {*row["keeps"]}, by)


def _finds(api: Driver, requirement: str) -> None:
    _examine(api, requirement, dropped=False)


def _passes_over(api: Driver, requirement: str) -> None:
    _examine(api, requirement, kept=False)


def _does_nothing(api: Driver, requirement: str) -> None:
    """Expect the last parameter of each row to leave the list as the others make it."""
    word = marks.mark(api)
    marks.made(api, TABLE["clients"], word)
    for row in rows(TABLE["cases"], requirement):
        query = filled(row["query"], {"mark": word})
        *others, last = query
        usual = _list(api, {name: query[name] for name in others})
        seen = _list(api, query)
        told = f"as without {last}={query[last]} the clients"
        expect.equal(sorted(map(str, seen)), sorted(map(str, usual)), told)


@check("NIN-FILTER-01")
def name_finds_what_begins_with_it(api: Driver) -> None:
    _finds(api, "NIN-FILTER-01")


@check("NIN-FILTER-02")
def name_shows_nothing_else(api: Driver) -> None:
    _passes_over(api, "NIN-FILTER-02")


@check("NIN-FILTER-03")
def name_finds_what_contains_it(api: Driver) -> None:
    _finds(api, "NIN-FILTER-03")


@check("NIN-FILTER-04")
def letter_case_does_not_matter_to_name(api: Driver) -> None:
    _finds(api, "NIN-FILTER-04")


@check("NIN-FILTER-12")
def between_balance_with_one_value_is_ignored(api: Driver) -> None:
    _does_nothing(api, "NIN-FILTER-12")


@check("NIN-FILTER-13")
def balance_without_a_colon_is_ignored(api: Driver) -> None:
    _does_nothing(api, "NIN-FILTER-13")


@check("NIN-FILTER-14")
def email_keeps_who_has_that_address(api: Driver) -> None:
    _examine(api, "NIN-FILTER-14")


@check("NIN-FILTER-15")
def email_looks_at_all_contacts(api: Driver) -> None:
    _finds(api, "NIN-FILTER-15")


@check("NIN-FILTER-16")
def a_part_of_an_address_finds_nobody(api: Driver) -> None:
    _passes_over(api, "NIN-FILTER-16")


@check("NIN-FILTER-17")
def id_number_keeps_that_number(api: Driver) -> None:
    _examine(api, "NIN-FILTER-17")


@check("NIN-FILTER-18")
def the_beginning_of_an_id_number_finds_nobody(api: Driver) -> None:
    _passes_over(api, "NIN-FILTER-18")


@check("NIN-FILTER-19")
def number_keeps_that_number(api: Driver) -> None:
    _examine(api, "NIN-FILTER-19")


@check("NIN-FILTER-20")
def the_beginning_of_a_number_finds_nobody(api: Driver) -> None:
    _passes_over(api, "NIN-FILTER-20")


@check("NIN-FILTER-21")
def filter_finds_names(api: Driver) -> None:
    _finds(api, "NIN-FILTER-21")


@check("NIN-FILTER-22")
def filter_finds_id_numbers(api: Driver) -> None:
    _finds(api, "NIN-FILTER-22")


@check("NIN-FILTER-23")
def filter_finds_first_names(api: Driver) -> None:
    _finds(api, "NIN-FILTER-23")


@check("NIN-FILTER-24")
def filter_finds_last_names(api: Driver) -> None:
    _finds(api, "NIN-FILTER-24")


@check("NIN-FILTER-25")
def filter_finds_emails(api: Driver) -> None:
    _finds(api, "NIN-FILTER-25")


@check("NIN-FILTER-26")
def filter_finds_phones(api: Driver) -> None:
    _finds(api, "NIN-FILTER-26")


@check("NIN-FILTER-27")
def filter_finds_custom_values(api: Driver) -> None:
    _finds(api, "NIN-FILTER-27")


@check("NIN-FILTER-28")
def filter_shows_nothing_else(api: Driver) -> None:
    _passes_over(api, "NIN-FILTER-28")


@check("NIN-FILTER-29")
def filter_finds_numbers(api: Driver) -> None:
    _finds(api, "NIN-FILTER-29")


@check("NIN-FILTER-30")
def filter_does_not_look_at_notes_city_and_vat_number(api: Driver) -> None:
    _passes_over(api, "NIN-FILTER-30")


@check("NIN-FILTER-31")
def group_keeps_its_clients(api: Driver) -> None:
    group = a_group(api)
    inside, outside = grouped(api, group), api.new_client()
    page = page_of(api.arranged(api.list_clients(group=group, per_page=marks.MANY)))
    seen = ids(page.clients)
    marks.keeps(seen, {"in": inside}, ["in"], f"group={group}")
    marks.drops(seen, {"out": outside}, ["out"], f"group={group}")
    others = [one for one in page.clients if one.get("group_settings_id") != group]
    expect.none(ids(others), f"clients of group {group} alone")


@check("NIN-FILTER-32")
def client_id_lists_that_client_alone(api: Driver) -> None:
    client, _ = api.new_client(), api.new_client()
    seen = _list(api, {"client_id": client["id"]})
    expect.equal(seen, [client["id"]], "the list of")


@check("NIN-FILTER-33")
def a_client_id_that_is_none_lists_nobody(api: Driver) -> None:
    expect.equal(_list(api, {"client_id": api.absent()["id"]}), [], "the list of")


@check("NIN-FILTER-39")
def a_status_that_is_none_is_ignored(api: Driver) -> None:
    _does_nothing(api, "NIN-FILTER-39")


@check("NIN-FILTER-48")
def a_time_that_is_none_is_ignored(api: Driver) -> None:
    _does_nothing(api, "NIN-FILTER-48")


@check("NIN-FILTER-49")
def filters_are_combined(api: Driver) -> None:
    word = marks.mark(api)
    clients = marks.made(api, TABLE["clients"], word)
    ours = {one["id"] for one in clients.values()}
    for row in rows(TABLE["cases"], "NIN-FILTER-49"):
        query = filled(row["query"], {"mark": word})
        single = [{*_list(api, {name: value})} for name, value in query.items()]
        seen = sorted(ours.intersection(_list(api, query)))
        wanted = sorted(ours.intersection(*single))
        expect.equal(seen, wanted, f"with {query}, of the clients made here, what each keeps,")


@check("NIN-FILTER-50")
def parameters_that_do_not_exist_are_ignored(api: Driver) -> None:
    _does_nothing(api, "NIN-FILTER-50")


@check("NIN-FILTER-51")
def filters_without_a_value_are_ignored(api: Driver) -> None:
    _does_nothing(api, "NIN-FILTER-51")
