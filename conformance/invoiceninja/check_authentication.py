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


@check("NIN-AUTH-01")
def a_token_opens_every_operation(api: Driver) -> None:
    for call in api.each(every_call(api, api.new_client())):
        answer = api.perform(call)
        if call.operation != "updateClientTaxData":  # only administrators may
            seen = f"{call.operation} answers {answer.summary}"
            expect.that(answer.status not in NOT_LET_IN, "not to be shut out", seen)


@check("NIN-AUTH-02")
def every_operation_needs_a_token(api: Driver) -> None:
    for call in api.each(every_call(api, api.new_client())):
        not_let_in(_stranger(api, call))


@check("NIN-AUTH-03")
def every_operation_needs_a_token_that_somebody_has(api: Driver) -> None:
    for call in api.each(every_call(api, api.new_client())):
        not_let_in(api.perform(call, credential=unknown(api)))


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


@check("NIN-ERROR-01")
def being_kept_out_is_told_in_an_object(api: Driver) -> None:
    for credential in (None, unknown(api)):
        for call in api.each(every_call(api, api.new_client())):
            answer = api.perform(call, credential=credential)
            if answer.status in NOT_LET_IN:
                has_message(answer)


def _shut_out(answer: Answer) -> None:
    if answer.status not in NOT_LET_IN:
        raise CannotTell(f"a 401 or 403 is needed, but there came {answer.summary}")
