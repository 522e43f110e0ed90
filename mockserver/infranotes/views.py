"""How the records of InfraNotes look in answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from mockserver.infranotes.rules import Rules
from mockserver.infranotes.state import CLIENT_MEMBERS, CONTACT_MEMBERS, CUSTOM_FIELD_MEMBERS, State
from mockserver.kept import Kept
from mockserver.store import Row

Shown = dict[str, Any]

# What is shown of a client, besides its times, and of a contact.
SHOWN_OF_CLIENT = ("id", *CLIENT_MEMBERS, "user_id")
SHOWN_OF_CONTACT = ("id", "client_id", *CONTACT_MEMBERS)


class Views:
    """From rows to JSON. Every method may be varied."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.memory = Kept()

    def clients(self, state: State, clients: Sequence[Row]) -> list[Any]:
        """Return clients as lists and searches show them."""
        rests_on = (state.custom_fields, state.values)
        return self.memory.all(clients, partial(self.listed_client, state), rests_on)

    def whole_client(self, state: State, client: Row) -> Any:
        """Return a client as it is shown by itself."""
        rests_on = (state.custom_fields, state.values, state.contacts)
        return self.memory.one(client, partial(self.client_with_contacts, state), rests_on)

    def client(self, state: State, client: Row) -> Shown:
        """Return a client without its contacts (lines 73 to 106)."""
        values = self.values_by_name(state, client)
        if values is not client["custom_fields"]:
            client = {**client, "custom_fields": values}
        return self.record(client, SHOWN_OF_CLIENT)

    def client_with_contacts(self, state: State, client: Row) -> Shown:
        """Return a client with its contacts (lines 112 to 168)."""
        contacts = self.rules.contacts_of(state, client["id"])
        return {
            **self.client(state, client),
            "contacts": [self.contact(contact) for contact in contacts],
        }

    def listed_client(self, state: State, client: Row) -> Shown:
        """Return a client as lists and searches show it."""
        return self.client(state, client)

    def written_client(self, state: State, client: Row) -> Shown:
        """Return a client as the answers to creating and updating it show it."""
        return self.client(state, client)

    def contact(self, contact: Row) -> Shown:
        """Return a contact (lines 205 to 215)."""
        return self.record(contact, SHOWN_OF_CONTACT)

    def custom_field(self, field: Row) -> Shown:
        """Return a custom field (lines 310 to 322)."""
        return self.record(field, ("id", *CUSTOM_FIELD_MEMBERS, "user_id"))

    def saved_value(self, state: State, value: Row) -> Shown:
        """Return a saved value (line 404)."""
        field = state.custom_fields.get(value["custom_field_id"]) or {}
        shown = {**value, "value": self.value(field, value["value"])}
        return self.record(shown, ("id", "custom_field_id", "entity", "entity_id", "value"))

    def values_by_name(self, state: State, client: Row) -> Shown | None:
        """Return a client's custom fields, however they were saved (line 419)."""
        values = state.values.where(entity_id=client["id"], entity="client")
        if not values:
            return client["custom_fields"]  # type: ignore[no-any-return]
        saved: Shown = {}
        for value in sorted(values, key=lambda one: (one["updated_at"], one["id"])):
            field = state.custom_fields.get(value["custom_field_id"])
            if field is not None:
                saved[field["name"]] = self.value(field, value["value"])
        return {**(client["custom_fields"] or {}), **saved}

    def value(self, field: Row, value: Any) -> Any:
        """Return a value as it is shown: as it was sent (INF-VALUE-07)."""
        del field
        return value

    def record(self, row: Row, members: Iterable[str]) -> Shown:
        """Return a record with the members that it shows, and both its times."""
        shown = {name: row[name] for name in members}
        for name in ("created_at", "updated_at"):
            shown[name] = self.time(row[name])
        return shown

    def time(self, written: str) -> str:
        """Return a time as it is shown: in UTC, with microseconds (line 104)."""
        return written

    def deleted(self, thing: str, shown: Mapping[str, Any]) -> Shown:
        """Return the success message after a record was deleted (line 180)."""
        return {"message": f"The {thing} {shown['id']} was deleted."}
