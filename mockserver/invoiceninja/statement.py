"""What a client was invoiced and has paid in a period. No HTTP, and no PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, refusal
from mockserver.invoiceninja.permissions import Permissions
from mockserver.invoiceninja.state import State
from mockserver.store import Row

AGES = ((0, 30), (31, 60), (61, 90), (91, 120))
OLDEST = 120

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES = (True, 1, "1", "true", "yes", "on")


@dataclass(frozen=True)
class Statement:
    """A statement; a table that was not asked for is None."""

    company: str
    client: Row
    contact: Row | None
    currency_id: str
    start: date
    end: date
    invoices: Sequence[Row]
    payments: Sequence[Row] | None
    credits: Sequence[Row] | None
    aging: Sequence[tuple[str, float]] | None


class Statements(Permissions):
    """How a statement is put together. Every method may be varied."""

    def statement(self, state: State, user: Row, body: Mapping[str, Any]) -> Statement:
        """Return the statement that a body asks for (NIN-STATEMENT-03, 09 and 10).

        Raises:
            Refusal: there is no such client (NIN-STATEMENT-07), or INVALID: a date is missing or
                none (NIN-STATEMENT-04 to 06).
        """
        client = self.client_of_statement(state, user, body)
        start, end = self.period(body)
        contacts = state.contacts_of(client)
        return Statement(
            company=state.companies[client["company_id"]]["name"],
            client=client,
            contact=contacts[0] if contacts else None,
            currency_id=client["settings"].get("currency_id") or "1",
            start=start,
            end=end,
            invoices=self.invoices(state, client, body, start, end),
            payments=self.table(state, "payments", client, body, start, end),
            credits=self.table(state, "credits", client, body, start, end),
            aging=self.aging(state, client, end) if self.wants(body, "aging") else None,
        )

    def client_of_statement(self, state: State, user: Row, body: Mapping[str, Any]) -> Row:
        """Return whose statement is asked for; who may see it is asked first (NIN-OWNER-06)."""
        text = body.get("client_id")
        number = self.ids.decode(text)
        if number is None or state.clients.get(number) is None:
            raise self.with_period(self.no_client_of_statement(text), body)
        return self.client(state, user, str(text))

    def no_client_of_statement(self, text: Any) -> Refusal:
        """Return the refusal of a client that is missing or unknown (NIN-OPEN-STATEMENT-CLIENT)."""
        said = "is required" if text is None else "is invalid"
        return refusal(Kind.INVALID, f"The client_id {said}", "client_id")

    def with_period(self, refused: Refusal, body: Mapping[str, Any]) -> Refusal:
        """Return the refusal of a client with what is wrong with the two dates beside it."""
        if refused.kind is not Kind.INVALID:
            return refused
        return Refusal(refused.kind, *refused.problems, *self.problems_of_period(body))

    def period(self, body: Mapping[str, Any]) -> tuple[date, date]:
        """Return the first and the last day; raises INVALID with all that is wrong."""
        problems = list(self.problems_of_period(body))
        if problems:
            raise Refusal(Kind.INVALID, *problems)
        return date.fromisoformat(body["start_date"]), date.fromisoformat(body["end_date"])

    def problems_of_period(self, body: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield what is wrong with the two dates."""
        for name in ("start_date", "end_date"):
            if body.get(name) is None:
                yield Problem(name, f"The {name} field is required")
            elif not self.is_date(body[name]):
                yield Problem(name, f"The {name} does not match the format Y-m-d")

    def is_date(self, value: Any) -> bool:
        """Tell whether this is a day, written as year, month and day (NIN-STATEMENT-06)."""
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            return False
        try:
            return bool(date.fromisoformat(value))
        except ValueError:
            return False

    def wants(self, body: Mapping[str, Any], table: str) -> bool:
        """Tell whether a table is asked for."""
        given = body.get(f"show_{table}_table")
        return (given.lower() if isinstance(given, str) else given) in _YES

    def is_sent(self, body: Mapping[str, Any], query: Mapping[str, str]) -> bool:
        """Tell whether the statement is to be sent by e-mail instead (NIN-STATEMENT-08)."""
        given = body.get("send_email", query.get("send_email"))
        return (given.lower() if isinstance(given, str) else given) in _YES

    def invoices(
        self, state: State, client: Row, body: Mapping[str, Any], start: date, end: date
    ) -> list[Row]:
        """Return the invoices of the period, only those of a kind if one is asked for."""
        kind = body.get("status")
        found = within(state.invoices.where(client_id=client["id"]), start, end)
        if kind in ("paid", "unpaid"):
            return [one for one in found if bool(one["balance"]) is (kind == "unpaid")]
        return found

    def table(
        self, state: State, name: str, client: Row, body: Mapping[str, Any], start: date, end: date
    ) -> list[Row] | None:
        """Return the rows of the period in a table, None if it is not asked for."""
        if not self.wants(body, name):
            return None
        return within(state.of(name).where(client_id=client["id"]), start, end)

    def aging(self, state: State, client: Row, end: date) -> list[tuple[str, float]]:
        """Return how much has been owed for how many days at the end of the period."""
        owed = [
            ((end - date.fromisoformat(one["due_date"] or one["date"])).days, one["balance"])
            for one in state.invoices.where(client_id=client["id"])
            if one["balance"] and one["date"] and one["date"] <= end.isoformat()
        ]
        known = [(f"{first} - {last}", first, last) for first, last in AGES]
        spans = [("Current", -(10**7), -1), *known, (f"{OLDEST}+", OLDEST + 1, 10**7)]
        return [
            (name, sum(amount for days, amount in owed if first <= days <= last))
            for name, first, last in spans
        ]


def within(rows: Iterable[Row], start: date, end: date) -> list[Row]:
    """Return the rows whose date is in a period, the oldest first."""
    kept = [row for row in rows if start.isoformat() <= row["date"] <= end.isoformat()]
    return sorted(kept, key=lambda row: (row["date"], row["id"]))
