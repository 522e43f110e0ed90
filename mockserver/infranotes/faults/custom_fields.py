"""Faults in custom fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Reply, refusal
from mockserver.call import Call
from mockserver.changes import after, altered, answered, without
from mockserver.faults import Fault, Honest
from mockserver.infranotes.faults.changes import accepted, never_given, silent
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import State
from mockserver.store import Row

HIGHEST_ORDER = 20


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


def _without_order(fields: list[Row]) -> list[Row]:
    return [{**one, "display_order": None} for one in fields]


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


def _not_deleted(honest: Honest, state: State, user: int, field_id: int, *, now: str) -> Any:
    _, field = honest(state, user, field_id, now=now)
    return state, field


def _order_checked(honest: Honest, *arguments: Any, now: str) -> Any:
    body: Body = arguments[-1]
    if (body.get("display_order") or 0) > HIGHEST_ORDER:
        raise refusal(Kind.INVALID, "display_order is too high", "display_order")
    return honest(*arguments, now=now)


FAULTS = (
    Fault(
        "high-order-refused",
        {
            "rules.create_custom_field": _order_checked,
            "rules.update_custom_field": _order_checked,
        },
        f"Custom fields with a `display_order` above {HIGHEST_ORDER} are refused.",
        ("INF-SHAPE-06",),
    ),
    Fault(
        "custom-field-created-without-time",
        {"handlers.create_custom_field": answered(without("updated_at"))},
        "The answer to creating a custom field lacks `updated_at`.",
        ("INF-FIELD-01", "INF-SHAPE-03", "INF-TIME-01"),
    ),
    Fault(
        "placeholder-lost",
        {"handlers.create_custom_field": answered(altered("placeholder", lambda _: None))},
        "The answer to creating a custom field lacks its placeholder.",
        ("INF-FIELD-02", "INF-TEXT-03"),
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
        "project-answered-as-invoice",
        {
            "handlers.create_custom_field": answered(
                altered("entity", lambda entity: "invoice" if entity == "project" else entity)
            )
        },
        "The answer to creating a custom field for projects says that it is for invoices.",
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
        "custom-field-list-without-order",
        {"rules.custom_fields": after(_without_order)},
        "The list of custom fields lacks their `display_order`.",
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
)
