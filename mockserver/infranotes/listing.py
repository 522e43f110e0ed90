"""Which clients a list or a search shows, and in which order (lines 181 to 190). No HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from mockserver.hints import Group, Test, as_written, indexed, part
from mockserver.infranotes import state as tables
from mockserver.infranotes.records import Records
from mockserver.infranotes.state import State
from mockserver.rows import Rows, kept
from mockserver.store import Row


class ListingRules(Records):
    """How clients are filtered, searched, ordered and paged. Every method may be varied."""

    def clients(
        self, state: State, user: int, filters: Mapping[str, str], limit: int, offset: int
    ) -> list[Row]:
        """Return a page of the user's clients that pass all filters (line 184)."""
        found = kept(self.all_clients(state, user), self.filter_tests(filters))
        return self.page(self.in_order(found), self.checked_limit(limit), offset)

    def search(self, state: State, user: int, term: str, limit: int) -> list[Row]:
        """Return the user's clients in which a term occurs, up to the limit (line 189)."""
        found = kept(self.all_clients(state, user), [self.search_test(term)])
        return self.first(self.in_order(found), self.checked_limit(limit))

    def all_clients(self, state: State, user: int) -> Sequence[Row]:
        """Return all clients of a user."""
        return Rows(state.clients, user)

    def filter_tests(self, filters: Mapping[str, str]) -> list[Test]:
        """Return what a client has to pass: the filters one by one, where that is known to do."""
        if not as_written(self.passes, self.tests):
            return [lambda client: self.passes(client, filters)]
        return [self.filter_test(name, value) for name, value in filters.items()]

    def filter_test(self, name: str, wanted: str) -> Test:
        """Return the test of one filter, with the group that has the clients that pass it."""
        method = self.tests()[name]

        def test(client: Row) -> bool:
            return method(client, wanted)

        rests_on = (method, self.same, self.is_of_kind, self.is_assigned)
        return indexed(test, Group(name, (wanted,)), *rests_on)

    def search_test(self, term: str) -> Test:
        """Return the test of a search, with the texts that it looks at."""

        def test(client: Row) -> bool:
            return self.found_by(client, term)

        return indexed(test, part("searched", term), self.found_by, self.searched)

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
        folded = term.casefold()
        return any(folded in text.casefold() for text in self.searched(client))

    def searched(self, client: Row) -> Iterator[str]:
        """Return the texts of a client that the search looks at."""
        return tables.searched(client)

    def in_order(self, clients: Sequence[Row]) -> Sequence[Row]:
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
