"""Which rows have a part of a text: SQLite's index of all runs of three letters, in memory.

One index serves a table and all tables that came of it: it has every text that a row of any of them
ever had. So nothing has to be undone where somebody goes back to a former table; whoever asks says of
which table, and rows whose text was not always the same are looked at there. Where most of these texts
are of no row of a table any more, the table takes a new index (`is_overgrown`).
"""

from __future__ import annotations

import contextlib
import functools
import re
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from itertools import chain, islice
from typing import Any, TypeAlias

from mockserver.indexes import Row

# Shorter parts are in no index.
SHORTEST = 3
# How many texts may wait to be indexed: they are looked at one by one until then.
WAITING = 400
# How many of these are indexed at a time: no search waits for more. All of them take some 10 ms.
STEP = 50
# How many pages SQLite merges each time. Left to itself it merges seldom, and then everything at once.
MERGED = 12
# From how many parts on it would do so nevertheless: the most that it takes.
MOST_PARTS = 1999

# How many are indexed at a time at first, when no search waits: some 5 ms.
AT_ONCE = 500

# How many texts may be in vain, of however few rows: it is not worth while to index fewer anew.
IN_VAIN = 20_000

# Stands between the texts of a row, and for what SQLite does not take.
_BETWEEN = "\x1f"
_MARK = "\ufffd"
_ODD = re.compile("[\0\ud800-\udfff]")
# A part with one of these would be found where it is not.
_NOT_INDEXED = re.compile(f"[\0\ud800-\udfff{_BETWEEN}{_MARK}]")


# Whose a row is, its id, and its texts.
_Text: TypeAlias = tuple[Hashable, int, str]


