"""Values of custom fields, saved by their own operation or with the client."""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.client import Answer
from conformance.infranotes.check_clients import same_but
from conformance.infranotes.check_custom_fields import options_for
from conformance.infranotes.driver import Driver, Record

VALUES: dict[str, dict[str, list[Any]]] = data.fixture("infranotes", "cases", "values.yaml")


def alike(seen: Any, sent: Any) -> bool:
    """Whether a value came back: the same, the same number, or the same truth value."""
    if expect.same(seen, sent):
        return True
    if isinstance(sent, bool) or isinstance(seen, bool) or str(sent).lower() in ("true", "false"):
        return str(seen).lower() == str(sent).lower()
    try:
        return float(seen) == float(sent)
    except (TypeError, ValueError):
        return False


def saved_value(answer: Answer) -> Any:
    """Return the value in the answer to saving one, whatever form that has (INF-VALUE-01's matter)."""
    body = answer.json
    record = body[0] if isinstance(body, list) and body else body
    return record.get("value") if isinstance(record, dict) else record


def _comes_back(seen: Any, sent: Any, what: str, requirement: str | None = None) -> None:
    expect.that(alike(seen, sent), f"{what} {expect.show(sent)}", expect.show(seen), requirement)


def _shown(api: Driver, client: Record, name: str) -> Any:
    fields = api.client(client).get("custom_fields")
    return fields.get(name) if isinstance(fields, dict) else None


def _saved(api: Driver, *values: tuple[Record, Any]) -> tuple[Record, Any]:
    client = api.new_client()
    answer = api.save(client, *values)
    expect.success(answer)
    return client, answer.json


@check("INF-VALUE-01")
def one_value_is_answered_with_one(api: Driver) -> None:
    field = api.new_field()
    _, saved = _saved(api, (field, "Technology"))
    expect.members(
        saved, {"custom_field_id": field["id"], "value": "Technology"}, "the saved value"
    )


@check("INF-VALUE-02")
def several_values_are_answered_in_order(api: Driver) -> None:
    fields = [api.new_field() for _ in range(3)]
    order = [fields[2], fields[0], fields[1]]
    _, saved = _saved(api, *((field, f"value {number}") for number, field in enumerate(order)))
    expect.that(isinstance(saved, list), "an array", expect.show(saved))
    expect.that(len(saved) == len(order), "three saved values", expect.show(saved))
    for number, (field, value) in enumerate(zip(order, saved, strict=True)):
        expected = {"custom_field_id": field["id"], "value": f"value {number}"}
        expect.members(value, expected, f"saved value {number + 1}")


@check("INF-VALUE-03")
def a_saved_value_is_seen_in_the_client(api: Driver) -> None:
    field = api.new_field()
    client, _ = _saved(api, (field, "Technology"))
    _comes_back(_shown(api, client, field["name"]), "Technology", f"custom_fields[{field['name']}]")


@check("INF-VALUE-04")
def a_value_given_on_creation_is_seen_in_the_client(api: Driver) -> None:
    field = api.new_field()
    client = api.new_client(custom_fields={field["name"]: "Technology"})
    _comes_back(_shown(api, client, field["name"]), "Technology", f"custom_fields[{field['name']}]")


@check("INF-VALUE-05")
def names_without_a_field_are_kept(api: Driver) -> None:
    name = api.name()
    client = api.new_client(custom_fields={name: "Enterprise"})
    _comes_back(_shown(api, client, name), "Enterprise", f"custom_fields[{name}]")


@check("INF-VALUE-06")
def saving_again_replaces_the_value(api: Driver) -> None:
    field = api.new_field()
    client, _ = _saved(api, (field, "first"))
    api.arranged(api.save(client, (field, "second")))
    shown = _shown(api, client, field["name"])
    expect.that(not alike(shown, "first"), "the former value gone", expect.show(shown))


@check("INF-VALUE-07")
def values_of_all_types_come_back(api: Driver) -> None:
    client = api.new_client()
    for type_, values in VALUES.items():
        field = api.new_field(type=type_, **options_for(type_))
        for value in values["accepted"]:
            answer = api.save(client, (field, value))
            expect.success(answer)
            _comes_back(saved_value(answer), value, f"the {type_}")


def _refuses(api: Driver, type_: str) -> None:
    client, field = api.new_client(), api.new_field(type=type_, **options_for(type_))
    for value in VALUES[type_]["refused"]:
        expect.refused(api.save(client, (field, value)))


@check("INF-VALUE-08")
def what_is_no_number_is_refused(api: Driver) -> None:
    _refuses(api, "number")


@check("INF-VALUE-09")
def what_is_no_date_is_refused(api: Driver) -> None:
    _refuses(api, "date")


@check("INF-VALUE-10")
def what_is_no_option_is_refused(api: Driver) -> None:
    _refuses(api, "dropdown")


@check("INF-VALUE-11")
def what_is_neither_true_nor_false_is_refused(api: Driver) -> None:
    _refuses(api, "checkbox")


@check("INF-VALUE-12")
def several_values_are_saved_all_or_not_at_all(api: Driver) -> None:
    client = api.new_client()
    field, number = api.new_field(), api.new_field(type="number")
    answer = api.save(client, (field, "saved"), (number, "no number"))
    if not answer.ok:
        shown = _shown(api, client, field["name"])
        expect.that(not alike(shown, "saved"), "nothing saved", expect.show(shown))


@check("INF-VALUE-13")
def saving_for_one_client_leaves_the_others(api: Driver) -> None:
    other, field = api.new_client(), api.new_field()
    api.arranged(api.save(other, (field, "other")))
    before = api.client(other)
    api.arranged(api.save(api.new_client(), (field, "mine")))
    same_but(api.client(other), before, what="the other client")


@check("INF-VALUE-14")
def values_of_another_entity_are_refused(api: Driver) -> None:
    client, field = api.new_client(), api.new_field()
    path = {"entity": "planet", "entity_id": client["id"]}
    body = {"custom_field_id": field["id"], "value": "text"}
    expect.refused(api.call("saveCustomFieldValues", path, json=body))


@check("INF-VALUE-15")
def a_value_without_its_field_is_refused(api: Driver) -> None:
    client, field = api.new_client(), api.new_field()
    api.delete_field(field)
    if api.field(field) is None:
        expect.refused(api.save(client, (field, "text")))
