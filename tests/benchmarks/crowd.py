"""Any number of clients of each API, with names, towns and numbers as many as there are in the world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count, cycle
from random import Random
from typing import Any

from mockserver import data
from mockserver.api import api

Rows = list[dict[str, Any]]

# Found in one client, and in about every seventh one.
RARE, COMMON = "quagga", "studio"
USER = 2

_SYLLABLES = (
    *("ko", "wal", "ski", "no", "wak", "fo", "to", "ma", "rek", "an", "na", "ber", "lin", "kra"),
    *("po", "zna", "war", "sza", "ul", "ica", "tech", "lo", "gie", "bud", "mar", "ket", "ing"),
    *("serw", "is", "ha", "trans", "port", "med", "ia", "gra", "fik", "dio", "łó", "dź", "mün"),
)
_COUNTRIES = ("Poland", "Germany", "France", "Spain", "Italy", "Czechia", "Austria", "Norway")
_TAGS = ("new", "regular", "abroad", "paused", "photo", "print", "web")


class _Names:
    """Names that nobody has, made of syllables, the same ones for the same number of clients."""

    def __init__(self, clients: int) -> None:
        self.chance = Random(clients)
        self.towns = [self.word() for _ in range(50)]
        self._rare = clients // 2

    def word(self) -> str:
        return "".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(2, 4))).capitalize()

    def firm(self, number: int) -> str:
        special = RARE if number == self._rare else self.chance.choice((COMMON, *["works"] * 6))
        return f"{self.word()} {self.word()} {special}"

    def person(self) -> str:
        return f"{self.word()} {self.word()}"

    def digits(self, how_many: int) -> str:
        return "".join(self.chance.choices("0123456789", k=how_many))


def tables(name: str, clients: int) -> Mapping[str, Rows]:
    """Return the rows of the tables of an API with so many clients of user 2."""
    return _TABLES[name](clients, _Names(clients))


def state(name: str, rows: Mapping[str, Rows]) -> Any:
    """Return a state with these rows."""
    start = api(name).load({})
    return replace(start, **{one: getattr(start, one).put(*rows[one]) for one in rows})


def _template(name: str, table: str) -> dict[str, Any]:
    """Return a row of the demo as it is in a state, where members that are left out stand too."""
    demo = api(name).load(data.fixture(name, "demo"))
    return dict(next(iter(getattr(demo, table))))


def _infranotes(clients: int, names: _Names) -> Mapping[str, Rows]:
    client, contact = _template("infranotes", "clients"), _template("infranotes", "contacts")
    chance = names.chance
    made = [
        {
            **client,
            "id": number,
            "user_id": USER,
            "category": chance.choice(("individual", "organization")),
            "name": names.firm(number),
            "contact_name": names.person(),
            "email": f"office{number}@{names.word().lower()}.example",
            "phone": f"+48 {names.digits(9)}",
            "city": chance.choice(names.towns),
            "country": chance.choice(_COUNTRIES),
            "tax_number": f"PL{names.digits(10)}",
            "company_registration_number": names.digits(9),
            "custom_fields": None,
            "categories": [chance.choice(_TAGS)],
            "tags": chance.sample(_TAGS, 2),
        }
        for number in range(1, clients + 1)
    ]
    return {"clients": made, "contacts": _contacts(contact, clients, names)}


def _contacts(template: Mapping[str, Any], clients: int, names: _Names) -> Rows:
    """Return two contacts of every client, the first of which is the primary one."""
    made = []
    for number in range(1, 2 * clients + 1):
        named = {"name": names.person()} if "name" in template else {}
        parts = ("first_name", "last_name") if "first_name" in template else ()
        own = {"client_id": (number + 1) // 2, "is_primary": number % 2 == 1}
        people = {**named, **{part: names.word() for part in parts}}
        email = f"{names.word().lower()}{number}@mail.example"
        made.append({**template, **own, **people, "id": number, "email": email})
    return made


def _invoiceninja(clients: int, names: _Names) -> Mapping[str, Rows]:
    client, contact = _template("invoiceninja", "clients"), _template("invoiceninja", "contacts")
    chance, time = names.chance, count(1_700_000_000, 60)
    made = [
        {
            **client,
            "id": number,
            "company_id": 2,
            "user_id": USER,
            "assigned_user_id": None,
            "name": names.firm(number),
            "number": f"{number:07}",
            "id_number": names.digits(9),
            "vat_number": f"PL{names.digits(10)}",
            "city": chance.choice(names.towns),
            "balance": chance.randint(0, 100_000) / 100,
            "is_deleted": False,
            "archived_at": chance.choice((0, 0, 0, 1_700_000_000)),
            "created_at": next(time),
            "updated_at": 1_700_000_000 + chance.randint(0, 10_000_000),
            "group_settings_id": None,
        }
        for number in range(1, clients + 1)
    ]
    return {"clients": made, "contacts": _contacts(contact, clients, names)}


def _infakt(clients: int, names: _Names) -> Mapping[str, Rows]:
    client, chance = _template("infakt", "clients"), names.chance
    made = [
        {
            **client,
            "id": number,
            "user_id": USER,
            "company_name": names.firm(number),
            "nip": f"{names.digits(3)}-{names.digits(3)}-{names.digits(2)}-{number:07}",
            "city": chance.choice(names.towns),
            "street": names.word(),
            "email": f"biuro{number}@{names.word().lower()}.example",
            "phone_number": f"+48 {names.digits(9)}",
        }
        for number in range(1, clients + 1)
    ]
    return {"clients": made}


_TABLES = {"infranotes": _infranotes, "invoiceninja": _invoiceninja, "infakt": _infakt}


# So many clients are asked for in turns: how many there are is what matters, not who was asked for lately.
AROUND = 100


def numbers(clients: int) -> Iterator[int]:
    """Yield ids of clients without end, some all over the place again and again."""
    chance = Random(clients)
    return cycle([chance.randint(1, clients) for _ in range(AROUND)])
