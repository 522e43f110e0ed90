"""The records of InfraNotes: their members, and how they are read from data and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver import clock
from mockserver.api import DataError
from mockserver.contract import contract
from mockserver.indexes import Plan
from mockserver.packing import packed
from mockserver.store import Row, Table

# Lines 14 to 43: what a client is created from.
CLIENT_MEMBERS = (
    *("type", "category", "name", "contact_name", "email", "phone", "address", "city", "state"),
    *("postal_code", "country", "tax_number", "company_registration_number", "notes", "website"),
    *(
        "default_currency",
        "payment_terms_id",
        "bank_name",
        "account_name",
        "account_number",
        "iban",
    ),
    *("swift", "custom_fields", "categories", "tags"),
)
# Lines 197 to 203.
CONTACT_MEMBERS = ("name", "position", "email", "phone", "is_primary")
# Lines 277 to 306.
CUSTOM_FIELD_MEMBERS = (
    *("name", "type", "entity", "required", "default_value", "placeholder", "options"),
    "display_order",
)
# Where the search looks, besides tags (line 189).
SEARCHED = (
    *("name", "contact_name", "email", "phone", "city", "tax_number"),
    "company_registration_number",
)
# What answers show and nobody can set.
READ_ONLY = ("id", "user_id", "client_id", "contacts", "created_at", "updated_at")


# What records are found by.
CLIENTS = Plan(
    owner="user_id",
    groups={
        "type": lambda client: (client["type"],),
        "category": lambda client: (client["category"], *(client["categories"] or ())),
        "country": lambda client: (client["country"],),
        "tag": lambda client: client["tags"] or (),
    },
    texts={"searched": lambda client: searched(client)},
    early=(
        *(("group", name) for name in ("type", "category", "country", "tag")),
        ("text", "searched"),
    ),
)
CONTACTS = Plan(members=("client_id",))
CUSTOM_FIELDS = Plan(members=("user_id",))
VALUES = Plan(members=("entity_id", "custom_field_id"))


def searched(client: Row) -> Iterator[str]:
    """Yield the texts of a client that the search looks at (line 189)."""
    yield from (client[name] for name in SEARCHED if client[name])
    yield from client["tags"] or ()


@dataclass(frozen=True)
class State:
    """All records of all users.

    Saved values stand in `values`; names that no custom field defines in clients.
    """

    clients: Table
    contacts: Table
    custom_fields: Table
    values: Table


def empty() -> State:
    """Return a state without any records."""
    return _of({})


def _of(tables: Mapping[str, Sequence[Row]]) -> State:
    return State(
        clients=Table.of(tables.get("clients", ()), CLIENTS),
        contacts=Table.of(tables.get("contacts", ()), CONTACTS),
        custom_fields=Table.of(tables.get("custom_fields", ()), CUSTOM_FIELDS),
        values=Table.of(tables.get("custom_field_values", ()), VALUES),
    )


def export(state: State) -> dict[str, list[Row]]:
    """Return a state as data, in the form that `load` reads."""
    return {
        "clients": list(state.clients),
        "contacts": list(state.contacts),
        "custom_fields": list(state.custom_fields),
        "custom_field_values": list(state.values),
    }


_SCHEMAS = {
    "clients": "Client",
    "contacts": "Contact",
    "custom_fields": "CustomField",
    "custom_field_values": "SavedCustomFieldValue",
}


def load(data: Any) -> State:
    """Return the state that data describe; tables that are left out are empty.

    Raises:
        DataError: a record is not as the contract demands, or refers to one that is not there.
    """
    if not isinstance(data, dict):
        raise DataError(f"The data must be an object with {', '.join(_SCHEMAS)}.")
    unknown = set(data) - set(_SCHEMAS) - {"users"}
    if unknown:
        raise DataError(f"{min(unknown)} is none of the tables {', '.join(_SCHEMAS)}.")
    state = _of({table: _rows(table, data.get(table, [])) for table in _SCHEMAS})
    _check_references(state)
    return state


def _rows(table: str, records: Any) -> list[Row]:
    if not isinstance(records, list):
        raise DataError(f"{table} must be an array.")
    schema = contract("infranotes").schema(_SCHEMAS[table])
    ids: set[int] = set()
    for number, record in enumerate(records):
        problems = schema.problems(record, within=(table, number))
        if problems:
            raise DataError(f"{problems[0].message}.")
        if not isinstance(record.get("id"), int):  # of saved values the contract demands none
            raise DataError(f"{table}[{number}].id must be an integer.")
        if record["id"] in ids:
            raise DataError(
                f"{table}[{number}].id is {record['id']}, which another record has already."
            )
        ids.add(record["id"])
    return packed(_row(table, record, number) for number, record in enumerate(records))


def _row(table: str, record: Row, number: int) -> Row:
    row = {**_BLANK[table], **record}
    for name in ("created_at", "updated_at"):
        try:
            row[name] = clock.normal(row.get(name, ""))
        except (TypeError, ValueError):
            raise DataError(f"{table}[{number}].{name} must be an ISO 8601 time.") from None
    return row


_BLANK: dict[str, Row] = {
    "clients": dict.fromkeys(CLIENT_MEMBERS),
    "contacts": dict.fromkeys(CONTACT_MEMBERS),
    "custom_fields": dict.fromkeys(CUSTOM_FIELD_MEMBERS),
    "custom_field_values": dict.fromkeys(("id", "entity", "entity_id")),
}


def _check_references(state: State) -> None:
    for number, contact in enumerate(state.contacts):
        if state.clients.get(contact["client_id"]) is None:
            raise _dangling(f"contacts[{number}]", "client_id", contact, "client")
    for number, value in enumerate(state.values):
        where = f"custom_field_values[{number}]"
        if state.custom_fields.get(value["custom_field_id"]) is None:
            raise _dangling(where, "custom_field_id", value, "custom field")
        if value["entity"] == "client" and state.clients.get(value["entity_id"]) is None:
            raise _dangling(where, "entity_id", value, "client")


def _dangling(where: str, member: str, row: Row, thing: str) -> DataError:
    return DataError(f"{where}.{member} is {row[member]}, and there is no such {thing}.")
