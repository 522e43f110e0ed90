"""Statuses of refusals, and that nothing breaks the implementation."""

from __future__ import annotations

from collections.abc import Iterator

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.invoiceninja.check_errors import PROGRAM
from conformance.invoiceninja.driver import Call, Driver
from conformance.invoiceninja.errors import INVALID, refused
from conformance.invoiceninja.refusals import answers

NOT_JSON = b'{"name": "Example'
NOT_UTF8 = b'{"name": "\xff\xfe"}'
LONG = "9" * 40


def _strange_calls(api: Driver) -> Iterator[Call]:
    """Yield calls that nobody has to understand, and that have to be answered all the same."""
    path = {"id": api.new_client()["id"]}
    yield Call("storeClient", {}, body=["an array"])
    yield Call("storeClient", {}, body=api.body(contacts=["a text"]))
    yield Call("storeClient", {}, body=api.body(name={"an": "object"}, phone=[1]))
    yield Call("storeClient", {}, body=api.body(settings="a text"))
    yield Call("storeClient", {}, body=api.body(group_settings_id=7, classification=False))
    yield Call("updateClient", path, body={"contacts": [{"id": {"an": "object"}}]})
    yield Call("updateClient", path, body={"country_id": [], "is_tax_exempt": "perhaps"})
    yield Call("bulkClients", {}, body={"action": {}, "ids": {"a": "b"}})
    yield Call("bulkClients", {}, body={"action": "archive", "ids": [None, [], path["id"]]})
    yield Call("clientStatement", {}, body={"client_id": 7, "start_date": [], "end_date": "x"})
    yield Call("showClient", {"id": "not an id!"})
    yield Call("deleteClient", {"id": LONG})
    yield Call("getClients", {}, {"per_page": LONG, "page": "-1", "status": ",;"})
    yield Call("getClients", {}, {"balance": "gt:many", "between_balance": ":::", "sort": "|"})
    yield Call("getClients", {}, {"created_at": LONG, "filter": "%_'\"\\", "client_id": "!!"})
    yield Call("getClients", {}, {"name[]": "x", "include": ",", "index": "data.x"})


@check("NIN-STATUS-02")
def no_request_breaks_the_implementation(api: Driver) -> None:
    for answer in _strange_answers(api):
        named = f"{answer.exchange.operation} answers {answer.summary}"
        expect.that(answer.status < 500 or answer.status == 503, "no 5xx status", named)


def _strange_answers(api: Driver) -> Iterator[Answer]:
    for call in api.each(_strange_calls(api)):
        yield api.perform(call)
    for content in (NOT_JSON, NOT_UTF8, b"null", b""):
        yield api.call("storeClient", content=content)


@check("NIN-STATUS-03")
def what_breaks_a_documented_rule_is_unprocessable(api: Driver) -> None:
    for _, answer in answers(api, "create", "update", "bulk", documented=True):
        refused(answer)
        expect.status(answer, INVALID)
    answer = api.upload(api.new_client(), PROGRAM)
    refused(answer)
    expect.status(answer, INVALID)
