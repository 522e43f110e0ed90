"""Which clients a list keeps. Filters without a value, and those that cannot be read, keep all. No HTTP."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from mockserver import clock
from mockserver.hints import LAST, Asked, Group, Indexed, Span, Test, equal, indexed, part
from mockserver.invoiceninja import keys
from mockserver.invoiceninja.ids import Ids
from mockserver.invoiceninja.state import State
from mockserver.rows import Rows, kept
from mockserver.store import Row, Table

Query = Mapping[str, str]
DAY = 86_400
UNDELETED = ("active", "archived")

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "eq": operator.eq,
}
# Where in the order of an amount those are that compare so.
_SPANS: Mapping[Callable[[Any, Any], bool], Callable[[str, float], Span]] = {
    operator.lt: lambda name, value: Span(name, stop=(value,)),
    operator.le: lambda name, value: Span(name, stop=(value, LAST)),
    operator.gt: lambda name, value: Span(name, start=(value, LAST)),
    operator.ge: lambda name, value: Span(name, start=(value,)),
    operator.eq: lambda name, value: Span(name, (value,), (value, LAST)),
}
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.][0-9]{1,15})?")
_SECONDS = re.compile(r"[0-9]{1,12}")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Filtering:
    """How filters are understood (NIN-FILTER-01 to 52). Every method may be varied."""

    ids: Ids

    def kept(self, state: State, clients: Sequence[Row], query: Query) -> Sequence[Row]:
        """Return the clients that pass all filters (NIN-FILTER-49)."""
        return kept(clients, self.tests(state, query))

    def tests(self, state: State, query: Query) -> list[Test]:
        """Return the tests of the filters that are given and understood (NIN-FILTER-50 and 51)."""
        asked = ((make, query.get(name)) for name, make in self.filters(state).items())
        made = [make(value) for make, value in asked if value]
        return [test for test in (self.default_test(query), *made) if test is not None]

    def filters(self, state: State) -> Mapping[str, Callable[[str], Test | None]]:
        """Return what makes the test of each filter; those that cost little come first."""
        return {
            "status": self.in_status,
            "is_deleted": self.is_deleted,
            "filter_deleted_clients": self.of_undeleted,
            "with_trashed": self.with_trashed,
            "client_id": self.is_client,
            "group": self.in_group,
            "id_number": partial(self.equals, "id_number"),
            "number": partial(self.equals, "number"),
            "balance": self.balance,
            "between_balance": self.between_balance,
            "created_at": partial(self.at, "created_at"),
            "updated_at": partial(self.at, "updated_at"),
            "name": self.named,
            "email": partial(self.has_email, state),
            "filter": partial(self.found, state),
        }

    # States

    def default_test(self, query: Query) -> Test | None:
        """Return the test of a list that asks for no state."""
        if query.get("status") or query.get("is_deleted"):
            return None
        return self.in_status(self.default_status())

    def default_status(self) -> str:
        """Return the `status` of a list that asks for none: any (NIN-OPEN-DEFAULT-LIST)."""
        return ""

    def in_status(self, written: str) -> Test | None:
        """Return the test for states, None if there are no such (NIN-FILTER-34 to 39)."""
        wanted = {"active", "archived", "deleted"} & {*written.split(",")}
        group = Group("status", tuple(wanted))
        test = indexed(lambda client: self.status(client) in wanted, group, self.status)
        return test if wanted else None

    def status(self, client: Row) -> str:
        """Return the state of a client; a deleted one counts as archived no longer."""
        return keys.status(client)

    def is_deleted(self, written: str) -> Test | None:
        """Return the test whether a client is deleted, or is not (NIN-FILTER-40 and 41)."""
        wanted = self.deleted_wanted(written)
        group = Group("status", ("deleted",) if wanted else UNDELETED)
        test = Indexed(lambda client: client["is_deleted"] is wanted, group)
        return None if wanted is None else test

    def deleted_wanted(self, written: str) -> bool | None:
        """Return whether deleted clients are asked for, or others (NIN-OPEN-IS-DELETED)."""
        return _TRUTH.get(written.lower())

    def of_undeleted(self, written: str) -> Test | None:
        """Return the test that leaves deleted clients out (NIN-OPEN-FILTER-DELETED-CLIENTS)."""
        return self.undeleted_alone() if _TRUTH.get(written.lower()) else None

    def with_trashed(self, written: str) -> Test | None:
        """Return the test that false stands for: the client is not deleted."""
        return self.undeleted_alone() if _TRUTH.get(written.lower()) is False else None

    def undeleted_alone(self) -> Test:
        """Return the test whether a client is not deleted."""
        return indexed(self.undeleted, Group("status", UNDELETED), self.undeleted)

    def undeleted(self, client: Row) -> bool:
        """Tell whether a client is not deleted."""
        return not client["is_deleted"]

    # Ids, numbers and amounts

    def is_client(self, written: str) -> Test | None:
        """Return the test for one client; an id of none keeps none (NIN-FILTER-32 and 33)."""
        wanted = self.ids.decode(written)

        def find(table: Table, owner: Hashable, _: int | None) -> Collection[int]:
            return _of_company(table, owner, [wanted or 0])

        return Indexed(lambda client: client["id"] == wanted, Asked(find))

    def in_group(self, written: str) -> Test | None:
        """Return the test for the clients of a group (NIN-FILTER-31)."""
        wanted = self.ids.decode(written)
        return Indexed(
            lambda client: wanted is not None and client["group_settings_id"] == wanted,
            Group("group_settings_id", (wanted,)),
        )

    def equals(self, member: str, written: str) -> Test | None:
        """Return the test for a whole text in any letter case (NIN-FILTER-17 to 20)."""
        alike = equal(keys.alike(member), keys.number(written))
        return indexed(
            lambda client: self.same(client[member], written), alike, self.same, exact=False
        )

    def balance(self, written: str) -> Test | None:
        """Return the test for balances like `gt:1000`, None without a colon (NIN-FILTER-05 to 13)."""
        word, colon, number = written.partition(":")
        if not colon or not _NUMBER.fullmatch(number):
            return None
        compare, value = self.comparison(word), float(number)
        span = _SPANS.get(compare)
        return _by_span(
            lambda client: compare(client["balance"], value), span and span("balance", value)
        )

    def comparison(self, word: str) -> Callable[[Any, Any], bool]:
        """Return how a word compares; an unknown one means equal."""
        return _COMPARISONS.get(word, operator.eq)

    def between_balance(self, written: str) -> Test | None:
        """Return the test for balances from one to another, both included (NIN-FILTER-10 to 12, 52)."""
        numbers = written.split(":")
        if len(numbers) != 2 or not all(map(_NUMBER.fullmatch, numbers)):
            return None
        low, high = map(float, numbers)
        return indexed(
            lambda client: self.is_between(client["balance"], low, high),
            Span("balance", (low,), (high, LAST)),
            self.is_between,
        )

    def is_between(self, balance: float, low: float, high: float) -> bool:
        """Tell whether a balance is between two others."""
        return low <= balance <= high

    # Times

    def at(self, member: str, written: str) -> Test | None:
        """Return the test for a time, None if there is no such (NIN-FILTER-42 to 48)."""
        wanted = self.seconds(written)
        if wanted is None:
            return None
        return indexed(
            lambda client: self.is_since(client[member], wanted),
            Span(member, (wanted,)),
            self.is_since,
        )

    def is_since(self, time: int, wanted: int) -> bool:
        """Tell whether a time is the one that is asked for, or later (NIN-OPEN-CREATED-AT)."""
        return time >= wanted

    def seconds(self, written: str) -> int | None:
        """Return the seconds since 1970 that a number, a date or a time stands for."""
        if _SECONDS.fullmatch(written):
            return int(written)
        try:
            return int(clock.moment(written).timestamp())
        except (ValueError, OverflowError):
            return None

    # Texts

    def named(self, written: str) -> Test | None:
        """Return the test for names; an asterisk at the end means a beginning (NIN-FILTER-01 to 04)."""
        if written.endswith("*"):
            return self.named_like(written[:-1])
        return indexed(
            lambda client: self.occurs(written, client["name"]), part("name", written), self.occurs
        )

    def named_like(self, start: str) -> Test | None:
        """Return the test for names with an asterisk (NIN-OPEN-NAME-ASTERISK)."""
        return Indexed(
            lambda client: client["name"].casefold().startswith(start.casefold()),
            part("name", start),
            exact=False,
        )

    def has_email(self, state: State, written: str) -> Test | None:
        """Return the test for a contact's whole e-mail (NIN-FILTER-14 to 16)."""
        wanted = written.strip()
        test = indexed(
            lambda contact: self.same(contact["email"], wanted),
            part("filter", wanted),
            self.same,
            exact=False,
        )
        found = kept(Rows(state.contacts, None), [test])
        owners = {one["client_id"] for one in found}

        def find(table: Table, owner: Hashable, _: int | None) -> Collection[int]:
            return _of_company(table, owner, owners)

        return Indexed(lambda client: client["id"] in owners, Asked(find))

    def found(self, state: State, written: str) -> Test | None:
        """Return the test for a text anywhere in a client and its contacts (NIN-FILTER-21 to 30)."""
        words = self.words(written)

        def test(client: Row) -> bool:
            texts = [client[member] for member in self.searched()]
            texts += self.texts_of_contacts(state, client)
            return all(any(self.occurs(word, text) for text in texts) for word in words)

        def find(table: Table, owner: Hashable, most: int | None) -> Collection[int] | None:
            found = [_with_word(state, table, owner, word, most) for word in words]
            few = [one for one in found if one is not None]
            return set.intersection(*few) if len(few) == len(found) else None

        looked_at = (self.searched, self.searched_of_contacts, self.texts_of_contacts)
        return indexed(test, Asked(find), self.occurs, *looked_at) if words else test

    def words(self, written: str) -> list[str]:
        """Return what has to occur, each by itself (NIN-OPEN-FILTER-WORDS)."""
        return written.split()

    def searched(self) -> tuple[str, ...]:
        """Return the members of clients that `filter` looks at (NIN-OPEN-FILTER-NUMBER)."""
        return keys.SEARCHED

    def texts_of_contacts(self, state: State, client: Row) -> list[str]:
        """Return the texts of a client's contacts that `filter` looks at."""
        members = self.searched_of_contacts()
        contacts = state.contacts.where(client_id=client["id"])
        return [contact[member] for contact in contacts for member in members]

    def searched_of_contacts(self) -> tuple[str, ...]:
        """Return the members of contacts that `filter` looks at."""
        return keys.SEARCHED_CONTACTS

    def same(self, stored: str, wanted: str) -> bool:
        """Tell whether a text is the one that is looked for, in any letter case."""
        return stored.casefold() == wanted.casefold()

    def occurs(self, part: str, text: str) -> bool:
        """Tell whether a part occurs in a text, in any letter case."""
        return part.casefold() in text.casefold()


def _with_word(
    state: State, clients: Table, company: Hashable, word: str, most: int | None
) -> set[int] | None:
    """Return the ids of a company's clients that have a word in them, or in a contact; None for many."""
    found = clients.containing("filter", company, word, most)
    contacts = state.contacts.containing("filter", None, word, most)
    if found is None or contacts is None:
        return None
    theirs = {one["client_id"] for one in state.contacts.several(contacts)}
    return found | _of_company(clients, company, theirs)


def _of_company(clients: Table, company: Hashable, ids: Iterable[int]) -> set[int]:
    """Return those of these ids that clients of a company have."""
    found = ((one, clients.get(one)) for one in ids)
    return {one for one, client in found if client is not None and client["company_id"] == company}


def _by_span(test: Test, span: Span | None) -> Test:
    return test if span is None else Indexed(test, span)
