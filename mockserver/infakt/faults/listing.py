"""Faults in what a list shows and says of itself, and in its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from mockserver.answers import Kind, refusal
from mockserver.call import Call
from mockserver.changes import Shown, after, altered, always, without
from mockserver.faults import Fault, Honest, observed
from mockserver.infakt.faults.changes import of_whole, without_unset, wrapped
from mockserver.infakt.listing import Page, Query
from mockserver.infakt.state import State
from mockserver.store import Row


def _metainfo_in_array(honest: Honest, metainfo: Shown, entities: list[Any]) -> Any:
    return honest([metainfo], entities)


def _phone_false(shown: Shown) -> Any:
    return {**shown, "phone_number": shown.get("phone_number") or False}


def _links_as_objects(metainfo: Shown) -> Any:
    return {**metainfo, **{name: {"href": metainfo[name]} for name in ("next", "previous")}}


def _empty_without_links(honest: Honest, page: Page, *arguments: Any) -> Any:
    told = honest(page, *arguments)
    return told if page.clients else {**told, "next": None, "previous": None}


def _empty_counted(honest: Honest, page: Page) -> Any:
    return honest(page) if page.total else 10


def _total_of_page(honest: Honest, state: State, user: int, query: Query) -> Any:
    page = honest(state, user, query)
    return replace(page, total=len(page.clients))


def _at_most_ten(honest: Honest, limit: int) -> Any:
    return min(10, honest(limit))


def _two_for_one(honest: Honest, clients: Sequence[Row], offset: int, limit: int) -> Any:
    return honest(clients, offset, 2 if limit == 1 else limit)


def _too_late(honest: Honest, clients: Sequence[Row], offset: int, limit: int) -> Any:
    return honest(clients, offset + 1 if offset else 0, limit)


def _one_short(honest: Honest, clients: Sequence[Row], offset: int, limit: int) -> Any:
    return honest(clients, offset, min(99, limit))


def _end_refused(honest: Honest, state: State, user: int, query: Query) -> Any:
    page = honest(state, user, query)
    if query.conditions and 0 < page.total <= page.offset:
        raise refusal(Kind.MISSING, "Nie ma takiej strony", "offset", "query")
    return page


def _last_page_again(honest: Honest, clients: Sequence[Row], offset: int, limit: int) -> Any:
    return honest(clients, min(offset, max(0, len(clients) - limit)), limit)


def _zero_is_one(honest: Honest, written: str | None) -> Any:
    return 1 if written == "0" else honest(written)


def _relative(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"


def _one_further(honest: Honest, page: Page) -> Any:
    return honest(page) + 1


def _first_before_first(honest: Honest, page: Page) -> Any:
    return honest(page) if page.offset else page.limit


def _negative(honest: Honest, page: Page) -> Any:
    return page.offset - page.limit if page.offset else honest(page)


def _no_next_on_last(honest: Honest, page: Page, *arguments: Any) -> Any:
    told = honest(page, *arguments)
    return told if page.offset + page.limit < page.total else {**told, "next": None}


def _forgetting(*names: str) -> Any:
    """Return a change of `handlers.parameters`: links do not keep these."""

    def changed(honest: Honest, call: Call) -> Mapping[str, str]:
        return {
            name: value
            for name, value in honest(call).items()
            if name.partition("[")[0] not in names
        }

    return changed


def _called_path(_: Honest, call: Call) -> str:
    return call.path


FAULTS = (
    Fault(
        "metainfo-in-array",
        {"views.page": _metainfo_in_array},
        "`metainfo` is an array.",
        ("FAK-LIST-01",),
    ),
    Fault(
        "metainfo-without-count",
        {"views.metainfo": after(without("count"))},
        "`metainfo` has no `count`.",
        ("FAK-LIST-02",),
    ),
    Fault(
        "total-as-text",
        {"views.metainfo": after(altered("total_count", str))},
        "`total_count` is a text.",
        ("FAK-LIST-03",),
    ),
    Fault(
        "links-as-objects",
        {"views.metainfo": after(_links_as_objects)},
        "`next` and `previous` are objects.",
        ("FAK-LIST-04", "FAK-PAGE-16"),
    ),
    Fault(
        "listed-clients-wrapped",
        {"handlers.listed": after(wrapped)},
        "The clients of a list are wrapped into `client`.",
        ("FAK-LIST-05",),
    ),
    Fault(
        "unset-members-not-listed",
        {"handlers.listed": of_whole(without_unset)},
        "Lists leave out what is not set.",
        ("FAK-LIST-06",),
    ),
    Fault(
        "listed-city-in-capitals",
        {"handlers.listed": after(altered("city", str.upper))},
        "Lists show the city in capital letters.",
        ("FAK-LIST-07", "FAK-UPDATE-09"),
    ),
    Fault(
        "listed-phone-false",
        {"handlers.listed": of_whole(_phone_false)},
        "Lists show a telephone number that is not set as false.",
        ("FAK-SHAPE-01", "FAK-LIST-07"),
    ),
    observed(
        "empty-list-without-links",
        {"views.metainfo": _empty_without_links},
        "A list without entities has null as its links.",
        "FAK-LIST-09",
    ),
    observed(
        "empty-list-counts-ten",
        {"views.count": _empty_counted},
        "A list that finds nothing has a `count` of 10.",
        "FAK-LIST-10",
    ),
    Fault(
        "twenty-to-a-page",
        {"rules.default_limit": always(20)},
        "Without `limit` a page has 20 clients.",
        ("FAK-PAGE-01", "FAK-PAGE-12"),
    ),
    Fault(
        "total-of-page",
        {"rules.page": _total_of_page},
        "`total_count` counts the clients of the page.",
        ("FAK-PAGE-02",),
    ),
    Fault(
        "page-of-one-has-two",
        {"rules.cut": _two_for_one},
        "With a `limit` of 1 a page has two clients.",
        ("FAK-PAGE-03",),
    ),
    Fault(
        "limit-of-ten-at-most",
        {"rules.bounded": _at_most_ten},
        "No page has more than ten clients.",
        ("FAK-PAGE-04", "FAK-PAGE-08"),
    ),
    Fault(
        "pages-begin-late",
        {"rules.cut": _too_late},
        "A page after the first one passes over one client too many.",
        ("FAK-PAGE-05", "FAK-PAGE-20", "FAK-ORDER-07"),
    ),
    Fault(
        "offset-of-zero-passes-over-one",
        {"rules.offset": _zero_is_one},
        "With an `offset` of 0 the first client is missing.",
        ("FAK-PAGE-06",),
    ),
    Fault(
        "end-refused",
        {"rules.page": _end_refused},
        "A page beyond the end of what a search finds is answered with 404.",
        ("FAK-PAGE-07",),
    ),
    Fault(
        "last-page-beyond-end",
        {"rules.cut": _last_page_again},
        "Beyond the end there is the last page again.",
        ("FAK-PAGE-05", "FAK-PAGE-07", "FAK-PAGE-20"),
    ),
    Fault(
        "hundred-is-ninety-nine",
        {"rules.cut": _one_short},
        "No page has more than 99 clients.",
        ("FAK-PAGE-08",),
    ),
    Fault(
        "limit-unbounded",
        {"rules.bounded": lambda _, limit: limit},
        "A `limit` above 100 is granted.",
        ("FAK-PAGE-09",),
    ),
    Fault(
        "count-of-limit",
        {"views.count": lambda _, page: page.limit},
        "`count` is the `limit`.",
        ("FAK-PAGE-10",),
    ),
    Fault(
        "links-relative",
        {"views.link": after(_relative)},
        "The links of a list have no host.",
        ("FAK-PAGE-11",),
    ),
    Fault(
        "next-passes-over-one",
        {"views.next_offset": _one_further},
        "`next` begins one client too late.",
        ("FAK-PAGE-12", "FAK-PAGE-20"),
    ),
    Fault(
        "next-stays",
        {"views.next_offset": lambda _, page: page.offset},
        "`next` is the address of the page itself.",
        ("FAK-PAGE-12", "FAK-PAGE-20"),
    ),
    Fault(
        "previous-of-first-is-second",
        {"views.previous_offset": _first_before_first},
        "`previous` of the first page is the second.",
        ("FAK-PAGE-13",),
    ),
    Fault(
        "previous-always-first",
        {"views.previous_offset": always(0)},
        "`previous` is always the first page.",
        ("FAK-PAGE-14",),
    ),
    Fault(
        "previous-negative",
        {"views.previous_offset": _negative},
        "The `offset` of `previous` may be negative.",
        ("FAK-PAGE-15",),
    ),
    Fault(
        "last-page-without-next",
        {"views.metainfo": _no_next_on_last},
        "`next` is null on the last page.",
        ("FAK-PAGE-16",),
    ),
    observed(
        "links-under-called-path-only",
        {"handlers.path": _called_path},
        "Links are under the base path that was called.",
        "FAK-PAGE-17",
    ),
    Fault(
        "links-forget-fields",
        {"handlers.parameters": _forgetting("fields")},
        "Links do not keep `fields`.",
        ("FAK-PAGE-18",),
    ),
    Fault(
        "links-forget-search",
        {"handlers.parameters": _forgetting("q")},
        "Links do not keep the conditions of a search.",
        ("FAK-PAGE-18", "FAK-PAGE-20"),
    ),
    Fault(
        "links-forget-limit",
        {"handlers.parameters": _forgetting("limit")},
        "Links do not keep `limit`.",
        ("FAK-PAGE-19",),
    ),
)
