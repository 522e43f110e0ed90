"""Which requirement each of the document's example requests belongs to, and the scene that it needs."""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.infranotes.check_values import alike
from conformance.infranotes.driver import Driver

REQUIREMENTS = {
    ("createClient", "organization"): "INF-CLIENT-02",
    ("createClient", "individual"): "INF-CLIENT-03",
    ("addContact", "primary"): "INF-CONTACT-03",
    ("updateContact", "promoted"): "INF-CONTACT-05",
    ("createCustomField", "text"): "INF-FIELD-02",
    ("createCustomField", "numeric"): "INF-FIELD-02",
    ("createCustomField", "dropdown"): "INF-FIELD-02",
    ("saveCustomFieldValues", "single"): "INF-VALUE-01",
    ("saveCustomFieldValues", "many"): "INF-VALUE-02",
}


def arrange(api: Driver, operation: str, example: Any) -> tuple[dict[str, Any], Any]:
    """Return path parameters and body for an example, on records made for it.

    Names are marked as the suite's, and ids are those of records that exist.
    """
    if operation == "addContact":
        return {"client_id": api.new_client()["id"]}, _marked(api, example)
    if operation == "updateContact":
        return {"id": api.new_contact(api.new_client())["id"]}, _marked(api, example)
    if operation == "saveCustomFieldValues":
        return {"entity": "client", "entity_id": api.new_client()["id"]}, _values(api, example)
    return {}, _marked(api, example)


def compare(seen: Any, sent: Any, what: str) -> None:
    """Expect what was sent; a number that was sent as text may come back as a number."""
    if isinstance(seen, dict) and "custom_field_id" in sent:
        came_back = alike(seen.get("value"), sent["value"])
        expect.that(
            came_back, f"{what}'s value to be {expect.show(sent['value'])}", expect.show(seen)
        )
        sent = {"custom_field_id": sent["custom_field_id"]}
    expect.members(seen, sent, what)


def _marked(api: Driver, example: dict[str, Any]) -> dict[str, Any]:
    return example | {"name": f"{example['name']} {api.name()}"}


def _values(api: Driver, example: Any) -> Any:
    """Give each value the custom field that the document created for it: the first, second or third."""
    documented = data.fixture("infranotes", "examples", "createCustomField.json")["requests"]
    items = example if isinstance(example, list) else [example]
    fields = [documented[item["custom_field_id"] - 1]["body"] for item in items]
    made = [api.new_field(**_marked(api, field)) for field in fields]
    body = [
        item | {"custom_field_id": field["id"]} for item, field in zip(items, made, strict=True)
    ]
    return body if isinstance(example, list) else body[0]
