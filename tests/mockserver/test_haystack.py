"""Parts of texts are found in a haystack exactly where looking at each text finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mockserver.haystack import BESIDE, BETWEEN, IN_VAIN, Haystack
from mockserver.indexes import Plan, Row
from mockserver.store import Table


def _in(rows: Iterable[Row]) -> Callable[[int], Row | None]:
    return {row["id"]: row for row in rows}.get


TEXTS = st.text(alphabet="abAB ßİ.", max_size=6)


@given(
    st.lists(st.lists(TEXTS, max_size=4), max_size=8),
    TEXTS.filter(lambda part: part != ""),
)
def test_the_rows_are_those_that_a_scan_finds(many: list[list[str]], part: str) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 7 * number, "texts": texts} for number, texts in enumerate(many)
    ]
    folded = part.casefold()
    scanned = {row["id"] for row in rows if any(folded in one.casefold() for one in row["texts"])}
    haystack = Haystack(rows, lambda row: row["texts"], lambda _: True)
    assert haystack.found(folded, _in(rows)) == scanned


def test_a_part_does_not_reach_over_two_texts() -> None:
    rows = [{"id": 1, "texts": ["ab", "cd"]}, {"id": 2, "texts": ["ef"]}]
    haystack = Haystack(rows, lambda row: row["texts"], lambda _: True)
    assert haystack.found("bc", _in(rows)) == haystack.found("de", _in(rows)) == set()
    assert (
        haystack.found(BETWEEN, _in(rows)) != set()
    )  # so whoever looks for it must look elsewhere


PLAN = Plan(owner="of", texts={"name": lambda row: row["texts"]})
ROWS = st.builds(
    lambda row_id, of, texts: {"id": row_id, "of": of, "texts": texts},
    st.integers(1, 6),
    st.integers(1, 2),
    st.lists(st.text(alphabet="abAß", max_size=3), max_size=2),
)


def _scanned(table: Table, owner: int, part: str) -> set[int]:
    return {
        row["id"]
        for row in table
        if row["of"] == owner and any(part in one.casefold() for one in row["texts"])
    }


@given(st.lists(ROWS, max_size=4), st.data())
def test_one_haystack_serves_all_tables_that_came_of_one(
    rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    tables = [Table.of(rows, PLAN)]
    for _ in range(data.draw(st.integers(0, 8))):
        of = data.draw(st.sampled_from(tables))  # any former one: somebody has gone back
        change = data.draw(st.one_of(ROWS, st.integers(1, 6)))
        tables.append(of.remove(change) if isinstance(change, int) else of.put(change))
        asked, owner = data.draw(st.sampled_from(tables)), data.draw(st.integers(1, 2))
        part = data.draw(st.sampled_from(["a", "b", "ab", "ss"]))
        assert asked.containing("name", owner, part) == _scanned(asked, owner, part)


def _named(number: int, name: str) -> dict[str, Any]:
    return {"id": number, "of": 1, "texts": [name]}


def test_a_search_after_a_change_does_not_begin_anew() -> None:
    table = Table.of([_named(number, f"name {number}") for number in range(1, 40)], PLAN)
    table.containing("name", 1, "name 7")
    known = _haystack(table)
    for number in range(40, 70):
        table = table.put(_named(number, f"name {number}"))
        assert table.containing("name", 1, f"name {number}") == {number}
    assert _haystack(table) is known
    assert table.containing("name", 1, "name 4") == {4, *range(40, 50)}


def test_many_changes_are_found_where_they_are() -> None:
    """More than stand beside the one text, so that it is made longer."""
    count = BESIDE + 10
    table = Table.of([_named(number, f"name {number}") for number in range(1, count)], PLAN)
    for number in range(1, count):
        assert table.containing("name", 1, f"name {number}") >= {number}
        table = table.put(_named(number, f"title {number};"))
        assert table.containing("name", 1, f"title {number};") == {number}
    assert table.containing("name", 1, "name") == set()
    assert table.containing("name", 1, "title") == set(range(1, count))


def test_a_part_that_is_looked_for_again_is_found_where_it_is_then() -> None:
    table = Table.of([{"id": 1, "of": 1, "texts": ["ab"]}], PLAN)
    for number in range(2, 3 * BESIDE):
        table = table.put({"id": number, "of": 1, "texts": ["b" if number % 3 else "ab"]})
        assert table.containing("name", 1, "ab") == _scanned(table, 1, "ab")
        assert table.containing("name", 1, f"a{number}") == set(), "one that is looked for once"


def test_a_haystack_that_nobody_asks_is_given_up() -> None:
    table = Table.of([_named(1, "a name")], PLAN)
    table.containing("name", 1, "name")
    for number in range(2, IN_VAIN + 4):
        table = table.put(_named(number, "another name"))
    assert _haystack(table) is None
    assert len(table.containing("name", 1, "another")) == IN_VAIN + 2


def test_a_haystack_of_former_texts_is_given_up() -> None:
    table = Table.of([_named(1, "a name")], PLAN)
    table.containing("name", 1, "name")
    known = _haystack(table)
    for number in range(3 * BESIDE):
        table = table.put(_named(1, f"name {number};"))
        assert table.containing("name", 1, f"name {number};") == {1}
    assert _haystack(table) is not known


def _haystack(table: Table) -> Haystack | None:
    return table._haystacks.get(("name", 1))  # noqa: SLF001


def test_a_row_that_goes_to_another_owner_is_found_there() -> None:
    table = Table.of([_named(1, "a name"), _named(2, "a name")], PLAN)
    for owner in (1, 2):
        table.containing("name", owner, "name")
    moved = table.put({**_named(1, "a name"), "of": 2})
    assert [moved.containing("name", owner, "name") for owner in (1, 2)] == [{2}, {1}]
    assert [table.containing("name", owner, "name") for owner in (1, 2)] == [{1, 2}, set()]


def test_one_that_begins_empty_is_filled() -> None:
    table = Table.of([], PLAN)
    for number in range(1, 2 * BESIDE):
        assert table.containing("name", 1, f"name {number};") == set()
        table = table.put(_named(number, f"name {number};"))
        assert table.containing("name", 1, f"name {number};") == {number}
    assert table.containing("name", 1, "name 7") >= {7, 70, 79}


def test_a_change_of_something_else_is_no_news() -> None:
    table = Table.of([_named(1, "a name")], PLAN)
    table.containing("name", 1, "name")
    changed = table.put({**_named(1, "a name"), "kind": "other"})
    assert changed.containing("name", 1, "name") == {1}
    assert not changed._haystacks["name", 1]._moved  # noqa: SLF001
