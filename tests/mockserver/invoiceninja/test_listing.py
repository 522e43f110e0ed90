"""Lists of Invoice Ninja: filters, sorts and pages."""

from __future__ import annotations

import time
from typing import Any

import pytest

from mockserver import data, rows, store
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import LIST, bulk, cases, ids, listed, made, names, ninja

FILTERS = cases("filters")
SORTS = cases("sorts")
MARK = "quokka"
GROUP = ids.encode(1)


def _marked(value: Any, **more: str) -> Any:
    """Return a part of a table of cases with its placeholders filled in."""
    if isinstance(value, str):
        for name, text in {"mark": MARK, **more}.items():
            value = value.replace(f"{{{name}}}", text)
        return value
    if isinstance(value, dict):
        return {name: _marked(one, **more) for name, one in value.items()}
    return [_marked(one, **more) for one in value] if isinstance(value, list) else value


def _query(members: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in members.items())


@pytest.fixture(scope="module")
def zoo() -> tuple[Caller, dict[str, Any]]:
    call = ninja(data="demo")
    found = {name: made(call, **_marked(body)) for name, body in FILTERS["clients"].items()}
    bulk(call, "assign_group", found["ann"], group_settings_id=GROUP)
    return call, found


@pytest.mark.parametrize("case", FILTERS["cases"], ids=str)
def test_filters_keep_what_they_should(zoo: tuple[Caller, dict[str, Any]], case: Any) -> None:
    call, made_here = zoo
    more = {f"{name}.id": one["id"] for name, one in made_here.items()} | {"group": GROUP}
    answer = call("GET", f"{LIST}?per_page=500&{_query(_marked(case['query'], **more))}").json()
    shown = {one["id"] for one in answer["data"]}
    assert {name for name, one in made_here.items() if one["id"] in shown} == {*case["keeps"]}
    assert answer["meta"]["pagination"]["total"] == len(shown)


def test_an_asterisk_means_a_beginning(zoo: tuple[Caller, dict[str, Any]]) -> None:
    assert names(zoo[0], f"name={MARK.upper()}*") == [f"{MARK}eve carter", f"{MARK} ann archer"]
    assert names(zoo[0], f"name={MARK}%20baker*") == []


def test_filter_needs_each_word_somewhere(zoo: tuple[Caller, dict[str, Any]]) -> None:
    assert names(zoo[0], f"filter=archer%20{MARK}two") == [f"{MARK} ann archer"]
    assert names(zoo[0], f"filter=archer%20{MARK}-id-10") == []


@pytest.mark.parametrize("case", cases("states"), ids=str)
def test_states_keep_what_they_should(case: Any) -> None:
    call = ninja()
    active, archived, deleted = (
        made(call, name=name) for name in ("active", "archived", "deleted")
    )
    bulk(call, "archive", archived)
    bulk(call, "delete", deleted)
    assert active["archived_at"] == 0
    assert {*names(call, _query(case["query"]))} == {*case["keeps"]}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("is_deleted=true", {"deleted"}),
        ("filter_deleted_clients=true", {"active", "archived"}),
        ("filter_deleted_clients=false", {"active", "archived", "deleted"}),
        ("with_trashed=false", {"active", "archived"}),
        ("status=active,%20deleted", {"active"}),
        ("is_deleted=maybe", {"active", "archived", "deleted"}),
    ],
)
def test_other_ways_to_ask_for_states(query: str, kept: set[str]) -> None:
    call = ninja()
    for name in ("active", "archived", "deleted"):
        one = made(call, name=name)
        bulk(call, name.removesuffix("d"), one) if name != "active" else None
    assert {*names(call, query)} == kept


BALANCES = {2: 1000.5, 3: -5, 4: 1000.5, 5: 0, 6: 99}


