"""How generated requests are fitted to InfraNotes, and which requirements they examine."""

from __future__ import annotations

from typing import Any

from conformance.generation import Generation, Judgement
from conformance.infranotes.driver import Driver
from conformance.infranotes.strategies import PLAUSIBLE

_CLIENTS, _CONTACTS, _FIELDS, _VALUES = (f"INF-SHAPE-0{number}" for number in (1, 2, 3, 4))

JUDGEMENT = Judgement(
    shapes={
        "createClient": _CLIENTS,
        "getClient": _CLIENTS,
        "updateClient": _CLIENTS,
        "listClients": _CLIENTS,
        "searchClients": _CLIENTS,
        "addContact": _CONTACTS,
        "getContact": _CONTACTS,
        "updateContact": _CONTACTS,
        "setPrimaryContact": _CONTACTS,
        "listContacts": _CONTACTS,
        "createCustomField": _FIELDS,
        "listCustomFields": _FIELDS,
        "updateCustomField": _FIELDS,
        "saveCustomFieldValues": _VALUES,
    },
    successes=(200, 201),
    accepted="INF-SHAPE-06",
    refused="INF-SHAPE-05",
    success_status="INF-STATUS-01",
    error_status="INF-STATUS-02",
    error_form="INF-ERROR-01",
    server_error="INF-STATUS-04",
    media_type="INF-ERROR-09",
)


def arrange(api: Driver, operation: str) -> dict[str, Any]:
    """Return path parameters that name records made for this operation."""
    if operation in ("getClient", "updateClient", "deleteClient"):
        return {"id": api.new_client()["id"]}
    if operation in ("addContact", "listContacts"):
        client = api.new_client()
        api.new_contact(client, is_primary=True)
        return {"client_id": client["id"]}
    if operation in ("getContact", "updateContact", "deleteContact", "setPrimaryContact"):
        return {"id": api.new_contact(api.new_client())["id"]}
    if operation == "listCustomFields":
        return {"entity_or_id": api.new_field()["entity"]}
    if operation in ("updateCustomField", "deleteCustomField"):
        return {"entity_or_id": api.new_field()["id"]}
    if operation == "saveCustomFieldValues":
        _fields(api)
        return {"entity": "client", "entity_id": api.new_client()["id"]}
    api.new_client()
    return {}


def adapt(api: Driver, operation: str, _path: dict[str, Any], body: Any) -> Any:
    """Fit a valid body: mark its name, and let it speak of custom fields that exist."""
    if operation == "saveCustomFieldValues":
        fields = _fields(api)
        if isinstance(body, dict):
            return _value(body, fields[0])
        return [_value(item, field) for item, field in zip(body, fields, strict=False)]
    if not isinstance(body, dict):
        return body
    if "name" in body:
        body = body | {"name": f"{api.name()} {body['name']}".strip()}
    elif not body:
        return {"name": api.name()}  # whether an update may name nothing is a silence
    if operation == "createCustomField":
        return _without(body, *(["options"] if body.get("type") != "dropdown" else []), *_SILENT)
    if operation == "updateCustomField":
        return _without(body, "type", "entity", "options", *_SILENT)
    return body


# What a default that does not suit its type means, and a field that all clients have to have.
_SILENT = ("default_value", "required")


def _without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in names}


def _fields(api: Driver) -> list[int]:
    """Return the ids of three custom fields, the same for all examples."""
    made = [one.id for one in api.scene.created if one.removal.operation == "deleteCustomField"]
    return made or [api.new_field()["id"] for _ in range(3)]


def _value(item: Any, field: int) -> Any:
    return item | {"custom_field_id": field, "value": str(item["value"])}


GENERATION = Generation(JUDGEMENT, PLAUSIBLE, arrange, adapt)
