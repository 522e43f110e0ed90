"""Which clients a list keeps. Filters without a value, and those that cannot be read, keep all. No HTTP."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from mockserver import clock
from mockserver.invoiceninja.ids import Ids
from mockserver.invoiceninja.state import State
from mockserver.store import Row

Query = Mapping[str, str]
Test = Callable[[Row], bool]

DAY = 86_400
SEARCHED = (
    *("name", "id_number", "number"),
    *("custom_value1", "custom_value2", "custom_value3", "custom_value4"),
)
SEARCHED_CONTACTS = ("first_name", "last_name", "email", "phone")

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "eq": operator.eq,
}
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.][0-9]{1,15})?")
_SECONDS = re.compile(r"[0-9]{1,12}")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Filtering:
    """How filters are understood (NIN-FILTER-01 to 52). Every method may be varied."""

    ids: Ids

    def kept(self, state: State, clients: Iterable[Row], query: Query) -> list[Row]:
        """Return the clients that pass all filters (NIN-FILTER-49)."""
        tests = self.tests(state, query)
        return [client for client in clients if all(test(client) for test in tests)]

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
        return (lambda client: self.status(client) in wanted) if wanted else None

    def status(self, client: Row) -> str:
        """Return the state of a client; a deleted one counts as archived no longer."""
        if client["is_deleted"]:
            return "deleted"
        return "archived" if client["archived_at"] else "active"

    def is_deleted(self, written: str) -> Test | None:
        """Return the test whether a client is deleted, or is not (NIN-FILTER-40 and 41)."""
        wanted = self.deleted_wanted(written)
        return None if wanted is None else (lambda client: client["is_deleted"] is wanted)

    def deleted_wanted(self, written: str) -> bool | None:
        """Return whether deleted clients are asked for, or others (NIN-OPEN-IS-DELETED)."""
        return _TRUTH.get(written.lower())

    def of_undeleted(self, written: str) -> Test | None:
        """Return the test that leaves deleted clients out (NIN-OPEN-FILTER-DELETED-CLIENTS)."""
        return self.undeleted if _TRUTH.get(written.lower()) else None

    def with_trashed(self, written: str) -> Test | None:
        """Return the test that false stands for: the client is not deleted."""
        return self.undeleted if _TRUTH.get(written.lower()) is False else None

    def undeleted(self, client: Row) -> bool:
        """Tell whether a client is not deleted."""
        return not client["is_deleted"]

    # Ids, numbers and amounts

    def is_client(self, written: str) -> Test | None:
        """Return the test for one client; an id of none keeps none (NIN-FILTER-32 and 33)."""
        wanted = self.ids.decode(written)
        return lambda client: client["id"] == wanted

    def in_group(self, written: str) -> Test | None:
        """Return the test for the clients of a group (NIN-FILTER-31)."""
        wanted = self.ids.decode(written)
        return lambda client: wanted is not None and client["group_settings_id"] == wanted

    def equals(self, member: str, written: str) -> Test | None:
        """Return the test for a whole text in any letter case (NIN-FILTER-17 to 20)."""
        return lambda client: self.same(client[member], written)

    def balance(self, written: str) -> Test | None:
        """Return the test for balances like `gt:1000`, None without a colon (NIN-FILTER-05 to 13)."""
        word, colon, number = written.partition(":")
        if not colon or not _NUMBER.fullmatch(number):
            return None
        compare, value = self.comparison(word), float(number)
        return lambda client: compare(client["balance"], value)

    def comparison(self, word: str) -> Callable[[Any, Any], bool]:
        """Return how a word compares; an unknown one means equal."""
        return _COMPARISONS.get(word, operator.eq)

    def between_balance(self, written: str) -> Test | None:
        """Return the test for balances from one to another, both included (NIN-FILTER-10 to 12, 52)."""
        numbers = written.split(":")
        if len(numbers) != 2 or not all(map(_NUMBER.fullmatch, numbers)):
            return None
        low, high = map(float, numbers)
        return lambda client: self.is_between(client["balance"], low, high)

    def is_between(self, balance: float, low: float, high: float) -> bool:
        """Tell whether a balance is between two others."""
        return low <= balance <= high

    # Times

    def at(self, member: str, written: str) -> Test | None:
        """Return the test for a time, None if there is no such (NIN-FILTER-42 to 48)."""
        wanted = self.seconds(written)
        return None if wanted is None else (lambda client: self.is_since(client[member], wanted))

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
        return lambda client: self.occurs(written, client["name"])

    def named_like(self, start: str) -> Test | None:
        """Return the test for names with an asterisk (NIN-OPEN-NAME-ASTERISK)."""
        return lambda client: client["name"].casefold().startswith(start.casefold())

    def has_email(self, state: State, written: str) -> Test | None:
        """Return the test for a contact's whole e-mail (NIN-FILTER-14 to 16)."""
        owners = {
            one["client_id"] for one in state.contacts if self.same(one["email"], written.strip())
        }
        return lambda client: client["id"] in owners

    def found(self, state: State, written: str) -> Test | None:
        """Return the test for a text anywhere in a client and its contacts (NIN-FILTER-21 to 30)."""
        words = self.words(written)
        people = self.texts_of_contacts(state)

        def test(client: Row) -> bool:
            texts = [client[member] for member in self.searched()]
            texts += people.get(client["id"], ())
            return all(any(self.occurs(word, text) for text in texts) for word in words)

        return test

    def words(self, written: str) -> list[str]:
        """Return what has to occur, each by itself (NIN-OPEN-FILTER-WORDS)."""
        return written.split()

    def searched(self) -> tuple[str, ...]:
        """Return the members of clients that `filter` looks at (NIN-OPEN-FILTER-NUMBER)."""
        return SEARCHED

    def texts_of_contacts(self, state: State) -> dict[int, list[str]]:
        """Return the texts of contacts that `filter` looks at, by client."""
        found: dict[int, list[str]] = {}
        for contact in state.contacts:
            texts = (contact[member] for member in self.searched_of_contacts())
            found.setdefault(contact["client_id"], []).extend(texts)
        return found

    def searched_of_contacts(self) -> tuple[str, ...]:
        """Return the members of contacts that `filter` looks at."""
        return SEARCHED_CONTACTS

    def same(self, stored: str, wanted: str) -> bool:
        """Tell whether a text is the one that is looked for, in any letter case."""
        return stored.casefold() == wanted.casefold()

    def occurs(self, part: str, text: str) -> bool:
        """Tell whether a part occurs in a text, in any letter case."""
        return part.casefold() in text.casefold()
