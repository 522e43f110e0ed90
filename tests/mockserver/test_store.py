from __future__ import annotations

import random

import pytest

from mockserver import store
from mockserver.indexes import Plan
from mockserver.store import Row, Store, Table


def _table() -> Table:
    return Table.of([{"id": 2, "of": "a"}, {"id": 1, "of": "b"}], Plan(members=("of",)))


def test_rows_come_by_ascending_id() -> None:
    assert [row["id"] for row in _table()] == [1, 2]


def test_where_uses_any_members() -> None:
    assert _table().where(of="a", id=2) == [{"id": 2, "of": "a"}]
    assert _table().where(id=1) == [{"id": 1, "of": "b"}]
    assert _table().where(of="c") == []


def test_the_newest_come_first_and_no_more_than_are_wanted() -> None:
    plan = Plan(members=("of",))
    table = Table.of([{"id": number, "of": number % 2} for number in range(1, 200)], plan)
    table = table.put({"id": 300, "of": 1}).remove(197)
    assert [row["id"] for row in table.newest(3, "of", 1)] == [300, 199, 195]
    assert [row["id"] for row in table.newest(500, "of", 0)] == [*range(198, 0, -2)]
    assert table.newest(3, "of", 2) == []


def test_nothing_is_put_where_there_is_nothing() -> None:
    table = Table.of([{"id": 1}])
    assert table.put() is table


def test_a_row_that_is_put_twice_at_once_is_the_latter() -> None:
    plan = Plan(members=("name",))
    table = Table.of([{"id": 1, "name": "A"}], plan).put(
        {"id": 1, "name": "B"}, {"id": 1, "name": "C"}
    )
    assert [*table] == [{"id": 1, "name": "C"}]
    assert [table.where(name=name) for name in "ABC"] == [[], [], [{"id": 1, "name": "C"}]]


def test_the_old_table_stays_as_it_was() -> None:
    old = _table()
    new = old.put({"id": 2, "of": "b"}).remove(1)
    assert [row["of"] for row in old] == ["b", "a"]
    assert list(new) == [{"id": 2, "of": "b"}]
    assert new.where(of="a") == []
    assert new.where(of="b") == [{"id": 2, "of": "b"}]


def test_ids_of_removed_rows_are_remembered() -> None:
    assert _table().remove(2).last_id == 2


def test_removing_what_is_not_there_does_nothing() -> None:
    assert len(_table().remove(99)) == 2


def test_a_rule_that_raises_changes_nothing() -> None:
    cell = Store(1)

    def rule(state: int) -> tuple[int, None]:
        raise LookupError(state)

    with pytest.raises(LookupError):
        cell.change(rule)
    assert cell.state == 1


def test_reset_goes_back_to_the_start() -> None:
    cell = Store(1)
    assert cell.change(lambda state, by: (state + by, "done"), 2) == "done"
    assert cell.state == 3
    cell.reset()
    assert cell.state == 1


def test_former_tables_keep_the_texts_of_all_rows_once() -> None:
    table = Table.of([{"id": 1, "name": "Anna"}], Plan(texts={"name": lambda row: (row["name"],)}))
    assert table.containing("name", None, "ANN") == {1}
    changed = table.put({"id": 2, "name": "Hannah"})
    assert table.containing("name", None, "ann") == {1}
    assert changed.containing("name", None, "ann") == {1, 2}
    assert table._haystacks["name", None] is changed._haystacks["name", None]  # noqa: SLF001


PLACES = Plan(
    owner="of",
    members=("kind",),
    groups={"tag": lambda row: row["tags"]},
    orders={"name": lambda row: row["name"]},
)


def _wanted(table: Table) -> list[object]:
    """Return what the indexes of a table must say, found by looking at each of its rows."""
    rows = [table[one] for one in range(30) if table.get(one)]
    return [
        [row["id"] for row in rows],
        [[row["id"] for row in rows if row["kind"] == kind] for kind in range(3)],
        [[row["id"] for row in rows if tag in row["tags"]] for tag in range(3)],
        sorted((row["name"], row["id"]) for row in rows),
    ]


def _told(table: Table) -> list[object]:
    tags, names = table.index("group", "tag"), table.index("order", "name")
    return [
        list(table.ids),
        [[row["id"] for row in table.where(kind=kind)] for kind in range(3)],
        [list(tags.bucket((1, tag))) for tag in range(3)],
        list(names.bucket(1)),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_an_index_knows_all_changes_when_it_is_asked(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WAITING", 3)
    chance = random.Random(seed)
    tables = [Table.of([], PLACES)]
    for _ in range(150):
        table = chance.choice(tables[-3:])
        rows: list[Row] = [
            {
                "id": chance.randrange(30),
                "of": 1,
                "kind": chance.randrange(3),
                "tags": chance.sample(range(3), chance.randrange(3)),
                "name": chance.choice("abc"),
            }
            for _ in range(chance.randrange(4))
        ]
        tables.append(
            table.put(*rows)
            if chance.random() < 0.7
            else table.remove(*(row["id"] for row in rows))
        )
        if chance.random() < 0.3:
            asked = chance.choice(tables)
            assert _told(asked) == _wanted(asked)
    assert all(_told(one) == _wanted(one) for one in tables)


def test_changes_wait_for_indexes_and_not_for_ever() -> None:
    table = Table.of([], PLACES)
    first = table.index("order", "name")
    for number in range(1000):
        table = table.put({"id": number, "of": 1, "kind": 1, "tags": [], "name": "a"})
        waiting = len(table._changes)  # noqa: SLF001
        assert waiting <= 2 * store.WAITING
        if number < store.WAITING:
            assert table._indexes["order", "name"][0] is first  # noqa: SLF001
    assert len(table.index("order", "name").bucket(1)) == 1000