def _with_balances() -> Caller:
    clients = [
        {"id": number, "company_id": 2, "user_id": 2, "name": str(amount), "balance": amount}
        for number, amount in BALANCES.items()
    ]
    return ninja(data={"clients": clients})


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("balance=gt:99", {2, 4}),
        ("balance=gte:99", {2, 4, 6}),
        ("balance=lt:0", {3}),
        ("balance=lte:0", {3, 5}),
        ("balance=eq:1000.50", {2, 4}),
        ("balance=huh:99", {6}),
        ("balance=gt:-6", {*BALANCES}),
        ("balance=gt:abc", {*BALANCES}),
        ("balance=gt:1e999", {*BALANCES}),
        ("between_balance=0:99", {5, 6}),
        ("between_balance=99:0", set()),
        ("between_balance=0:99:100", {*BALANCES}),
        ("between_balance=-5:0", {3, 5}),
    ],
)
def test_balances_are_compared(query: str, kept: set[int]) -> None:
    shown = {one["id"] for one in listed(_with_balances(), query)}
    assert shown == {ids.encode(number) for number in kept}


@pytest.mark.parametrize("case", SORTS["cases"], ids=str)
def test_sorts_put_clients_in_order(case: Any) -> None:
    call = ninja()
    found = {name: made(call, **_marked(body)) for name, body in SORTS["clients"].items()}
    wanted = [found[name]["name"] for name in case["order"]]
    assert names(call, f"sort={case['sort']}") == wanted
    assert names(call, f"sort={case['sort']}&per_page=2&page=2") == wanted[2:]


def test_balances_are_sorted_by_amount() -> None:
    assert [one["balance"] for one in listed(_with_balances(), "sort=balance|asc")] == sorted(
        BALANCES.values()
    )


@pytest.mark.parametrize(
    "sort",
    ["name", "nope|asc", "name|asc|x", "|asc", "name|", "settings|asc", "|", "documents|asc"],
)
def test_odd_sorts_are_ignored(sort: str) -> None:
    call = ninja()
    for name in ("b", "c", "a"):
        made(call, name=name)
    assert names(call, f"sort={sort}&sort_dir=asc") == ["a", "c", "b"]


@pytest.mark.parametrize("column", ["contacts", "contact_email", "assigned_user_id", "created_at"])
def test_any_column_can_be_sorted_by(column: str) -> None:
    call = ninja(data="demo")
    assert len(names(call, f"sort={column}|desc")) == len(names(call, f"sort={column}|asc")) == 15


def test_without_a_sort_the_newest_comes_first() -> None:
    call = ninja()
    for name in ("one", "two", "three"):
        made(call, name=name)
    assert names(call) == ["three", "two", "one"]


def _many(number: int) -> Caller:
    clients = [
        {"id": one, "company_id": 2, "user_id": 2, "name": f"Client {one:05}", "number": str(one)}
        for one in range(1, number + 1)
    ]
    contacts = [
        {"id": one, "client_id": one, "email": f"c{one}@example.com", "is_primary": True}
        for one in range(1, number + 1)
    ]
    return ninja(data={"clients": clients, "contacts": contacts})


@pytest.fixture(scope="module")
def crowd() -> Caller:
    return _many(25)


