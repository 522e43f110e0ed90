"""Faults in pages, filters and orders of lists."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from mockserver.answers import Kind, refusal
from mockserver.changes import after, always, without
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import fault, observed
from mockserver.invoiceninja.listing import Page
from mockserver.invoiceninja.state import State
from mockserver.store import Row

PARAMETERS = frozenset(
    (
        *("include", "index", "per_page", "page", "status", "created_at", "updated_at", "name"),
        *("is_deleted", "filter_deleted_clients", "balance", "between_balance", "email", "group"),
        *("id_number", "number", "filter", "sort", "sort_dir", "client_id"),
    )
)
BEYOND = 5
SUFFIX = 7
DAY = 86400


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


def _first_word(honest: Honest, written: str) -> Any:
    return honest((written.split() or [written])[0])


def _single_words(honest: Honest, written: str) -> Any:
    return (lambda _: False) if " " in written else honest(written)


def _from_beginning(honest: Honest, written: str) -> Any:
    del honest
    return lambda client: client["name"].casefold().startswith(written.casefold())


def _in_same_case(honest: Honest, written: str) -> Any:
    del honest
    return lambda client: written in client["name"]


def _compares(word: str, otherwise: Callable[[Any, Any], bool]) -> Change:
    """Return a change of `rules.comparison`: a word compares otherwise."""

    def changed(honest: Honest, written: str) -> Any:
        return otherwise if written == word else honest(written)

    return changed


def _between(test: Callable[[float, float, float], bool]) -> Change:
    return lambda _, balance, low, high: test(balance, low, high)


def _single_value_equals(honest: Honest, written: str) -> Any:
    alone = written.replace(".", "", 1).isdigit()
    return honest(f"{written}:{written}") if alone else honest(written)


def _without_colon_equals(honest: Honest, written: str) -> Any:
    return honest(written if ":" in written else f"eq:{written}")


def _ignored_if_unknown(honest: Honest, state: State, written: str) -> Any:
    known = any(honest.behaviour.rules.same(one["email"], written) for one in state.contacts)
    return honest(state, written) if known else None


def _primary_alone(honest: Honest, state: State, written: str) -> Any:
    del honest
    owners = {
        one["client_id"]
        for one in state.contacts
        if one["is_primary"] and one["email"].casefold() == written.casefold()
    }
    return lambda client: client["id"] in owners


def _parts_of_emails(honest: Honest, state: State, written: str) -> Any:
    owners = {
        one["client_id"]
        for one in state.contacts
        if honest.behaviour.rules.occurs(written, one["email"])
    }
    return lambda client: client["id"] in owners


def _beginning_of(member: str, when: Callable[[str], bool] = bool) -> Change:
    """Return a change of `rules.equals`: the beginning of a number suffices."""

    def changed(honest: Honest, name: str, written: str) -> Any:
        if name != member or not when(written):
            return honest(name, written)
        return lambda client: client[name].casefold().startswith(written.casefold())

    return changed


def _zeros_cut(honest: Honest, name: str, written: str) -> Any:
    return honest(name, written.rstrip("0") if name == "number" else written)


def _but(*names: str) -> Change:
    """Return a change of what `filter` looks at: not at these members."""
    return after(lambda members: tuple(one for one in members if one not in names))


def _cut_short(words: list[str]) -> list[str]:
    return [word[:-SUFFIX] if len(word) > SUFFIX else word for word in words]


def _status(asked: str, taken: str) -> Change:
    """Return a change of `rules.in_status`: a state is taken for others."""

    def changed(honest: Honest, written: str) -> Any:
        return honest(taken if written == asked else written)

    return changed


def _first_status(honest: Honest, written: str) -> Any:
    return honest(written.partition(",")[0])


def _unknown_status(honest: Honest, written: str) -> Any:
    test = honest(written)
    return (lambda _: False) if written and test is None else test


def _deleted_unknown(*words: str) -> Change:
    def changed(honest: Honest, written: str) -> Any:
        return None if written in words else honest(written)

    return changed


def _at(member: str, change: Callable[[int, int], bool]) -> Change:
    """Return a change of `rules.at`: one of the two times compares otherwise."""

    def changed(honest: Honest, name: str, written: str) -> Any:
        test, wanted = honest(name, written), honest.behaviour.rules.seconds(written)
        if name != member or test is None or wanted is None:
            return test
        return lambda client: change(client[name], wanted)

    return changed


def _garbage_finds_nobody(honest: Honest, name: str, written: str) -> Any:
    return honest(name, written) or (lambda _: False)


def _later(time: int, wanted: int) -> bool:
    return time > wanted


def _with_slack(time: int, wanted: int) -> bool:
    return time >= wanted - 60


def _ever(time: int, wanted: int) -> bool:
    return time >= wanted or wanted - time > DAY


def _two_of_three(honest: Honest, state: State, query: Any) -> Any:
    tests = honest(state, query)
    return tests[-1:] if len(tests) > 2 else tests


def _unknown_client_ignored(honest: Honest, state: State, user: Row, query: Any) -> Any:
    known = state.clients.get(honest.behaviour.ids.decode(query.get("client_id")) or 0)
    return honest(state, user, query if known else without("client_id")(query))


def _unknown_refused(honest: Honest, state: State, user: Row, query: Any) -> Any:
    unknown = {*query} - PARAMETERS
    if unknown:
        raise refusal(Kind.INVALID, "The parameter is not known", min(unknown), "query")
    return honest(state, user, query)


def _empty_name_counts(honest: Honest, state: State, query: Any) -> Any:
    tests = honest(state, query)
    return [*tests, lambda client: client["name"] == ""] if query.get("name") == "" else tests


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


def _searched_notes(members: tuple[str, ...]) -> tuple[str, ...]:
    return (*members, "private_notes")


def _without_digit(written: str) -> bool:
    return not written[-1:].isdigit()


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
        "name-with-blank-finds-nobody",
        {"rules.named": _single_words},
        "`name` with a blank finds nobody.",
        "NIN-FILTER-01",
    ),
    fault(
        "first-word-of-name-suffices",
        {"rules.named": _first_word},
        "Of several words in `name` the first one suffices.",
        "NIN-FILTER-02",
    ),
    fault(
        "lt-keeps-equal",
        {"rules.comparison": _compares("lt", operator.le)},
        "`balance=lt:` keeps equal balances.",
        "NIN-FILTER-05",
    ),
    fault(
        "lte-drops-equal",
        {"rules.comparison": _compares("lte", operator.lt)},
        "`balance=lte:` drops equal balances.",
        "NIN-FILTER-06",
    ),
    fault(
        "gt-keeps-equal",
        {"rules.comparison": _compares("gt", operator.ge)},
        "`balance=gt:` keeps equal balances.",
        "NIN-FILTER-07",
    ),
    fault(
        "gte-drops-equal",
        {"rules.comparison": _compares("gte", operator.gt)},
        "`balance=gte:` drops equal balances.",
        "NIN-FILTER-08",
    ),
    fault(
        "eq-keeps-less",
        {"rules.comparison": _compares("eq", operator.le)},
        "`balance=eq:` keeps lesser balances.",
        "NIN-FILTER-09",
    ),
    fault(
        "between-without-upper-end",
        {"rules.is_between": _between(lambda balance, low, _: balance >= low)},
        "`between_balance` has no upper end.",
        "NIN-FILTER-10",
    ),
    fault(
        "unknown-email-ignored",
        {"rules.has_email": _ignored_if_unknown},
        "`email` that no contact has is ignored.",
        "NIN-FILTER-14",
    ),
    fault(
        "beginning-of-id-number-suffices",
        {"rules.equals": _beginning_of("id_number")},
        "`id_number` keeps clients whose number begins so.",
        "NIN-FILTER-17",
    ),
    fault(
        "zeros-at-end-of-number-cut",
        {"rules.equals": _zeros_cut},
        "`number` with a zero at the end finds nobody.",
        "NIN-FILTER-19",
    ),
    fault(
        "beginning-of-number-suffices",
        {"rules.equals": _beginning_of("number")},
        "`number` keeps clients whose number begins so.",
        "NIN-FILTER-20",
    ),
    *(
        fault(
            f"filter-passes-over-{member.replace('_', '-')}",
            {f"rules.{rule}": _but(member)},
            f"`filter` does not look at `{member}`.",
            requirement,
        )
        for member, rule, requirement in (
            ("name", "searched", "NIN-FILTER-21"),
            ("id_number", "searched", "NIN-FILTER-22"),
            ("first_name", "searched_of_contacts", "NIN-FILTER-23"),
            ("last_name", "searched_of_contacts", "NIN-FILTER-24"),
            ("email", "searched_of_contacts", "NIN-FILTER-25"),
            ("phone", "searched_of_contacts", "NIN-FILTER-26"),
            ("custom_value3", "searched", "NIN-FILTER-27"),
        )
    ),
    fault(
        "filter-cuts-words-short",
        {"rules.words": after(_cut_short)},
        "`filter` looks for the beginnings of long words.",
        "NIN-FILTER-28",
    ),
    fault(
        "group-ignored",
        {"rules.in_group": always(None)},
        "`group` is ignored.",
        "NIN-FILTER-31",
    ),
    fault(
        "client-id-ignored",
        {"rules.is_client": always(None)},
        "`client_id` is ignored.",
        "NIN-FILTER-32",
    ),
    fault(
        "archived-among-active",
        {"rules.in_status": _status("active", "active,archived")},
        "`status=active` keeps archived clients.",
        "NIN-FILTER-34",
    ),
    fault(
        "deleted-among-archived",
        {"rules.in_status": _status("archived", "archived,deleted")},
        "`status=archived` keeps deleted clients.",
        "NIN-FILTER-35",
    ),
    fault(
        "archived-among-deleted",
        {"rules.in_status": _status("deleted", "archived,deleted")},
        "`status=deleted` keeps archived clients.",
        "NIN-FILTER-36",
    ),
    fault(
        "first-status-counts",
        {"rules.in_status": _first_status},
        "Of several states only the first one counts.",
        "NIN-FILTER-37",
    ),
    fault(
        "created-later-only",
        {"rules.at": _at("created_at", _later)},
        "`created_at` drops what was created in that very second.",
        "NIN-FILTER-42",
    ),
    fault(
        "created-long-before",
        {"rules.at": _at("created_at", _ever)},
        "`created_at` with a day to come keeps everybody.",
        "NIN-FILTER-43",
    ),
    fault(
        "updated-later-only",
        {"rules.at": _at("updated_at", _later)},
        "`updated_at` drops what was changed in that very second.",
        "NIN-FILTER-45",
    ),
    fault(
        "updated-long-before",
        {"rules.at": _at("updated_at", _ever)},
        "`updated_at` with a day to come keeps everybody.",
        "NIN-FILTER-46",
    ),
    fault(
        "last-of-three-filters-counts",
        {"rules.tests": _two_of_three},
        "Of three filters only the last one counts.",
        "NIN-FILTER-49",
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
        "empty-list-without-pages",
        {
            "views.pagination": _told(
                lambda one: {"total_pages": one["total_pages"] if one["total"] else 0}
            )
        },
        "An empty list has no page.",
        "NIN-PAGE-20",
    ),
    observed(
        "unknown-include-refused-on-reading",
        {"gate.is_strict": lambda honest, name: name == "showClient" or honest(name)},
        "An unknown name in `include` is refused where a client is read.",
        "NIN-INCLUDE-12",
    ),
    observed(
        "name-from-beginning",
        {"rules.named": _from_beginning},
        "`name` keeps clients whose name begins so.",
        "NIN-FILTER-03",
    ),
    observed(
        "letter-case-of-name-counts",
        {"rules.named": _in_same_case},
        "Letter case matters to `name`.",
        "NIN-FILTER-04",
    ),
    observed(
        "between-without-ends",
        {"rules.is_between": _between(lambda balance, low, high: low < balance < high)},
        "`between_balance` drops the balances at its ends.",
        "NIN-FILTER-11",
    ),
    observed(
        "between-one-value",
        {"rules.between_balance": _single_value_equals},
        "`between_balance` with one value keeps that balance.",
        "NIN-FILTER-12",
    ),
    observed(
        "balance-without-colon-equals",
        {"rules.balance": _without_colon_equals},
        "`balance` without a colon keeps that balance.",
        "NIN-FILTER-13",
    ),
    observed(
        "email-of-primary-contact-alone",
        {"rules.has_email": _primary_alone},
        "`email` looks at the primary contact alone.",
        "NIN-FILTER-15",
    ),
    observed(
        "part-of-email-suffices",
        {"rules.has_email": _parts_of_emails},
        "`email` finds parts of addresses.",
        "NIN-FILTER-16",
    ),
    observed(
        "beginning-without-digit-suffices",
        {"rules.equals": _beginning_of("id_number", _without_digit)},
        "`id_number` that ends with a letter finds what begins so.",
        "NIN-FILTER-18",
    ),
    observed(
        "filter-passes-over-number",
        {"rules.searched": _but("number")},
        "`filter` does not look at `number`.",
        "NIN-FILTER-29",
    ),
    observed(
        "filter-looks-at-notes",
        {"rules.searched": after(_searched_notes)},
        "`filter` looks at private notes.",
        "NIN-FILTER-30",
    ),
    observed(
        "unknown-client-id-ignored",
        {"rules.page": _unknown_client_ignored},
        "`client_id` that no client has is ignored.",
        "NIN-FILTER-33",
    ),
    observed(
        "deleted-not-listed",
        {"rules.default_status": always("active,archived")},
        "Without `status` deleted clients are not listed.",
        "NIN-FILTER-38",
    ),
    observed(
        "unknown-status-finds-nobody",
        {"rules.in_status": _unknown_status},
        "A `status` that does not exist finds nobody.",
        "NIN-FILTER-39",
    ),
    observed(
        "is-deleted-one-ignored",
        {"rules.deleted_wanted": _deleted_unknown("1")},
        "`is_deleted=1` is ignored.",
        "NIN-FILTER-40",
    ),
    observed(
        "is-deleted-false-ignored",
        {"rules.deleted_wanted": _deleted_unknown("0", "false")},
        "`is_deleted` of false or 0 is ignored.",
        "NIN-FILTER-41",
    ),
    observed(
        "created-a-minute-before",
        {"rules.at": _at("created_at", _with_slack)},
        "`created_at` keeps what was created within a minute before.",
        "NIN-FILTER-44",
    ),
    observed(
        "updated-a-minute-before",
        {"rules.at": _at("updated_at", _with_slack)},
        "`updated_at` keeps what was changed within a minute before.",
        "NIN-FILTER-47",
    ),
    observed(
        "unreadable-time-finds-nobody",
        {"rules.at": _garbage_finds_nobody},
        "A time that is none finds nobody.",
        "NIN-FILTER-48",
    ),
    observed(
        "unknown-parameter-refused",
        {"rules.page": _unknown_refused},
        "A parameter that does not exist is refused.",
        "NIN-FILTER-50",
    ),
    observed(
        "empty-name-looked-for",
        {"rules.tests": _empty_name_counts},
        "An empty `name` keeps clients without a name.",
        "NIN-FILTER-51",
    ),
    observed(
        "between-in-any-order",
        {
            "rules.is_between": _between(
                lambda balance, low, high: min(low, high) <= balance <= max(low, high)
            )
        },
        "`between_balance` takes its values in any order.",
        "NIN-FILTER-52",
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
