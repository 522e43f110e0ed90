"""What an independent InfraNotes server takes as members of its records."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from tests.implementations.serving import Record, Refused

CLIENT_TEXTS = [
    *(
        "name",
        "contact_name",
        "email",
        "phone",
        "address",
        "city",
        "state",
        "postal_code",
        "country",
    ),
    *("tax_number", "company_registration_number", "notes", "website", "default_currency"),
    *("bank_name", "account_name", "account_number", "iban", "swift"),
]
CONTACT_TEXTS = ["name", "position", "email", "phone"]
FIELD_TEXTS = ["name", "default_value", "placeholder"]
TYPES = ("text", "number", "date", "dropdown", "checkbox")
ENTITIES = ("client", "invoice", "expense", "project")


def _texts(body: Record, names: list[str]) -> Record:
    for name in names:
        if name in body and not isinstance(body[name], str):
            raise Refused(400, f"{name} must be a text")
    return {name: body[name] for name in names if name in body}


def _one_of(body: Record, name: str, choices: tuple[str, ...]) -> Record:
    if name not in body:
        return {}
    if body[name] not in choices:
        raise Refused(400, f"{name} must be one of {', '.join(choices)}")
    return {name: body[name]}


def _list_of_texts(body: Record, name: str) -> Record:
    if name not in body:
        return {}
    if not isinstance(body[name], list) or not all(isinstance(one, str) for one in body[name]):
        raise Refused(400, f"{name} must be an array of texts")
    return {name: body[name]}


def _plain(body: Record, name: str, kind: type) -> Record:
    if name not in body:
        return {}
    if type(body[name]) is not kind:
        raise Refused(400, f"{name} has the wrong type")
    return {name: body[name]}


def client_members(body: Record) -> Record:
    found = _texts(body, CLIENT_TEXTS)
    found |= _one_of(body, "type", ("client", "vendor"))
    found |= _one_of(body, "category", ("individual", "organization"))
    found |= _list_of_texts(body, "tags") | _list_of_texts(body, "categories")
    found |= _plain(body, "payment_terms_id", int) | _plain(body, "custom_fields", dict)
    if found.get("name") == "" or not re.fullmatch("[A-Z]{3}|", found.get("default_currency", "")):
        raise Refused(400, "name and default_currency must be right")
    for value in found.get("custom_fields", {}).values():
        if isinstance(value, (dict, list)):
            raise Refused(400, "a value of custom_fields must be plain")
    return found


def contact_members(body: Record) -> Record:
    return _texts(body, CONTACT_TEXTS) | _plain(body, "is_primary", bool)


def field_members(body: Record) -> Record:
    found = _texts(body, FIELD_TEXTS) | _list_of_texts(body, "options")
    found |= _one_of(body, "type", TYPES) | _one_of(body, "entity", ENTITIES)
    return found | _plain(body, "required", bool) | _plain(body, "display_order", int)


def suits(field: Record, value: Any) -> bool:
    kind = field["type"]
    if kind == "number":
        try:
            return not isinstance(value, bool) and float(value) is not None
        except (TypeError, ValueError):
            return False
    if kind == "date":
        try:
            return bool(datetime.strptime(value, "%Y-%m-%d"))
        except (TypeError, ValueError):
            return False
    if kind == "dropdown":
        return value in field.get("options", [])
    if kind == "checkbox":
        return isinstance(value, bool) or value in ("true", "false")
    return isinstance(value, str)
