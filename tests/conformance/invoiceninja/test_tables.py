"""The tables of cases, and how the suite reads them."""

from __future__ import annotations

import pytest

from conformance import catalogue, data
from conformance.invoiceninja.cases import Row, filled, rows
from conformance.invoiceninja.check_balances import comparisons
from tests.conformance.invoiceninja.scenes import API

# Tables of one list, and of lists by kind.
PLAIN = ("balances", "files", "pages", "states", "times")
KINDS = ("filters", "sorts")


def test_words_are_filled_in_wherever_they_stand() -> None:
    row = {"name": "{mark} ann", "contacts": [{"email": "{mark}.ann@example.com", "send": True}]}
    told = {"name": "x ann", "contacts": [{"email": "x.ann@example.com", "send": True}]}
    assert filled(row, {"mark": "x"}) == told


def test_rows_are_those_of_a_requirement() -> None:
    table: list[Row] = [
        {"requirement": "A", "n": 1},
        {"requirement": "B"},
        {"requirement": "A", "n": 2},
    ]
    assert [row["n"] for row in rows(table, "A")] == [1, 2]


@pytest.mark.parametrize("name", PLAIN + KINDS)
def test_every_row_is_about_a_requirement(name: str) -> None:
    table = data.fixture(API, "cases", f"{name}.yaml")
    kinds = [one for key, one in table.items() if key != "clients"] if name in KINDS else [table]
    known = catalogue.load(API).requirements
    unknown = [row for kind in kinds for row in kind if row["requirement"] not in known]
    assert unknown == []


@pytest.mark.parametrize(
    ("balance", "told"),
    [
        (5, {"less", "ends"}),
        (10, {"equal", "between"}),
        (9.99, {"less", "between"}),
        (100.0, {"greater", "ends"}),
        (101, {"greater"}),
    ],
)
def test_balances_are_compared(balance: float, told: set[str]) -> None:
    assert comparisons(balance, pivot=10, low=5, high=100) == told
