"""Which page of the clients a list shows, and in which order. No HTTP."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.answers import Kind, Refusal, refusal
from mockserver.hints import as_written
from mockserver.infakt import polish
from mockserver.infakt.searching import Searching
from mockserver.infakt.state import MEMBERS, TEXTS, State
from mockserver.rows import Rows, ordered
from mockserver.store import Row

LIMIT = 10
LARGEST_LIMIT = 100

_NUMBER = re.compile("[0-9]{1,4000}")
_ORDER = re.compile(r"(?P<attribute>\w+)(?: +(?P<direction>asc|desc))?", re.IGNORECASE)


@dataclass(frozen=True)
class Query:
    """What a list is asked for, as it was written."""

    conditions: Mapping[str, str]
    order: str | None = None
    offset: str | None = None
    limit: str | None = None


@dataclass(frozen=True)
class Page:
    """A part of a list, and where in it that is."""

    clients: Sequence[Row]
    total: int
    offset: int
    limit: int


@dataclass(frozen=True)
class Order:
    """What to sort by."""

    attribute: str
    descending: bool = False


class Listing(Searching):
    """How clients are ordered and paged. Every method may be varied."""

    def page(self, state: State, user: int, query: Query) -> Page:
        """Return a page of the user's clients (lines 63 to 65)."""
        found = self.found(self.everybody(state, user), query.conditions)
        offset, limit = self.offset(query.offset), self.limit(query.limit)
        clients = self.in_order(found, self.order(query.order))
        total = self.total(clients)
        return Page(self.cut(clients, offset, limit), total, offset, limit)

    def everybody(self, state: State, user: int) -> Sequence[Row]:
        """Return all clients of a user (line 5)."""
        return Rows(state.clients, user)

    def total(self, found: Sequence[Row]) -> int:
        """Return the number of clients on all pages (line 79)."""
        return len(found)

    def cut(self, clients: Sequence[Row], offset: int, limit: int) -> Sequence[Row]:
        """Return a page of sorted clients."""
        return clients[offset : offset + limit]

    def offset(self, written: str | None) -> int:
        """Return how many clients to pass over."""
        if written is None:
            return 0
        return int(written) if _NUMBER.fullmatch(written) else self.odd("offset", 0)

    def limit(self, written: str | None) -> int:
        """Return how many clients a page has at most."""
        if written is None:
            return self.default_limit()
        if not _NUMBER.fullmatch(written) or int(written) == 0:
            return self.odd("limit", self.default_limit())
        return self.bounded(int(written))

    def default_limit(self) -> int:
        """Return how many clients a page has without `limit` (line 80)."""
        return LIMIT

    def bounded(self, limit: int) -> int:
        """Return the limit that counts (FAK-OPEN-LIMIT-ABOVE-100)."""
        return min(limit, LARGEST_LIMIT)

    def odd(self, name: str, usual: int) -> int:
        """Refuse a number that is none, or too small (FAK-OPEN-ODD-PAGING)."""
        del usual
        raise self.out_of_bounds(name)

    def out_of_bounds(self, name: str) -> Refusal:
        """Return the refusal of a number of a page."""
        bounds = f"od 1 do {LARGEST_LIMIT}" if name == "limit" else "nie mniejszą od 0"
        return refusal(Kind.INVALID, f"Parametr {name} musi być liczbą {bounds}", name, "query")

    def order(self, written: str | None) -> Order:
        """Return what to sort by; without `order`, and for odd ones, the name (line 63)."""
        if not written:
            return self.default_order()
        found = _ORDER.fullmatch(written.strip())
        if found is None or found["attribute"] not in ("id", *MEMBERS):
            return self.unknown_order(written)
        direction = (found["direction"] or self.direction()).lower()
        if not direction or not self.is_sortable(found["attribute"]):
            return self.default_order()
        return Order(found["attribute"], direction == "desc")

    def default_order(self) -> Order:
        """Return the order of a list that asks for none."""
        return Order("company_name")

    def unknown_order(self, written: str) -> Order:
        """Return the order that stands for one that is not known (FAK-OPEN-UNKNOWN-ORDER)."""
        del written
        return self.default_order()

    def direction(self) -> str:
        """Return the direction of an order that names none (FAK-OPEN-ORDER-DIRECTION)."""
        return "asc"

    def is_sortable(self, attribute: str) -> bool:
        """Tell whether a list can be sorted by an attribute (FAK-OPEN-ORDER-ATTRIBUTES)."""
        del attribute
        return True

    def in_order(self, clients: Sequence[Row], order: Order) -> Sequence[Row]:
        """Return clients in an order; missing values come last, or first in descending order."""
        attribute = order.attribute

        def key(client: Row) -> tuple[bool, Any]:
            value = client[attribute]
            missing = self.is_unset(value)
            return self.is_late(missing), None if missing else self.sort_key(attribute, value)

        known = as_written(self.is_unset, self.is_late, self.sort_key, self.collated)
        name = attribute if known else None
        return ordered(self.tied(clients), name, key, descending=order.descending)

    def is_late(self, missing: bool) -> bool:
        """Tell whether a value comes in the latter part (FAK-OPEN-MISSING-NAMES)."""
        return missing

    def sort_key(self, attribute: str, value: Any) -> Any:
        """Return what to sort a value by."""
        return self.collated(value) if attribute in TEXTS else value

    def collated(self, text: str) -> Any:
        """Return what to sort a text by: as a Polish dictionary does (FAK-OPEN-COLLATION)."""
        return polish.key(text)

    def tied(self, clients: Sequence[Row]) -> Sequence[Row]:
        """Return clients as they stand where an order does not tell them apart (FAK-OPEN-TIES)."""
        return clients
