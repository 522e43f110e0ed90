"""Pages of the list, what is said of them, and the links between them.

Other clients may be on the server. So most checks look for clients by a word in their names that
no other has, and say nothing about the rest.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from conformance import data, expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.invoiceninja import marks
from conformance.invoiceninja.cases import rows
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import Page, ids, page_of, parsed, unwrapped

TABLE: list[dict[str, Any]] = data.fixture("invoiceninja", "cases", "pages.yaml")
DEFAULT = 20
FIGURES = ("total", "count", "per_page", "current_page", "total_pages")


def _family(api: Driver, number: int) -> str:
    """Return a word that finds so many clients."""
    word, _ = marks.family(api, number)
    return word


def _size(api: Driver, **query: Any) -> int:
    return len(api.listed(**query).clients)


def _has(page: Page, name: str, number: int) -> None:
    seen = page.told(name)
    expect.that(seen == number, f"{name} {number}", expect.show(seen))


def _pagination(api: Driver, **query: Any) -> Any:
    """Return what a list says of its pages, whatever that is."""
    body = api.arranged(api.list_clients(**query))
    meta = body.get("meta") if isinstance(body, dict) else None
    return meta.get("pagination") if isinstance(meta, dict) else None


@check("NIN-PAGE-01")
def a_list_tells_of_its_pages(api: Driver) -> None:
    seen = _pagination(api, name=_family(api, 1))
    expect.that(isinstance(seen, dict), "an object meta.pagination", expect.show(seen))
    for name in FIGURES:
        whole = type(seen.get(name)) is int
        expect.that(whole, f"{name} as a whole number", expect.show(seen.get(name)))


@check("NIN-PAGE-02")
def links_are_an_object(api: Driver) -> None:
    word = _family(api, 2)
    for query in ({"per_page": 1}, {}):
        page = api.listed(name=word, **query)
        if page.pagination is None:
            raise CannotTell("the list does not tell of its pages")
        seen = page.pagination.get("links")
        expect.that(isinstance(seen, dict), "an object links", expect.show(seen))


@check("NIN-PAGE-03")
def a_page_has_twenty_clients_by_default(api: Driver) -> None:
    seen = api.shown(DEFAULT, lambda: api.listed().clients, of=DEFAULT + 1)
    expect.that(seen == DEFAULT, f"{DEFAULT} clients", f"{seen} clients")


@check("NIN-PAGE-04")
def per_page_bounds_a_page(api: Driver) -> None:
    word = _family(api, 3)
    for asked, wanted in ((1, 1), (2, 2), (3, 3), (5, 3)):
        seen = _size(api, name=word, per_page=asked)
        told = f"with per_page={asked} {wanted} clients"
        expect.that(seen == wanted, told, f"{seen} clients")


@check("NIN-PAGE-04")
def a_page_may_have_more_than_twenty_clients(api: Driver) -> None:
    many = DEFAULT + 1
    seen = api.shown(many, lambda: api.listed(per_page=many).clients, of=many)
    expect.that(seen == many, f"{many} clients", f"{seen} clients")


@check("NIN-PAGE-05")
def pages_together_show_everyone_once(api: Driver) -> None:
    word, made = marks.family(api, 5)
    seen = []
    for number in (1, 2, 3):
        page = api.listed(name=word, sort="name|asc", per_page=2, page=number)
        seen += [str(one) for one in ids(page.clients)]
    expect.equal(
        sorted(seen), sorted(map(str, ids(made))), "all pages together, once each, to show"
    )


@check("NIN-PAGE-06")
def page_and_size_are_those_that_were_asked_for(api: Driver) -> None:
    api.at_least(16)
    for row in rows(TABLE, "NIN-PAGE-06"):
        page = api.listed(**row["query"])
        _has(page, "current_page", row["current_page"])
        _has(page, "per_page", row["per_page"])


@check("NIN-PAGE-07")
def the_total_is_that_of_all_pages(api: Driver) -> None:
    word = _family(api, 3)
    for query in ({}, {"per_page": 2}, {"per_page": 2, "page": 2}):
        _has(api.listed(name=word, **query), "total", 3)


@check("NIN-PAGE-08")
def all_pages_are_counted(api: Driver) -> None:
    word = _family(api, 3)
    for size, pages in ((1, 3), (2, 2), (3, 1), (20, 1)):
        _has(api.listed(name=word, per_page=size), "total_pages", pages)


@check("NIN-PAGE-09")
def the_clients_of_a_page_are_counted(api: Driver) -> None:
    word = _family(api, 3)
    for number in (1, 2):
        page = api.listed(name=word, per_page=2, page=number)
        _has(page, "count", len(page.clients))


@check("NIN-PAGE-10")
def beyond_the_end_there_is_nothing(api: Driver) -> None:
    answer = api.list_clients(name=_family(api, 1), page=9)
    expect.status(answer, 200)
    expect.equal(unwrapped(parsed(answer)), [], "beyond the end")


@check("NIN-PAGE-11")
def the_total_is_told_beyond_the_end(api: Driver) -> None:
    word = _family(api, 2)
    total = api.listed(name=word).told("total")
    _has(api.listed(name=word, page=9), "total", total)


@check("NIN-PAGE-12")
def a_page_that_is_none_is_the_first(api: Driver) -> None:
    query = {"name": _family(api, 3), "sort": "name|asc", "per_page": 1}
    first = ids(api.listed(**query, page=1).clients)
    for row in rows(TABLE, "NIN-PAGE-12"):
        answer = api.list_clients(**query, **row["query"])
        expect.success(answer)
        seen = ids(page_of(api.arranged(answer)).clients)
        expect.equal(seen, first, f"with page={row['query']['page']}, as on the first page,")


def _counts_as(api: Driver, requirement: str) -> None:
    """Expect the list to tell the sizes of the table; an empty one tells it just as well."""
    for row in rows(TABLE, requirement):
        answer = api.list_clients(name=api.name(), **row["query"])
        expect.success(answer)
        _has(page_of(api.arranged(answer)), "per_page", row["per_page"])


@check("NIN-PAGE-13")
def a_page_has_5000_clients_at_most(api: Driver) -> None:
    _counts_as(api, "NIN-PAGE-13")


@check("NIN-PAGE-14")
def a_negative_size_counts_without_its_sign(api: Driver) -> None:
    _counts_as(api, "NIN-PAGE-14")


def _links(page: Page) -> dict[str, Any]:
    links = page.told("links")
    if not isinstance(links, dict):
        raise CannotTell(f"links are needed, but there is {expect.show(links)}")
    return links


@check("NIN-PAGE-15")
def the_first_page_leads_forward(api: Driver) -> None:
    links = _links(api.listed(name=_family(api, 2), per_page=1))
    expect.that("next" in links, "a link to the next page", expect.show(links))
    expect.that("previous" not in links, "no link to a previous page", expect.show(links))


@check("NIN-PAGE-16")
def the_last_page_leads_back(api: Driver) -> None:
    links = _links(api.listed(name=_family(api, 2), per_page=1, page=2))
    expect.that("previous" in links, "a link to the previous page", expect.show(links))
    expect.that("next" not in links, "no link to a next page", expect.show(links))


@check("NIN-PAGE-17")
def an_only_page_leads_nowhere(api: Driver) -> None:
    links = _links(api.listed(name=_family(api, 1)))
    expect.that(not links, "no links", expect.show(links))


@check("NIN-PAGE-18")
def links_ask_for_the_page_alone(api: Driver) -> None:
    link = _links(api.listed(name=_family(api, 2), per_page=1)).get("next")
    if not isinstance(link, str):
        raise CannotTell("there is no link to the next page")
    seen = parse_qs(urlsplit(link).query, keep_blank_values=True)
    expect.equal(seen, {"page": ["2"]}, "the query of the link")


@check("NIN-PAGE-19")
def an_empty_list_counts_nothing(api: Driver) -> None:
    answer = api.list_clients(name=api.name())
    expect.success(answer)
    expect.equal(unwrapped(parsed(answer)), [], "where nothing is found")
    _has(page_of(api.arranged(answer)), "total", 0)


@check("NIN-PAGE-20")
def an_empty_list_has_one_page(api: Driver) -> None:
    _has(api.listed(name=api.name()), "total_pages", 1)
