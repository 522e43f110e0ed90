"""Who is let in: every operation needs a token, in its header."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.client import Answer, Credential
from conformance.expect import CannotTell
from conformance.invoiceninja.calls import calls_of, every_call
from conformance.invoiceninja.driver import REQUESTED_WITH, Call, Driver
from conformance.invoiceninja.errors import (
    NOT_LET_IN,
    TOO_MANY,
    has_message,
    not_let_in,
    object_with,
)
from conformance.invoiceninja.gathering import Gathering
from conformance.invoiceninja.records import parsed

LIST = Call("getClients", {}, {"per_page": 1})
# As a program calls that does not say XMLHttpRequest, and reads JSON.
PLAIN = {REQUESTED_WITH: "", "accept": "application/json"}


def unknown(api: Driver) -> Credential:
    """Return a token that nobody has, of the usual length."""
    token = f"{api.scene.key:08x}" * 8
    return Credential(token, token)


def _stranger(api: Driver, call: Call) -> Answer:
    return api.perform(call, credential=None)


@check("NIN-AUTH-02", "NIN-AUTH-03", "NIN-ERROR-01")
def every_operation_needs_a_token_that_somebody_has(api: Driver) -> None:
    gathering = Gathering(api)
    calls = [*every_call(api, api.new_client())]
    for credential, requirement in ((None, "NIN-AUTH-02"), (unknown(api), "NIN-AUTH-03")):
        for call in api.each(calls):
            answer = api.perform(call, credential=credential)
            gathering.examine(requirement, not_let_in, answer)
            gathering.examine("NIN-ERROR-01", _told_why, answer)
    gathering.tell()


def _told_why(answer: Answer, requirement: str) -> None:
    if answer.status in NOT_LET_IN:
        has_message(answer, requirement)


@check("NIN-AUTH-04")
def a_wrong_token_is_answered_as_a_missing_one(api: Driver) -> None:
    for call in (LIST, Call("showClient", {"id": api.new_client()["id"]})):
        missing, wrong = _stranger(api, call), api.perform(call, credential=unknown(api))
        expect.status(wrong, missing.status)
        told = object_with(missing, "message")
        expect.equal(object_with(wrong, "message"), told, "the message")


@check("NIN-AUTH-05")
def the_refusal_of_a_token_has_no_errors(api: Driver) -> None:
    for credential in (None, unknown(api)):
        answer = api.perform(LIST, credential=credential)
        _shut_out(answer)
        errors = object_with(answer, "errors")
        expect.that(errors in ({}, []), "an empty object `errors`", answer.summary)


@check("NIN-AUTH-06")
def a_missing_token_is_reported_before_a_missing_client(api: Driver) -> None:
    for call in api.each(calls_of(api, api.absent())):
        not_let_in(_stranger(api, call))


@check("NIN-AUTH-07")
def the_header_of_browsers_is_not_needed(api: Driver) -> None:
    for call in api.each(every_call(api, api.new_client())):
        answer = api.perform(call, headers=PLAIN)
        if answer.status != TOO_MANY and call.operation != "reactivateEmail":
            expect.success(answer)


@check("NIN-AUTH-08")
def errors_are_json_without_the_header_of_browsers(api: Driver) -> None:
    wrong = {"country_id": "A"}
    client = api.new_client()
    for call in (
        Call("storeClient", {}, body=api.body() | wrong),
        Call("updateClient", {"id": client["id"]}, body=api.kept(client) | wrong),
        Call("bulkClients", {}, body={"action": "muppet", "ids": [client["id"]]}),
    ):
        answer = api.perform(call, headers=PLAIN)
        if answer.ok:
            raise CannotTell(f"an error is needed, but there came {answer.summary}")
        expect.that(isinstance(parsed(answer), dict), "an error in JSON", answer.summary)


def _shut_out(answer: Answer) -> None:
    if answer.status not in NOT_LET_IN:
        raise CannotTell(f"a 401 or 403 is needed, but there came {answer.summary}")
