"""Custom fields (lines 275 to 378). No HTTP."""

from __future__ import annotations

from typing import Any

from mockserver.answers import Kind, refusal
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import CUSTOM_FIELD_MEMBERS, State
from mockserver.infranotes.values import ValueRules
from mockserver.store import Row, replaced


class CustomFieldRules(ValueRules):
    """What can be done with custom fields. Every method may be varied."""

    def create_custom_field(
        self, state: State, user: int, body: Body, *, now: str
    ) -> tuple[State, Row]:
        """Add a custom field to one of the four entities (line 309)."""
        field = {
            "id": self.next_id(state.custom_fields),
            "user_id": user,
            **dict.fromkeys(CUSTOM_FIELD_MEMBERS),
            "required": False,
            **self.given(body, CUSTOM_FIELD_MEMBERS),
            "created_at": now,
            "updated_at": now,
        }
        return replaced(state, custom_fields=state.custom_fields.put(field)), field

    def custom_fields(self, state: State, user: int, entity: str) -> list[Row]:
        """Return the user's custom fields of an entity (line 327), by `display_order`, then id."""
        fields = state.custom_fields.where(user_id=user, entity=entity)
        return sorted(fields, key=self.custom_field_order)

    def custom_field_order(self, field: Row) -> Any:
        """Return what custom fields are sorted by; those without a place come last."""
        order = field["display_order"]
        return (order is None, order or 0, field["id"])

    def update_custom_field(
        self, state: State, user: int, field_id: int, body: Body, *, now: str
    ) -> tuple[State, Row]:
        """Change the members that are named (lines 370 to 374).

        Raises:
            Refusal: there is no such custom field, or it would be a dropdown without options
                (INF-FIELD-17).
        """
        field = self.custom_field(state, user, field_id)
        changes = self.given(self.with_nulls(body), CUSTOM_FIELD_MEMBERS)
        changed = self.applied(field, changes, now)
        self.check_options(changed)
        return replaced(state, custom_fields=state.custom_fields.put(changed)), changed

    def check_options(self, field: Row) -> None:
        """Refuse a dropdown that offers nothing (INF-FIELD-17)."""
        if field["type"] == "dropdown" and not field["options"]:
            raise refusal(Kind.INVALID, "options must not be empty for a dropdown", "options")

    def delete_custom_field(
        self, state: State, user: int, field_id: int, *, now: str
    ) -> tuple[State, Row]:
        """Delete a custom field (line 378), and the values saved for it."""
        field = self.custom_field(state, user, field_id)
        state = self.values_of_deleted(state, field, now)
        return replaced(state, custom_fields=state.custom_fields.remove(field_id)), field
