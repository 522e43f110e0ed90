"""The records of Invoice Ninja: what a row of each table has, and how they are read and written.

Rows have the form of `fixtures/invoiceninja/demo.json`. Ids, and references to other rows, are
integers (None: no reference); ids of fixed entries such as countries are texts; times are whole
seconds since 1970, 0 where there is none. A member that data leave out is as in `BLANK`.

- A client keeps `archived_at` when it is deleted; its contacts, documents and so on stand in tables
  of their own, found by `client_id`.
- A contact keeps no password, only whether one is set (`password_set`).
- A document keeps its file as base64 text (`content`).
- `passwords` says until when the password of a user is remembered, `id` being the user's;
  `tax_updates` when tax data was updated lately, and by whom.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from mockserver import data as files
from mockserver.api import DataError
from mockserver.clock import moment
from mockserver.indexes import Plan
from mockserver.invoiceninja import keys
from mockserver.packing import packed
from mockserver.store import Row, Table, replaced

# What a client can be given as text and shows as text.
TEXTS = (
    *("name", "number", "id_number", "website", "phone", "private_notes", "public_notes"),
    *("address1", "address2", "city", "state", "postal_code"),
    *("shipping_address1", "shipping_address2", "shipping_city", "shipping_state"),
    *("shipping_postal_code", "vat_number", "routing_id", "classification"),
    *("custom_value1", "custom_value2", "custom_value3", "custom_value4"),
)
FIXED_IDS = ("country_id", "shipping_country_id", "industry_id", "size_id")
AMOUNTS = ("balance", "paid_to_date", "payment_balance", "credit_balance")
FLAGS = ("has_valid_vat_number", "is_tax_exempt")
CONTACT_TEXTS = (
    *("first_name", "last_name", "email", "phone"),
    *("custom_value1", "custom_value2", "custom_value3", "custom_value4"),
)
ENTITY = "App\\Models\\Client"

_TIMES = {"created_at": 0, "updated_at": 0}
_OF_CLIENT = {"company_id": 0, "client_id": 0}
_STATED = {**_OF_CLIENT, "number": "", "date": "", "amount": 0, **_TIMES}

# The members of the rows of each table with their defaults, besides `id`. The type of a default is
# that of the member; a default of None is that of a reference.
BLANK: Mapping[str, Mapping[str, Any]] = {
    "companies": {
        "name": "",
        "country_id": "840",
        "currency_id": "1",
        "language_id": "1",
        "client_number_counter": 1,
        "default_password_timeout": 1800000,
    },
    "users": {
        "company_id": 0,
        **dict.fromkeys(("first_name", "last_name", "email"), ""),
        "is_admin": True,
    },
    "group_settings": {
        "company_id": 0,
        "name": "",
        "settings": {},
        "is_deleted": False,
        "archived_at": 0,
        **_TIMES,
    },
    "clients": {
        "company_id": 0,
        "user_id": 0,
        "assigned_user_id": None,
        "group_settings_id": None,
        **dict.fromkeys((*TEXTS, *FIXED_IDS, "client_hash"), ""),
        **dict.fromkeys(AMOUNTS, 0),
        **dict.fromkeys(FLAGS, False),
        "last_login": 0,
        "settings": {},
        "tax_info": {},
        "e_invoice": {},
        "is_deleted": False,
        "archived_at": 0,
        **_TIMES,
    },
    "contacts": {
        "client_id": 0,
        **dict.fromkeys((*CONTACT_TEXTS, "contact_key"), ""),
        "is_primary": False,
        "is_locked": False,
        "send_email": True,
        "password_set": False,
        "last_login": 0,
        **_TIMES,
    },
    "documents": {
        **_OF_CLIENT,
        "user_id": 0,
        **dict.fromkeys(("name", "type", "hash", "content"), ""),
        "disk": "public",
        "size": 0,
        "width": 0,
        "height": 0,
        "is_public": True,
        "is_default": False,
        **_TIMES,
    },
    "invoices": {**_STATED, "due_date": "", "balance": 0},
    "payments": {**_STATED, "invoice_id": None},
    "credits": {**_STATED, "balance": 0},
    "ledger": {
        **_OF_CLIENT,
        "invoice_id": None,
        "payment_id": None,
        "credit_id": None,
        "notes": "",
        "adjustment": 0,
        "balance": 0,
        "activity_id": 0,
        **_TIMES,
    },
    "activities": {
        **_OF_CLIENT,
        "user_id": None,
        "activity_type_id": "",
        "notes": "",
        "ip": "",
        "invoice_id": None,
        "payment_id": None,
        "credit_id": None,
        "is_system": False,
        **_TIMES,
    },
    "gateway_tokens": {
        **_OF_CLIENT,
        "token": "",
        "gateway_customer_reference": "",
        "gateway_type_id": "",
        "company_gateway_id": None,
        "is_default": False,
        "meta": {},
        "is_deleted": False,
        "archived_at": 0,
        **_TIMES,
    },
    "system_logs": {
        **_OF_CLIENT,
        "user_id": None,
        "event_id": 0,
        "category_id": 0,
        "type_id": 0,
        "log": "",
        **_TIMES,
    },
    "bounces": {"message_id": "", "email": "", "can_reactivate": True},
    "passwords": {"until": 0},
    "tax_updates": {"user_id": 0, "at": 0},
}

# What clients and their contacts are found and sorted by.
CLIENTS = Plan(
    owner="company_id",
    groups={
        "status": lambda client: (keys.status(client),),
        "person": lambda client: (client["user_id"], client["assigned_user_id"]),
        "group_settings_id": lambda client: (client["group_settings_id"],),
    },
    orders={
        **{name: keys.order_key(name) for name in keys.columns(BLANK["clients"])},
        **{keys.alike(name): keys.number_key(name) for name in keys.NUMBERS},
    },
    texts={
        "name": lambda client: (client["name"],),
        "filter": lambda client: [client[name] for name in keys.SEARCHED],
    },
    early=(
        ("group", "status"),
        *(("order", keys.alike(name)) for name in keys.NUMBERS),
        *(("order", name) for name in ("name", "number", "balance", "created_at", "updated_at")),
        *(("text", name) for name in ("name", "filter")),
    ),
)
CONTACTS = Plan(
    members=("client_id",),
    texts={"filter": lambda contact: [contact[name] for name in keys.SEARCHED_CONTACTS]},
    early=(("text", "filter"),),
)


def plan(table: str) -> Plan:
    """Return what the rows of a table are found by: their client, if they belong to one."""
    special = {"clients": CLIENTS, "contacts": CONTACTS}
    members = ("client_id",) if table in BELONGING else ()
    return special.get(table) or Plan(members=members)


# The tables whose rows go when their client goes, and move when it is merged.
BELONGING = tuple(table for table, blank in BLANK.items() if "client_id" in blank)


@dataclass(frozen=True)
class State:
    """The records of all companies, by table."""

    companies: Table
    users: Table
    group_settings: Table
    clients: Table
    contacts: Table
    documents: Table
    invoices: Table
    payments: Table
    credits: Table
    ledger: Table
    activities: Table
    gateway_tokens: Table
    system_logs: Table
    bounces: Table
    passwords: Table
    tax_updates: Table

    def of(self, table: str) -> Table:
        """Return a table by its name."""
        found: Table = getattr(self, table)
        return found

    def put(self, table: str, *rows: Row) -> State:
        """Return a state in which these rows stand in a table, replacing former ones; this one for none."""
        return replaced(self, **{table: self.of(table).put(*rows)}) if rows else self

    def remove(self, table: str, rows: Iterable[Row]) -> State:
        """Return a state without these rows of a table."""
        return replaced(self, **{table: self.of(table).remove(*(row["id"] for row in rows))})

    def new(self, table: str, several: Iterable[Mapping[str, Any]]) -> list[Row]:
        """Return new rows of a table, made of the members of each, which are not in it yet."""
        blank, first = BLANK[table], self.of(table).last_id + 1
        return [{"id": number, **blank, **members} for number, members in enumerate(several, first)]

    def added(self, table: str, **members: Any) -> tuple[State, Row]:
        """Return a state with one row more in a table, and that row."""
        [row] = self.new(table, [members])
        return self.put(table, row), row

    def contacts_of(self, client: Row) -> list[Row]:
        """Return the contacts of a client, the primary one first (NIN-CONTACT-07)."""
        found = self.contacts.where(client_id=client["id"])
        return sorted(found, key=lambda contact: not contact["is_primary"])


@functools.lru_cache(maxsize=16)  # all that one request changes is changed at one time
def seconds(now: str) -> int:
    """Return a moment as whole seconds since 1970."""
    return int(moment(now).timestamp())


def export(state: State) -> dict[str, list[Row]]:
    """Return a state as data, in the form that `load` reads."""
    return {one.name: list(state.of(one.name)) for one in fields(State)}


def load(data: Any) -> State:
    """Return the state that data describe; those without users get those of the demo.

    Raises:
        DataError: a record is not as its table demands.
    """
    if not isinstance(data, dict):
        raise DataError("The data must be an object with clients and other tables.")
    unknown = set(data) - set(BLANK)
    if unknown:
        raise DataError(f"{min(unknown)} is none of the tables {', '.join(BLANK)}.")
    data = {**_fresh(), **data}
    state = State(**{table: _table(table, data.get(table, [])) for table in BLANK})
    _check_references(state)
    return state


def _fresh() -> dict[str, list[Row]]:
    """Return the companies and users of the demo, as they were before their first client."""
    demo = files.fixture("invoiceninja", "demo")
    companies = [{**one, "client_number_counter": 1} for one in demo["companies"]]
    return {"companies": companies, "users": demo["users"]}


def _table(table: str, records: Any) -> Table:
    if not isinstance(records, list):
        raise DataError(f"{table} must be an array.")
    return Table.of(packed(_rows(table, records)), plan(table))


def _rows(table: str, records: list[Any]) -> Iterator[Row]:
    blank = {"id": 0, **BLANK[table]}
    ids: set[int] = set()
    known: set[tuple[Any, ...]] = set()
    for number, record in enumerate(records):
        where = f"{table}[{number}]"
        if not isinstance(record, dict) or not _is(0, record.get("id")):
            raise DataError(f"{where} must be an object with an integer id.")
        if record["id"] in ids:
            raise DataError(f"{where}.id is {record['id']}, which another record has already.")
        ids.add(record["id"])
        form = (*record, *map(type, record.values()))
        if form not in known:  # nearly all have one of few
            _check_members(table, where, record)
            known.add(form)
        yield blank | record


def _check_members(table: str, where: str, record: Row) -> None:
    blank = BLANK[table]
    for name, value in record.items():
        if name == "id":
            continue
        if name not in blank:
            raise DataError(f"{where}.{name} is no member of {table}.")
        if type(value) is not type(blank[name]) and not _is(blank[name], value):
            raise DataError(f"{where}.{name} has the wrong type.")


def _is(default: Any, value: Any) -> bool:
    """Tell whether a value has the type of a default; numbers are numbers, whole or not."""
    if default is None:
        return value is None or _is(0, value)
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    return isinstance(value, int | float if isinstance(default, int) else type(default))


def _check_references(state: State) -> None:
    for table, blank in BLANK.items():
        for member, target in (("company_id", "companies"), ("client_id", "clients")):
            known, rows = state.of(target), state.of(table) if member in blank else ()
            absent = {one for one in {row[member] for row in rows} if known.get(one) is None}
            for row in rows if absent else ():
                if row[member] in absent:
                    raise DataError(
                        f"{table}: {member} of the record {row['id']} is {row[member]}, "
                        f"which is none of the {target}."
                    )
