"""What clients and contacts are found and sorted by, as the rules of lists have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.indexes import folded
from mockserver.store import Row

# What `filter` looks at, in clients and in contacts (NIN-FILTER-21 to 27).
SEARCHED = (
    *("name", "id_number", "number"),
    *("custom_value1", "custom_value2", "custom_value3", "custom_value4"),
)
SEARCHED_CONTACTS = ("first_name", "last_name", "email", "phone")

# What no two clients of a company share.
NUMBERS = ("number", "id_number")

_MOST_DIGITS = 200


def columns(blank: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what clients, of which this is a blank one, can be sorted by."""
    return ("id", *(name for name, one in blank.items() if not isinstance(one, dict)))


def status(client: Row) -> str:
    """Return the state of a client; a deleted one counts as archived no longer."""
    if client["is_deleted"]:
        return "deleted"
    return "archived" if client["archived_at"] else "active"


def number(written: str) -> str:
    """Return what is the same for numbers that are: letter case and blanks at the end do not count."""
    return folded(written.rstrip())


def alike(name: str) -> str:
    """Return the name of the order in which numbers that are the same are found."""
    return f"{name} alike"


def number_key(name: str) -> Callable[[Row], str]:
    """Return what is the same for clients of which a number is."""
    return lambda client: number(client[name])


def by_digits(written: str) -> tuple[int, str]:
    """Return what to compare numbers by: the amount of their digits (NIN-SORT-08)."""
    digits = written
    if not (written.isascii() and written.isdigit()):  # nearly all are
        digits = "".join(one for one in written if one in "0123456789")
    return int(digits[:_MOST_DIGITS] or "0"), written


def order_key(column: str) -> Callable[[Row], Any]:
    """Return what to compare clients by; None for one without a name, whose contact is its name."""

    if column == "number":
        return lambda client: by_digits(client[column])
    if column == "name":
        return lambda client: folded(client[column]) or None

    def key(client: Row) -> Any:
        value = client[column]
        return folded(value) if isinstance(value, str) else value or 0

    return key
