"""Headers of answers, and paths that are nearly right."""

from __future__ import annotations

from collections.abc import Iterator

from conformance import expect
from conformance.checks import check
from conformance.client import Answer, encoded
from conformance.invoiceninja.calls import every_call
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import ids, page_of

LIMIT, REMAINING = "x-ratelimit-limit", "x-ratelimit-remaining"


def _answers(api: Driver) -> Iterator[Answer]:
    """Yield an answer of every operation, and some refusals."""
    client = api.new_client()
    for call in api.each(every_call(api, client)):
        yield api.perform(call)
    yield from _refusals(api)


def _refusals(api: Driver) -> Iterator[Answer]:
    yield api.read_client(api.absent())
    yield api.call("getClients", credential=None)
    yield api.call("bulkClients", json={"action": "muppet", "ids": []})


@check("NIN-HEADER-01")
def successes_tell_the_oldest_program_that_works(api: Driver) -> None:
    for answer in _answers(api):
        if answer.ok:
            told = answer.response.headers.get("x-minimum-client-version", "").strip()
            seen = f"{answer.exchange.operation} answers without it"
            expect.that(told, "the header X-MINIMUM-CLIENT-VERSION", seen)


@check("NIN-HEADER-02")
def figures_of_the_rate_limit_are_whole_numbers(api: Driver) -> None:
    for answer in _answers(api):
        for name in (LIMIT, REMAINING):
            value = answer.response.headers.get(name)
            if value is not None:
                expect.that(value.isdecimal(), f"a whole number as {name}", value or "nothing")


@check("NIN-HEADER-03")
def no_more_requests_remain_than_are_allowed(api: Driver) -> None:
    for answer in _answers(api):
        limit, remaining = (answer.response.headers.get(name, "") for name in (LIMIT, REMAINING))
        if limit.isdecimal() and remaining.isdecimal():
            expect.that(int(remaining) <= int(limit), f"{limit} or less to remain", remaining)


@check("NIN-HEADER-04")
def all_origins_are_allowed(api: Driver) -> None:
    for answer in _answers(api):
        allowed = answer.response.headers.get("access-control-allow-origin", "none")
        expect.equal(allowed, "*", f"{answer.exchange.operation} to allow the origin")


@check("NIN-HEADER-05")
def every_answer_tells_the_version_of_the_service(api: Driver) -> None:
    for answer in _answers(api):
        told = answer.response.headers.get("x-app-version", "").strip()
        seen = f"{answer.exchange.operation} answers without it"
        expect.that(told, "the header X-APP-VERSION", seen)


@check("NIN-HEADER-06")
def browsers_may_ask_what_is_allowed_without_a_token(api: Driver) -> None:
    for path in ("/clients", "/clients/create"):
        expect.status(api.send("OPTIONS", path, credential=None), 200)


@check("NIN-HEADER-07")
def a_slash_at_the_end_changes_nothing(api: Driver) -> None:
    word, made = api.family({}, {})
    query = {"name": word, "status": "active"}
    answer = api.send("GET", "/clients/", operation="getClients", query=query)
    expect.status(answer, 200)
    seen = page_of(answer.json).clients
    expect.equal(sorted(ids(seen)), sorted(ids(made)), "as without the slash the clients")
    content = encoded(api.body())
    expect.status(api.send("POST", "/clients/", operation="storeClient", content=content), 200)
