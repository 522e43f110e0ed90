"""Filters of the list by balance.

No documented operation sets a balance, so the clients serve that are on the server. They are asked for in
one order: of those on the first page, all that pass a filter are then on its first page.
"""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.expect import CannotTell, Skipped
from conformance.invoiceninja import marks
from conformance.invoiceninja.cases import filled, rows
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import Record, ids, page_of, parsed

TABLE: list[dict[str, Any]] = data.fixture("invoiceninja", "cases", "balances.yaml")


def comparisons(balance: float, pivot: float, low: float, high: float) -> set[str]:
    """Return how a balance compares with the others, in the words of the table."""
    holds = {
        "less": balance < pivot,
        "equal": balance == pivot,
        "greater": balance > pivot,
        "between": low < balance < high,
        "ends": balance in (low, high),
    }
    return {name for name, right in holds.items() if right}


def listed(api: Driver, **query: Any) -> list[Record]:
    """Return the clients of a list whose balances are numbers."""
    answer = api.list_clients(**query, sort="balance|desc", per_page=marks.MANY)
    expect.success(answer)
    clients = [*page_of(parsed(answer)).clients]
    if not all(type(one.get("balance")) in (int, float) for one in clients):
        raise CannotTell("balances are needed that are numbers")
    return clients


def different(clients: list[Record], number: int) -> list[float]:
    """Return the balances that clients have, in order.

    Raises:
        Skipped: there are not so many different ones.
    """
    balances = sorted({one["balance"] for one in clients})
    if len(balances) < number:
        raise Skipped(f"needs clients with {number} different balances on the server")
    return balances


def _missing(api: Driver, wanted: list[Record], seen: list[Record]) -> list[Record]:
    """Return the clients that are not among those seen, though they are still what they were.

    Others, whose clients they are, may have changed or removed some meanwhile.
    """
    found = ids(seen)
    missing = [one for one in wanted if one["id"] not in found]
    now = [(one["id"], one["balance"]) for one in listed(api)] if missing else []
    return [one for one in missing if (one["id"], one["balance"]) in now]


def _examine(api: Driver, requirement: str) -> None:
    """Expect the filters of a requirement to keep the balances that the table says."""
    clients = listed(api)
    balances = different(clients, 5)
    if len(clients) == marks.MANY:  # whose turn it is among the last, which are equal, is open
        clients = [one for one in clients if one["balance"] > balances[0]]
    words = {"low": balances[1], "pivot": balances[len(balances) // 2], "high": balances[-2]}
    for row in rows(TABLE, requirement):
        query = filled(row["query"], words)
        seen = listed(api, **query)
        right = {*row["keeps"]}
        wanted = [one for one in clients if comparisons(one["balance"], **words) & right]
        missing = {str(one["id"]): one for one in _missing(api, wanted, seen)}
        marks.keeps(ids(seen), missing, missing, str(query))
        allowed = {*row["keeps"], *row.get("may_keep", [])}
        balances = [one["balance"] for one in seen]
        wrong = [one for one in balances if not comparisons(one, **words) & allowed]
        expect.none(wrong, f"no other balance with {query}")


@check("NIN-FILTER-05")
def lt_keeps_less(api: Driver) -> None:
    _examine(api, "NIN-FILTER-05")


@check("NIN-FILTER-06")
def lte_keeps_less_or_equal(api: Driver) -> None:
    _examine(api, "NIN-FILTER-06")


@check("NIN-FILTER-07")
def gt_keeps_more(api: Driver) -> None:
    _examine(api, "NIN-FILTER-07")


@check("NIN-FILTER-08")
def gte_keeps_more_or_equal(api: Driver) -> None:
    _examine(api, "NIN-FILTER-08")


@check("NIN-FILTER-09")
def eq_keeps_just_that_balance(api: Driver) -> None:
    _examine(api, "NIN-FILTER-09")


@check("NIN-FILTER-10")
def between_balance_keeps_what_is_between(api: Driver) -> None:
    _examine(api, "NIN-FILTER-10")


@check("NIN-FILTER-11")
def between_balance_keeps_both_ends(api: Driver) -> None:
    _examine(api, "NIN-FILTER-11")


@check("NIN-FILTER-52")
def nothing_is_between_the_greater_and_the_less(api: Driver) -> None:
    _examine(api, "NIN-FILTER-52")
