"""What errors look like."""

from __future__ import annotations

from collections.abc import Iterator

from conformance import expect
from conformance.checks import check
from conformance.invoiceninja.calls import calls_of
from conformance.invoiceninja.driver import Call, Driver
from conformance.invoiceninja.errors import (
    INVALID,
    TOO_MANY,
    a_text,
    has_message,
    names,
    object_with,
)
from conformance.invoiceninja.forms import File
from conformance.invoiceninja.refusals import answers

PROGRAM = File("setup.exe", b"MZ\x90\x00\x03\x00\x00\x00", "application/x-msdownload")


@check("NIN-ERROR-02")
def a_validation_error_has_a_message(api: Driver) -> None:
    for _, answer in answers(api, "create", "update", "bulk", "settings"):
        if answer.status == INVALID:
            has_message(answer)
    refused = api.upload(api.new_client(), PROGRAM)
    if refused.status == INVALID:
        has_message(refused)


@check("NIN-ERROR-03")
def a_validation_error_says_what_is_wrong_with_which_member(api: Driver) -> None:
    for _, answer in answers(api, "bulk", documented=True):
        if answer.status == INVALID:
            errors = object_with(answer, "errors")
            lists = [*errors.values()] if isinstance(errors, dict) else []
            right = lists and all(isinstance(one, list) and all(map(a_text, one)) for one in lists)
            expect.that(right, "an object of arrays of texts as `errors`", answer.summary)


@check("NIN-ERROR-04")
def a_client_that_does_not_exist_is_told_of(api: Driver) -> None:
    _told(api, calls_of(api, api.absent()))


@check("NIN-ERROR-05")
def the_refusal_of_a_strangers_client_is_told_of(api: Driver) -> None:
    theirs = api.other.new_client()
    named = ("showClient", "updateClient", "deleteClient", "editClient")
    _told(api, (call for call in calls_of(api, theirs) if call.operation in named))


def _told(api: Driver, calls: Iterator[Call]) -> None:
    for call in api.each(calls):
        answer = api.perform(call)
        if not answer.ok and answer.status != TOO_MANY:
            has_message(answer)


@check("NIN-ERROR-07")
def an_unknown_path_is_told_of(api: Driver) -> None:
    answer = api.send("GET", "/nonsense")
    expect.status(answer, 404)
    has_message(answer)


@check("NIN-ERROR-08")
def a_method_that_a_path_does_not_have_is_told_of(api: Driver) -> None:
    client = api.new_client()
    for method, path in (("PUT", "/clients"), ("POST", f"/clients/{client['id']}")):
        answer = api.send(method, path, content=b"{}")
        expect.status(answer, 404, 405)
        has_message(answer)


@check("NIN-ERROR-09")
def errors_name_the_member_at_fault(api: Driver) -> None:
    for refusal, answer in answers(api, "create", "update", "bulk", "settings", "statement"):
        if answer.status == INVALID:
            names(answer, refusal.named)
    refused = api.upload(api.new_client(), PROGRAM)
    if refused.status == INVALID:
        names(refused, "documents.0")
