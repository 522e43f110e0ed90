"""Filters of the list by time. Whether they show a client is in a table."""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.invoiceninja import marks
from conformance.invoiceninja.cases import Row, rows
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import Record, page_of, parsed

TABLE: list[dict[str, Any]] = data.fixture("invoiceninja", "cases", "times.yaml")


def _value(row: Row, client: Record, name: str) -> str:
    """Return the time of a row: one of the client, moved by some seconds, or as it stands there."""
    value = str(row["query"][name])
    if value != f"{{{name}}}":
        return value
    if type(client.get(name)) is not int:
        raise CannotTell(f"a time is needed, but {name} is {expect.show(client.get(name))}")
    return str(client[name] + row["plus"])


def _examine(api: Driver, requirement: str, name: str) -> None:
    """Expect the filters of a requirement to show a client, or not, as the table says."""
    client = api.client(api.new_client())
    for row in rows(TABLE, requirement):
        value = _value(row, client, name)
        answer = api.list_clients(**{name: value}, sort="id|desc", per_page=marks.MANY)
        seen = marks.listed(answer)
        judge = marks.keeps if row["shows"] else marks.drops
        judge(seen, {"it": client}, ["it"], f"{name}={value}")
        if value.isdigit() and requirement in ("NIN-FILTER-44", "NIN-FILTER-47"):
            earlier = [one for one in page_of(parsed(answer)).clients if one[name] < int(value)]
            expect.none(earlier, f"clients of {value} or later alone")


@check("NIN-FILTER-42")
def created_at_keeps_its_very_second(api: Driver) -> None:
    _examine(api, "NIN-FILTER-42", "created_at")


@check("NIN-FILTER-43")
def created_at_drops_what_is_days_older(api: Driver) -> None:
    _examine(api, "NIN-FILTER-43", "created_at")


@check("NIN-FILTER-44")
def created_at_keeps_what_is_not_older(api: Driver) -> None:
    _examine(api, "NIN-FILTER-44", "created_at")


@check("NIN-FILTER-45")
def updated_at_keeps_its_very_second(api: Driver) -> None:
    _examine(api, "NIN-FILTER-45", "updated_at")


@check("NIN-FILTER-46")
def updated_at_drops_what_is_days_older(api: Driver) -> None:
    _examine(api, "NIN-FILTER-46", "updated_at")


@check("NIN-FILTER-47")
def updated_at_keeps_what_is_not_older(api: Driver) -> None:
    _examine(api, "NIN-FILTER-47", "updated_at")
