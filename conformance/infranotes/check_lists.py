"""The list of clients: filters and pages.

Other clients may be on the server. So each check gives its clients a tag or a country that no other
has, and says nothing about the rest.
"""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.client import Answer
from conformance.infranotes.driver import Driver, Record, ids

REFUSED: list[dict[str, Any]] = data.fixture("infranotes", "cases", "refused_pages.yaml")
DEFAULT_LIMIT = 50


def listed(answer: Answer) -> list[Record]:
    """Return the records of a list; expect it to be an array of objects."""
    expect.success(answer)
    body = answer.json
    right = isinstance(body, list) and all(isinstance(one, dict) for one in body)
    expect.that(right, "an array of clients", answer.summary)
    return list(body)


def _includes(seen: list[Record], *wanted: Record) -> None:
    for record in wanted:
        expect.that(
            record["id"] in ids(seen), f"client {record['id']} among them", expect.show(ids(seen))
        )


def _list(api: Driver, **query: Any) -> list[Record]:
    return listed(api.call("listClients", query=query))


def _categories(client: Record) -> tuple[Any, ...]:
    return (client.get("category"), *(client.get("categories") or []))


@check("INF-LIST-01")
def the_list_shows_clients_as_stored(api: Driver) -> None:
    client = api.new_client(tags=[api.name()], city="Gdańsk")
    seen = _list(api, tag=client["tags"][0])
    _includes(seen, client)
    shown = next(one for one in seen if one["id"] == client["id"])
    expect.members(shown, {"name": client["name"], "city": "Gdańsk"}, "the client")


@check("INF-LIST-02")
def type_keeps_that_type(api: Driver) -> None:
    tag = api.name()
    made = {value: api.new_client(type=value, tags=[tag]) for value in ("client", "vendor")}
    for value, client in made.items():
        seen = _list(api, tag=tag, type=value)
        _includes(seen, client)
        wrong = [one for one in seen if one.get("type") != value]
        expect.none(wrong, f"only clients of type {value}")


@check("INF-LIST-03")
def category_keeps_individuals_or_organizations(api: Driver) -> None:
    tag = api.name()
    for value in ("individual", "organization"):
        client = api.new_client(category=value, tags=[tag])
        _includes(_list(api, tag=tag, category=value), client)


@check("INF-LIST-04")
def category_keeps_those_it_was_assigned_to(api: Driver) -> None:
    tag, assigned = api.name(), api.name()
    client = api.new_client(categories=["first", assigned], tags=[tag])
    _includes(_list(api, tag=tag, category=assigned), client)


@check("INF-LIST-05")
def category_shows_nobody_else(api: Driver) -> None:
    tag, assigned = api.name(), api.name()
    api.new_client(category="individual", categories=[assigned], tags=[tag])
    api.new_client(category="organization", categories=["other"], tags=[tag])
    for value in ("individual", "organization", assigned):
        seen = _list(api, tag=tag, category=value)
        wrong = [one for one in seen if value not in _categories(one)]
        expect.none(wrong, f"only clients whose category or categories have {value}")


@check("INF-LIST-06")
def country_keeps_that_country(api: Driver) -> None:
    here, there = api.name(), api.name()
    client = api.new_client(country=here)
    api.new_client(country=there)
    seen = _list(api, country=here)
    _includes(seen, client)
    expect.none([one for one in seen if one.get("country") != here], f"only clients of {here}")


@check("INF-LIST-07")
def tag_keeps_those_with_it(api: Driver) -> None:
    tag, other = api.name(), api.name()
    client = api.new_client(tags=["first", tag])
    api.new_client(tags=[other])
    seen = _list(api, tag=tag)
    _includes(seen, client)
    wrong = [one for one in seen if tag not in (one.get("tags") or [])]
    expect.none(wrong, f"only clients with the tag {tag}")


@check("INF-LIST-08")
def filters_are_combined(api: Driver) -> None:
    tag, country, assigned = api.name(), api.name(), api.name()
    every = {"type": "vendor", "country": country, "categories": [assigned], "tags": [tag]}
    client = api.new_client(**every)
    others = {"type": "client", "country": "elsewhere", "categories": ["other"], "tags": ["other"]}
    near = [api.new_client(**{**every, name: value})["id"] for name, value in others.items()]
    seen = _list(api, type="vendor", country=country, category=assigned, tag=tag)
    _includes(seen, client)
    expect.none([one for one in seen if one["id"] in near], "only clients that match all filters")


@check("INF-LIST-09", long=True)
def a_list_has_fifty_results_by_default(api: Driver) -> None:
    seen = api.shown(DEFAULT_LIMIT, lambda: _list(api), of=DEFAULT_LIMIT + 1)
    expect.that(seen == DEFAULT_LIMIT, "50 clients", f"{seen} clients")


@check("INF-LIST-10")
def limit_bounds_the_list(api: Driver) -> None:
    tag = api.name()
    for _ in range(3):
        api.new_client(tags=[tag])
    for limit, size in ((1, 1), (2, 2)):
        seen = _list(api, tag=tag, limit=limit)
        expect.that(len(seen) == size, f"{size} of 3 clients", f"{len(seen)} clients")


@check("INF-LIST-11")
def pages_neither_repeat_nor_skip(api: Driver) -> None:
    tag, size = api.name(), 2
    made = ids([api.new_client(tags=[tag]) for _ in range(5)])
    seen: list[Any] = []
    for offset in range(0, 100, size):
        page = ids(_list(api, tag=tag, limit=size, offset=offset))
        seen += page
        if len(page) < size:
            break
    shown = sorted(one for one in seen if one in made)
    expect.equal(shown, sorted(made), "all pages together to show, once each, the clients")


@check("INF-LIST-12")
def a_list_starts_at_its_beginning(api: Driver) -> None:
    tag = api.name()
    for _ in range(2):
        api.new_client(tags=[tag])
    first = ids(_list(api, tag=tag, limit=1, offset=0))
    expect.equal(ids(_list(api, tag=tag, limit=1)), first, "the same as with offset 0,")


@check("INF-LIST-13")
def a_page_that_is_no_number_is_refused(api: Driver) -> None:
    for query in api.each(REFUSED):
        expect.refused(api.call("listClients", query=query))


@check("INF-LIST-14")
def beyond_the_end_there_is_nothing(api: Driver) -> None:
    tag = api.name()
    api.new_client(tags=[tag])
    expect.equal(_list(api, tag=tag, offset=1000), [], "beyond the end")
