"""Parts of texts: the index knows those of all states, and answers for the one that is meant."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from typing import Any

import pytest

import mockserver
from mockserver import store, texts
from mockserver.data import fixture
from mockserver.indexes import Plan
from mockserver.invoiceninja.state import CLIENTS, CONTACTS
from mockserver.store import Table

PLAN = Plan(owner="of", texts={"name": lambda row: (row["name"], row["more"])})
WORDS = ("Annaberg", "Straße", "łódź", 'a"b c')


def _row(number: int, name: str, **members: Any) -> dict[str, Any]:
    return {"id": number, "of": 1, "name": name, "more": "", **members}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BIG", 1)
    monkeypatch.setattr(texts, "WAITING", 2)


def _found(table: Table, part: str, owner: int = 1) -> set[int]:
    """Return what is found, of which the same is found while texts are being indexed."""
    found = table.containing("name", owner, part)
    table.wait()
    assert table.containing("name", owner, part) == found
    return found


def test_every_table_has_the_texts_of_its_own_rows() -> None:
    first = Table.of([_row(1, "Annaberg"), _row(2, "Straße")], PLAN)
    assert _found(first, "annab") == {1}
    renamed = first.put(_row(1, "Berlin"))
    other = first.put(_row(3, "Annaberg")).remove(2)
    for _ in range(2):  # while changes wait, and when they have been indexed
        assert (_found(first, "annab"), _found(first, "STRASSE")) == ({1}, {2})
        assert (_found(renamed, "annab"), _found(renamed, "berlin")) == (set(), {1})
        assert (_found(other, "annab"), _found(other, "straße")) == ({1, 3}, set())
        renamed.put(_row(8, "waits")).put(_row(9, "no longer"))


def test_all_texts_are_indexed_however_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "AT_ONCE", 2)
    table = Table.of([_row(number, f"Annaberg {number}") for number in range(1, 8)], PLAN)
    assert _found(table, "annaberg") == set(range(1, 8))


def test_nobody_waits_until_all_texts_are_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    may_begin, begin = threading.Event(), texts.TextIndex._begin  # noqa: SLF001
    monkeypatch.setattr(
        texts.TextIndex, "_begin", lambda *given: (may_begin.wait(10), begin(*given))
    )
    table = Table.of([_row(1, "Annaberg"), _row(2, "Straße")], PLAN)
    assert table.containing("name", 1, "annab") == {1}
    changed = table.put(_row(3, "Annaberg"))
    assert changed.containing("name", 1, "annab") == {1, 3}
    assert not changed._texts["name"]._ready.is_set()  # noqa: SLF001
    may_begin.set()
    assert (_found(table, "annab"), _found(changed, "annab")) == ({1}, {1, 3})


def test_many_are_found_only_where_all_are_wanted() -> None:
    table = Table.of([_row(number, f"Annaberg {number}") for number in range(1, 6)], PLAN)
    assert _found(table, "annab") == {1, 2, 3, 4, 5}
    assert table.containing("name", 1, "annab", 4) is None
    assert table.containing("name", 1, "annab", 5) == {1, 2, 3, 4, 5}
    table = table.put(_row(5, "Beroun")).put(_row(6, "Annaberg"))
    assert _found(table, "annab") == {1, 2, 3, 4, 6}
    assert table.containing("name", 1, "annab", 5) is None, "a row had it that has it no longer"
    assert table.containing("name", 1, "beroun", 1) == {5}
    assert table.containing("name", 1, "be", 9) is None, "too short to be in the index"
    assert table.containing("name", 1, "be") == {1, 2, 3, 4, 5, 6}


def test_nobody_waits_until_new_texts_are_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on, go_on = threading.Event(), texts.TextIndex._go_on  # noqa: SLF001
    monkeypatch.setattr(texts.TextIndex, "_go_on", lambda index: (may_go_on.wait(10), go_on(index)))
    monkeypatch.setattr(texts, "STEP", 1)
    table = Table.of([_row(0, "Straße"), _row(1, "Straße")], PLAN)
    assert _found(table, "stra") == {0, 1}
    for number in range(2, 8):
        table = table.put(_row(number, "Annaberg"))
    index = table._texts["name"]  # noqa: SLF001
    assert len(index._ids) == 2, "none of them is indexed yet"  # noqa: SLF001
    assert table.containing("name", 1, "annab") == set(range(2, 8))
    may_go_on.set()
    assert _found(table, "annab") == set(range(2, 8))
    assert len(index._ids) == 4, "those that waited first; no two threads at a time"  # noqa: SLF001
    table = table.put(_row(8, "Annaberg"))
    assert _found(table, "annab") == set(range(2, 9))
    assert len(index._ids) == 9  # noqa: SLF001


def test_what_is_indexed_while_somebody_searches_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on, go_on = threading.Event(), texts.TextIndex._go_on  # noqa: SLF001
    hits = texts.TextIndex._hits  # noqa: SLF001
    monkeypatch.setattr(texts.TextIndex, "_go_on", lambda index: (may_go_on.wait(10), go_on(index)))

    def hits_before(index: texts.TextIndex, *asked: Any) -> set[int] | None:
        found = hits(index, *asked)
        may_go_on.set()
        index.wait()
        return found

    table = Table.of([_row(0, "Straße"), _row(1, "Straße")], PLAN)
    assert _found(table, "stra") == {0, 1}
    table = table.put(_row(2, "Annaberg")).put(_row(3, "Annaberg"))
    monkeypatch.setattr(texts.TextIndex, "_hits", hits_before)
    assert table.containing("name", 1, "annab") == {2, 3}


def test_rows_of_others_are_not_found() -> None:
    table = Table.of([_row(1, "Annaberg"), _row(2, "Annaberg", of=2)], PLAN)
    assert _found(table, "annaberg") == {1}
    moved = table.put(_row(1, "Annaberg", of=2))
    assert (_found(moved, "annaberg"), _found(moved, "annaberg", 2)) == (set(), {1, 2})
    assert _found(table, "annaberg") == {1}


@pytest.mark.parametrize(
    ("name", "more", "part"),
    [
        ("abc", "def", "cde"),
        ("abc", "def", "c\x1fd"),
        ("ab\0cd", "", "ab\ufffdcd"),
        ("ab\ud800cd", "", "ab\ufffdcd"),
        ("ab\0cd", "", "ab\0cd"),
        ("ab\0cdef", "", "cde"),
        ('say "yes"', "", '"yes"'),
        ("a*b AND c", "", "b and"),
        ("ab", "", "ab"),
        ("", "", ""),
        ("İstanbul", "", "i̇st"),
    ],
)
def test_odd_parts_are_found_where_they_are(name: str, more: str, part: str) -> None:
    table = Table.of([_row(1, name, more=more)], PLAN)
    there = any(part.casefold() in text.casefold() for text in (name, more))
    assert _found(table, part) == ({1} if there else set())


def test_without_such_an_index_each_row_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "is_there", lambda: False)
    table = Table.of([_row(1, "Annaberg"), _row(2, "Annaberg", of=2)], PLAN)
    assert _found(table, "ANNA") == {1}


def test_the_index_agrees_with_looking_at_each_row() -> None:
    chance = random.Random(3)
    tables = [Table.of([_row(one, chance.choice(WORDS)) for one in range(20)], PLAN)]
    _found(tables[0], "any")
    for _ in range(120):
        table = chance.choice(tables)
        number = chance.randrange(25)
        tables.append(
            table.remove(number)
            if chance.random() < 0.3
            else table.put(_row(number, chance.choice(WORDS)))
        )
        part = chance.choice(WORDS)[1:5]
        for one in chance.sample(tables, min(4, len(tables))):
            wanted = {row["id"] for row in one if part.casefold() in row["name"].casefold()}
            assert _found(one, part) == wanted


def test_early_texts_are_indexed_when_the_server_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    # Data of its own: the state of the demo is shared with other tests, and what is made here is none.
    app = mockserver.asgi_app(
        "invoiceninja", data={"invoiceninja": fixture("invoiceninja", "demo")}
    )
    app.workspaces.get("other")
    clients = app.worlds[0].store.state.clients
    assert clients is not mockserver.asgi_app("invoiceninja").worlds[0].store.state.clients
    told: list[str] = []
    assert texts.is_there()
    monkeypatch.setattr(texts.TextIndex, "__init__", lambda *_, **__: told.append("indexed"))

    async def receive() -> dict[str, str]:
        return {"type": "lifespan.shutdown"}

    async def send(_: object) -> None:
        pass

    asyncio.run(app({"type": "lifespan"}, receive, send))
    early = [kind for table in (CLIENTS, CONTACTS) for kind, _ in table.early if kind == "text"]
    assert len(told) == len(early), "once for all workspaces that have the same state"
    assert set(clients._texts) == {"name", "filter"}  # noqa: SLF001


def test_what_is_indexed_bit_by_bit_is_merged_by_steps() -> None:
    table = Table.of([_row(1, "Annaberg"), _row(2, "Straße")], PLAN)
    assert _found(table, "annab") == {1}
    table = table.put(_row(3, "Beroun", of=2))  # whose texts come when all others are indexed
    for number in range(4, 300):
        table = table.put(_row(number, f"Client {number}", of=1 + number % 2))
        table.wait()
    database = table._texts["name"]._database  # noqa: SLF001
    for name in ("of_0", "of_1"):
        chosen = dict(database.execute(f"SELECT k, v FROM {name}_config"))
        assert (chosen["automerge"], chosen["crisismerge"]) == (0, texts.MOST_PARTS)
        parts = database.execute(f"SELECT count(DISTINCT segid) FROM {name}_idx").fetchone()[0]
        assert parts < 30, "of 150 times that something was indexed"
    assert _found(table, "client 299", owner=2) == {299}


def test_texts_of_rows_that_are_gone_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "IN_VAIN", 10)
    first = Table.of([_row(1, "Annaberg"), _row(2, "Straße")], PLAN)
    assert _found(first, "annab") == {1}
    for _ in range(3):  # as after a reset: back to the first table
        table = first
        for number in range(100):
            table = table.put(_row(3, f"Client {number:03}"))
            for one in (first, table):
                one.wait()
                kept = one._texts["name"]  # noqa: SLF001
                assert len(kept._ids) + len(kept._waiting) < 30  # noqa: SLF001
        assert (_found(first, "annab"), _found(first, "client")) == ({1}, set())
        assert (_found(table, "client 099"), _found(table, "client 098")) == ({3}, set())
        assert _found(table, "annab") == {1}


class _Watched:
    """A database that notes whether two threads ever used it at once; each use takes a moment."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._users = 0
        self.most = self.uses = 0

    def __getattr__(self, name: str) -> Any:
        def used(*arguments: Any) -> Any:
            self._users += 1
            self.uses += 1
            self.most = max(self.most, self._users)
            time.sleep(0.001)
            try:
                return getattr(self._database, name)(*arguments)
            finally:
                self._users -= 1

        return used


def test_one_thread_at_a_time_uses_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "STEP", 1)
    table = Table.of([_row(1, "Annaberg")], PLAN)
    assert _found(table, "annab") == {1}
    index = table._texts["name"]  # noqa: SLF001
    watched: Any = _Watched(index._database)  # noqa: SLF001
    monkeypatch.setattr(index, "_database", watched)
    for number in range(2, 40):
        index.note(None, _row(number, "Straße"))
        table.containing("name", 1, "stra")
    index.wait()
    assert watched.uses > 50
    assert watched.most == 1
