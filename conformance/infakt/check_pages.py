"""Pages of the list, and the links between them."""

from __future__ import annotations

from typing import Any

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell, Skipped
from conformance.infakt.driver import DEFAULT_LIMIT, GREATEST_LIMIT, Driver
from conformance.infakt.links import has_offset, link, parameters
from conformance.infakt.records import entities_of, ids, parsed

LINKS = ("next", "previous")
NEWER_PATH = "/api/v3/clients.json"
# Pages that are followed before the suite gives up on reaching the end.
_MANY = 20


Query = dict[str, Any]
# Pages, with the offset to which `next`, and `previous`, leads from there.
NEXT: tuple[tuple[int, Query], ...] = (
    (10, {}),
    (3, {"limit": 3}),
    (5, {"offset": 2, "limit": 3}),
)
FIRST: tuple[Query, ...] = ({}, {"limit": 3})
PREVIOUS: tuple[tuple[int, Query], ...] = (
    (10, {"offset": 20, "limit": 10}),
    (4, {"offset": 7, "limit": 3}),
)
ANY_PAGE: tuple[Query, ...] = ({}, {"limit": 1}, {"offset": 2}, {"limit": 1, "offset": 5})


def _shown(api: Driver, wanted: int, of: int, **query: Any) -> int:
    """Return how many clients a page shows where there are at least so many."""
    return api.shown(wanted, lambda: api.listed(**query).entities, of=of)


@check("FAK-PAGE-01")
def a_page_has_ten_clients_by_default(api: Driver) -> None:
    seen = _shown(api, DEFAULT_LIMIT, DEFAULT_LIMIT + 1)
    expect.that(seen == DEFAULT_LIMIT, "10 clients", f"{seen} clients")


@check("FAK-PAGE-02")
def all_that_match_are_counted(api: Driver) -> None:
    word, _ = api.family({}, {}, {})
    for query in ANY_PAGE:
        api.listed(word, **query).counts("total_count", 3)


@check("FAK-PAGE-03")
def limit_bounds_a_page(api: Driver) -> None:
    api.at_least(3)
    for limit in (1, 2):
        seen = len(api.listed(limit=limit).entities)
        expect.that(seen <= limit, f"at most {limit} clients", f"{seen} clients")


@check("FAK-PAGE-04")
def limit_may_be_above_ten(api: Driver) -> None:
    many = DEFAULT_LIMIT + 2
    seen = _shown(api, DEFAULT_LIMIT + 1, many, limit=many)
    expect.that(seen > DEFAULT_LIMIT, "more than 10 clients", f"{seen} clients")


@check("FAK-PAGE-05")
def offset_passes_over_clients(api: Driver) -> None:
    word, made = api.family({}, {}, {}, {})
    whole = ids(api.found(word, made).entities)
    for offset in (1, 2, 3):
        seen = ids(api.listed(word, offset=offset).entities)
        expect.equal(seen, whole[offset:], f"with offset={offset} the clients")


@check("FAK-PAGE-06")
def an_offset_of_0_is_none(api: Driver) -> None:
    word, made = api.family({}, {})
    whole = ids(api.found(word, made).entities)
    answer = api.list_clients(word, offset=0)
    expect.success(answer)
    seen = ids(entities_of(answer))
    expect.equal(seen, whole, "as without an offset the clients")


@check("FAK-PAGE-07")
def beyond_the_end_there_is_nothing(api: Driver) -> None:
    word, _ = api.family({})
    for offset in (1, 1000):
        answer = api.list_clients(word, offset=offset)
        expect.status(answer, 200)
        expect.equal((parsed(answer) or {}).get("entities"), [], "beyond the end")


