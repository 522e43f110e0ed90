from __future__ import annotations

import pytest

from mockserver.indexes import Plan
from mockserver.store import Store, Table


def _table() -> Table:
    return Table.of([{"id": 2, "of": "a"}, {"id": 1, "of": "b"}], Plan(members=("of",)))


def test_rows_come_by_ascending_id() -> None:
    assert [row["id"] for row in _table()] == [1, 2]


def test_where_uses_any_members() -> None:
    assert _table().where(of="a", id=2) == [{"id": 2, "of": "a"}]
    assert _table().where(id=1) == [{"id": 1, "of": "b"}]
    assert _table().where(of="c") == []


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
    store = Store(1)

    def rule(state: int) -> tuple[int, None]:
        raise LookupError(state)

    with pytest.raises(LookupError):
        store.change(rule)
    assert store.state == 1


def test_reset_goes_back_to_the_start() -> None:
    store = Store(1)
    assert store.change(lambda state, by: (state + by, "done"), 2) == "done"
    assert store.state == 3
    store.reset()
    assert store.state == 1


def test_a_former_table_keeps_no_text_of_all_rows() -> None:
    table = Table.of([{"id": 1, "name": "Anna"}], Plan(texts={"name": lambda row: (row["name"],)}))
    assert table.containing("name", None, "ANN") == {1}
    changed = table.put({"id": 2, "name": "Hannah"})
    assert not table._haystacks  # noqa: SLF001
    assert table.containing("name", None, "ann") == {1}
    assert changed.containing("name", None, "ann") == {1, 2}
