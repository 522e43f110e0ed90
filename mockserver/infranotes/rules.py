"""What InfraNotes does: clients here, built upon contacts, custom fields and listing. No HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.infranotes.contacts import ContactRules
from mockserver.infranotes.custom_fields import CustomFieldRules
from mockserver.infranotes.listing import ListingRules
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import CLIENT_MEMBERS, State
from mockserver.store import Row, replaced


class Rules(ContactRules, CustomFieldRules, ListingRules):
    """The documented behaviour, from state to state. Every method may be varied."""

    def create_client(self, state: State, user: int, body: Body, *, now: str) -> tuple[State, Row]:
        """Create a client (line 72).

        Raises:
            Refusal: a value in `custom_fields` is none of its custom field's type.
        """
        body = self.new_client(body)
        client = {
            "id": self.next_id(state.clients),
            "user_id": user,
            **dict.fromkeys(CLIENT_MEMBERS),
            **self.client_members(body),
            "custom_fields": None,
            "created_at": now,
            "updated_at": now,
        }
        names = self.first_values(state, user, body.get("custom_fields"))
        return self.client_saved(state, client, names, now)

    def new_client(self, body: Body) -> Body:
        """Return what a client is created from: what was sent."""
        return body

    def client_members(self, body: Body) -> dict[str, Any]:
        """Return the members that a client gets from a body."""
        members = self.given(body, CLIENT_MEMBERS)
        for name in ("categories", "tags"):
            if name in members:
                members[name] = self.labels(members[name])
        return members

    def first_values(
        self, state: State, user: int, names: Mapping[str, Any] | None
    ) -> Mapping[str, Any] | None:
        """Return the custom fields of a new client: those that were sent."""
        del state, user
        return names

    def client_saved(
        self, state: State, client: Row, names: Mapping[str, Any] | None, now: str
    ) -> tuple[State, Row]:
        """Return the state with a client and its custom fields in it, and the client as it is then."""
        if names is None:
            return replaced(state, clients=state.clients.put(client)), client
        state = self.put_named_values(state, client, names, now)
        return state, state.clients[client["id"]]

    def update_client(
        self, state: State, user: int, client_id: int, body: Body, *, now: str
    ) -> tuple[State, Row]:
        """Change the members that are named (line 174); labels are replaced (INF-CLIENT-17)."""
        body = self.with_nulls(body)
        former = self.client(state, user, client_id)
        changes = {**self.client_members(body), "custom_fields": former["custom_fields"]}
        client = self.applied(former, changes, now)
        state = replaced(state, clients=state.clients.put(client))
        if "custom_fields" not in body:
            return state, client
        names = body["custom_fields"]
        state = (
            self.former_values(state, client)
            if names is not None
            else self.without_values(state, client)
        )
        return self.client_saved(state, self.client(state, user, client_id), names, now)

    def former_values(self, state: State, client: Row) -> State:
        """Return the state before custom fields are updated: the former ones stay."""
        del client
        return state

    def delete_client(
        self, state: State, user: int, client_id: int, *, now: str
    ) -> tuple[State, Row]:
        """Delete a client (line 180), and its contacts and saved values with it."""
        del now
        client = self.client(state, user, client_id)
        contacts = state.contacts.where(client_id=client_id)
        state = replaced(
            self.without_values(state, client),
            contacts=state.contacts.remove(*(contact["id"] for contact in contacts)),
        )
        return replaced(state, clients=state.clients.remove(client_id)), client
