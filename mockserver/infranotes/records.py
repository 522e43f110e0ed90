"""What holds for all records of InfraNotes: ids, owners, members that are given, times. No HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mockserver import clock
from mockserver.answers import Kind, Refusal, refusal
from mockserver.infranotes.state import State
from mockserver.store import Row, Table

Body = Mapping[str, Any]


class Records:
    """Rules that the rules of every kind of record rest on. Every method may be varied."""

    def next_id(self, table: Table) -> int:
        """Return the id of a new record; ids of deleted records are not given again."""
        return table.last_id + 1

    def client(self, state: State, user: int, client_id: int) -> Row:
        """Return a client of the user.

        Raises:
            Refusal: there is none with this id (line 411), or it is another user's (INF-OWNER-01).
        """
        return self.owned(state.clients.get(client_id), user, "client", client_id)

    def custom_field(self, state: State, user: int, field_id: int) -> Row:
        """Return a custom field of the user; raises as `client` does."""
        return self.owned(state.custom_fields.get(field_id), user, "custom field", field_id)

    def contact(self, state: State, user: int, contact_id: int) -> Row:
        """Return a contact of one of the user's clients; raises as `client` does."""
        contact = state.contacts.get(contact_id)
        if contact is None:
            raise self.missing("contact", contact_id)
        self.owned(state.clients.get(contact["client_id"]), user, "contact", contact_id)
        return contact

    def owned(self, row: Row | None, user: int, thing: str, row_id: int) -> Row:
        """Return the row if there is one and the user owns it; raises as `client` does."""
        if row is None:
            raise self.missing(thing, row_id)
        if row["user_id"] != user:
            raise self.foreign(thing, row_id)
        return row

    def missing(self, thing: str, row_id: int) -> Refusal:
        """Return the refusal of a record that does not exist (line 411)."""
        return refusal(Kind.MISSING, f"There is no {thing} {row_id}", place="path")

    def foreign(self, thing: str, row_id: int) -> Refusal:
        """Return the refusal of another user's record: as if it did not exist."""
        return self.missing(thing, row_id)

    def given(self, body: Body, members: Iterable[str]) -> dict[str, Any]:
        """Return those members of a body that a record has; all others are ignored."""
        return {name: body[name] for name in members if name in body}

    def with_nulls(self, body: Body) -> Body:
        """Return an update as it is meant: null clears a member."""
        return body

    def applied(self, row: Row, changes: Body, now: str) -> Row:
        """Return a record with changes; what they do not name keeps its value (line 174)."""
        return {**row, **changes, "updated_at": clock.later(now, row["updated_at"])}

    def labels(self, labels: list[str] | None) -> list[str] | None:
        """Return categories or tags as they are kept: all of them, in their order."""
        return labels
