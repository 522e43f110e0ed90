"""The search for clients. What it looks at is open; that it finds names is not."""

from __future__ import annotations

from typing import Any

from conformance import expect
from conformance.checks import check
from conformance.infranotes.check_lists import listed
from conformance.infranotes.driver import Driver, Record, ids

DEFAULT_LIMIT = 10


def _search(api: Driver, term: str, **query: Any) -> list[Record]:
    return listed(api.call("searchClients", query={"query": term, **query}))


def _finds(api: Driver, term: str, client: Record) -> None:
    seen = _search(api, term)
    expect.that(
        client["id"] in ids(seen), f"client {client['id']} found", f"found {expect.show(ids(seen))}"
    )


@check("INF-SEARCH-01")
def a_client_is_found_by_its_name(api: Driver) -> None:
    client = api.new_client()
    _finds(api, client["name"], client)


@check("INF-SEARCH-02")
def letter_case_does_not_matter(api: Driver) -> None:
    client = api.new_client()
    _finds(api, client["name"].upper(), client)


@check("INF-SEARCH-03")
def a_part_of_a_name_suffices(api: Driver) -> None:
    client = api.new_client()
    _finds(api, client["name"][6:-1], client)


@check("INF-SEARCH-04", long=True)
def a_search_has_ten_results_by_default(api: Driver) -> None:
    name = api.name()
    for _ in range(DEFAULT_LIMIT + 1):
        api.new_client(name=name)
    seen = _search(api, name)
    expect.that(len(seen) == DEFAULT_LIMIT, "10 of 11 clients", f"{len(seen)} clients")


@check("INF-SEARCH-05")
def limit_bounds_the_search(api: Driver) -> None:
    name = api.name()
    for _ in range(3):
        api.new_client(name=name)
    for limit, size in ((1, 1), (2, 2)):
        seen = _search(api, name, limit=limit)
        expect.that(len(seen) == size, f"{size} of 3 clients", f"{len(seen)} clients")


@check("INF-SEARCH-06")
def a_search_needs_a_query(api: Driver) -> None:
    expect.refused(api.call("searchClients"))


@check("INF-SEARCH-07")
def nobody_else_is_found(api: Driver) -> None:
    client, other = api.new_client(), api.new_client()
    seen = ids(_search(api, client["name"]))
    expect.that(other["id"] not in seen, f"not client {other['id']}", f"found {expect.show(seen)}")


@check("INF-SEARCH-08")
def a_deleted_client_is_not_found(api: Driver) -> None:
    client = api.new_client()
    api.delete_client(client)
    seen = ids(_search(api, client["name"]))
    expect.that(
        client["id"] not in seen, f"not client {client['id']}", f"found {expect.show(seen)}"
    )


@check("INF-SEARCH-09")
def a_renamed_client_is_found_by_its_new_name(api: Driver) -> None:
    client, name = api.new_client(), api.name()
    api.arranged(api.update_client(client, name=name))
    _finds(api, name, client)
    seen = ids(_search(api, client["name"]))
    expect.that(
        client["id"] not in seen, "nothing under the old name", f"found {expect.show(seen)}"
    )


@check("INF-SEARCH-10")
def a_limit_that_is_no_number_is_refused(api: Driver) -> None:
    for limit in ("-1", "ten"):
        expect.refused(api.call("searchClients", query={"query": "example", "limit": limit}))
