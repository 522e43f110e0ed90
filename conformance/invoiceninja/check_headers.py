"""What every answer has, whatever it answers: status, headers, label; and paths that are nearly right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from conformance import expect
from conformance.checks import check
from conformance.client import Answer, encoded
from conformance.invoiceninja.calls import every_call
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.errors import NOT_LET_IN
from conformance.invoiceninja.gathering import Gathering
from conformance.invoiceninja.records import ids, page_of, parsed

LIMIT, REMAINING = "x-ratelimit-limit", "x-ratelimit-remaining"


def _answers(api: Driver) -> Iterator[Answer]:
    """Yield an answer of every operation, and some refusals."""
    for call in api.each(every_call(api, api.new_client())):
        yield api.perform(call)
    yield api.read_client(api.absent())
    yield api.call("getClients", credential=None)
    yield api.call("bulkClients", json={"action": "archive"})


def _let_in(answer: Answer, requirement: str) -> None:
    """Expect a token to open an operation: tax data, for which one may lack the right, apart."""
    own = "x-api-token" in answer.exchange.request.headers
    if own and answer.exchange.operation != "updateClientTaxData":
        seen = f"{answer.exchange.operation} answers {answer.summary}"
        expect.that(answer.status not in NOT_LET_IN, "not to be shut out", seen, requirement)


def _is_200(answer: Answer, requirement: str) -> None:
    if answer.ok:
        expect.status(answer, 200, requirement=requirement)


def _tells_version(answer: Answer, requirement: str) -> None:
    if answer.ok:
        _has(answer, "x-minimum-client-version", requirement)


def _has(answer: Answer, name: str, requirement: str) -> None:
    told = answer.response.headers.get(name, "").strip()
    expect.that(
        told, f"the header {name}", f"{answer.exchange.operation} answers without", requirement
    )


def _whole(answer: Answer, requirement: str) -> None:
    for name in (LIMIT, REMAINING):
        value = answer.response.headers.get(name)
        if value is not None:
            right = value.isdecimal()
            expect.that(right, f"a whole number as {name}", value or "nothing", requirement)


def _within(answer: Answer, requirement: str) -> None:
    limit, remaining = (answer.response.headers.get(name, "") for name in (LIMIT, REMAINING))
    if limit.isdecimal() and remaining.isdecimal():
        left = int(remaining) <= int(limit)
        expect.that(left, f"{limit} or less to remain", remaining, requirement)


def _labelled(answer: Answer, requirement: str) -> None:
    if isinstance(parsed(answer), (dict, list)):
        seen = f"{answer.media_type or 'no media type'} on status {answer.status}"
        right = answer.media_type == "application/json"
        expect.that(right, "media type application/json", seen, requirement)


def _open_to_all(answer: Answer, requirement: str) -> None:
    allowed = answer.response.headers.get("access-control-allow-origin", "none")
    what = f"{answer.exchange.operation} to allow the origin"
    expect.equal(allowed, "*", what, requirement)


def _tells_service(answer: Answer, requirement: str) -> None:
    _has(answer, "x-app-version", requirement)


# What every answer is held to.
_EACH = {
    "NIN-AUTH-01": _let_in,
    "NIN-STATUS-01": _is_200,
    "NIN-HEADER-01": _tells_version,
    "NIN-HEADER-02": _whole,
    "NIN-HEADER-03": _within,
    "NIN-ERROR-06": _labelled,
}
_EACH_OBSERVED = {"NIN-HEADER-04": _open_to_all, "NIN-HEADER-05": _tells_service}


def _examine(api: Driver, expectations: Mapping[str, Callable[[Answer, str], None]]) -> None:
    gathering = Gathering(api)
    for answer in _answers(api):
        for requirement, expectation in expectations.items():
            gathering.examine(requirement, expectation, answer)
    gathering.tell()


@check(*_EACH)
def every_operation_answers_as_it_should(api: Driver) -> None:
    _examine(api, _EACH)


@check(*_EACH_OBSERVED)
def every_answer_is_open_and_tells_its_service(api: Driver) -> None:
    _examine(api, _EACH_OBSERVED)


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
