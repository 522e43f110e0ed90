"""Lists with the help of indexes show what looking at each record shows: always, and in any state."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver import rows, store, texts
from mockserver.answers import Refusal
from mockserver.hints import Indexed, equal
from mockserver.indexes import Plan
from mockserver.store import Table
from tests.mockserver.lists import ALL, Lists

CLIENTS = 30
QUIET = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)

steps = st.lists(
    st.tuples(
        st.sampled_from(("put", "put", "put", "remove", "ask", "ask", "keep", "go back")),
        st.integers(0, 10**6),
    ),
    max_size=40,
)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let indexes be used that otherwise only big tables have."""
    monkeypatch.setattr(store, "BIG", 4)
    monkeypatch.setattr(rows, "ASKING", 1)
    monkeypatch.setattr(rows, "FEW", 2)
    monkeypatch.setattr(rows, "PEEK", 3)
    monkeypatch.setattr(rows, "_WINDOW", 2)
    monkeypatch.setattr(texts, "WAITING", 3)


@contextmanager
def _looking(lists: Lists) -> Iterator[None]:
    """Have lists made of records that are looked at one by one."""

    def everybody(table: Table, owner: Any) -> list[Any]:
        whose = lists.owner if owner is not None else None
        return [row for row in table if whose is None or row[whose] == owner]

    with pytest.MonkeyPatch.context() as patch:
        for module in lists.modules:
            patch.setattr(module, "Rows", everybody)
        yield


def _answer(lists: Lists, rules: Any, state: Any, query: Any) -> Any:
    try:
        return lists.answer(rules, state, query)
    except Refusal as refused:
        return refused.kind, refused.problems


def _check(lists: Lists, rules: Any, state: Any, query: Any) -> None:
    found = _answer(lists, rules, state, query)
    with _looking(lists):
        wanted = _answer(lists, rules, state, query)
    assert found == wanted, query


def _without(lists: Lists, state: Any, number: int) -> Any:
    kept = {"clients": state.clients.remove(number)}
    if lists.owner == "company_id":
        contacts = state.contacts.where(client_id=number)
        kept["contacts"] = state.contacts.remove(*(one["id"] for one in contacts))
    return dataclasses.replace(state, **kept)


@pytest.mark.parametrize("lists", ALL.values(), ids=ALL)
@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(steps=steps)
def test_whatever_was_done_before(lists: Lists, steps: list[tuple[str, int]]) -> None:
    rules = lists.api.behaviour().rules  # type: ignore[attr-defined]
    state = lists.empty()
    kept = [state]
    for step, seed in steps:
        chance = Random(seed)
        if step == "ask":
            _check(lists, rules, state, lists.query(chance))
        elif step == "keep":
            kept.append(state)
        else:
            state = _changed(lists, state, kept, step, chance)
    for number in range(5):
        _check(lists, rules, state, lists.query(Random(f"{steps} {number}")))


def _changed(lists: Lists, state: Any, kept: list[Any], step: str, chance: Random) -> Any:
    if step == "go back":
        return chance.choice(kept)
    if step == "remove":
        return _without(lists, state, chance.randint(1, CLIENTS))
    for _ in range(3):
        state = lists.changed(state, chance.randint(1, CLIENTS), chance)
    return state


@pytest.mark.parametrize("lists", ALL.values(), ids=ALL)
def test_under_every_fault_and_variation(lists: Lists) -> None:
    chance = Random(1)
    state = lists.empty()
    for number in range(1, CLIENTS):
        state = lists.changed(state, number, chance)
    queries = [lists.query(chance) for _ in range(200)]
    for one in (*lists.api.faults, *lists.api.variations):
        rules = lists.api.composed({one.id}).rules  # type: ignore[attr-defined]
        for query in chance.sample(queries, 10):
            _check(lists, rules, state, query)


def test_going_through_rows_looks_at_those_that_an_index_names() -> None:
    seen = []

    def looked_at(row: Any) -> bool:
        seen.append(row["id"])
        return True

    plan = Plan(orders={"size": lambda row: row["size"]})
    table = Table.of([{"id": number, "size": number} for number in range(100)], plan)
    few = rows.Rows(table, None).kept([Indexed(looked_at, equal("size", 7), exact=False)])
    assert [row["id"] for row in few] == [7]
    assert seen == [7]
