"""The values of custom fields (lines 379 to 404, 419). No HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mockserver import clock
from mockserver.answers import Kind, Problem, Refusal, refusal
from mockserver.infranotes import value_types
from mockserver.infranotes.records import Body, Records
from mockserver.infranotes.state import State
from mockserver.store import Row, replaced


class ValueRules(Records):
    """How values are saved, in either way, and kept. Every method may be varied."""

    def save_values(
        self,
        state: State,
        user: int,
        entity: str,
        entity_id: int,
        items: Sequence[Body],
        *,
        now: str,
    ) -> tuple[State, list[Row]]:
        """Save values for one record, all of them or none (line 404, INF-VALUE-12).

        Raises:
            Refusal: the record or a custom field does not exist, a custom field belongs to another
                entity, or a value is none of its custom field's type.
        """
        self.check_entity(state, user, entity, entity_id)
        fields = self.fields_for(state, user, entity, items)
        self.check_values(
            (f"[{number}].value" if len(items) > 1 else "value", field, item["value"])
            for number, (field, item) in enumerate(zip(fields, items, strict=True))
        )
        saved = []
        for field, item in zip(fields, items, strict=True):
            state, value = self.put_value(state, field, entity_id, item["value"], now)
            saved.append(value)
        return self.values_changed(state, entity, entity_id, now), saved

    def check_entity(self, state: State, user: int, entity: str, entity_id: int) -> None:
        """Refuse to save values for a record that does not exist.

        Only clients are known here; any positive id is taken for the other entities.
        """
        if entity == "client":
            self.client(state, user, entity_id)
        elif entity_id < 1:
            raise self.missing(entity, entity_id)

    def fields_for(self, state: State, user: int, entity: str, items: Sequence[Body]) -> list[Row]:
        """Return the custom fields that values are for; all that are wrong are refused at once.

        Raises:
            Refusal: as `field_for` does for the first that is wrong.
        """
        fields: list[Row] = []
        refusals: list[Refusal] = []
        for item in items:
            try:
                fields.append(self.field_for(state, user, entity, item))
            except Refusal as refused:
                refusals.append(refused)
        if refusals:
            problems = dict.fromkeys(one for refused in refusals for one in refused.problems)
            raise Refusal(refusals[0].kind, *problems)
        return fields

    def field_for(self, state: State, user: int, entity: str, item: Body) -> Row:
        """Return the custom field that a value is for.

        Raises:
            Refusal: it does not exist (INF-VALUE-15), or is one of another entity.
        """
        field = self.custom_field(state, user, item["custom_field_id"])
        if field["entity"] != entity:
            raise self.wrong_entity(field, entity)
        return field

    def wrong_entity(self, field: Row, entity: str) -> Refusal:
        """Return the refusal of a value whose custom field is another entity's."""
        message = (
            f"custom_field_id {field['id']} is a custom field of {field['entity']}, not of {entity}"
        )
        return refusal(Kind.INVALID, message, "custom_field_id")

    def check_values(self, values: Iterable[tuple[str, Row, Any]]) -> None:
        """Refuse values that do not suit their custom fields (INF-VALUE-08 to 11)."""
        problems = [
            Problem(where, f"{where} {complaint} for {field['name']}")
            for where, field, value in values
            if (complaint := self.complaint(field, value))
        ]
        if problems:
            raise Refusal(Kind.INVALID, *problems)

    def complaint(self, field: Row, value: Any) -> str | None:
        """Return what is wrong with a value, None if it is of its custom field's type."""
        return value_types.complaint(field, value)

    def put_value(
        self, state: State, field: Row, entity_id: int, value: Any, now: str
    ) -> tuple[State, Row]:
        """Save a value, in place of the former one if there is one (INF-VALUE-06)."""
        key = {"entity_id": entity_id, "custom_field_id": field["id"], "entity": field["entity"]}
        former = next(iter(state.values.where(**key)), None)
        saved = {
            "id": former["id"] if former else self.next_id(state.values),
            **key,
            "value": value,
            "created_at": former["created_at"] if former else now,
            "updated_at": clock.later(now, former["updated_at"]) if former else now,
        }
        state = self.name_taken(state, field, entity_id)
        return replaced(state, values=state.values.put(saved)), saved

    def name_taken(self, state: State, field: Row, entity_id: int) -> State:
        """Return the state after a saved value took the place of an undefined one."""
        client = state.clients.get(entity_id) if field["entity"] == "client" else None
        if client is None or field["name"] not in (client["custom_fields"] or {}):
            return state
        names = {
            name: value for name, value in client["custom_fields"].items() if name != field["name"]
        }
        return replaced(state, clients=state.clients.put({**client, "custom_fields": names}))

    def values_changed(self, state: State, entity: str, entity_id: int, now: str) -> State:
        """Return the state after values of a record changed: a client that shows them has, too."""
        if entity != "client":
            return state
        client = self.applied(state.clients[entity_id], {}, now)
        return replaced(state, clients=state.clients.put(client))

    def put_named_values(
        self, state: State, client: Row, names: Mapping[str, Any], now: str
    ) -> State:
        """Save a client with its `custom_fields`: name to value (line 419).

        A name that a custom field defines is a value of it; others are kept as they are sent
        (INF-VALUE-05).

        Raises:
            Refusal: a value is none of its custom field's type.
        """
        fields = self.fields_by_name(state, client["user_id"])
        defined = [(fields[name], value) for name, value in names.items() if name in fields]
        if defined:
            self.check_values(
                (f"custom_fields.{field['name']}", field, value)
                for field, value in defined
                if value is not None
            )
        free = {name: value for name, value in names.items() if name not in fields}
        kept = {**client, "custom_fields": {**(client["custom_fields"] or {}), **free}}
        state = replaced(state, clients=state.clients.put(kept))
        for field, value in defined:
            state, _ = self.put_value(state, field, client["id"], value, now)
        return state

    def fields_by_name(self, state: State, user: int) -> dict[str, Row]:
        """Return the user's custom fields for clients by name; of two with one name the older."""
        fields = state.custom_fields.where(user_id=user, entity="client")
        return {field["name"]: field for field in reversed(fields)}

    def without_values(self, state: State, client: Row) -> State:
        """Return the state in which a client has no custom fields at all."""
        values = state.values.where(entity_id=client["id"], entity="client")
        return replaced(
            state,
            clients=state.clients.put({**client, "custom_fields": None}),
            values=state.values.remove(*(value["id"] for value in values)),
        )

    def values_of_deleted(self, state: State, field: Row, now: str) -> State:
        """Return the state after the values of a custom field that is deleted went with it."""
        del now
        values = state.values.where(custom_field_id=field["id"])
        return replaced(state, values=state.values.remove(*(value["id"] for value in values)))
