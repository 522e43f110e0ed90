"""What is set on several clients at once: a group, a column. And templates, which are made of several."""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.client import Answer
from conformance.expect import Skipped
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.groups import a_group
from conformance.invoiceninja.records import Record, came_back, parsed
from conformance.invoiceninja.refusals import expect_refusals

COLUMNS: list[dict[str, Any]] = data.fixture("invoiceninja", "cases", "columns.yaml")


def _set(api: Driver, row: dict[str, Any], *clients: Record) -> None:
    """Expect a column of clients to be what it is set to."""
    column = row["column"]
    expect.success(api.bulk("bulk_update", *clients, column=column, new_value=row["new_value"]))
    for client in clients:
        came_back(api.client(client), {column: row["shown"]})


@check("NIN-BULK-26")
def assign_group_needs_a_group(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-26")


@check("NIN-BULK-27")
def assign_group_puts_clients_into_a_group(api: Driver) -> None:
    group = a_group(api)
    clients = [api.new_client(), api.new_client()]
    expect.success(api.bulk("assign_group", *clients, group_settings_id=group))
    for client in clients:
        came_back(api.client(client), {"group_settings_id": group})


@check("NIN-BULK-28")
def assign_group_needs_a_group_that_exists(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-28")


@check("NIN-BULK-29")
def assign_group_passes_over_archived_and_deleted_clients(api: Driver) -> None:
    group = a_group(api)
    clients = [api.archived(), api.deleted()]
    expect.success(api.bulk("assign_group", *clients, group_settings_id=group))
    for before in clients:
        came_back(api.client(before), {"group_settings_id": before.get("group_settings_id")})


@check("NIN-BULK-30")
def bulk_update_needs_a_column(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-30")


@check("NIN-BULK-31")
def bulk_update_sets_the_public_notes(api: Driver) -> None:
    for row in COLUMNS:
        if row["column"] == "public_notes":
            _set(api, row, api.new_client(), api.new_client())


@check("NIN-BULK-32")
def bulk_update_sets_each_column(api: Driver) -> None:
    client = api.new_client()
    for row in COLUMNS:
        _set(api, row, client)


@check("NIN-BULK-33")
def bulk_update_sets_no_other_column(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-33")


@check("NIN-BULK-34")
def bulk_update_reaches_archived_and_deleted_clients(api: Driver) -> None:
    row = next(one for one in COLUMNS if one["column"] == "custom_value1")
    _set(api, row, api.archived(), api.deleted())


def _template(api: Driver) -> Answer:
    """Run a template; which ones there are, no documented operation tells.

    Raises:
        Skipped: the one that was tried does not exist.
    """
    client = api.new_client()
    answer = api.bulk("template", client, template="client", template_id=client["id"])
    body = parsed(answer)
    errors = body.get("errors") if isinstance(body, dict) else None
    if not answer.ok and isinstance(errors, dict) and {"template", "template_id"} & errors.keys():
        raise Skipped("needs a template, and none is known")
    return answer


@check("NIN-BULK-35")
def a_template_can_be_run(api: Driver) -> None:
    expect.success(_template(api))


@check("NIN-BULK-36")
def a_template_answers_with_a_message(api: Driver) -> None:
    answer = _template(api)
    expect.success(answer)
    body = parsed(answer)
    told = isinstance(body, dict) and isinstance(body.get("message"), str) and body["message"]
    expect.that(told, "a message", answer.summary)