@pytest.mark.parametrize(
    ("query", "number", "per_page", "count"),
    [
        ("", 1, 20, 20),
        ("page=2", 2, 20, 5),
        ("per_page=15&page=2", 2, 15, 10),
        ("page=9", 9, 20, 0),
        ("page=0", 1, 20, 20),
        ("page=-1", 1, 20, 20),
        ("page=abc", 1, 20, 20),
        ("page=1.5", 1, 20, 20),
        (f"page={'9' * 5000}", 1, 20, 20),
        ("per_page=6000", 1, 5000, 25),
        ("per_page=-5", 1, 5, 5),
        ("per_page=0", 1, 15, 15),
        ("per_page=abc", 1, 15, 15),
        ("per_page=7x", 1, 7, 7),
        ("per_page=", 1, 20, 20),
        (f"per_page={'9' * 5000}", 1, 5000, 25),
    ],
)
def test_pages_are_what_was_asked_for(
    crowd: Caller, query: str, number: int, per_page: int, count: int
) -> None:
    answer = crowd("GET", f"{LIST}?{query}").json()
    told = answer["meta"]["pagination"]
    assert (told["current_page"], told["per_page"], told["count"]) == (number, per_page, count)
    assert (len(answer["data"]), told["total"]) == (count, 25)
    assert told["total_pages"] == -(-25 // per_page)


def test_links_lead_through_the_pages(crowd: Caller) -> None:
    seen, address = [], f"{LIST}?page=1"
    while address:
        answer = crowd("GET", address).json()
        seen += [one["id"] for one in answer["data"]]
        links = answer["meta"]["pagination"]["links"]
        address = links.get("next", "")
    assert links == {"previous": f"http://mock{LIST}?page=1"}
    assert len({*seen}) == len(seen) == 25
    first = crowd("GET", f"{LIST}?per_page=10&name=Client").json()["meta"]["pagination"]["links"]
    assert first == {"next": f"http://mock{LIST}?page=2"}


def test_an_empty_list_has_one_page(crowd: Caller) -> None:
    answer = crowd("GET", f"{LIST}?name=nobody").json()
    told = {
        "total": 0,
        "count": 0,
        "per_page": 20,
        "current_page": 1,
        "total_pages": 1,
        "links": {},
    }
    assert answer == {"data": [], "meta": {"pagination": told}}


def test_bulk_answers_come_in_pages() -> None:
    call = _many(25)
    everybody = [{"id": ids.encode(number)} for number in range(1, 26)]
    answer = bulk(call, "archive", *everybody).json()
    assert (len(answer["data"]), answer["meta"]["pagination"]["total"]) == (20, 25)
    body = {"action": "restore", "ids": [one["id"] for one in everybody]}
    answer = call("POST", f"{LIST}/bulk?per_page=100", body).json()
    assert len(answer["data"]) == 25


def test_no_other_company_is_listed() -> None:
    mine, theirs = ninja(data="demo"), ninja(3, data="demo")
    demo = data.fixture("invoiceninja", "demo")["clients"]
    for call, company in ((mine, 2), (theirs, 3)):
        wanted = {ids.encode(one["id"]) for one in demo if one["company_id"] == company}
        assert {one["id"] for one in listed(call, "per_page=500")} == wanted
    foreign = listed(theirs)[0]["id"]
    assert listed(mine, f"client_id={foreign}") == []


@pytest.mark.parametrize(
    ("query", "shows"),
    [
        ("created_at={}", True),
        ("created_at=2020-01-31", True),
        ("created_at=2020-01-31T10:00:00%2B01:00", True),
        ("created_at=2020-01-31%2010:00:00", True),
        ("updated_at=99999999999", False),
        ("created_at=99999999999999999999", True),
        ("created_at=2100-01-01", False),
        ("created_at=0001-01-01T00:00:00%2B23:59", True),
    ],
)
def test_times_mean_since(query: str, shows: bool) -> None:
    call = ninja()
    created = made(call)["created_at"]
    assert bool(listed(call, query.format(created))) is shows


def test_a_page_of_many_clients_does_not_take_long() -> None:
    call = _many(10_000)
    listed(call)
    for query in ("per_page=50", "per_page=50&filter=client&sort=name|asc&email=c7@example.com"):
        start = time.perf_counter()
        listed(call, query)
        assert time.perf_counter() - start < 1.0


def test_of_several_words_all_are_found_however_often_each_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "BIG", 1)
    monkeypatch.setattr(rows, "FEW", 2)
    monkeypatch.setattr(rows, "PEEK", 2)
    call = ninja()
    for name in ("Quagga", *(f"Annaberg {number}" for number in range(6)), "Quagga in Annaberg"):
        made(call, name=name)
    for _ in range(2):  # by looking, and when all texts are indexed
        assert names(call, "filter=annaberg%20quagga") == ["Quagga in Annaberg"]
        assert len(names(call, "filter=annaberg")) == 7
        call.app.worlds[0].store.state.clients.wait()
        call.app.worlds[0].store.state.contacts.wait()
        made(call, name="Other")
