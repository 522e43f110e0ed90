"""Custom fields: what a user adds to clients, invoices, expenses and projects."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.infranotes.check_clients import says_something
from conformance.infranotes.driver import ENTITIES, Driver, Record, ids

TYPES = ("text", "number", "date", "dropdown", "checkbox")

FULL: Record = {"placeholder": "Enter it", "default_value": "a value", "display_order": 7}


def options_for(type_: str) -> Record:
    """Return the members that a custom field of a type needs besides it."""
    return {"options": ["Low", "Medium", "High"]} if type_ == "dropdown" else {}


@check("INF-FIELD-01")
def creating_answers_with_the_field(api: Driver) -> None:
    answer = api.call("createCustomField", json=api.field_body())
    expect.success(answer)
    for member in ("id", "created_at", "updated_at", "name"):
        expect.that(member in answer.json, f"a custom field with {member}", answer.summary)


@check("INF-FIELD-03")
def all_types_are_kept(api: Driver) -> None:
    for value in TYPES:
        answer = api.call(
            "createCustomField", json=api.field_body(type=value, **options_for(value))
        )
        expect.success(answer)
        expect.members(answer.json, {"type": value}, "the custom field")


@check("INF-FIELD-04")
def all_entities_are_kept(api: Driver) -> None:
    for value in ENTITIES:
        answer = api.call("createCustomField", json=api.field_body(entity=value))
        expect.success(answer)
        expect.members(answer.json, {"entity": value}, "the custom field")


@check("INF-FIELD-05")
def another_type_is_refused(api: Driver) -> None:
    expect.refused(api.call("createCustomField", json=api.field_body(type="colour")))


@check("INF-FIELD-06")
def another_entity_is_refused(api: Driver) -> None:
    expect.refused(api.call("createCustomField", json=api.field_body(entity="planet")))


@check("INF-FIELD-07")
def a_field_needs_a_name(api: Driver) -> None:
    expect.refused(api.call("createCustomField", json={"type": "text", "entity": "client"}))


@check("INF-FIELD-08")
def the_list_shows_fields_as_stored(api: Driver) -> None:
    for entity in ("client", "invoice"):
        field = api.new_field(entity=entity, **FULL)
        answer = api.call("listCustomFields", {"entity_or_id": entity})
        expect.success(answer)
        expect.that(isinstance(answer.json, list), "an array of custom fields", answer.summary)
        shown = [one for one in answer.json if one.get("id") == field["id"]]
        expect.that(shown, f"custom field {field['id']} listed", f"{expect.show(ids(answer.json))}")
        expect.members(shown[0], {**FULL, "name": field["name"]}, "the custom field")


@check("INF-FIELD-09")
def the_list_has_no_other_entity(api: Driver) -> None:
    api.new_field(entity="client")
    api.new_field(entity="project")
    for entity in ("client", "project"):
        wrong = [one for one in api.fields(entity) if one.get("entity") != entity]
        expect.none(wrong, f"only custom fields of {entity}")


@check("INF-FIELD-10")
def updating_answers_with_the_updated_field(api: Driver) -> None:
    field = api.new_field()
    answer = api.update_field(field, placeholder="Enter something else")
    expect.success(answer)
    expected = {"id": field["id"], "placeholder": "Enter something else"}
    expect.members(answer.json, expected, "the custom field")


@check("INF-FIELD-11")
def an_update_is_stored(api: Driver) -> None:
    field = api.new_field()
    new = {"name": api.name(), "placeholder": "new", "default_value": "newer", "display_order": 9}
    api.arranged(api.update_field(field, **new))
    expect.members(api.field(field), new, "the custom field")


@check("INF-FIELD-12")
def an_update_leaves_the_rest(api: Driver) -> None:
    field = api.new_field(type="dropdown", options=["Low", "High"], **FULL)
    api.arranged(api.update_field(field, name=f"{field['name']} renamed"))
    expected = {**FULL, "type": "dropdown", "entity": "client", "options": ["Low", "High"]}
    expect.members(api.field(field), expected, "the custom field")


@check("INF-FIELD-13")
def deleting_says_so(api: Driver) -> None:
    says_something(api.delete_field(api.new_field()))


@check("INF-FIELD-14")
def a_deleted_field_is_not_listed(api: Driver) -> None:
    field = api.new_field()
    api.delete_field(field)
    expect.that(api.field(field) is None, "no deleted custom field", f"custom field {field['id']}")


@check("INF-FIELD-15")
def fields_of_another_entity_are_refused(api: Driver) -> None:
    expect.refused(api.call("listCustomFields", {"entity_or_id": "planet"}))


@check("INF-FIELD-16")
def a_field_is_not_required_unless_it_says_so(api: Driver) -> None:
    field = api.new_field(entity="project")
    expect.that(
        not field.get("required"), "required false or absent", expect.show(field.get("required"))
    )


@check("INF-FIELD-17")
def a_dropdown_needs_options(api: Driver) -> None:
    expect.refused(api.call("createCustomField", json=api.field_body(type="dropdown")))


@check("INF-FIELD-18")
def an_update_to_another_type_or_entity_is_refused(api: Driver) -> None:
    field = api.new_field()
    expect.refused(api.update_field(field, type="colour"))
    expect.refused(api.update_field(field, entity="planet"))
