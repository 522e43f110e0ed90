"""Which clients a list or a search shows, and in which order (lines 181 to 190). No HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from mockserver.infranotes.records import Records
from mockserver.infranotes.state import State
from mockserver.store import Row

SEARCHED = (
    "name",
    "contact_name",
    "email",
    "phone",
    "city",
    "tax_number",
    "company_registration_number",
)


class ListingRules(Records):
    """How clients are filtered, searched, ordered and paged. Every method may be varied."""

    def clients(
        self, state: State, user: int, filters: Mapping[str, str], limit: int, offset: int
    ) -> list[Row]:
        """Return a page of the user's clients that pass all filters (line 184)."""
        found = [client for client in self.all_clients(state, user) if self.passes(client, filters)]
        return self.page(self.in_order(found), self.checked_limit(limit), offset)

    def search(self, state: State, user: int, term: str, limit: int) -> list[Row]:
        """Return the user's clients in which a term occurs, up to the limit (line 189)."""
        found = [client for client in self.all_clients(state, user) if self.found_by(client, term)]
        return self.first(self.in_order(found), self.checked_limit(limit))

    def all_clients(self, state: State, user: int) -> list[Row]:
        """Return all clients of a user."""
        return state.clients.where(user_id=user)

    def passes(self, client: Row, filters: Mapping[str, str]) -> bool:
        """Tell whether a client passes all filters."""
        tests = self.tests()
        return all(tests[name](client, value) for name, value in filters.items())

    def tests(self) -> dict[str, Callable[[Row, str], bool]]:
        """Return the test of each filter by its name."""
        return {
            "type": self.has_type,
            "category": self.has_category,
            "country": self.has_country,
            "tag": self.has_tag,
        }

    def has_type(self, client: Row, wanted: str) -> bool:
        """Tell whether a client is of a type: client or vendor."""
        return bool(client["type"] == wanted)

    def has_category(self, client: Row, wanted: str) -> bool:
        """Tell whether a client is of a category: its kind, or one assigned to it."""
        return self.is_of_kind(client, wanted) or self.is_assigned(client, wanted)

    def is_of_kind(self, client: Row, wanted: str) -> bool:
        """Tell whether a client is an individual or an organization."""
        return self.same(client["category"], wanted)

    def is_assigned(self, client: Row, wanted: str) -> bool:
        """Tell whether a category was assigned to a client."""
        return any(self.same(category, wanted) for category in client["categories"] or ())

    def has_country(self, client: Row, wanted: str) -> bool:
        """Tell whether a client is in a country."""
        return self.same(client["country"], wanted)

    def has_tag(self, client: Row, wanted: str) -> bool:
        """Tell whether a client has a tag."""
        return any(self.same(tag, wanted) for tag in client["tags"] or ())

    def same(self, value: str | None, wanted: str) -> bool:
        """Tell whether a value is the one that a filter wants; letter case matters."""
        return value == wanted

    def found_by(self, client: Row, term: str) -> bool:
        """Tell whether a term occurs in a client, in any case (INF-SEARCH-02 and 03)."""
        return any(term.casefold() in text.casefold() for text in self.searched(client))

    def searched(self, client: Row) -> Iterator[str]:
        """Return the texts of a client that the search looks at."""
        yield from (client[name] for name in SEARCHED if client[name])
        yield from client["tags"] or ()

    def in_order(self, clients: list[Row]) -> list[Row]:
        """Return clients in the order of lists and searches: by ascending id, as they come."""
        return clients

    def checked_limit(self, limit: int) -> int:
        """Return the limit that counts: the one that is asked for."""
        return limit

    def page(self, clients: Sequence[Row], limit: int, offset: int) -> list[Row]:
        """Return a page of a list."""
        return list(clients[offset : offset + limit])

    def first(self, clients: Sequence[Row], limit: int) -> list[Row]:
        """Return the results of a search up to its limit."""
        return list(clients[:limit])
