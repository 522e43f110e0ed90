"""The numbers that clients are given. No HTTP."""

from __future__ import annotations

from collections.abc import Sequence

from mockserver.hints import equal, indexed
from mockserver.invoiceninja import keys
from mockserver.invoiceninja.state import State
from mockserver.rows import Rows, kept
from mockserver.store import Row

WIDTH = 4


class Numbers:
    """Which numbers are taken, and which one is next. Every method may be varied."""

    def numbered(self, state: State, company: Row) -> tuple[State, str]:
        """Return the next number of a company that is free, which is used up then.

        Numbers that were chosen by hand are passed over (NIN-NUMBER-01, NIN-NUMBER-09).
        """
        counter = company["client_number_counter"]
        while self.is_taken(state, company["id"], "number", self.written(counter)):
            counter += 1
        used = {**company, "client_number_counter": counter + 1}
        return state.put("companies", used), self.written(counter)

    def written(self, counter: int) -> str:
        """Return a number as it is given out (NIN-NUMBER-02)."""
        return f"{counter:0{WIDTH}}"

    def is_taken(
        self, state: State, company: int, name: str, value: str, former: Row | None = None
    ) -> bool:
        """Tell whether another client has this number or id number, in any state.

        See NIN-NUMBER-05 to -07 and NIN-NUMBER-10; letter case does not tell two apart.
        """
        taken = indexed(
            lambda one: self.is_same(one[name], value),
            equal(keys.alike(name), keys.number(value)),
            self.is_same,
        )
        others = kept(self.rivals(state, company), [taken])
        return any(one["id"] != (former or {}).get("id") for one in others)

    def rivals(self, state: State, company: int) -> Sequence[Row]:
        """Return the clients whose numbers are taken: all of a company."""
        return Rows(state.clients, company)

    def is_same(self, number: str, other: str) -> bool:
        """Tell whether two numbers are the same."""
        return keys.number(number) == keys.number(other)
