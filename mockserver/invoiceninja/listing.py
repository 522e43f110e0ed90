"""Which clients a list shows, in which order, and which page of them. No HTTP."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from mockserver.hints import Group, as_written, indexed
from mockserver.invoiceninja.filtering import Filtering, Query
from mockserver.invoiceninja.permissions import Permissions
from mockserver.invoiceninja.sorting import Sorting
from mockserver.invoiceninja.state import State
from mockserver.rows import Rows, kept
from mockserver.store import Row

PER_PAGE = 20
LARGEST_PER_PAGE = 5000
PER_PAGE_OF_ZERO = 15

_WHOLE = re.compile(r"\s*([+-]?[0-9]{1,18})")
_PAGE = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class Page:
    """A part of a list, and where in it that is."""

    clients: Sequence[Row]
    total: int
    current_page: int
    per_page: int

    @property
    def total_pages(self) -> int:
        """How many pages there are, at least one (NIN-PAGE-08 and 20)."""
        return max(1, -(-self.total // self.per_page))


class Listing(Permissions, Filtering, Sorting):
    """How clients are filtered, ordered and paged. Every method may be varied."""

    def page(self, state: State, user: Row, query: Query) -> Page:
        """Return a page of the clients that a user may see and that pass all filters."""
        found = self.kept(state, self.visible(state, user), query)
        return self.cut(self.in_order(state, found, query), query)

    def visible(self, state: State, user: Row) -> Sequence[Row]:
        """Return all clients that a user may see (NIN-OWNER-02)."""
        everybody = Rows(state.clients, user["company_id"])
        if user["is_admin"] and as_written(self.may_see):
            return everybody
        own = Group("person", (user["id"],))
        return kept(everybody, [indexed(partial(self.may_see, user), own, self.may_see)])

    def cut(self, clients: Sequence[Row], query: Query) -> Page:
        """Return a page of clients that are in order (NIN-PAGE-04 and 05)."""
        number = self.current_page(query.get("page", ""))
        per_page = self.per_page(query.get("per_page", ""))
        total = self.total(clients)
        part = clients[(number - 1) * per_page : number * per_page]
        return Page(part, total, number, per_page)

    def total(self, found: Sequence[Row]) -> int:
        """Return the number of clients on all pages (NIN-PAGE-07)."""
        return len(found)

    def current_page(self, written: str) -> int:
        """Return which page is asked for: the first, where it is none (NIN-PAGE-12)."""
        return max(1, int(written)) if _PAGE.fullmatch(written) else 1

    def per_page(self, written: str) -> int:
        """Return how many clients a page has at most (NIN-PAGE-03, 13 and 14)."""
        if not written:
            return self.default_per_page()
        found = _WHOLE.match(written)
        asked = abs(int(found[1])) if found else 0
        return self.bounded(asked) if asked else self.per_page_of_zero()

    def default_per_page(self) -> int:
        """Return how many clients a page has without `per_page` (NIN-PAGE-03)."""
        return PER_PAGE

    def bounded(self, asked: int) -> int:
        """Return how many clients a page can have (NIN-PAGE-13)."""
        return min(asked, LARGEST_PER_PAGE)

    def per_page_of_zero(self) -> int:
        """Return how many clients a page has when asked for none (NIN-OPEN-PER-PAGE-ZERO)."""
        return PER_PAGE_OF_ZERO
