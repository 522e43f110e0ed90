"""What holds for requests and answers of every kind."""

from __future__ import annotations

from collections.abc import Iterator

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.infakt.driver import Call, Driver
from conformance.infakt.records import bare, came_back, entities_of, ids, parsed

JSON = {"content-type": "application/json"}
NOT_JSON = b'{"client": {"company_name": "Example'
NOT_UTF8 = b'{"client": {"company_name": "\xff\xfe", "country": "PL"}}'


def _strange_calls(api: Driver) -> Iterator[Call]:
    """Yield calls that nobody has to understand, and that have to be answered all the same."""
    path = {"id": api.new_client()["id"]}
    yield Call("createClient", {}, body=["an array"])
    yield Call("createClient", {}, body={"client": "a text"})
    yield Call("createClient", {}, body={"company_name": "no root"})
    odd = {"note": {"an": "object"}, "days_to_payment": [1], "same_forward_address": "perhaps"}
    yield Call("createClient", {}, body=api.body(**odd))
    yield Call("updateClient", path, body={"client": {"city": 5, "email": None}})
    yield Call("updateClient", path, body={})
    yield Call("getClient", {"id": "not-a-number"})
    yield Call("deleteClient", {"id": "99999999999999999999"})
    yield Call("listClients", {}, {"limit": "99999999999999999999", "offset": "-1"})
    yield Call("listClients", {}, {"limit": "ten", "order": "nonsense", "fields": ",;"})
    yield Call("listClients", {}, {"q[company_name_cont]": "%_'\"\\", "q": "text"})
    yield Call("listClients", {}, {"q[no_such_field_eq][]": "1"})


def _strange_answers(api: Driver) -> Iterator[Answer]:
    for call in (*api.invalid_calls(), *_strange_calls(api)):
        yield api.perform(call)
    for content in (NOT_JSON, NOT_UTF8, b"null", b""):
        yield api.call("createClient", content=content)


@check("FAK-HTTP-01")
def a_label_without_a_body_changes_nothing(api: Driver) -> None:
    client = api.client(api.new_client())
    answer = api.call("getClient", {"id": client["id"]}, headers=JSON)
    expect.success(answer)
    came_back(bare(parsed(answer)), client)
    expect.success(api.call("listClients", query={"limit": 1}, headers=JSON))


@check("FAK-HTTP-02")
def a_label_may_name_the_character_set(api: Driver) -> None:
    headers = {"content-type": "application/json;charset=UTF-8"}
    expect.success(api.call("createClient", json=api.body(), headers=headers))


@check("FAK-HTTP-03")
def both_base_paths_show_the_same(api: Driver) -> None:
    word, made = api.family({}, {})
    with api.elsewhere():
        answer = api.list_clients(word)
    expect.success(answer)
    expect.equal(
        sorted(ids(entities_of(answer))), sorted(ids(made)), "under the other base path the clients"
    )


@check("FAK-HTTP-04")
def a_path_without_its_ending_is_not_acceptable(api: Driver) -> None:
    expect.status(api.send("GET", "/clients"), 406)


@check("FAK-HTTP-05")
def no_request_breaks_the_implementation(api: Driver) -> None:
    for answer in _strange_answers(api):
        named = f"{answer.exchange.operation} answers {answer.summary}"
        expect.that(answer.status < 500 or answer.status == 503, "no 5xx status", named)


@check("FAK-HTTP-06")
def every_request_gets_a_complete_answer(api: Driver) -> None:
    try:
        for answer in _strange_answers(api):
            _complete(answer)
    except CannotTell as unanswered:
        if unanswered.__cause__ is None:  # not for want of an answer
            raise
        expect.violated("an answer to every request", str(unanswered))


def _complete(answer: Answer) -> None:
    """Expect as many bytes as announced, which some transports do not look at."""
    headers = answer.response.headers
    announced = headers.get("content-length", "")
    if announced.isdigit() and "content-encoding" not in headers:
        came = len(answer.response.content)
        expect.that(came == int(announced), f"{announced} bytes, as announced", f"{came} bytes")


@check("FAK-HTTP-07")
def answers_are_labelled_as_json(api: Driver) -> None:
    client = api.new_client()
    answers = [
        api.read_client(client),
        api.list_clients(limit=1),
        api.create_client(),
        api.update_client(client, city="Gdańsk"),
        api.create_client(country=None),
        api.read_client(api.absent()),
        api.call("listClients", credential=None),
    ]
    for answer in answers:
        if answer.response.content:
            seen = f"{answer.media_type or 'no media type'} on status {answer.status}"
            right = answer.media_type == "application/json"
            expect.that(right, "media type application/json", seen)


@check("FAK-HTTP-08")
def an_undocumented_parameter_is_ignored(api: Driver) -> None:
    word, made = api.family({}, {})
    answer = api.list_clients(word, foo="bar")
    expect.status(answer, 200)
    seen = ids(entities_of(answer))
    expect.equal(sorted(seen), sorted(ids(made)), "as without the parameter the clients")
