"""The order of the list."""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.invoiceninja.cases import filled, rows
from conformance.invoiceninja.check_balances import different
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.marks import MANY, listed, mark
from conformance.invoiceninja.records import page_of, parsed

TABLE: dict[str, Any] = data.fixture("invoiceninja", "cases", "sorts.yaml")
# Figures as letters: a number of many figures is more than some can compare.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def _ordered(api: Driver, requirement: str) -> None:
    """Expect the clients of the table in its order."""
    word, number = mark(api), api.unique().translate(_LETTERS)
    made = {}
    for key, members in TABLE["clients"].items():
        sent = {
            "name": filled(members["name"], {"mark": word}),
            "number": filled(members["number"], {"mark": number}),
        }
        made[key] = api.new_client(**sent)["id"]
    for row in rows(TABLE["cases"], requirement):
        seen = listed(api.list_clients(name=word, sort=row["sort"]))
        ours = [one for one in seen if one in made.values()]
        wanted = [made[key] for key in row["order"]]
        expect.equal(ours, wanted, f"with sort={row['sort']} the order")


@check("NIN-SORT-01")
def names_are_sorted_backwards(api: Driver) -> None:
    _ordered(api, "NIN-SORT-01")


@check("NIN-SORT-02")
def names_are_sorted(api: Driver) -> None:
    _ordered(api, "NIN-SORT-02")


@check("NIN-SORT-03")
def the_newest_comes_first(api: Driver) -> None:
    _ordered(api, "NIN-SORT-03")


@check("NIN-SORT-04")
def balances_are_sorted_by_amount(api: Driver) -> None:
    for row in TABLE["values"]:
        answer = api.list_clients(balance="gt:0", sort=row["sort"], per_page=MANY)
        expect.success(answer)
        clients = [*page_of(parsed(answer)).clients]
        different(clients, 3)
        seen = [one[row["member"]] for one in clients]
        expect.equal(seen, sorted(seen), "the balances")


def _accepted(api: Driver, requirement: str) -> None:
    for row in rows(TABLE["accepted"], requirement):
        expect.success(api.list_clients(**row["query"]))


@check("NIN-SORT-05")
def the_example_of_a_list_is_accepted(api: Driver) -> None:
    _accepted(api, "NIN-SORT-05")


@check("NIN-SORT-06")
def a_sort_without_a_direction_is_accepted(api: Driver) -> None:
    _accepted(api, "NIN-SORT-06")


@check("NIN-SORT-07")
def any_other_direction_sorts_backwards(api: Driver) -> None:
    _ordered(api, "NIN-SORT-07")


@check("NIN-SORT-08")
def numbers_are_sorted_by_amount(api: Driver) -> None:
    _ordered(api, "NIN-SORT-08")


@check("NIN-SORT-09")
def display_names_are_names(api: Driver) -> None:
    _ordered(api, "NIN-SORT-09")
