"""The order of the list. How a collation orders Polish letters is open; that the orders agree is not."""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.infakt.driver import Driver
from conformance.infakt.records import Record, ids, page_of

TABLE: dict[str, Any] = data.fixture("infakt", "cases", "orders.yaml")
# Where these stand among each other is a matter of the collation.
POLISH = ("żuraw", "Łąka", "akacja", "Ćma", "śliwa", "Zorza", "Ąbka", "lipa")


def _made(api: Driver) -> tuple[str, dict[str, Record]]:
    """Return a word and the clients of the table, which a search for the word finds."""
    word = api.name()
    made = {}
    for key, members in TABLE["clients"].items():
        sent = {name: value.replace("{name}", word) for name, value in members.items()}
        made[key] = api.new_client(**sent)
    api.found(word, list(made.values()))
    return word, made


def _ordered(api: Driver, requirement: str) -> None:
    """Expect the clients of the table as it says, for each query of a requirement."""
    word, made = _made(api)
    for row in TABLE["queries"]:
        if row["requirement"] == requirement:
            wanted = [made[key]["id"] for key in row["clients"]]
            _comes(api, word, row["query"], wanted)


def _comes(api: Driver, word: str, query: dict[str, Any], wanted: list[Any]) -> None:
    seen = ids(api.listed(word, **query).entities)
    if len(seen) != len(wanted):
        raise CannotTell(f"{query} gives {len(seen)} clients, not {len(wanted)}")
    expect.equal(seen, wanted, f"with {query} the clients")


@check("FAK-ORDER-01")
def clients_come_by_name(api: Driver) -> None:
    _ordered(api, "FAK-ORDER-01")


@check("FAK-ORDER-02")
def clients_without_a_name_come_last(api: Driver) -> None:
    nip = api.nip()
    person = {"business_activity_kind": "private_person", "first_name": "Łucja"}
    nobody = api.new_client(company_name=None, last_name=api.name(), nip=nip, **person)
    firms = [api.new_client(company_name=f"{letter} {api.name()}", nip=nip) for letter in "zż"]
    page = api.call("listClients", query={"q[nip_eq]": nip})
    seen = ids(page_of(api.arranged(page)).entities)
    if sorted(seen) != sorted([*ids(firms), nobody["id"]]):
        raise CannotTell(f"the search for the tax number {nip} does not find just its clients")
    expect.equal(seen[-1], nobody["id"], "last the client without a name,")


@check("FAK-ORDER-03")
def letter_case_does_not_matter(api: Driver) -> None:
    word = api.name()
    names = [f"{word} {name}" for name in ("beta", "Alfa", "Gamma", "alfb")]
    made = [api.new_client(company_name=name) for name in names]
    page = api.found(word, made)
    wanted = [made[1]["id"], made[3]["id"], made[0]["id"], made[2]["id"]]
    expect.equal(ids(page.entities), wanted, "letter case aside the clients")


@check("FAK-ORDER-04")
def names_can_be_descending(api: Driver) -> None:
    _ordered(api, "FAK-ORDER-04")


@check("FAK-ORDER-04")
def descending_is_the_reverse_in_any_collation(api: Driver) -> None:
    word = api.name()
    made = [api.new_client(company_name=f"{word} {name}") for name in POLISH]
    api.found(word, made)
    up = ids(api.listed(word, order="company_name asc").entities)
    down = ids(api.listed(word, order="company_name desc").entities)
    expect.equal(down, up[::-1], "the reverse of the ascending order,")


@check("FAK-ORDER-05")
def ids_can_be_ascending(api: Driver) -> None:
    word, made = _made(api)
    _comes(api, word, {"order": "id asc"}, sorted(ids(list(made.values()))))


@check("FAK-ORDER-06")
def ids_can_be_descending(api: Driver) -> None:
    word, made = _made(api)
    _comes(api, word, {"order": "id desc"}, sorted(ids(list(made.values())), reverse=True))


@check("FAK-ORDER-07")
def a_page_is_cut_from_the_sorted_list(api: Driver) -> None:
    word, _ = _made(api)
    for order in ("company_name desc", "company_name asc"):
        whole = ids(api.listed(word, order=order).entities)
        for limit, offset in ((2, 0), (2, 1), (1, 3)):
            page = {"order": order, "limit": limit, "offset": offset or None}
            _comes(api, word, page, whole[offset : offset + limit])
