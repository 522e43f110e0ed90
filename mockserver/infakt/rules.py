"""What inFakt does: clients here, built upon validation and listing. No HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, refusal
from mockserver.infakt.listing import Listing
from mockserver.infakt.state import MEMBERS, NEVER_EMPTY, State, blank
from mockserver.infakt.validation import Body, Validation
from mockserver.store import Row, Table, replaced


class Rules(Validation, Listing):
    """The documented behaviour, from state to state. Every method may be varied."""

    def client(self, state: State, user: int, client_id: int) -> Row:
        """Return a client of the user.

        Raises:
            Refusal: there is none with this id, or it is another account's (line 5).
        """
        client = state.clients.get(client_id)
        if client is None:
            raise self.missing(client_id)
        if client["user_id"] != user:
            raise self.foreign(client_id)
        return client

    def missing(self, client_id: int) -> Refusal:
        """Return the refusal of a client that does not exist."""
        return refusal(Kind.MISSING, f"Nie ma klienta o id {client_id}", place="path")

    def foreign(self, client_id: int) -> Refusal:
        """Return the refusal of another account's client (FAK-OPEN-FOREIGN-CLIENT)."""
        return self.missing(client_id)

    def create_client(self, state: State, user: int, body: Body, *, now: str) -> tuple[State, Row]:
        """Create a client (line 134).

        Raises:
            Refusal: INVALID, it breaks a rule.
        """
        del now
        given = self.without_nulls(self.given(body))
        wrong = self.wrong_members("ClientCreate", given)
        client = {
            "id": self.next_id(state.clients),
            "user_id": user,
            **blank(),
            **self.kept(given, wrong),
        }
        return self.put(state, client, wrong)

    def update_client(
        self, state: State, user: int, client_id: int, body: Body, *, now: str
    ) -> tuple[State, Row]:
        """Change the members that are sent (line 162).

        Raises:
            Refusal: MISSING, or INVALID: the client that comes out of it breaks a rule.
        """
        del now
        former = self.client(state, user, client_id)
        given = self.with_nulls(self.given(body))
        if not given:
            self.check_empty_update()
        wrong = self.wrong_members("ClientUpdate", given)
        return self.put(state, {**former, **self.kept(given, wrong)}, wrong)

    def delete_client(
        self, state: State, user: int, client_id: int, *, now: str
    ) -> tuple[State, Row]:
        """Delete a client (line 184)."""
        del now
        client = self.client(state, user, client_id)
        return replaced(state, clients=state.clients.remove(client_id)), client

    def put(self, state: State, client: Row, wrong: Sequence[Problem]) -> tuple[State, Row]:
        """Return the state with a client in it, unless it breaks a rule."""
        self.check(client, wrong)
        client = self.addressed(client)
        return replaced(state, clients=state.clients.put(client)), client

    def next_id(self, table: Table) -> int:
        """Return the id of a new client; ids of deleted clients are not given again."""
        return table.last_id + 1

    def given(self, body: Body) -> dict[str, Any]:
        """Return those members of a body that a client has; all others are ignored."""
        return {name: body[name] for name in MEMBERS if name in body}

    def without_nulls(self, given: Body) -> Body:
        """Return what a new client is given: null is nothing (FAK-OPEN-NULL-ON-CREATE)."""
        return {name: value for name, value in given.items() if value is not None}

    def with_nulls(self, given: Body) -> Body:
        """Return an update as it is meant: null clears a member (FAK-OPEN-EXPLICIT-NULL)."""
        return given

    def check_empty_update(self) -> None:
        """Refuse an update that names no member: do not (FAK-OPEN-EMPTY-UPDATE)."""

    def kept(self, given: Body, wrong: Sequence[Problem]) -> dict[str, Any]:
        """Return the members that are not wrong, as they are stored."""
        names = {problem.where for problem in wrong}
        return {
            name: self.stored(name, value) for name, value in given.items() if name not in names
        }

    def stored(self, name: str, value: Any) -> Any:
        """Return a member as it is stored: as it was sent, unless empty stands for unset."""
        if name == "days_to_payment":
            return self.days(value)
        if name in NEVER_EMPTY:
            return blank()[name] if value in (None, "") else value
        return value if value is None else self.text(name, value)

    def text(self, name: str, text: str) -> str | None:
        """Return a text as it is stored: as it was sent."""
        del name
        return text

    def addressed(self, client: Row) -> Row:
        """Return a client with its mailing address as it is kept (FAK-OPEN-MAILING-ADDRESS)."""
        return client
