"""Faults in pages, filters and orders of lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.answers import Kind, refusal
from mockserver.changes import after, always, without
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import fault, observed
from mockserver.invoiceninja.listing import Page
from mockserver.invoiceninja.state import State
from mockserver.store import Row

BEYOND = 5


def _told(change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Change:
    """Return a change of `views.pagination`."""

    def changed(honest: Honest, *arguments: Any) -> Any:
        found = honest(*arguments)
        return {**found, **change(found)}

    return changed


def _cut(change: Callable[[Page, Any], Any]) -> Change:
    """Return a change of the clients of a page, given all of them."""

    def changed(honest: Honest, clients: Any, query: Any) -> Page:
        page: Page = honest(clients, query)
        return Page(change(page, clients), page.total, page.current_page, page.per_page)

    return changed


def _odd_loses_one(page: Page, clients: Any) -> Any:
    del clients
    short = page.per_page % 2 and page.per_page > 1 and len(page.clients) == page.per_page
    return page.clients[:-1] if short else page.clients


def _third_is_second(page: Page, clients: Any) -> Any:
    late = page.current_page > 2
    return clients[page.per_page : 2 * page.per_page] if late else page.clients


def _beyond_refused(page: Page, clients: Any) -> Any:
    del clients
    if page.current_page > BEYOND and not page.clients:
        raise refusal(Kind.PATH, "There is no such page", "page", "query")
    return page.clients


def between(test: Callable[[float, float, float], bool]) -> Change:
    """Return a change of `rules.is_between`."""
    return lambda _, balance, low, high: test(balance, low, high)


def beginning_of(member: str, when: Callable[[str], bool] = bool) -> Change:
    """Return a change of `rules.equals`: the beginning of a number suffices."""

    def changed(honest: Honest, name: str, written: str) -> Any:
        if name != member or not when(written):
            return honest(name, written)
        return lambda client: client[name].casefold().startswith(written.casefold())

    return changed


def but(*names: str) -> Change:
    """Return a change of what `filter` looks at: not at these members."""
    return after(lambda members: tuple(one for one in members if one not in names))


def at(member: str, change: Callable[[int, int], bool]) -> Change:
    """Return a change of `rules.at`: one of the two times compares otherwise."""

    def changed(honest: Honest, name: str, written: str) -> Any:
        test, wanted = honest(name, written), honest.behaviour.rules.seconds(written)
        if name != member or test is None or wanted is None:
            return test
        return lambda client: change(client[name], wanted)

    return changed


def _sorted(sort: str, order: Callable[[list[Row]], Any]) -> Change:
    """Return a change of `rules.in_order`: a sort has another order."""

    def changed(honest: Honest, state: State, clients: Any, query: Any) -> Any:
        found = honest(state, clients, query)
        return order(list(found)) if query.get("sort") == sort else found

    return changed


def _oldest_first_by_name(honest: Honest, state: State, clients: Any, query: Any) -> Any:
    found = honest(state, clients, query)
    wrong = query.get("sort") == "id|desc" and query.get("name")
    return list(found)[::-1] if wrong else found


def _key_as_text(column: str) -> Change:
    def changed(honest: Honest, state: State, wanted: str, client: Row) -> Any:
        return str(client[column]) if wanted == column else honest(state, wanted, client)

    return changed


def _direction_refused(when: Callable[[Any], bool]) -> Change:
    """Return a change of `rules.direction`: sorts without a direction are refused."""

    def changed(honest: Honest, query: Any) -> Any:
        if query.get("sort") and when(query):
            raise refusal(Kind.INVALID, "The sort needs a direction", "sort", "query")
        return honest(query)

    return changed


def _not_displayed(honest: Honest, query: Any) -> Any:
    return ("", "") if query.get("sort", "").startswith("display_name") else honest(query)


FAULTS = (
    fault(
        "count-as-text",
        {"views.pagination": _told(lambda one: {"count": str(one["count"])})},
        "`count` is a text.",
        *("NIN-PAGE-01", "NIN-SHAPE-02"),
    ),
    fault(
        "links-untold",
        {"views.pagination": after(without("links"))},
        "There are no `links`.",
        "NIN-PAGE-02",
    ),
    fault(
        "fifteen-to-a-page",
        {"rules.default_per_page": always(15)},
        "A page has 15 clients by default.",
        "NIN-PAGE-03",
    ),
    fault(
        "odd-page-sizes-lose-one",
        {"rules.cut": _cut(_odd_loses_one)},
        "A page of an odd size has one client less.",
        "NIN-PAGE-04",
    ),
    fault(
        "third-page-is-second",
        {"rules.cut": _cut(_third_is_second)},
        "The pages after the second one show the second one again.",
        "NIN-PAGE-05",
    ),
    fault(
        "current-page-always-first",
        {"views.pagination": _told(lambda _: {"current_page": 1})},
        "`current_page` is always 1.",
        "NIN-PAGE-06",
    ),
    fault(
        "total-of-page-alone",
        {"views.pagination": _told(lambda one: {"total": one["count"]})},
        "`total` counts the clients of the page.",
        "NIN-PAGE-07",
    ),
    fault(
        "last-page-not-counted",
        {
            "views.pagination": _told(
                lambda one: {"total_pages": max(1, one["total"] // one["per_page"])}
            )
        },
        "A last page that is not full is not counted.",
        "NIN-PAGE-08",
    ),
    fault(
        "name-backwards-sorted-forwards",
        {"rules.in_order": _sorted("name|desc", lambda found: found[::-1])},
        "`sort=name|desc` sorts forwards.",
        "NIN-SORT-01",
    ),
    fault(
        "name-not-sorted",
        {
            "rules.in_order": _sorted(
                "name|asc", lambda found: sorted(found, key=lambda one: -one["id"])
            )
        },
        "`sort=name|asc` lists the newest first.",
        "NIN-SORT-02",
    ),
    fault(
        "oldest-first-with-name",
        {"rules.in_order": _oldest_first_by_name},
        "`sort=id|desc` lists the oldest first where `name` is given.",
        "NIN-SORT-03",
    ),
    fault(
        "balances-sorted-as-texts",
        {"rules.sort_key": _key_as_text("balance")},
        "`sort=balance|asc` sorts by the digits.",
        "NIN-SORT-04",
    ),
    fault(
        "sort-dir-refused",
        {"rules.direction": _direction_refused(lambda query: "sort_dir" in query)},
        "`sort_dir` is refused.",
        "NIN-SORT-05",
    ),
    observed(
        "count-of-all-pages",
        {"views.pagination": _told(lambda one: {"count": one["total"]})},
        "`count` counts the clients of all pages.",
        "NIN-PAGE-09",
    ),
    observed(
        "page-beyond-refused",
        {"rules.cut": _cut(_beyond_refused)},
        "A page far beyond the end is refused.",
        "NIN-PAGE-10",
    ),
    observed(
        "nothing-counted-beyond",
        {"views.pagination": _told(lambda one: {"total": one["total"] if one["count"] else 0})},
        "Beyond the end `total` is 0.",
        "NIN-PAGE-11",
    ),
    observed(
        "odd-page-is-second",
        {
            "rules.current_page": lambda honest, written: (
                honest(written) if not written or written.isdigit() else 2
            )
        },
        "A `page` that is no number means the second.",
        "NIN-PAGE-12",
    ),
    observed(
        "page-without-bound",
        {"rules.bounded": lambda _, asked: asked},
        "`per_page` has no bound.",
        "NIN-PAGE-13",
    ),
    observed(
        "negative-size-ignored",
        {
            "rules.per_page": lambda honest, written: (
                20 if written.startswith("-") else honest(written)
            )
        },
        "A negative `per_page` is ignored.",
        "NIN-PAGE-14",
    ),
    observed(
        "next-page-not-linked-from-first",
        {
            "views.links": lambda honest, page, *more: (
                {} if page.current_page == 1 else honest(page, *more)
            )
        },
        "The first page has no links.",
        "NIN-PAGE-15",
    ),
    observed(
        "previous-page-not-linked",
        {"views.links": after(without("previous"))},
        "There is no link to the previous page.",
        "NIN-PAGE-16",
    ),
    observed(
        "only-page-linked",
        {
            "views.links": lambda honest, page, *more: (
                {"next": "/"} if page.total_pages == 1 else honest(page, *more)
            )
        },
        "An only page links to a next one.",
        "NIN-PAGE-17",
    ),
    observed(
        "links-keep-query",
        {"views.kept": lambda _, query: without("page")(query)},
        "The link to the next page repeats the query.",
        "NIN-PAGE-18",
    ),
    observed(
        "empty-list-counts-one",
        {"views.pagination": _told(lambda one: {"total": max(1, one["total"])})},
        "An empty list has a `total` of 1.",
        "NIN-PAGE-19",
    ),
    observed(
        "empty-list-of-two-pages",
        {
            "views.pagination": _told(
                lambda one: {"total_pages": one["total_pages"] if one["total"] else 2}
            )
        },
        "An empty list has two pages.",
        "NIN-PAGE-20",
    ),
    observed(
        "unknown-include-refused-on-reading",
        {"gate.is_strict": lambda honest, name: name == "showClient" or honest(name)},
        "An unknown name in `include` is refused where a client is read.",
        "NIN-INCLUDE-12",
    ),
    observed(
        "sort-needs-direction",
        {"rules.direction": _direction_refused(lambda query: "sort_dir" not in query)},
        "`sort` without a direction is refused.",
        "NIN-SORT-06",
    ),
    observed(
        "odd-direction-sorts-forwards",
        {"rules.is_descending": lambda _, direction: direction == "desc"},
        "A direction that does not exist sorts forwards.",
        "NIN-SORT-07",
    ),
    observed(
        "numbers-sorted-as-texts",
        {"rules.sort_key": _key_as_text("number")},
        "`sort=number|asc` sorts by the digits.",
        "NIN-SORT-08",
    ),
    observed(
        "display-name-not-sorted",
        {"rules.sort": _not_displayed},
        "`sort=display_name|asc` is ignored.",
        "NIN-SORT-09",
    ),
)
