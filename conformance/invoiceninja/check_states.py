"""Filters of the list by state: active, archived, deleted. Which each of them keeps is in a table."""

from __future__ import annotations

from typing import Any

from conformance import data
from conformance.checks import check
from conformance.invoiceninja import marks
from conformance.invoiceninja.cases import rows
from conformance.invoiceninja.driver import Driver

TABLE: list[dict[str, Any]] = data.fixture("invoiceninja", "cases", "states.yaml")


def _examine(api: Driver, requirement: str) -> None:
    """Expect the filters of a requirement to keep, of a client in each state, those of the table."""
    clients = {"active": api.new_client(), "archived": api.archived(), "deleted": api.deleted()}
    for row in rows(TABLE, requirement):
        answer = api.list_clients(**row["query"], sort="id|desc", per_page=marks.MANY)
        seen, by = marks.listed(answer), str(row["query"] or "the whole list")
        marks.keeps(seen, clients, row["keeps"], by)
        marks.drops(seen, clients, clients.keys() - {*row["keeps"]}, by)


@check("NIN-FILTER-34")
def active_clients_are_neither_archived_nor_deleted(api: Driver) -> None:
    _examine(api, "NIN-FILTER-34")


@check("NIN-FILTER-35")
def archived_clients_are_not_deleted(api: Driver) -> None:
    _examine(api, "NIN-FILTER-35")


@check("NIN-FILTER-36")
def deleted_clients_are_deleted(api: Driver) -> None:
    _examine(api, "NIN-FILTER-36")


@check("NIN-FILTER-37")
def several_states_keep_the_clients_of_each(api: Driver) -> None:
    _examine(api, "NIN-FILTER-37")


@check("NIN-FILTER-38")
def without_a_state_all_clients_are_listed(api: Driver) -> None:
    _examine(api, "NIN-FILTER-38")


@check("NIN-FILTER-40")
def is_deleted_keeps_the_deleted_ones(api: Driver) -> None:
    _examine(api, "NIN-FILTER-40")


@check("NIN-FILTER-41")
def not_deleted_keeps_the_others(api: Driver) -> None:
    _examine(api, "NIN-FILTER-41")
