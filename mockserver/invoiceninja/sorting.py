"""In which order clients are listed: `sort=column|direction`. No HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockserver.answers import Kind, Refusal, refusal
from mockserver.hints import as_written
from mockserver.invoiceninja import keys
from mockserver.invoiceninja.filtering import Query
from mockserver.invoiceninja.state import BLANK, State
from mockserver.rows import ordered
from mockserver.store import Row

COLUMNS = keys.columns(BLANK["clients"])
# What is sorted by the first contact.
CONTACT_COLUMNS = ("contacts", "contact_email")


class Sorting:
    """How a sort is understood (NIN-SORT-01 to 09). Every method may be varied."""

    def in_order(self, state: State, clients: Sequence[Row], query: Query) -> Sequence[Row]:
        """Return clients, who come by their ids, in the order that is asked for."""
        column, direction = self.sort(query)
        if not column:
            return self.unsorted(clients)
        known = as_written(self.sort_key, self.contact_key, self.number_key, self.text_key)
        return ordered(
            clients,
            column if known else None,
            lambda client: self.sort_key(state, column, client),
            descending=self.is_descending(direction),
        )

    def sort(self, query: Query) -> tuple[str, str]:
        """Return the column and the direction to sort by, two empty texts for none."""
        column, bar, direction = query.get("sort", "").partition("|")
        direction = direction if bar else self.direction(query)
        column = "name" if column == "display_name" else column  # NIN-SORT-09
        if not column or not direction or "|" in direction:
            return "", ""
        return (column, direction) if self.is_column(column) else self.unknown_sort(column)

    def direction(self, query: Query) -> str:
        """Return the direction of a sort that names none: no sort then (NIN-OPEN-SORT-DIR)."""
        del query
        return ""

    def is_column(self, column: str) -> bool:
        """Tell whether clients can be sorted by a column."""
        return column in (*COLUMNS, *CONTACT_COLUMNS)

    def unknown_sort(self, column: str) -> tuple[str, str]:
        """Return what to sort by in place of what is no column (NIN-OPEN-UNKNOWN-SORT)."""
        del column
        return "", ""

    def refused_sort(self, column: str) -> Refusal:
        """Return the refusal of what is no column."""
        return refusal(Kind.INVALID, f"Clients have no column {column} to sort by", "sort", "query")

    def is_descending(self, direction: str) -> bool:
        """Tell whether a direction is backwards: all but `asc` are (NIN-SORT-07)."""
        return direction != "asc"

    def unsorted(self, clients: Sequence[Row]) -> Sequence[Row]:
        """Return clients in the order of a list without `sort` (NIN-OPEN-LIST-ORDER)."""
        return clients[::-1]

    def sort_key(self, state: State, column: str, client: Row) -> Any:
        """Return what to compare clients by."""
        if column in CONTACT_COLUMNS or (column == "name" and not client["name"]):
            return self.contact_key(state, column, client)
        if column == "number":
            return self.number_key(client["number"])
        value = client[column]
        return self.text_key(value) if isinstance(value, str) else value or 0

    def contact_key(self, state: State, column: str, client: Row) -> str:
        """Return what to compare clients by that are known by their contact."""
        for contact in state.contacts_of(client)[:1]:
            name = f"{contact['first_name']} {contact['last_name']}".strip()
            return self.text_key(name if name and column == "name" else contact["email"])
        return ""

    def number_key(self, number: str) -> tuple[int, str]:
        """Return what to compare numbers by: the amount of their digits (NIN-SORT-08)."""
        return keys.by_digits(number)

    def text_key(self, text: str) -> str:
        """Return what to compare texts by."""
        return text.casefold()
