"""The list of clients and what it says of itself.

Other clients may be on the server. So most checks look for clients by a word in their names that
no other has, and say nothing about the rest.
"""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.infakt.driver import Driver
from conformance.infakt.records import FULL, MEMBERS, Page, came_back

FIGURES = ("count", "total_count")
LINKS = ("next", "previous")


def _first_of_two(api: Driver) -> Page:
    """Return a page after which another comes."""
    api.at_least(2)
    return api.listed(limit=1)


def _empty(api: Driver) -> Page:
    """Return a page without clients."""
    page = api.listed(api.name())
    if page.entities:
        raise CannotTell("a search for a new word finds clients")
    return page


@check("FAK-LIST-01")
def the_list_is_an_object_with_two_parts(api: Driver) -> None:
    answer = api.list_clients(limit=1)
    body = api.arranged(answer)
    right = isinstance(body, dict) and isinstance(body.get("metainfo"), dict)
    expect.that(right, "an object with an object metainfo", answer.summary)
    expect.that(isinstance(body.get("entities"), list), "an array entities", answer.summary)


@check("FAK-LIST-02")
def metainfo_has_its_members(api: Driver) -> None:
    metainfo = _first_of_two(api).metainfo
    if metainfo is None:
        raise CannotTell("there is no object metainfo")
    for name in (*FIGURES, *LINKS):
        expect.that(name in metainfo, f"metainfo with {name}", expect.show(metainfo))


@check("FAK-LIST-03")
def figures_are_integers(api: Driver) -> None:
    page = _first_of_two(api)
    for name in FIGURES:
        value = page.told(name)
        expect.that(type(value) is int, f"an integer {name}", expect.show(value))


@check("FAK-LIST-04")
def links_are_texts(api: Driver) -> None:
    page = _first_of_two(api)
    for name in LINKS:
        value = page.told(name)
        expect.that(isinstance(value, str), f"{name} as a text", expect.show(value))


@check("FAK-LIST-05")
def clients_in_the_list_are_bare(api: Driver) -> None:
    word, _ = api.family({})
    body = api.arranged(api.list_clients(word))
    for entity in body["entities"]:
        wrapped = isinstance(entity, dict) and isinstance(entity.get("client"), dict)
        expect.that(not wrapped, "a client without the root `client`", expect.show(entity))


@check("FAK-LIST-06")
def clients_in_the_list_are_whole(api: Driver) -> None:
    word, made = api.family({})
    for entity in api.found(word, made).entities:
        missing = [name for name in MEMBERS if name not in entity]
        expect.none(missing, "all documented attributes in the list")


@check("FAK-LIST-07")
def the_list_shows_a_client_as_reading_does(api: Driver) -> None:
    word, made = api.family(FULL, {})
    listed = {str(entity["id"]): entity for entity in api.found(word, made).entities}
    for client in made:
        read = api.client(client)
        seen = listed[str(client["id"])]
        came_back(seen, {name: value for name, value in read.items() if name in seen})


@check("FAK-LIST-09")
def an_empty_list_has_links(api: Driver) -> None:
    page = _empty(api)
    for name in LINKS:
        value = page.told(name)
        expect.that(isinstance(value, str), f"{name} as a text", expect.show(value))


@check("FAK-LIST-10")
def an_empty_list_counts_nothing(api: Driver) -> None:
    _empty(api).counts("count", 0)
