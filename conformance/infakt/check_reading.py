"""Reading one client."""

from __future__ import annotations

from collections.abc import Iterator

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.infakt.driver import Driver
from conformance.infakt.errors import a_text, object_with
from conformance.infakt.records import FULL, MEMBERS, came_back, parsed, unwrapped


def without_root(answer: Answer) -> None:
    """Expect a client that stands for itself."""
    expect.success(answer)
    body = parsed(answer)
    plain = isinstance(body, dict) and not isinstance(body.get("client"), dict)
    expect.that(plain, "a client without the root `client`", answer.summary)


def whole(client: dict[str, object]) -> None:
    """Expect all attributes that the document gives a client in answers."""
    missing = [name for name in MEMBERS if name not in client]
    expect.none(missing, "all documented attributes in the answer")


@check("FAK-READ-01")
def reading_answers_with_the_bare_client(api: Driver) -> None:
    without_root(api.read_client(api.new_client()))


@check("FAK-READ-02")
def the_id_is_the_one_asked_for(api: Driver) -> None:
    client = api.new_client()
    seen = unwrapped(api.arranged(api.read_client(client))).get("id")
    right = type(seen) is int and seen == client["id"]
    expect.that(right, f"the integer id {client['id']}", expect.show(seen))


@check("FAK-READ-03")
def reading_shows_the_whole_client(api: Driver) -> None:
    for members in ({}, FULL):
        whole(api.client(api.new_client(**members)))


@check("FAK-READ-04")
def reading_shows_what_creating_answered(api: Driver) -> None:
    for members in ({}, FULL):
        created = api.new_client(**members)
        came_back(api.client(created), created)


@check("FAK-READ-05")
def a_client_that_never_was_is_not_found(api: Driver) -> None:
    expect.status(api.read_client(api.absent()), 404)


def _not_found(api: Driver) -> Iterator[Answer]:
    """Yield the 404s of operations that name a client, on one that does not exist."""
    absent = api.absent()
    told = [
        api.read_client(absent),
        api.update_client(absent, city="Gdańsk"),
        api.delete_client(absent),
    ]
    found = [answer for answer in told if answer.status == 404]
    if not found:
        raise CannotTell("nothing answers with 404")
    yield from found


@check("FAK-READ-06")
def not_being_found_is_told_in_an_object(api: Driver) -> None:
    for answer in _not_found(api):
        expect.that(isinstance(parsed(answer), dict), "a JSON object", answer.summary)


@check("FAK-READ-07")
def not_being_found_is_told_as_an_error(api: Driver) -> None:
    for answer in _not_found(api):
        told = a_text(object_with(answer, "error"))
        expect.that(told, 'a body {"error": "text"}', answer.summary)
