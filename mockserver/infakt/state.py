"""The clients of inFakt: their attributes, and how they are read from data and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.api import DataError
from mockserver.contract import contract
from mockserver.indexes import Plan
from mockserver.infakt import nips, polish
from mockserver.packing import packed
from mockserver.store import Row, Table

# Lines 12 to 57, in the order in which answers show them. `clean_nip` is for searching only.
MEMBERS = (
    *("company_name", "street", "street_number", "flat_number", "city", "country", "postal_code"),
    *("nip", "phone_number", "web_site", "email", "note", "receiver", "mailing_company_name"),
    *("mailing_street", "mailing_city", "mailing_postal_code", "days_to_payment"),
    *("payment_method", "invoice_note", "same_forward_address", "first_name", "last_name"),
    "business_activity_kind",
)
MAILING_MEMBERS = tuple(name for name in MEMBERS if name.startswith("mailing_"))
NUMBERS = ("days_to_payment",)
FLAGS = ("same_forward_address",)
WORDS = ("payment_method", "business_activity_kind")
# What can be searched as text: `eq`, `cont` and `null`.
TEXTS = tuple(name for name in MEMBERS if name not in (*NUMBERS, *FLAGS))
# What has no empty text: it is set or not.
NEVER_EMPTY = (*NUMBERS, *FLAGS, *WORDS)

_BLANK: Mapping[str, Any] = {**dict.fromkeys(MEMBERS), "same_forward_address": True}


CLEAN_NIP = "clean_nip"


def is_unset(value: Any) -> bool:
    """Tell whether a value is that of an attribute that is not set."""
    return value is None or value == ""


def order_key(attribute: str) -> Callable[[Row], tuple[bool, Any]]:
    """Return what clients are sorted by: those of which the attribute is not set come last."""
    compared = polish.key if attribute in TEXTS else lambda value: value

    def key(client: Row) -> tuple[bool, Any]:
        value = client[attribute]
        return (True, None) if is_unset(value) else (False, compared(value))

    return key


def unset_group(attribute: str) -> str:
    """Return the name of the group that tells clients apart by whether an attribute is set."""
    return f"{attribute} unset"


def equal_order(attribute: str) -> str:
    """Return the name of the order in which equal values of an attribute are found."""
    return f"{attribute} equal"


def _value(attribute: str) -> Callable[[Row], str | None]:
    return lambda client: client[attribute] or None


def _texts(attribute: str) -> Callable[[Row], tuple[str, ...]]:
    return lambda client: (client[attribute] or "",)


def _unset(attribute: str) -> Callable[[Row], tuple[bool, ...]]:
    return lambda client: (is_unset(client[attribute]),)


def _digits(client: Row) -> str:
    return nips.digits(client["nip"] or "")


# What clients are found and sorted by.
CLIENTS = Plan(
    owner="user_id",
    groups={unset_group(name): _unset(name) for name in MEMBERS},
    orders={
        **{name: order_key(name) for name in MEMBERS},
        **{equal_order(name): _value(name) for name in TEXTS},
        equal_order(CLEAN_NIP): lambda client: _digits(client) or None,
    },
    texts={**{name: _texts(name) for name in TEXTS}, CLEAN_NIP: lambda client: (_digits(client),)},
    early=(
        *(("order", equal_order(name)) for name in ("company_name", "nip", CLEAN_NIP, "email")),
        ("order", "company_name"),
        ("text", "company_name"),
    ),
)


@dataclass(frozen=True)
class State:
    """The clients of all accounts. A member that was never set is None in its row."""

    clients: Table


def blank() -> dict[str, Any]:
    """Return the members of a client of which nothing is known; line 24 has the one default."""
    return dict(_BLANK)


def export(state: State) -> dict[str, list[Row]]:
    """Return a state as data, in the form that `load` reads."""
    return {"clients": list(state.clients)}


def load(data: Any) -> State:
    """Return the state that data describe.

    Raises:
        DataError: a client is not as the contract demands.
    """
    if not isinstance(data, dict):
        raise DataError("The data must be an object with clients.")
    unknown = set(data) - {"clients", "users"}
    if unknown:
        raise DataError(f"{min(unknown)} is none of the tables clients.")
    return State(Table.of(_rows(data.get("clients", [])), CLIENTS))


def _rows(records: Any) -> list[Row]:
    if not isinstance(records, list):
        raise DataError("clients must be an array.")
    schema = contract("infakt").schema("ClientOrPart")
    ids: set[int] = set()
    for number, record in enumerate(records):
        problems = schema.problems(record, within=("clients", number))
        if problems:
            raise DataError(f"{problems[0].message}.")
        _check(record, number, ids)
        ids.add(record["id"])
    return packed(map(_row, records))


def _check(record: Row, number: int, ids: set[int]) -> None:
    if record["id"] in ids:
        raise DataError(
            f"clients[{number}].id is {record['id']}, which another record has already."
        )
    for name, kind in (("user_id", int), ("country", str)):
        if not isinstance(record.get(name), kind):
            raise DataError(f"clients[{number}].{name} is required.")


def _row(record: Row) -> Row:
    given = {name: record[name] for name in ("id", "user_id", *MEMBERS) if name in record}
    unset = {name: None for name in (*NUMBERS, *WORDS) if given.get(name) == ""}
    days = given.get("days_to_payment")
    number = {"days_to_payment": int(days)} if isinstance(days, str) and days else {}
    return {**_BLANK, **given, **unset, **number}
