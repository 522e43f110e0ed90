"""What a client carries along: by itself, and when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.groups import a_group, grouped
from conformance.invoiceninja.passwords import merge
from conformance.invoiceninja.records import Record, bare, ids, page_of, parsed

ON_REQUEST = ("activities", "ledger", "system_logs")


def _shown(answer: Answer) -> Record:
    """Return the client of an answer, as far as it is one; expect the call to succeed."""
    expect.success(answer)
    return bare(parsed(answer))


def _listed(api: Driver, client: Record, **query: Any) -> Record:
    """Return a client as the list shows it.

    Raises:
        CannotTell: the list does not have it.
    """
    answer = api.list_clients(name=client["name"], **query)
    expect.success(answer)
    for one in page_of(parsed(answer)).clients:
        if one.get("id") == client["id"]:
            return one
    raise CannotTell("the list does not find a client by its name")


def _everywhere(api: Driver) -> Iterator[Record]:
    """Yield a client as each operation shows it, without being asked for anything."""
    created = api.create_client()
    yield _shown(created)
    client = api.record(created)
    yield _shown(api.read_client(client))
    yield _shown(api.update_client(client, city="Boston"))
    yield _shown(api.call("editClient", {"id": client["id"]}))
    yield _listed(api, client)


def _read(api: Driver, client: Record, **query: Any) -> Iterator[Record]:
    """Yield a client as reading and listing show it."""
    yield _shown(api.read_client(client, **query))
    yield _listed(api, client, **query)


def _has_array(client: Record, name: str) -> None:
    seen = client.get(name)
    shown = expect.show(seen) if name in client else f"no {name}"
    expect.that(isinstance(seen, list), f"an array {name}", shown)


@check("NIN-INCLUDE-01")
def a_client_carries_its_contacts(api: Driver) -> None:
    for client in _everywhere(api):
        _has_array(client, "contacts")


@check("NIN-INCLUDE-02")
def a_client_carries_its_documents(api: Driver) -> None:
    for client in _everywhere(api):
        _has_array(client, "documents")


@check("NIN-INCLUDE-03")
def a_client_carries_its_means_of_payment(api: Driver) -> None:
    for client in _everywhere(api):
        _has_array(client, "gateway_tokens")


def _adds(api: Driver, include: str) -> None:
    for client in _read(api, api.new_client(), include=include):
        for name in include.split(","):
            _has_array(client, name)


@check("NIN-INCLUDE-04")
def activities_can_be_included(api: Driver) -> None:
    _adds(api, "activities")


@check("NIN-INCLUDE-05")
def the_ledger_can_be_included(api: Driver) -> None:
    _adds(api, "ledger")


@check("NIN-INCLUDE-06")
def system_logs_can_be_included(api: Driver) -> None:
    _adds(api, "system_logs")


@check("NIN-INCLUDE-07")
def several_names_add_all_of_them(api: Driver) -> None:
    _adds(api, ",".join(ON_REQUEST))


@check("NIN-INCLUDE-08")
def nothing_is_included_unasked(api: Driver) -> None:
    for client in _read(api, api.new_client()):
        unasked = [name for name in ON_REQUEST if name in client]
        expect.none(unasked, "nothing that was not asked for")


@check("NIN-INCLUDE-09")
def documents_can_be_included(api: Driver) -> None:
    _adds(api, "documents")


@check("NIN-INCLUDE-10")
def the_group_can_be_included(api: Driver) -> None:
    group = a_group(api)
    for client in _read(api, grouped(api, group), include="group_settings"):
        seen = client.get("group_settings")
        right = isinstance(seen, dict) and seen.get("id") == group
        expect.that(right, f"an object, group {group}", expect.show(seen))


@check("NIN-INCLUDE-11")
def without_a_group_none_is_included(api: Driver) -> None:
    for client in _read(api, api.new_client(), include="group_settings"):
        seen = client.get("group_settings")
        expect.that("group_settings" not in client, "no group_settings", expect.show(seen))


@check("NIN-INCLUDE-12")
def an_unknown_name_is_ignored(api: Driver) -> None:
    client = api.new_client()
    seen = _shown(api.read_client(client, include="bogus"))
    expect.equal(seen.get("id"), client["id"], "client")


@check("NIN-INCLUDE-13")
def changes_include_too(api: Driver) -> None:
    query = {"include": "activities"}
    created = api.call("storeClient", query=query, json=api.body())
    _has_array(_shown(created), "activities")
    client = api.record(created)
    path, body = {"id": client["id"]}, api.kept(client)
    _has_array(_shown(api.call("updateClient", path, query=query, json=body)), "activities")
    _has_array(_shown(api.call("editClient", path, query=query)), "activities")


@check("NIN-INCLUDE-14")
def bulk_actions_include_too(api: Driver) -> None:
    body = {"action": "archive", "ids": ids([api.new_client()])}
    answer = api.call("bulkClients", query={"include": "activities"}, json=body)
    expect.success(answer)
    for client in page_of(parsed(answer)).clients:
        _has_array(client, "activities")


@check("NIN-INCLUDE-15")
def merges_include_too(api: Driver) -> None:
    answer = merge(api, api.new_client(), api.new_client(), query={"include": "activities"})
    _has_array(_shown(answer), "activities")
