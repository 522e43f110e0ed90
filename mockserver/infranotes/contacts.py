"""The contact persons of a client, at most one of which is the primary one (lines 191 to 274, 418).

No HTTP.
"""

from __future__ import annotations

from mockserver.infranotes.records import Body, Records
from mockserver.infranotes.state import CONTACT_MEMBERS, State
from mockserver.store import Row, replaced


class ContactRules(Records):
    """What can be done with contacts. Every method may be varied."""

    def add_contact(
        self, state: State, user: int, client_id: int, body: Body, *, now: str
    ) -> tuple[State, Row]:
        """Add a contact to a client; a new primary demotes the former one (line 418)."""
        self.client(state, user, client_id)
        contact = {
            "id": self.next_id(state.contacts),
            "client_id": client_id,
            **dict.fromkeys(CONTACT_MEMBERS),
            **self.given(body, CONTACT_MEMBERS),
            "is_primary": self.starts_as_primary(state, client_id, body),
            "created_at": now,
            "updated_at": now,
        }
        return self.contact_saved(state, contact, now), contact

    def starts_as_primary(self, state: State, client_id: int, body: Body) -> bool:
        """Tell whether a new contact is primary: only if it says so."""
        del state, client_id
        return bool(body.get("is_primary", False))

    def update_contact(
        self, state: State, user: int, contact_id: int, body: Body, *, now: str
    ) -> tuple[State, Row]:
        """Change the members that are named (line 233); a new primary demotes the former one."""
        contact = self.contact(state, user, contact_id)
        changes = self.given(self.with_nulls(body), CONTACT_MEMBERS)
        changed = self.applied(contact, changes, now)
        return self.contact_saved(state, changed, now), changed

    def set_primary(
        self, state: State, user: int, contact_id: int, *, now: str
    ) -> tuple[State, Row]:
        """Make a contact the one primary of its client (lines 243, 418)."""
        contact = self.contact(state, user, contact_id)
        chosen = self.applied(contact, {"is_primary": True}, now)
        return self.contact_saved(state, chosen, now), chosen

    def delete_contact(
        self, state: State, user: int, contact_id: int, *, now: str
    ) -> tuple[State, Row]:
        """Delete a contact (line 238)."""
        contact = self.contact(state, user, contact_id)
        state = replaced(state, contacts=state.contacts.remove(contact_id))
        state = self.primary_gone(state, contact, now) if contact["is_primary"] else state
        return self.contacts_changed(state, contact["client_id"], now), contact

    def contact_saved(self, state: State, contact: Row, now: str) -> State:
        """Return the state with a contact in it that, if primary, is the only one."""
        demoted = self.others_demoted(state, contact, now) if contact["is_primary"] else []
        state = replaced(state, contacts=state.contacts.put(contact, *demoted))
        return self.contacts_changed(state, contact["client_id"], now)

    def others_demoted(self, state: State, primary: Row, now: str) -> list[Row]:
        """Return all other primary contacts of the same client as they are then (line 418)."""
        rivals = state.contacts.where(client_id=primary["client_id"], is_primary=True)
        return [self.demoted(rival, now) for rival in rivals if rival["id"] != primary["id"]]

    def demoted(self, contact: Row, now: str) -> Row:
        """Return a contact that is primary no longer; that is a change of it."""
        return self.applied(contact, {"is_primary": False}, now)

    def primary_gone(self, state: State, contact: Row, now: str) -> State:
        """Return the state after a primary contact was deleted: nobody takes its place."""
        del contact, now
        return state

    def contacts_changed(self, state: State, client_id: int, now: str) -> State:
        """Return the state after a client's contacts changed: the client itself has not."""
        del client_id, now
        return state

    def contacts_of(self, state: State, client_id: int) -> list[Row]:
        """Return all contacts of a client, the primary one first (line 421), then by id."""
        contacts = state.contacts.where(client_id=client_id)
        return sorted(contacts, key=lambda contact: not contact["is_primary"])

    def contact_list(self, state: State, user: int, client_id: int) -> list[Row]:
        """Return the contact list of a client of the user (line 248)."""
        self.client(state, user, client_id)
        return self.contacts_of(state, client_id)
