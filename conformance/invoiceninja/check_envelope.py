"""What answers are wrapped in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import parsed

NAME = "user"


def _under(answer: Answer, name: str) -> Any:
    """Return what a success carries under a name, None where it is not so wrapped."""
    expect.success(answer)
    body = parsed(answer)
    return body.get(name) if isinstance(body, Mapping) else None


def _a_client(value: Any) -> bool:
    return isinstance(value, Mapping) and "id" in value


def _one(answer: Answer, name: str) -> None:
    seen = f"{answer.exchange.operation} answers {answer.summary}"
    expect.that(_a_client(_under(answer, name)), f"a client under `{name}`", seen)


def _several(answer: Answer, name: str) -> None:
    seen = f"{answer.exchange.operation} answers {answer.summary}"
    expect.that(isinstance(_under(answer, name), list), f"an array under `{name}`", seen)


def _of_one(api: Driver, **query: Any) -> Iterator[Answer]:
    """Yield the answers of the operations that show one client."""
    client = api.new_client()
    path, body = {"id": client["id"]}, api.kept(client)
    yield api.call("storeClient", query=query, json=api.body())
    yield api.call("showClient", path, query=query)
    yield api.call("updateClient", path, query=query, json=body)
    yield api.call("editClient", path, query=query)


@check("NIN-ENVELOPE-01")
def one_client_is_under_data(api: Driver) -> None:
    for answer in api.each(_of_one(api)):
        _one(answer, "data")
    _one(api.call("getClientsCreate"), "data")
    if api.target.password:
        _one(api.merge_clients(api.new_client(), api.new_client()), "data")


@check("NIN-ENVELOPE-02")
def several_clients_are_under_data(api: Driver) -> None:
    client = api.new_client()
    _several(api.list_clients(per_page=1), "data")
    _several(api.bulk("archive", client), "data")


@check("NIN-ENVELOPE-03")
def another_name_is_taken_for_a_client(api: Driver) -> None:
    for answer in api.each(_of_one(api, index=NAME)):
        _one(answer, NAME)


@check("NIN-ENVELOPE-04")
def under_another_name_there_is_no_data(api: Driver) -> None:
    answer = api.read_client(api.new_client(), index=NAME)
    expect.success(answer)
    body = parsed(answer)
    expect.that(isinstance(body, Mapping) and "data" not in body, "no `data`", answer.summary)


@check("NIN-ENVELOPE-05")
def another_name_is_taken_for_a_list(api: Driver) -> None:
    _several(api.list_clients(index=NAME, per_page=1), NAME)


@check("NIN-ENVELOPE-06")
def a_list_under_another_name_keeps_its_meta(api: Driver) -> None:
    meta = _under(api.list_clients(index=NAME, per_page=1), "meta")
    told = isinstance(meta, Mapping) and isinstance(meta.get("pagination"), Mapping)
    expect.that(told, "meta.pagination", expect.show(meta))


@check("NIN-ENVELOPE-07")
def a_list_may_be_bare(api: Driver) -> None:
    answer = api.list_clients(index="none", per_page=1)
    expect.success(answer)
    expect.that(isinstance(parsed(answer), list), "a bare array", answer.summary)


@check("NIN-ENVELOPE-08")
def a_client_may_be_bare(api: Driver) -> None:
    client = api.new_client()
    answer = api.read_client(client, index="none")
    expect.success(answer)
    body = parsed(answer)
    bare = isinstance(body, Mapping) and body.get("id") == client["id"]
    expect.that(bare, "a bare client", answer.summary)


@check("NIN-ENVELOPE-09")
def an_empty_name_means_data(api: Driver) -> None:
    _several(api.list_clients(index="", per_page=1), "data")
    _one(api.read_client(api.new_client(), index=""), "data")


@check("NIN-ENVELOPE-10")
def another_name_is_taken_for_a_bulk_action(api: Driver) -> None:
    body = {"action": "archive", "ids": [api.new_client()["id"]]}
    _several(api.call("bulkClients", query={"index": NAME}, json=body), NAME)
