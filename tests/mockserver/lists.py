"""Random records of each API, and random lists of them: for what has to hold of any."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from types import ModuleType
from typing import Any

from mockserver import data
from mockserver.api import Api, api
from mockserver.infakt import listing as infakt_listing
from mockserver.infakt.listing import Query
from mockserver.infranotes import listing as infranotes_listing
from mockserver.invoiceninja import filtering, listing, numbers
from mockserver.invoiceninja.ids import Ids
from mockserver.invoiceninja.sorting import COLUMNS, CONTACT_COLUMNS

Row = Mapping[str, Any]

# Few words, so that records are alike in some ways and lists find some of them.
WORDS = ("Anna", "anna", "ANNABERG", "Łódź", "lodz", "Straße", "strasse", "İ", "a\0b", "�", 'a"b')
DAY = 86_400


def _text(chance: Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(1, 2)))


def _part(chance: Random) -> str:
    text = _text(chance)
    start = chance.randint(0, len(text) - 1)
    return text[start : start + chance.randint(1, 6)]


def _some(chance: Random, **makers: Callable[[], Any]) -> dict[str, Any]:
    names = chance.sample(sorted(makers), chance.choice((0, 1, 1, 1, 2, 3)))
    return {name: makers[name]() for name in names}


@dataclass(frozen=True)
class Lists:
    """How an API is tried."""

    api: Api
    modules: tuple[ModuleType, ...]  # those that make lists of the clients of an owner
    owner: str
    changed: Callable[[Any, int, Random], Any]  # state, id of a client, chance -> another state
    query: Callable[[Random], Any]
    answer: Callable[[Any, Any, Any], Any]  # rules, state, query -> what a list shows

    def empty(self) -> Any:
        """Return a state without clients."""
        return self.api.load({})


# InfraNotes


def _labels(chance: Random) -> list[str] | None:
    return chance.choice((None, [], chance.choices(WORDS, k=2)))


def _infranotes_changed(state: Any, number: int, chance: Random) -> Any:
    client = {
        **data.fixture("infranotes", "demo")["clients"][0],
        **{name: _text(chance) for name in ("name", "city", "email")},
        **{name: chance.choice((None, "", _text(chance))) for name in ("contact_name", "phone")},
        **{name: _labels(chance) for name in ("categories", "tags")},
        "id": number,
        "user_id": chance.choice((2, 2, 3)),
        "type": chance.choice(("client", "vendor")),
        "category": chance.choice(("individual", "organization")),
        "country": chance.choice((None, *WORDS[:4])),
    }
    return replace(state, clients=state.clients.put(client))


def _infranotes_query(chance: Random) -> Any:
    filters = _some(
        chance,
        type=lambda: chance.choice(("client", "vendor")),
        category=lambda: chance.choice(("individual", *WORDS[:4])),
        country=lambda: chance.choice(WORDS[:4]),
        tag=lambda: chance.choice(WORDS[:4]),
    )
    page = chance.choice((0, 1, 2, 50, 10**30)), chance.choice((0, 0, 1, 7, 10**30))
    return (_part(chance), page[0]) if chance.random() < 0.5 else (filters, *page)


def _infranotes_answer(rules: Any, state: Any, query: Any) -> Any:
    asked = rules.search if isinstance(query[0], str) else rules.clients
    return asked(state, 2, *query)


# inFakt

_SEARCHED = ("company_name", "city", "email", "nip", "clean_nip")
_NIPS = ("521-000-00-17", "PL5210000017", "5210000017", "", "52", "abc")


def _infakt_changed(state: Any, number: int, chance: Random) -> Any:
    client = {
        **data.fixture("infakt", "demo")["clients"][0],
        **{
            name: chance.choice((None, "", _text(chance)))
            for name in ("company_name", "city", "email")
        },
        "nip": chance.choice((None, *_NIPS)),
        "days_to_payment": chance.choice((None, 7, 14)),
        "same_forward_address": chance.choice((True, False)),
        "id": number,
        "user_id": chance.choice((2, 2, 3)),
    }
    return replace(state, clients=state.clients.put(client))


def _infakt_query(chance: Random) -> Query:
    names = chance.sample(_SEARCHED, chance.choice((0, 1, 1, 1, 2)))
    conditions = {}
    for name in names:
        number = name in ("nip", "clean_nip")
        predicate = chance.choice(("eq", "cont", "null"))
        value = chance.choice(_NIPS) if number else chance.choice((_part(chance), _text(chance)))
        conditions[f"{name}_{predicate}"] = (
            chance.choice(("true", "false")) if predicate == "null" else value
        )
    order = chance.choice(("id", "company_name", "city", "days_to_payment", "nip", "no_such", ""))
    return Query(
        conditions,
        order=f"{order} {chance.choice(('asc', 'desc', ''))}",
        offset=chance.choice((None, "0", "1", "7", "1" * 30)),
        limit=chance.choice((None, "1", "100")),
    )


def _infakt_answer(rules: Any, state: Any, query: Any) -> Any:
    page = rules.page(state, 2, query)
    return list(page.clients), page.total


# Invoice Ninja

_ENCODE = Ids().encode
_NUMBERS = ("0001", "0002 ", "a1", "A1", "A 10")


def _invoiceninja_changed(state: Any, number: int, chance: Random) -> Any:
    demo = data.fixture("invoiceninja", "demo")
    client = {
        **next(iter(demo["clients"])),
        "id": number,
        "company_id": chance.choice((2, 2, 3)),
        "user_id": chance.choice((2, 4)),
        "assigned_user_id": chance.choice((None, 2, 4)),
        "name": chance.choice(("", _text(chance), _text(chance))),
        "number": chance.choice(_NUMBERS),
        "id_number": chance.choice(("", *_NUMBERS)),
        "balance": chance.choice((0, 10, 10.5, -3)),
        "is_deleted": chance.random() < 0.2,
        "archived_at": chance.choice((0, 0, 5)),
        "created_at": chance.choice((DAY, DAY + 1, 5 * DAY)),
        "group_settings_id": chance.choice((None, 1, 2)),
    }
    contacts = [
        {
            **next(iter(demo["contacts"])),
            "id": 3 * number + one,
            "client_id": number,
            **{name: chance.choice(("", _text(chance))) for name in ("first_name", "email")},
            "is_primary": chance.random() < 0.5,
        }
        for one in range(chance.randint(0, 2))
    ]
    former = state.contacts.where(client_id=number)
    return state.put("clients", client).remove("contacts", former).put("contacts", *contacts)


def _invoiceninja_query(chance: Random) -> Any:
    filters = _some(
        chance,
        status=lambda: chance.choice(("active", "archived,deleted", "active,deleted", "odd")),
        is_deleted=lambda: chance.choice(("true", "0")),
        with_trashed=lambda: chance.choice(("true", "false")),
        filter_deleted_clients=lambda: "true",
        client_id=lambda: _ENCODE(chance.randint(1, 30)),
        group=lambda: chance.choice((_ENCODE(1), _ENCODE(9), "odd")),
        id_number=lambda: chance.choice(_NUMBERS),
        number=lambda: chance.choice(_NUMBERS),
        balance=lambda: f"{chance.choice(('lt', 'lte', 'gt', 'gte', 'eq', 'odd'))}:10",
        between_balance=lambda: chance.choice(("0:10", "10:0", "-3:10.5")),
        created_at=lambda: chance.choice((str(DAY), str(DAY + 1), "1970-01-02", "odd")),
        name=lambda: chance.choice((_part(chance), f"{_part(chance)}*")),
        email=lambda: _text(chance),
        filter=lambda: chance.choice((_part(chance), f"{_part(chance)} {_part(chance)}")),
    )
    if chance.random() < 0.6:
        column = chance.choice((*COLUMNS, *CONTACT_COLUMNS, "name", "name", "number", "odd"))
        filters["sort"] = f"{column}|{chance.choice(('asc', 'desc'))}"
    user = {"id": chance.choice((2, 4)), "company_id": 2, "is_admin": chance.random() < 0.7}
    page = {"page": chance.choice("1129"), "per_page": chance.choice(("", "1", "3", "5000"))}
    return user, {**filters, **page}


def _invoiceninja_answer(rules: Any, state: Any, query: Any) -> Any:
    user, asked = query
    number = asked.get("number", "0001")
    page = rules.page(state, user, asked)
    taken = [rules.is_taken(state, 2, name, number) for name in ("number", "id_number")]
    return list(page.clients), page.total, taken


ALL = {
    "infranotes": Lists(
        api=api("infranotes"),
        modules=(infranotes_listing,),
        owner="user_id",
        changed=_infranotes_changed,
        query=_infranotes_query,
        answer=_infranotes_answer,
    ),
    "infakt": Lists(
        api=api("infakt"),
        modules=(infakt_listing,),
        owner="user_id",
        changed=_infakt_changed,
        query=_infakt_query,
        answer=_infakt_answer,
    ),
    "invoiceninja": Lists(
        api=api("invoiceninja"),
        modules=(filtering, listing, numbers),
        owner="company_id",
        changed=_invoiceninja_changed,
        query=_invoiceninja_query,
        answer=_invoiceninja_answer,
    ),
}