@check("FAK-PAGE-08", "FAK-PAGE-09", long=True)
def a_page_has_a_hundred_clients_at_most(api: Driver) -> None:
    seen = _shown(api, GREATEST_LIMIT, GREATEST_LIMIT + 1, limit=GREATEST_LIMIT)
    told = f"{seen} clients"
    expect.that(seen >= GREATEST_LIMIT, "100 clients", told, "FAK-PAGE-08")
    for limit in (GREATEST_LIMIT, GREATEST_LIMIT + 1, 500):
        answer = api.list_clients(limit=limit)
        if answer.ok:
            seen = len(entities_of(answer))
            told = f"{seen} clients"
            expect.that(seen <= GREATEST_LIMIT, "at most 100 clients", told, "FAK-PAGE-09")


@check("FAK-PAGE-10")
def a_single_page_counts_its_clients(api: Driver) -> None:
    word, made = api.family({}, {}, {})
    api.found(word, made).counts("count", 3)


@check("FAK-PAGE-11")
def next_is_an_absolute_address(api: Driver) -> None:
    seen = link(api.listed(limit=1), "next")
    absolute = seen.scheme in ("http", "https") and seen.netloc
    expect.that(absolute, "an absolute URL", seen.geturl())


@check("FAK-PAGE-12")
def next_begins_where_the_page_ends(api: Driver) -> None:
    for offset, query in NEXT:
        has_offset(api.listed(**query), "next", offset)


@check("FAK-PAGE-13")
def nothing_is_before_the_first_page(api: Driver) -> None:
    for query in FIRST:
        has_offset(api.listed(**query), "previous", 0)


@check("FAK-PAGE-14")
def previous_is_a_page_before(api: Driver) -> None:
    for offset, query in PREVIOUS:
        has_offset(api.listed(**query), "previous", offset)


@check("FAK-PAGE-15")
def previous_does_not_begin_before_the_beginning(api: Driver) -> None:
    has_offset(api.listed(offset=3, limit=10), "previous", 0)


@check("FAK-PAGE-16")
def the_last_page_has_next_too(api: Driver) -> None:
    word, made = api.family({})
    seen = api.found(word, made).told("next")
    expect.that(isinstance(seen, str), "next as a text", expect.show(seen))


@check("FAK-PAGE-17")
def links_are_under_the_newer_base_path(api: Driver) -> None:
    pages = [api.listed(limit=1)]
    try:
        with api.elsewhere():
            pages.append(api.listed(limit=1))
    except (CannotTell, Skipped):
        pass  # only one base path is served, which is the matter of FAK-HTTP-03
    for page in pages:
        for name in LINKS:
            seen = link(page, name).path
            expect.equal(seen, NEWER_PATH, f"the path of {name}")


@check("FAK-PAGE-18")
def links_keep_the_other_parameters(api: Driver) -> None:
    word = api.name()
    query = {"fields": "id,nip", "order": "id asc", "limit": 2, "offset": 4}
    page = api.listed(f"{word} Łąka & Ćma", **query)
    kept = {"q[company_name_cont]": f"{word} Łąka & Ćma", "fields": "id,nip", "order": "id asc"}
    for name in LINKS:
        seen = parameters(page, name)
        for key, value in kept.items():
            told = f"{name} with {key}={value}"
            expect.that(seen.get(key) == value, told, str(page.told(name)))


@check("FAK-PAGE-19")
def pages_keep_their_size(api: Driver) -> None:
    word, _ = api.family({}, {}, {}, {}, {})
    page = api.listed(word, limit=2)
    seen = len(api.follow(page.told("next")).entities)
    expect.that(seen <= 2, "at most 2 clients on the second page too", f"{seen} clients")


@check("FAK-PAGE-20")
def pages_together_show_everyone_once(api: Driver) -> None:
    word, made = api.family({}, {}, {}, {}, {})
    page, seen = api.listed(word, order="id asc", limit=2), []
    for _ in range(_MANY):
        if not page.entities:
            break
        seen += ids(page.entities)
        page = api.follow(page.told("next"))
    shown = sorted(one for one in seen if one in ids(made))
    expect.equal(shown, sorted(ids(made)), "all pages together to show, once each, the clients")
