"""Faults in filters, as the deployed service understands them."""

from __future__ import annotations

from typing import Any

from mockserver.answers import Kind, refusal
from mockserver.changes import after, always, without
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import observed
from mockserver.invoiceninja.faults.listing import at, beginning_of, between, but
from mockserver.invoiceninja.state import State
from mockserver.store import Row

PARAMETERS = frozenset(
    (
        *("include", "index", "per_page", "page", "status", "created_at", "updated_at", "name"),
        *("is_deleted", "filter_deleted_clients", "balance", "between_balance", "email", "group"),
        *("id_number", "number", "filter", "sort", "sort_dir", "client_id"),
    )
)


def _from_beginning(honest: Honest, written: str) -> Any:
    del honest
    return lambda client: client["name"].casefold().startswith(written.casefold())


def _in_same_case(honest: Honest, written: str) -> Any:
    del honest
    return lambda client: written in client["name"]


def _single_value_equals(honest: Honest, written: str) -> Any:
    alone = written.replace(".", "", 1).isdigit()
    return honest(f"{written}:{written}") if alone else honest(written)


def _without_colon_equals(honest: Honest, written: str) -> Any:
    return honest(written if ":" in written else f"eq:{written}")


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


def _unknown_status(honest: Honest, written: str) -> Any:
    test = honest(written)
    return (lambda _: False) if written and test is None else test


def _deleted_unknown(*words: str) -> Change:
    def changed(honest: Honest, written: str) -> Any:
        return None if written in words else honest(written)

    return changed


def _garbage_finds_nobody(honest: Honest, name: str, written: str) -> Any:
    return honest(name, written) or (lambda _: False)


def _with_slack(time: int, wanted: int) -> bool:
    return time >= wanted - 60


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


def _searched_notes(members: tuple[str, ...]) -> tuple[str, ...]:
    return (*members, "private_notes")


def _without_digit(written: str) -> bool:
    return not written[-1:].isdigit()


FAULTS = (
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
        {"rules.is_between": between(lambda balance, low, high: low < balance < high)},
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
        {"rules.equals": beginning_of("id_number", _without_digit)},
        "`id_number` that ends with a letter finds what begins so.",
        "NIN-FILTER-18",
    ),
    observed(
        "filter-passes-over-number",
        {"rules.searched": but("number")},
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
        {"rules.at": at("created_at", _with_slack)},
        "`created_at` keeps what was created within a minute before.",
        "NIN-FILTER-44",
    ),
    observed(
        "updated-a-minute-before",
        {"rules.at": at("updated_at", _with_slack)},
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
            "rules.is_between": between(
                lambda balance, low, high: min(low, high) <= balance <= max(low, high)
            )
        },
        "`between_balance` takes its values in any order.",
        "NIN-FILTER-52",
    ),
)
