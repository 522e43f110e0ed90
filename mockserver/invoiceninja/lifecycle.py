"""From active to archived to deleted and back, and for good: purged, merged away. No HTTP."""

from __future__ import annotations

from collections.abc import Iterable

from mockserver.answers import Kind, Refusal, refusal
from mockserver.invoiceninja import history
from mockserver.invoiceninja.history import History
from mockserver.invoiceninja.state import BELONGING, State, seconds
from mockserver.store import Row


class Lifecycle(History):
    """What becomes of clients. Every method may be varied."""

    def delete_client(self, state: State, user: Row, text: str, *, now: str) -> tuple[State, Row]:
        """Delete a client, which stays on file (NIN-DELETE-01 to -06)."""
        client = self.client(state, user, text)
        state = self.moved_on(state, user, [client], "delete", now)
        return state, state.clients[client["id"]]

    def moved_on(
        self, state: State, user: Row, clients: Iterable[Row], action: str, now: str
    ) -> State:
        """Return a state in which clients are archived, restored or deleted, which is noted of each.

        Nothing is done, and noted, where that changes nothing.
        """
        steps = {"archive": self.archived, "restore": self.restored, "delete": self.deleted}
        step = steps[action]
        changed = [
            {**after, "updated_at": self.touched(after, now)}
            for client in clients
            if (after := step(client, now)) is not client
        ]
        state = state.put("clients", *changed)
        return self.noted(state, user, changed, history.DONE[action], now)

    def archived(self, client: Row, now: str) -> Row:
        """Return an active client as an archived one; any other as it is (NIN-BULK-01, -08, -09)."""
        if client["is_deleted"] or client["archived_at"]:
            return client
        return {**client, "archived_at": seconds(now)}

    def deleted(self, client: Row, now: str) -> Row:
        """Return a client as a deleted one (NIN-BULK-05, -11)."""
        if client["is_deleted"]:
            return client
        return {**client, "is_deleted": True, "archived_at": seconds(now)}

    def restored(self, client: Row, now: str) -> Row:
        """Return a client as an active one (NIN-BULK-03, -04, -10, -12)."""
        del now
        if not client["is_deleted"] and not client["archived_at"]:
            return client
        return {**client, "is_deleted": False, "archived_at": 0}

    def touched(self, client: Row, now: str) -> int:
        """Return when a client was last changed that comes into another state of life.

        See NIN-OPEN-LIFECYCLE-TIME.
        """
        return self.moved(client, now)

    def purge_client(self, state: State, user: Row, text: str, *, now: str) -> tuple[State, Row]:
        """Remove a client with all that belongs to it (NIN-PURGE-05 to -07, -10, -14)."""
        del now
        client = self.client(state, user, text)
        self.check_admin(user)
        return self.without(state, client), client

    def without(self, state: State, client: Row) -> State:
        """Return a state without a client, and without what belongs to it."""
        for table in BELONGING:
            state = state.remove(table, state.of(table).where(client_id=client["id"]))
        return state.remove("clients", [client])

    def merge_clients(
        self, state: State, user: Row, text: str, other: str, *, now: str
    ) -> tuple[State, Row]:
        """Make one client of two: the first remains (NIN-MERGE-01, -02, -16).

        Raises:
            Refusal: one of them does not exist, or both are the same (NIN-MERGE-11, -13).
        """
        primary = self.client(state, user, text)
        self.check_admin(user)
        merged = self.client(state, user, other)
        if primary["id"] == merged["id"]:
            raise self.same_client()
        client = {**self.summed(primary, merged), "updated_at": self.moved(primary, now)}
        state = self.booked(self.with_belongings(state, client, merged), client, merged, now)
        return self.without(state.put("clients", client), merged), client

    def same_client(self) -> Refusal:
        """Return the refusal of a merge of a client with itself (NIN-MERGE-11)."""
        message = "Attempting to merge the same client is not possible."
        return refusal(Kind.PATH, message, place="path")

    def summed(self, primary: Row, merged: Row) -> Row:
        """Return the client that remains: its own but for what it owes (NIN-MERGE-04, -05, -18)."""
        names = ("balance", "paid_to_date", *self.credits())
        return {**primary, **{name: primary[name] + merged[name] for name in names}}

    def credits(self) -> tuple[str, ...]:
        """Return the amounts of credit that are added (NIN-OPEN-MERGE-CREDIT)."""
        return ("credit_balance", "payment_balance")

    def with_belongings(self, state: State, client: Row, merged: Row) -> State:
        """Return a state in which what belonged to the one belongs to the other (NIN-MERGE-10)."""
        for table in BELONGING:
            found = state.of(table).where(client_id=merged["id"])
            if table == "contacts":
                found = self.welcome(state, client, found)
            state = state.put(table, *({**row, "client_id": client["id"]} for row in found))
        return state

    def welcome(self, state: State, client: Row, contacts: list[Row]) -> list[Row]:
        """Return the contacts that are taken over: those with an e-mail that is new.

        They keep their ids (NIN-MERGE-06 to -09), and their flags (NIN-OPEN-MERGE-PRIMARY).
        """
        known = {one["email"].casefold() for one in state.contacts_of(client)}
        return [
            one for one in contacts if one["email"].strip() and one["email"].casefold() not in known
        ]
