"""Faults in lists and searches of clients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from mockserver.call import Call
from mockserver.changes import after, altered, always, answered, without
from mockserver.contract import Operation
from mockserver.faults import Change, Fault, Honest
from mockserver.infranotes.faults.changes import accepted
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import State
from mockserver.store import Row

DEFAULT_SEARCH_LIMIT = 10


def _default(operation_id: str, name: str, value: int, *needed: str) -> Change:
    """Return a change of `gate.arguments`: another default, if the needed parameters are given."""

    def changed(honest: Honest, call: Call, operation: Operation) -> Any:
        values = honest(call, operation)
        given = all(call.given("query", one) is not None for one in needed)
        if operation.id == operation_id and given and call.given("query", name) is None:
            values[name] = value
        return values

    return changed


def _any_filter(honest: Honest, client: Row, filters: Mapping[str, str]) -> bool:
    return not filters or any(honest(client, {name: filters[name]}) for name in filters)


def _first_two_filters(honest: Honest, client: Row, filters: Mapping[str, str]) -> Any:
    return honest(client, dict(islice(filters.items(), 2)))


def _limit_ignored(honest: Honest, clients: Sequence[Row], limit: int, offset: int) -> Any:
    del limit
    return honest(clients, max(50, len(clients)), offset)


def _limit_of_one_ignored(honest: Honest, clients: Sequence[Row], limit: int, offset: int) -> Any:
    return honest(clients, 2 if limit == 1 else limit, offset)


def _page_too_late(honest: Honest, clients: Sequence[Row], limit: int, offset: int) -> Any:
    return honest(clients, limit, offset + 1 if offset else 0)


def _page_too_early(honest: Honest, clients: Sequence[Row], limit: int, offset: int) -> Any:
    return honest(clients, limit, max(offset - 1, 0))


def _no_negatives(honest: Honest, clients: Sequence[Row], limit: int, offset: int) -> Any:
    return honest(clients, max(limit, 0), max(offset, 0))


def _last_page_again(honest: Honest, clients: Sequence[Row], limit: int, offset: int) -> Any:
    last = max(len(clients) - limit, 0)
    return honest(clients, limit, last if offset > len(clients) else offset)


def _exact_name_missed(honest: Honest, client: Row, term: str) -> Any:
    return term != client["name"] and honest(client, term)


def _in_this_case(honest: Honest, client: Row, term: str) -> bool:
    return any(term in text for text in honest.behaviour.rules.searched(client))


def _whole_names(honest: Honest, client: Row, term: str) -> bool:
    return any(
        term.casefold() == text.casefold() for text in honest.behaviour.rules.searched(client)
    )


def _all_but_default(honest: Honest, clients: Sequence[Row], limit: int) -> Any:
    return honest(clients, limit if limit == DEFAULT_SEARCH_LIMIT else len(clients))


def _not_negative(honest: Honest, clients: Sequence[Row], limit: int) -> Any:
    return honest(clients, max(limit, 0))


def _no_term(honest: Honest, call: Call, operation: Operation) -> Any:
    return {"query": "", **honest(call, operation)}


def _with_neighbour(honest: Honest, state: State, user: int, term: str, limit: int) -> Any:
    found = honest(state, user, term, limit)
    everybody = state.clients.where(user_id=user)
    next_ones = [one for one in everybody if found and one["id"] > found[-1]["id"]]
    return [*found, *next_ones[:1]][:limit]


def _old_name_kept(honest: Honest, row: Row, changes: Body, now: str) -> Any:
    renamed = "name" in changes and "client_id" not in row
    former = {"former_name": row["name"]} if renamed else {}
    return {**honest(row, changes, now), **former}


def _old_name_searched(honest: Honest, client: Row) -> Iterator[str]:
    yield from honest(client)
    if "former_name" in client:
        yield client["former_name"]


FAULTS = (
    Fault(
        "list-without-city",
        {"views.listed_client": after(altered("city", lambda _: None))},
        "Lists show clients without their city.",
        ("INF-LIST-01",),
    ),
    Fault(
        "list-without-user",
        {"views.listed_client": after(without("user_id"))},
        "Lists show clients without `user_id`.",
        ("INF-SHAPE-01",),
    ),
    Fault(
        "type-filter-ignored",
        {"rules.has_type": always(True)},
        "The filter `type` is ignored.",
        ("INF-LIST-02", "INF-LIST-08"),
    ),
    Fault(
        "category-filter-ignored",
        {"rules.has_category": always(True)},
        "The filter `category` is ignored.",
        ("INF-LIST-05", "INF-LIST-08"),
    ),
    Fault(
        "category-matches-assigned-only",
        {"rules.is_of_kind": always(False)},
        "The filter `category` does not match individuals or organizations.",
        ("INF-LIST-03",),
    ),
    Fault(
        "category-matches-kind-only",
        {"rules.is_assigned": always(False)},
        "The filter `category` does not match assigned categories.",
        ("INF-LIST-04", "INF-LIST-08"),
    ),
    Fault(
        "country-filter-ignored",
        {"rules.has_country": always(True)},
        "The filter `country` is ignored.",
        ("INF-LIST-06", "INF-LIST-08"),
    ),
    Fault(
        "tag-filter-ignored",
        {"rules.has_tag": always(True)},
        "The filter `tag` is ignored.",
        ("INF-LIST-07", "INF-LIST-08"),
    ),
    Fault(
        "filters-ored",
        {"rules.passes": _any_filter},
        "A client is listed if it passes any of several filters.",
        ("INF-LIST-02", "INF-LIST-05", "INF-LIST-08"),
    ),
    Fault(
        "third-filter-ignored",
        {"rules.passes": _first_two_filters},
        "Of more than two filters only two count.",
        ("INF-LIST-08",),
    ),
    Fault(
        "default-limit-20",
        {"gate.arguments": _default("listClients", "limit", 20)},
        "Without `limit` a list has 20 results.",
        ("INF-LIST-09",),
    ),
    Fault(
        "default-limit-none",
        {"gate.arguments": _default("listClients", "limit", 10**9)},
        "Without `limit` a list has all results.",
        ("INF-LIST-09",),
    ),
    Fault(
        "limit-ignored",
        {"rules.page": _limit_ignored},
        "Lists ignore `limit`.",
        ("INF-LIST-09", "INF-LIST-10", "INF-LIST-11"),
    ),
    Fault(
        "limit-of-one-ignored",
        {"rules.page": _limit_of_one_ignored},
        "Lists with a `limit` of 1 have two results.",
        ("INF-LIST-10",),
    ),
    Fault(
        "paging-off-by-one",
        {"rules.page": _page_too_late},
        "A page after the first one skips one client too many.",
        ("INF-LIST-11",),
    ),
    Fault(
        "paging-repeats",
        {"rules.page": _page_too_early},
        "A page after the first one repeats the last client of the former.",
        ("INF-LIST-11",),
    ),
    Fault(
        "list-starts-late",
        {"gate.arguments": _default("listClients", "offset", 1, "limit")},
        "With `limit` and without `offset` a list starts at its second client.",
        ("INF-LIST-12",),
    ),
    Fault(
        "negative-page-accepted",
        {
            "gate.screened": accepted("listClients", "minimum", "limit", "offset"),
            "rules.page": _no_negatives,
        },
        "A negative `limit` or `offset` is taken for 0.",
        ("INF-LIST-13",),
    ),
    Fault(
        "last-page-repeated",
        {"rules.page": _last_page_again},
        "Beyond the end of a list there is its last page again.",
        ("INF-LIST-14",),
    ),
    Fault(
        "search-answers-object",
        {"handlers.search_clients": answered(lambda clients: {"results": clients})},
        "A search is answered with an object instead of an array.",
        (
            *("INF-SEARCH-01", "INF-SEARCH-02", "INF-SEARCH-03", "INF-SEARCH-04"),
            *("INF-SEARCH-05", "INF-SEARCH-07", "INF-SEARCH-08", "INF-SEARCH-09"),
            "INF-SHAPE-01",
        ),
    ),
    Fault(
        "exact-name-missed",
        {"rules.found_by": _exact_name_missed},
        "The search misses clients whose name is the very term.",
        ("INF-SEARCH-01", "INF-SEARCH-04", "INF-SEARCH-05", "INF-SEARCH-09"),
    ),
    Fault(
        "search-matches-case",
        {"rules.found_by": _in_this_case},
        "Letter case matters to the search.",
        ("INF-SEARCH-02",),
    ),
    Fault(
        "search-matches-whole-names",
        {"rules.found_by": _whole_names},
        "The search finds only clients that have the whole term as a name.",
        ("INF-SEARCH-03",),
    ),
    Fault(
        "default-search-limit-50",
        {"gate.arguments": _default("searchClients", "limit", 50)},
        "Without `limit` a search has 50 results.",
        ("INF-SEARCH-04",),
    ),
    Fault(
        "search-limit-ignored",
        {"rules.first": _all_but_default},
        "Searches ignore a `limit` that is given.",
        ("INF-SEARCH-05",),
    ),
    Fault(
        "search-without-term-accepted",
        {
            "gate.screened": accepted("searchClients", "required", "query"),
            "gate.arguments": _no_term,
        },
        "A search without `query` finds everything.",
        ("INF-SEARCH-06",),
    ),
    Fault(
        "search-shows-neighbour",
        {"rules.search": _with_neighbour},
        "The search shows a client in which the term does not occur.",
        ("INF-SEARCH-07",),
    ),
    Fault(
        "old-name-found",
        {"rules.applied": _old_name_kept, "rules.searched": _old_name_searched},
        "A renamed client is still found under its old name.",
        ("INF-SEARCH-09",),
    ),
    Fault(
        "negative-search-limit-accepted",
        {
            "gate.screened": accepted("searchClients", "minimum", "limit"),
            "rules.first": _not_negative,
        },
        "A negative `limit` of a search is taken for 0.",
        ("INF-SEARCH-10",),
    ),
)
