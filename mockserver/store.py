"""Rows, ids and the current state. Knows no HTTP and no API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from rpds import HashTrieMap

Row = Mapping[str, Any]
Rows: TypeAlias = "HashTrieMap[int, Row]"
Index: TypeAlias = "HashTrieMap[Any, HashTrieMap[int, bool]]"

S = TypeVar("S")
R = TypeVar("R")


class Table:
    """An immutable collection of rows, each a mapping with an integer `id`.

    `put` and `remove` give a new table that shares all other rows with the old one, so that keeping
    the old one costs nothing: that is what snapshots, resets and refused changes are made of.
    """

    def __init__(self, rows: Rows, indexes: Mapping[str, Index], last_id: int) -> None:
        self._rows = rows
        self._indexes = indexes
        self.last_id = last_id

    @classmethod
    def of(cls, rows: Iterable[Row] = (), indexed: Iterable[str] = ()) -> Table:
        """Return a table of rows; `where` finds those by an indexed member at once."""
        return cls(HashTrieMap(), {member: HashTrieMap() for member in indexed}, 0).put(*rows)

    def get(self, row_id: int) -> Row | None:
        """Return the row with this id, or None."""
        return self._rows.get(row_id)

    def __getitem__(self, row_id: int) -> Row:
        """Return the row with this id, which is known to be there."""
        return self._rows[row_id]

    def put(self, *rows: Row) -> Table:
        """Return a table in which these rows stand under their ids, replacing former ones."""
        stored, indexes, last_id = self._rows, dict(self._indexes), self.last_id
        for row in rows:
            _unindex(indexes, stored.get(row["id"]))
            _index(indexes, row)
            stored = stored.insert(row["id"], row)
            last_id = max(last_id, row["id"])
        return Table(stored, indexes, last_id)

    def remove(self, *row_ids: int) -> Table:
        """Return a table without these rows; their ids are not given again."""
        stored, indexes = self._rows, dict(self._indexes)
        for row_id in row_ids:
            _unindex(indexes, stored.get(row_id))
            stored = stored.discard(row_id)
        return Table(stored, indexes, self.last_id)

    def with_last_id(self, last_id: int) -> Table:
        """Return this table, in which ids up to this one were given already."""
        return Table(self._rows, self._indexes, max(last_id, self.last_id))

    def where(self, **members: Any) -> list[Row]:
        """Return the rows whose members have these values, by ascending id."""
        indexed = next((member for member in members if member in self._indexes), None)
        rows = self._all if indexed is None else self._indexed(indexed, members[indexed])
        return [row for row in rows if all(row[name] == value for name, value in members.items())]

    def __iter__(self) -> Iterator[Row]:
        # Not from the list that is kept: former states are kept too, and their lists would be.
        return (self._rows[row_id] for row_id in sorted(self._rows))

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def _all(self) -> list[Row]:
        return [self._rows[row_id] for row_id in sorted(self._rows)]

    def _indexed(self, member: str, value: Any) -> list[Row]:
        ids = self._indexes[member].get(value) or ()
        return [self._rows[row_id] for row_id in sorted(ids)]


def _index(indexes: dict[str, Index], row: Row) -> None:
    for member, index in indexes.items():
        ids = index.get(row[member]) or HashTrieMap()
        indexes[member] = index.insert(row[member], ids.insert(row["id"], True))


def _unindex(indexes: dict[str, Index], row: Row | None) -> None:
    if row is None:
        return
    for member, index in indexes.items():
        ids = index[row[member]].remove(row["id"])
        indexes[member] = index.insert(row[member], ids) if ids else index.remove(row[member])


class FullError(Exception):
    """There is no room for another record."""


def records(state: Any) -> int:
    """Return how many records a state has, in all its tables."""
    return sum(len(table) for table in vars(state).values() if isinstance(table, Table))


class Store(Generic[S]):
    """The one mutable cell of a mock: which state is current, and which one it started with.

    `most` is how many records it may have; None: as many as there are.
    """

    def __init__(self, state: S, most: int | None = None) -> None:
        self.initial = state
        self.state = state
        self.most = most

    def change(self, rule: Callable[..., tuple[S, R]], *arguments: Any, **named: Any) -> R:
        """Run a rule; keep the new state only if the rule returned one, and return its result.

        Raises:
            FullError: the new state has more records than the present one, and than it may have.
        """
        state, result = rule(self.state, *arguments, **named)
        if self.most is not None and state is not self.state:
            count = records(state)
            if count > self.most and count > records(self.state):
                raise FullError
        self.state = state
        return result

    def reset(self) -> None:
        """Go back to the state that the store started with."""
        self.state = self.initial
