"""Which clients a list keeps: the conditions `q[attribute_predicate]=value`. No HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockserver.answers import Kind, refusal
from mockserver.hints import Group, Test, as_written, equal, indexed, part
from mockserver.infakt import nips, state
from mockserver.infakt.state import CLEAN_NIP, MEMBERS, TEXTS
from mockserver.rows import kept
from mockserver.store import Row

KNOWN = ("company_name", "nip", CLEAN_NIP)
_TRUTH = {"true": True, "1": True, "t": True, "false": False, "0": False, "f": False}


class Searching:
    """How conditions are understood. Every method may be varied."""

    def found(self, clients: Sequence[Row], conditions: Mapping[str, str]) -> Sequence[Row]:
        """Return the clients that meet all conditions that are understood."""
        if as_written(self.passes, self.meets):
            return kept(clients, self.tests(conditions))
        return [client for client in clients if self.passes(client, conditions)]

    def passes(self, client: Row, conditions: Mapping[str, str]) -> bool:
        """Tell whether a client meets all conditions that are understood."""
        return self.meets(client, self.tests(conditions))

    def meets(self, client: Row, tests: list[Test]) -> bool:
        """Tell whether a client passes all tests (FAK-OPEN-TWO-FILTERS)."""
        return all(test(client) for test in tests)

    def tests(self, conditions: Mapping[str, str]) -> list[Test]:
        """Return the tests that conditions stand for; what is not understood has none."""
        found = (self.test(name, value) for name, value in conditions.items())
        return [test for test in found if test is not None]

    def test(self, name: str, value: str) -> Test | None:
        """Return the test of one condition, None if it counts for nothing."""
        attribute, _, predicate = name.rpartition("_")
        make = self.predicates().get(predicate)
        if make is None or not self.is_searched(attribute, predicate):
            return self.not_understood(name)
        return make(attribute, value) if value else self.without_value(attribute)

    def predicates(self) -> dict[str, Callable[[str, str], Test | None]]:
        """Return the predicates; those for dates have nothing to compare in a client."""
        return {"eq": self.equals, "cont": self.contains, "null": self.is_null}

    def is_searched(self, attribute: str, predicate: str) -> bool:
        """Tell whether a predicate is understood of an attribute."""
        if predicate == "null":
            return self.is_searched_by_null(attribute)
        if attribute == "email" and predicate == "eq":
            return self.is_searched_by_email()
        if attribute in KNOWN:
            return True
        return attribute in TEXTS and self.is_searched_by_any()

    def is_searched_by_null(self, attribute: str) -> bool:
        """Tell whether `null` is understood of an attribute (FAK-OPEN-NULL-FILTER)."""
        return attribute in MEMBERS

    def is_searched_by_email(self) -> bool:
        """Tell whether `email_eq` is understood (FAK-OPEN-EMAIL-FILTER)."""
        return True

    def is_searched_by_any(self) -> bool:
        """Tell whether every text can be searched (FAK-OPEN-OTHER-FILTERS)."""
        return True

    def not_understood(self, name: str) -> Test | None:
        """Return what a condition does that is not understood: nothing (FAK-OPEN-UNKNOWN-FILTER)."""
        del name
        return None

    def refused(self, name: str) -> Exception:
        """Return the refusal of a condition that is not understood."""
        return refusal(Kind.INVALID, f"Warunek q[{name}] jest nieznany", f"q[{name}]", "query")

    def without_value(self, attribute: str) -> Test | None:
        """Return what a condition without a value does: nothing (FAK-OPEN-EMPTY-FILTER)."""
        del attribute
        return None

    def equals(self, attribute: str, value: str) -> Test:
        """Return the test whether an attribute is a value."""
        if attribute == CLEAN_NIP:
            span = equal(state.equal_order(CLEAN_NIP), nips.digits(value))
            return indexed(
                lambda client: self.same_digits(client["nip"] or "", value), span, self.same_digits
            )
        span = equal(state.equal_order(attribute), value)
        if attribute == "nip":
            return indexed(
                lambda client: self.same_nip(client["nip"] or "", value), span, self.same_nip
            )
        return indexed(lambda client: self.same(client[attribute], value), span, self.same)

    def same(self, stored: str | None, wanted: str) -> bool:
        """Tell whether a text is the one that is looked for."""
        return stored == wanted

    def same_nip(self, stored: str, wanted: str) -> bool:
        """Tell whether a tax number is written as the one looked for (FAK-OPEN-NIP-EQ)."""
        return stored == wanted

    def same_digits(self, stored: str, wanted: str) -> bool:
        """Tell whether two tax numbers have the same digits (lines 21 and 22)."""
        return bool(nips.digits(stored)) and nips.digits(stored) == nips.digits(wanted)

    def contains(self, attribute: str, value: str) -> Test:
        """Return the test whether an attribute contains a value."""
        if attribute == CLEAN_NIP:
            digits = nips.digits(value)
            return indexed(
                lambda client: digits in nips.digits(client["nip"] or ""), part(CLEAN_NIP, digits)
            )
        return indexed(
            lambda client: self.occurs(value, client[attribute] or ""),
            part(attribute, value),
            self.occurs,
        )

    def occurs(self, part: str, text: str) -> bool:
        """Tell whether a part occurs in a text, in any letter case (FAK-OPEN-CONT-CASE)."""
        return part.casefold() in text.casefold()

    def is_null(self, attribute: str, value: str) -> Test | None:
        """Return the test whether an attribute is unset, or is set."""
        wanted = _TRUTH.get(value.lower())
        if wanted is None:
            return None
        group = Group(state.unset_group(attribute), (wanted,))
        return indexed(
            lambda client: self.is_unset(client[attribute]) is wanted, group, self.is_unset
        )

    def is_unset(self, value: Any) -> bool:
        """Tell whether a value is that of an attribute that is not set."""
        return state.is_unset(value)
