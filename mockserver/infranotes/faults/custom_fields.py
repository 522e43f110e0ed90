"""Faults in custom fields and their values."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Refusal, Reply
from mockserver.call import Call
from mockserver.contract import Operation
from mockserver.faults import Change, Fault, Honest
from mockserver.infranotes.faults.changes import (
    accepted,
    after,
    altered,
    answered,
    never_given,
    silent,
    without,
)
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import State
from mockserver.store import Row

LONG_NAME = 12


def _nameless(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
    return honest(state, user, {"name": "", **body}, now=now)


def _required(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
    return honest(state, user, {"required": True, **body}, now=now)


def _optionless(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
    options: Body = {"options": []} if body["type"] == "dropdown" else {}
    return honest(state, user, {**options, **body}, now=now)


def _all_entities(_: Honest, state: State, user: int, entity: str) -> list[Row]:
    del entity
    return state.custom_fields.where(user_id=user)


def _without_defaults(fields: list[Row]) -> list[Row]:
    return [{**one, "default_value": None} for one in fields]


def _old_answer(honest: Honest, call: Call) -> Reply:
    former = call.state
    reply: Reply = honest(call)
    shown = honest.behaviour.views.custom_field(former.custom_fields[call["entity_or_id"]])
    return replace(reply, body={**shown, "updated_at": reply.body["updated_at"]})


def _order_kept(
    honest: Honest, state: State, user: int, field_id: int, body: Body, *, now: str
) -> Any:
    before = state.custom_fields.get(field_id)
    state, field = honest(state, user, field_id, body, now=now)
    stored = {**field, "display_order": before["display_order"] if before else None}
    return replace(state, custom_fields=state.custom_fields.put(stored)), field


def _unsent_dropped(
    honest: Honest, state: State, user: int, field_id: int, body: Body, *, now: str
) -> Any:
    return honest(state, user, field_id, {"placeholder": None, **body}, now=now)


def _not_deleted(_: Honest, state: State, user: int, field_id: int, *, now: str) -> Any:
    del user, now
    return state, state.custom_fields[field_id]


def _as_array(honest: Honest, call: Call) -> Reply:
    reply: Reply = honest(call)
    return replace(reply, body=reply.body if isinstance(reply.body, list) else [reply.body])


def _reversed(saved: Any) -> Any:
    return saved[::-1] if isinstance(saved, list) else saved


def _not_stored(
    honest: Honest, state: State, user: int, entity: str, entity_id: int, items: Any, *, now: str
) -> Any:
    _, saved = honest(state, user, entity, entity_id, items, now=now)
    return state, saved


def _undefined(names: Mapping[str, Any], defined: Container[str]) -> dict[str, Any]:
    return {name: value for name, value in names.items() if name not in defined}


def _short_or_defined(names: Mapping[str, Any], defined: Container[str]) -> dict[str, Any]:
    return {
        name: value for name, value in names.items() if name in defined or len(name) < LONG_NAME
    }


def _of_new_client(keep: Callable[[Mapping[str, Any], Container[str]], Any]) -> Change:
    """Return a change of `rules.first_values`: some custom fields of a new client are lost."""

    def changed(honest: Honest, state: State, user: int, names: Mapping[str, Any] | None) -> Any:
        given = honest(state, user, names)
        return given and keep(given, honest.behaviour.rules.fields_by_name(state, user))

    return changed


def _first_kept(
    honest: Honest, state: State, field: Row, entity_id: int, value: Any, now: str
) -> Any:
    key = {"entity_id": entity_id, "custom_field_id": field["id"], "entity": field["entity"]}
    former = state.values.where(**key)
    left, saved = honest(state, field, entity_id, value, now)
    return replace(left, values=left.values.put(*former)), saved


def _rounded(honest: Honest, field: Row, value: Any) -> Any:
    shown = honest(field, value)
    number = field.get("type") == "number" and isinstance(shown, str) and "." in shown
    return shown.partition(".")[0] if number else shown


def _unchecked(type_name: str) -> Change:
    """Return a change of `rules.complaint`: fields of one type take any value."""

    def changed(honest: Honest, field: Row, value: Any) -> Any:
        return None if field["type"] == type_name else honest(field, value)

    return changed


def _partly_saved(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal:
        for item in call.body if isinstance(call.body, list) else ():
            _save(honest, call, item)
        raise


def _save(honest: Honest, call: Call, item: Body) -> None:
    try:
        call.change(honest.behaviour.rules.save_values, call["entity"], call["entity_id"], [item])
    except Refusal:
        return


def _saved_for_others(
    honest: Honest,
    state: State,
    user: int,
    entity: str,
    entity_id: int,
    items: Sequence[Body],
    *,
    now: str,
) -> Any:
    state, saved = honest(state, user, entity, entity_id, items, now=now)
    overwritten = [
        {**value, "value": one["value"]}
        for one in saved
        for value in state.values.where(custom_field_id=one["custom_field_id"], entity=entity)
    ]
    return replace(state, values=state.values.put(*overwritten)), saved


def _any_entity(honest: Honest, call: Call, operation: Operation) -> Any:
    values = honest(call, operation)
    known = ("client", "invoice", "expense", "project")
    if operation.id == "saveCustomFieldValues" and values["entity"] not in known:
        values["entity"] = "client"
    return values


def _absent_field_answered(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal as refused:
        if refused.kind is Kind.MISSING and refused.sentence.startswith("There is no custom field"):
            return Reply(call.body, 201)
        raise


FAULTS = (
    Fault(
        "custom-field-created-without-time",
        {"handlers.create_custom_field": answered(without("updated_at"))},
        "The answer to creating a custom field lacks `updated_at`.",
        ("INF-FIELD-01", "INF-SHAPE-03", "INF-TIME-01", "INF-TIME-03"),
    ),
    Fault(
        "placeholder-lost",
        {"handlers.create_custom_field": answered(altered("placeholder", lambda _: None))},
        "The answer to creating a custom field lacks its placeholder.",
        ("INF-FIELD-02",),
    ),
    Fault(
        "checkbox-answered-as-text",
        {
            "handlers.create_custom_field": answered(
                altered("type", lambda kind: "text" if kind == "checkbox" else kind)
            )
        },
        "The answer to creating a checkbox says that it is a text.",
        ("INF-FIELD-03",),
    ),
    Fault(
        "expense-answered-as-invoice",
        {
            "handlers.create_custom_field": answered(
                altered("entity", lambda entity: "invoice" if entity == "expense" else entity)
            )
        },
        "The answer to creating a custom field for expenses says that it is for invoices.",
        ("INF-FIELD-04",),
    ),
    Fault(
        "unknown-field-type-accepted",
        {"gate.screened": accepted("createCustomField", "enum", "type")},
        "A custom field of an undocumented type is created.",
        ("INF-FIELD-05",),
    ),
    Fault(
        "unknown-entity-accepted",
        {"gate.screened": accepted("createCustomField", "enum", "entity")},
        "A custom field for an undocumented entity is created.",
        ("INF-FIELD-06",),
    ),
    Fault(
        "nameless-custom-field-accepted",
        {
            "gate.screened": accepted("createCustomField", "required", "name"),
            "rules.create_custom_field": _nameless,
        },
        "A custom field without a name is created.",
        ("INF-FIELD-07",),
    ),
    Fault(
        "options-as-text",
        {"views.custom_field": after(never_given("options", ""))},
        "Options that were never given are shown as an empty text.",
        ("INF-SHAPE-03",),
    ),
    Fault(
        "custom-field-list-without-defaults",
        {"rules.custom_fields": after(_without_defaults)},
        "The list of custom fields lacks their default values.",
        ("INF-FIELD-08", "INF-FIELD-11", "INF-FIELD-12"),
    ),
    Fault(
        "custom-fields-of-all-entities-listed",
        {"rules.custom_fields": _all_entities},
        "The list of an entity's custom fields has those of all entities.",
        ("INF-FIELD-09",),
    ),
    Fault(
        "custom-field-update-answers-old",
        {"handlers.update_custom_field": _old_answer},
        "An update of a custom field is answered with the custom field as it was.",
        ("INF-FIELD-10",),
    ),
    Fault(
        "display-order-never-updated",
        {"rules.update_custom_field": _order_kept},
        "An update of `display_order` is answered rightly, and not stored.",
        ("INF-FIELD-11",),
    ),
    Fault(
        "custom-field-placeholder-dropped",
        {"rules.update_custom_field": _unsent_dropped},
        "An update of a custom field clears its placeholder if it does not name it.",
        ("INF-FIELD-12",),
    ),
    Fault(
        "custom-field-deleted-in-silence",
        {"handlers.delete_custom_field": silent},
        "Deleting a custom field is answered with an empty object.",
        ("INF-FIELD-13",),
    ),
    Fault(
        "custom-field-not-deleted",
        {"rules.delete_custom_field": _not_deleted},
        "Deleting a custom field says so, and does nothing.",
        ("INF-FIELD-14",),
    ),
    Fault(
        "unknown-entity-listed",
        {"gate.screened": accepted("listCustomFields", "enum")},
        "The custom fields of an undocumented entity are an empty list.",
        ("INF-FIELD-15",),
    ),
    Fault(
        "custom-field-required-by-default",
        {"rules.create_custom_field": _required},
        "A custom field that does not say so is required.",
        ("INF-FIELD-16",),
    ),
    Fault(
        "dropdown-without-options-accepted",
        {
            "gate.screened": accepted("createCustomField", "required", "options"),
            "rules.create_custom_field": _optionless,
        },
        "A dropdown that offers nothing is created.",
        ("INF-FIELD-17",),
    ),
    Fault(
        "unknown-field-type-accepted-on-update",
        {"gate.screened": accepted("updateCustomField", "enum", "type", "entity")},
        "A custom field can be updated to an undocumented type or entity.",
        ("INF-FIELD-18",),
    ),
    Fault(
        "single-value-as-array",
        {"handlers.save_custom_field_values": _as_array},
        "A single value is answered with an array.",
        ("INF-VALUE-01",),
    ),
    Fault(
        "saved-value-without-field",
        {"views.saved_value": after(without("custom_field_id"))},
        "Saved values do not name their custom field.",
        ("INF-VALUE-01", "INF-VALUE-02", "INF-SHAPE-04"),
    ),
    Fault(
        "saved-values-reversed",
        {"handlers.save_custom_field_values": answered(_reversed)},
        "Several saved values are answered in reverse.",
        ("INF-VALUE-02",),
    ),
    Fault(
        "saved-value-lost",
        {"rules.save_values": _not_stored},
        "Saving a value is answered rightly, and the client does not show it.",
        ("INF-VALUE-03",),
    ),
    Fault(
        "value-of-new-client-lost",
        {"rules.first_values": _of_new_client(_undefined)},
        "A value that is given on creation under the name of a custom field is lost.",
        ("INF-VALUE-04",),
    ),
    Fault(
        "long-names-lost",
        {"rules.first_values": _of_new_client(_short_or_defined)},
        "Long names in `custom_fields` that no custom field defines are lost.",
        ("INF-VALUE-05",),
    ),
    Fault(
        "value-saved-once",
        {"rules.put_value": _first_kept},
        "Saving a value again leaves the former one.",
        ("INF-VALUE-06",),
    ),
    Fault(
        "numbers-cut",
        {"views.value": _rounded},
        "Values of number fields lose what follows the point.",
        ("INF-VALUE-07",),
    ),
    Fault(
        "number-unchecked",
        {"rules.complaint": _unchecked("number")},
        "A number field takes any value.",
        ("INF-VALUE-08",),
    ),
    Fault(
        "date-unchecked",
        {"rules.complaint": _unchecked("date")},
        "A date field takes any value.",
        ("INF-VALUE-09",),
    ),
    Fault(
        "dropdown-unchecked",
        {"rules.complaint": _unchecked("dropdown")},
        "A dropdown takes values that are none of its options.",
        ("INF-VALUE-10",),
    ),
    Fault(
        "checkbox-unchecked",
        {"rules.complaint": _unchecked("checkbox")},
        "A checkbox takes any value.",
        ("INF-VALUE-11",),
    ),
    Fault(
        "values-partly-saved",
        {"handlers.save_custom_field_values": _partly_saved},
        "Of several values the good ones are saved, though the whole is refused.",
        ("INF-VALUE-12",),
    ),
    Fault(
        "value-saved-for-all",
        {"rules.save_values": _saved_for_others},
        "Saving a value for one client replaces those of the others.",
        ("INF-VALUE-13",),
    ),
    Fault(
        "values-of-unknown-entity-accepted",
        {"gate.screened": accepted("saveCustomFieldValues", "enum"), "gate.arguments": _any_entity},
        "Values for an undocumented entity are saved.",
        ("INF-VALUE-14",),
    ),
    Fault(
        "value-without-field-accepted",
        {"handlers.save_custom_field_values": _absent_field_answered},
        "A value for a custom field that does not exist is answered as saved.",
        ("INF-VALUE-15",),
    ),
)
