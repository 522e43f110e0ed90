"""Faults in the values of custom fields."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Refusal, Reply
from mockserver.call import Call
from mockserver.changes import after, answered, without
from mockserver.contract import Operation
from mockserver.faults import Change, Fault, Honest
from mockserver.infranotes.faults.changes import accepted
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import State
from mockserver.store import Row

LONG_NAME = 12


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


def _short_or_undefined(names: Mapping[str, Any], defined: Container[str]) -> dict[str, Any]:
    return {
        name: value for name, value in names.items() if name not in defined or len(name) < LONG_NAME
    }


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
        "long-defined-names-lost",
        {"rules.first_values": _of_new_client(_short_or_undefined)},
        "A value given on creation under a long name of a custom field is lost.",
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