class TextIndex:
    """The texts of rows, by owner.

    They are indexed meanwhile, by a thread: that takes SQLite a second for a hundred thousand, and 30 ms for
    two thousand. Who searches then is answered by looking at each row. What is new later is indexed by
    another thread, once there is enough of it.
    """

    def __init__(
        self, owner: str, texts: Callable[[Row], Iterable[str]], rows: Iterable[Row]
    ) -> None:
        self._owner = owner
        self._texts = texts
        # Requests are answered by one thread at a time, which may be another than the first one.
        self._database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._tables: dict[Hashable, str] = {}
        self._ids: list[int] = []  # of each text that is indexed, whose number is its place
        self._waiting: list[_Text] = []
        self._taken_in: list[_Text] = []  # what a thread is indexing
        self._busy = threading.Lock()  # held by who uses the database
        self._moved: set[int] = set()  # rows that are not in all tables with one and the same text
        self._ready = threading.Event()
        self._thread = _started(self._begin, rows)

    def wait(self) -> None:
        """Wait until all texts are indexed that are being indexed."""
        self._thread.join()

    def is_overgrown(self, count: int) -> bool:
        """Tell whether most of its texts are of none of the rows of a table, which has so many."""
        return len(self._ids) > 2 * count + IN_VAIN

    def _begin(self, rows: Iterable[Row]) -> None:
        self._index(map(self._texts_of, rows), AT_ONCE)
        for table in self._tables.values():
            # One part in place of some: a search takes a fifth of the time.
            self._database.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - a name of ours
            self._merge_by_steps(table)
        self._ready.set()

    def _go_on(self) -> None:
        self._index(self._taken_in, STEP)
        self._taken_in = []

    def note(self, former: Row | None, row: Row | None) -> None:
        """Take note of a row that took the place of a former one in some table."""
        gone = former if row is None else row
        if gone is None or (former and row and self._texts_of(former) == self._texts_of(row)):
            return
        self._moved.add(gone["id"])
        if row is not None:
            self._waiting.append(self._texts_of(row))
            if len(self._waiting) >= WAITING and self._ready.is_set() and not self._taken_in:
                self._taken_in, self._waiting = self._waiting, []
                self._thread = _started(self._go_on)

    def knows(self, part: str) -> bool:
        """Tell whether parts like this are indexed, and all texts are by now."""
        folded = part.casefold()
        is_indexed = len(folded) >= SHORTEST and not _NOT_INDEXED.search(folded)
        return is_indexed and self._ready.is_set()

    def found(
        self,
        owner: Hashable,
        part: str,
        get: Callable[[int], Row | None],
        most: int | None = None,
    ) -> set[int] | None:
        """Return the ids of an owner's rows with a part, which it knows, in one of their texts.

        Letter case does not matter. `get` returns the rows of the table that is meant. None: the index
        has the part more often than `most`.
        """
        folded = part.casefold()
        # What a row of this table says waits too, if it is not indexed. To be asked first: what is
        # indexed in this moment would be missed otherwise.
        waiting = {
            row_id
            for whose, row_id, text in chain(self._taken_in, self._waiting)
            if whose == owner and folded in text
        }
        hits = self._hits(owner, folded, most)
        if hits is None:
            return None
        doubtful = hits & self._moved
        hits -= doubtful
        doubtful |= waiting
        return hits | {row_id for row_id in doubtful if self._has(get(row_id), owner, folded)}

    def _has(self, row: Row | None, owner: Hashable, folded: str) -> bool:
        return row is not None and self._whose(row) == owner and folded in self._text(row)

    def _texts_of(self, row: Row) -> _Text:
        return self._whose(row), row["id"], self._text(row)

    def _whose(self, row: Row) -> Hashable:
        whose: Hashable = row[self._owner] if self._owner else None
        return whose

    def _text(self, row: Row) -> str:
        return _BETWEEN.join(self._texts(row)).casefold()

    def _hits(self, owner: Hashable, folded: str, most: int | None) -> set[int] | None:
        table = self._tables.get(owner)
        if table is None:
            return set()
        phrase = folded.replace('"', '""')
        with self._busy:
            found = self._database.execute(
                f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT ?",  # noqa: S608 - a name of ours
                (f'"{phrase}"', -1 if most is None else most + 1),
            ).fetchall()
        is_all = most is None or len(found) <= most
        return {self._ids[number] for (number,) in found} if is_all else None

    def _index(self, texts: Iterable[_Text], at_once: int) -> None:
        """Index texts, so many at a time; as long as that took is left to those who answer requests."""
        left = iter(texts)
        while some := list(islice(left, at_once)):
            begun = time.perf_counter()
            with self._busy:
                self._write(some)
            time.sleep(time.perf_counter() - begun)

    def _write(self, texts: Iterable[_Text]) -> None:
        by_owner: dict[Hashable, list[tuple[int, str]]] = defaultdict(list)
        for owner, row_id, text in texts:
            by_owner[owner].append((len(self._ids), _written(text)))
            self._ids.append(row_id)
        self._database.execute("BEGIN")
        for owner, numbered in by_owner.items():
            table = self._table(owner)
            self._database.executemany(
                f"INSERT INTO {table} (rowid, text) VALUES (?, ?)",  # noqa: S608 - a name of ours
                numbered,
            )
            if self._ready.is_set():
                self._set(table, "merge", MERGED)
        self._database.execute("COMMIT")

    def _table(self, owner: Hashable) -> str:
        if owner not in self._tables:
            name = f"of_{len(self._tables)}"
            _make(self._database, name)
            self._tables[owner] = name
            if self._ready.is_set():
                self._merge_by_steps(name)
        return self._tables[owner]

    def _merge_by_steps(self, table: str) -> None:
        self._set(table, "automerge", 0)
        self._set(table, "crisismerge", MOST_PARTS)

    def _set(self, table: str, what: str, value: int) -> None:
        order = f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)"  # noqa: S608 - a name of ours
        self._database.execute(order, (what, value))


def _started(task: Callable[..., None], *arguments: Any) -> threading.Thread:
    thread = threading.Thread(target=task, args=arguments, daemon=True)
    thread.start()
    return thread


def _make(database: sqlite3.Connection, name: str) -> None:
    """Make a table of texts.

    Raises:
        sqlite3.OperationalError: this SQLite cannot.
    """
    database.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5"
        "(text, content='', columnsize=0, tokenize='trigram case_sensitive 1')"
    )


def _written(text: str) -> str:
    """Return a text as SQLite takes it, with a mark in place of what it does not take.

    That is NUL, where a text would end, and halves of surrogate pairs.
    """
    if _ODD.search(text):
        text = _ODD.sub(_MARK, text)
    return text


@functools.cache
def is_there() -> bool:
    """Tell whether this SQLite can index runs of three letters: since version 3.34 it can."""
    try:
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            _make(database, "texts")
    except sqlite3.OperationalError:
        return False
    return True
