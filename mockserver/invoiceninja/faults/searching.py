"""Faults in the filters of lists."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from mockserver.changes import after, always
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import fault
from mockserver.invoiceninja.faults.listing import at, beginning_of, between, but
from mockserver.invoiceninja.state import State

SUFFIX = 7


DAY = 86400


def _first_word(honest: Honest, written: str) -> Any:
    return honest((written.split() or [written])[0])


def _single_words(honest: Honest, written: str) -> Any:
    return (lambda _: False) if " " in written else honest(written)


def _compares(word: str, otherwise: Callable[[Any, Any], bool]) -> Change:
    """Return a change of `rules.comparison`: a word compares otherwise."""

    def changed(honest: Honest, written: str) -> Any:
        return otherwise if written == word else honest(written)

    return changed


def _ignored_if_unknown(honest: Honest, state: State, written: str) -> Any:
    known = any(honest.behaviour.rules.same(one["email"], written) for one in state.contacts)
    return honest(state, written) if known else None


def _zeros_cut(honest: Honest, name: str, written: str) -> Any:
    return honest(name, written.rstrip("0") if name == "number" else written)


def _cut_short(words: list[str]) -> list[str]:
    return [word[:-SUFFIX] if len(word) > SUFFIX else word for word in words]


def _status(asked: str, taken: str) -> Change:
    """Return a change of `rules.in_status`: a state is taken for others."""

    def changed(honest: Honest, written: str) -> Any:
        return honest(taken if written == asked else written)

    return changed


def _first_status(honest: Honest, written: str) -> Any:
    return honest(written.partition(",")[0])


def _later(time: int, wanted: int) -> bool:
    return time > wanted


def _ever(time: int, wanted: int) -> bool:
    return time >= wanted or wanted - time > DAY


def _two_of_three(honest: Honest, state: State, query: Any) -> Any:
    tests = honest(state, query)
    return tests[-1:] if len(tests) > 2 else tests


FAULTS = (
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
        {"rules.is_between": between(lambda balance, low, _: balance >= low)},
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
        {"rules.equals": beginning_of("id_number")},
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
        {"rules.equals": beginning_of("number")},
        "`number` keeps clients whose number begins so.",
        "NIN-FILTER-20",
    ),
    *(
        fault(
            f"filter-passes-over-{member.replace('_', '-')}",
            {f"rules.{rule}": but(member)},
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
        {"rules.at": at("created_at", _later)},
        "`created_at` drops what was created in that very second.",
        "NIN-FILTER-42",
    ),
    fault(
        "created-long-before",
        {"rules.at": at("created_at", _ever)},
        "`created_at` with a day to come keeps everybody.",
        "NIN-FILTER-43",
    ),
    fault(
        "updated-later-only",
        {"rules.at": at("updated_at", _later)},
        "`updated_at` drops what was changed in that very second.",
        "NIN-FILTER-45",
    ),
    fault(
        "updated-long-before",
        {"rules.at": at("updated_at", _ever)},
        "`updated_at` with a day to come keeps everybody.",
        "NIN-FILTER-46",
    ),
    fault(
        "last-of-three-filters-counts",
        {"rules.tests": _two_of_three},
        "Of three filters only the last one counts.",
        "NIN-FILTER-49",
    ),
)
