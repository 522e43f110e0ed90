"""Which statuses are answered, and in which form errors come."""

from __future__ import annotations

from collections.abc import Iterator

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.infranotes.driver import Call, Driver
from conformance.infranotes.errors import body_calls, error_form, invalid_calls

NOT_JSON = b'{"name": "Example'
NOT_UTF8 = b'{"name": "\xff\xfe"}'


def _named(answer: Answer) -> str:
    return f"{answer.exchange.operation} answers {answer.summary}"


@check("INF-STATUS-01")
def successes_are_200_or_201(api: Driver) -> None:
    for call in api.each(api.every_call()):
        answer = api.perform(call)
        if answer.ok:
            expect.that(answer.status in (200, 201), "status 200 or 201", _named(answer))


@check("INF-STATUS-02")
def invalid_input_is_400(api: Driver) -> None:
    for call in api.each(invalid_calls(api)):
        answer = api.perform(call)
        if not answer.ok:
            expect.that(answer.status == 400, "status 400", _named(answer))


@check("INF-STATUS-03")
def an_absent_record_is_404(api: Driver) -> None:
    for call in api.each(api.absent_calls()):
        answer = api.perform(call)
        expect.that(answer.status == 404, "status 404", _named(answer))


@check("INF-STATUS-04")
def no_request_breaks_the_implementation(api: Driver) -> None:
    client = api.new_client()
    strange = [
        Call("createClient", {}, body=["an array"]),
        Call(
            "createClient", {}, body=api.client_body(custom_fields="a text", tags={"an": "object"})
        ),
        Call("updateClient", {"id": client["id"]}, body=None),
        Call("addContact", {"client_id": client["id"]}, body={"name": {"an": "object"}}),
        Call("listClients", {}, query={"limit": "99999999999999999999"}),
        Call("searchClients", {}, query={"query": "%_'\"\\"}),
        Call("getClient", {"id": "not-a-number"}),
        Call("listCustomFields", {"entity_or_id": "planet"}),
    ]
    for call in api.each((*invalid_calls(api), *strange)):
        answer = api.perform(call)
        expect.that(answer.status < 500, "no 5xx status", _named(answer))
    for call in api.each(body_calls(api)):
        for content in (NOT_UTF8, b"null"):
            answer = api.call(call.operation, call.path, content=content)
            expect.that(answer.status < 500, "no 5xx status", _named(answer))


@check("INF-ERROR-01")
def invalid_input_is_told_in_the_documented_form(api: Driver) -> None:
    for call in api.each(invalid_calls(api)):
        answer = api.perform(call)
        if not answer.ok:
            error_form(answer)


@check("INF-ERROR-03")
def an_absent_record_is_told_in_the_documented_form(api: Driver) -> None:
    for call in api.each(api.absent_calls()):
        answer = api.perform(call)
        if not answer.ok:
            error_form(answer)


@check("INF-ERROR-04")
def an_unknown_path_is_refused_in_the_documented_form(api: Driver) -> None:
    answer = api.send("GET", "/conformance-no-such-path")
    expect.that(not answer.ok, "a refusal", answer.summary)
    error_form(answer)


@check("INF-ERROR-05")
def a_wrong_method_is_refused_in_the_documented_form(api: Driver) -> None:
    client = api.new_client()
    contact, field = api.new_contact(client), api.new_field()
    paths = (
        "/clients",
        f"/clients/{client['id']}",
        "/clients/search",
        f"/clients/{client['id']}/contacts",
        f"/contacts/{contact['id']}",
        f"/contacts/{contact['id']}/primary",
        "/custom-fields",
        f"/custom-fields/{field['id']}",
        f"/custom-field-values/client/{client['id']}",
    )
    for path in api.each(paths):
        answer = api.send("PATCH", path, content=b"{}")
        if not answer.ok:
            error_form(answer)


def _is_malformed(api: Driver, content: bytes) -> None:
    for call in api.each(body_calls(api)):
        answer = api.call(call.operation, call.path, content=content)
        expect.that(answer.status == 400, "status 400", _named(answer))
        error_form(answer)


@check("INF-ERROR-06")
def a_body_that_is_not_json_is_refused(api: Driver) -> None:
    _is_malformed(api, NOT_JSON)


@check("INF-ERROR-07")
def a_body_that_is_not_utf8_is_refused(api: Driver) -> None:
    _is_malformed(api, NOT_UTF8)


def _answers(api: Driver) -> Iterator[Answer]:
    client = api.new_client()
    yield api.call("getClient", {"id": client["id"]})
    yield api.call("listClients", query={"limit": 1})
    yield api.call("searchClients")
    yield api.call("listClients", credential=None)
    yield api.send("GET", "/conformance-no-such-path")


@check("INF-ERROR-09")
def answers_are_labelled_as_json(api: Driver) -> None:
    for answer in api.each(_answers(api)):
        if answer.response.content:
            seen = f"{answer.media_type or 'no media type'} on status {answer.status}"
            expect.that(
                answer.media_type == "application/json", "media type application/json", seen
            )
