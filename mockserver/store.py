"""Rows, ids and the current state. Knows no HTTP and no API."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, overload

from rpds import HashTrieMap

from mockserver.haystack import BETWEEN, Haystack
from mockserver.indexes import IDS, Change, Index, Name, Plan, Row
from mockserver.sequences import Sorted

if TYPE_CHECKING:
    from mockserver.texts import TextIndex

__all__ = ["BIG", "Row", "Store", "Table"]

Rows: TypeAlias = "HashTrieMap[int, Row]"

# From how many rows on a table has its early indexes, and those of its texts: below that, looking at each
# row is as quick.
BIG = 2000

NO_PLAN = Plan()

# How many changes may wait until an index learns of them without being asked.
WAITING = 16

S = TypeVar("S")
R = TypeVar("R")


class Table:
    """An immutable collection of rows, each a mapping with an integer `id`.

    `put` and `remove` give a new table that shares all other rows with the old one, so that keeping
    the old one costs nothing: that is what snapshots, resets and refused changes are made of.

    An index learns of changes when it is asked, or when many wait for it: several cost little more
    than one. `changes` are the latest ones, as (former row, row), and `indexes` says of each index
    how many of them it knows.
    """

    __slots__ = ("_changes", "_haystacks", "_indexes", "_rows", "_texts", "last_id", "plan")

    def __init__(
        self,
        plan: Plan,
        rows: Rows,
        indexes: dict[Name, tuple[Index, int]],
        changes: tuple[Change, ...],
        texts: dict[str, TextIndex],
        haystacks: dict[tuple[str, Hashable], Haystack],
        last_id: int,
    ) -> None:
        self.plan = plan
        self.last_id = last_id
        self._rows = rows
        self._indexes = indexes
        self._changes = changes
        self._texts = texts
        self._haystacks = haystacks

    @classmethod
    def of(cls, rows: Iterable[Row] = (), plan: Plan = NO_PLAN) -> Table:
        """Return a table of rows, which are found as the plan says."""
        found = {row["id"]: row for row in rows}
        made = cls(plan, HashTrieMap(found), {}, (), {}, {}, max(found, default=0))
        made._prepare(found.values())
        return made

    def get(self, row_id: int) -> Row | None:
        """Return the row with this id, or None."""
        return self._rows.get(row_id)

    def __getitem__(self, row_id: int) -> Row:
        """Return the row with this id, which is known to be there."""
        return self._rows[row_id]

    def several(self, row_ids: Iterable[int]) -> Iterator[Row]:
        """Return the rows with these ids, which are known to be there."""
        return map(self._rows.__getitem__, row_ids)

    def put(self, *rows: Row) -> Table:
        """Return a table in which these rows stand under their ids, replacing former ones."""
        if len(rows) >= BIG and len(rows) >= len(self):
            everything = (row for some in (self, rows) for row in some)
            return Table.of(everything, self.plan).with_last_id(self.last_id)
        if not rows:
            return self
        found, last_id = self._rows, self.last_id
        changes: list[Change] = []
        latest: dict[int, Row] = {}
        for row in rows:
            row_id = row["id"]
            changes.append((latest.get(row_id) or found.get(row_id), row))
            last_id = max(last_id, row_id)
            latest[row_id] = row
        # Several at once take half as long as one after the other.
        found = found.update(latest) if len(rows) > 1 else found.insert(row_id, row)
        return self._changed(found, changes, last_id)

    def remove(self, *row_ids: int) -> Table:
        """Return a table without these rows; their ids are not given again."""
        found = self._rows
        changes: list[Change] = []
        for row_id in row_ids:
            former = found.get(row_id)
            if former is not None:
                changes.append((former, None))
                found = found.remove(row_id)
        return self._changed(found, changes, self.last_id)

    def with_last_id(self, last_id: int) -> Table:
        """Return this table, in which ids up to this one were given already."""
        most = max(last_id, self.last_id)
        return self._like(self._rows, self._changes, most)

    def where(self, **members: Any) -> list[Row]:
        """Return the rows whose members have these values, by ascending id."""
        if not self._rows:
            return []
        rows: Iterable[Row] = self
        for name in members:
            if name in self.plan.at_once:
                found = self.index("member", name).entries(members.pop(name))
                if not found:
                    return []
                rows = self.several(found)
                break
        for name, value in members.items():
            rows = [row for row in rows if row[name] == value]
        return list(rows)

    def newest(self, most: int, name: str, value: Hashable) -> list[Row]:
        """Return the rows in which a member of the plan has a value, by descending id, at most so many."""
        ids = self.index("member", name).entries(value)
        return list(self.several(islice(reversed(ids), most)))

    def __iter__(self) -> Iterator[Row]:
        return self.several(self.ids)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def ids(self) -> Sorted:
        """The ids of all rows."""
        return self.index(*IDS).bucket(None)

    def index(self, kind: str, name: str) -> Index:
        """Return the index of a member, a group or an order of the plan, made if there is none."""
        index, known = self._indexes.get((kind, name), (None, 0))
        count = len(self._changes)
        if index is None:
            rows = self._rows.values() if (kind, name) == IDS else self
            index = Index.of(self.plan, kind, name, rows)
        elif known < count:
            index = index.changed(self._changes[known:])
        else:
            return index
        self._indexes[kind, name] = index, count
        return index

    def ids_of(self, owner: Hashable) -> Sorted:
        """Return the ids of an owner's rows; of all rows, if the plan knows no owners."""
        whose = self.plan.owner
        return self.index("member", whose).bucket(owner) if whose else self.ids

    @overload
    def containing(self, name: str, owner: Hashable, part: str) -> set[int]: ...

    @overload
    def containing(
        self, name: str, owner: Hashable, part: str, most: int | None
    ) -> set[int] | None: ...

    def containing(
        self, name: str, owner: Hashable, part: str, most: int | None = None
    ) -> set[int] | None:
        """Return the ids of an owner's rows with a part in one of the texts of this name.

        Letter case does not matter. None: they are more than `most`, or it takes a while to tell.
        """
        if name not in self._texts:
            self._add_text_index(name)
        if name in self._texts and self._texts[name].knows(part):
            return self._texts[name].found(owner, part, self.get, most)
        if most is not None and len(self) >= BIG:
            return None
        texts, folded = self.plan.texts[name], part.casefold()
        if folded and BETWEEN not in folded:
            return self._haystack(name, owner).found(folded, self.get)
        rows = self.several(self.ids_of(owner))
        return {row["id"] for row in rows if any(folded in one.casefold() for one in texts(row))}

    def _haystack(self, name: str, owner: Hashable) -> Haystack:
        found = self._haystacks.get((name, owner))
        if found is None:
            rows, whose = self.several(self.ids_of(owner)), self.plan.owner
            found = self._haystacks[name, owner] = Haystack(
                rows, self.plan.texts[name], lambda row: not whose or row[whose] == owner
            )
        return found

    def index_texts(self) -> None:
        """Begin to index the early texts of a big table, before somebody looks for a part of them.

        That is not done when the table is made: whatever else is made then would take longer.
        """
        for kind, name in self.plan.early:
            if kind == "text" and name not in self._texts:
                self._add_text_index(name)

    def wait(self) -> None:
        """Wait until all texts are indexed that are being indexed meanwhile."""
        for texts in self._texts.values():
            texts.wait()

    def _add_text_index(self, name: str) -> None:
        from mockserver import texts  # only big tables need SQLite

        if len(self) >= BIG and texts.is_there():
            self._texts[name] = self._text_index(name)

    def _text_index(self, name: str) -> TextIndex:
        from mockserver.texts import TextIndex

        return TextIndex(self.plan.owner, self.plan.texts[name], self)

    def _prepare(self, rows: Collection[Row]) -> None:
        """Make the indexes of its rows that are needed at once, so that no request waits for them."""
        wanted = [IDS, *(("member", name) for name in self.plan.at_once)]
        if len(rows) >= BIG:
            wanted += [one for one in self.plan.early if one[0] != "text"]
        for kind, name in wanted:
            self._indexes[kind, name] = Index.of(self.plan, kind, name, rows), 0

    def _changed(self, rows: Rows, changes: Sequence[Change], last_id: int) -> Table:
        """Return the table of these rows, which changes have made of those of this one."""
        for key, haystack in [*self._haystacks.items()]:
            if haystack.is_needed:
                haystack.note(changes)
            else:
                del self._haystacks[key]
        for name, texts in self._texts.items():
            if texts.is_overgrown(len(self)):
                self._texts[name] = self._text_index(name)
            for former, row in changes:
                self._texts[name].note(former, row)
        made = self._like(rows, (*self._changes, *changes), last_id)
        made._tell_if_many()  # noqa: SLF001 - of this class
        return made

    def _like(self, rows: Rows, changes: tuple[Change, ...], last_id: int) -> Table:
        """Return a table that is found in as this one is, with what it has been told of so far."""
        indexes, texts, haystacks = dict(self._indexes), dict(self._texts), dict(self._haystacks)
        return Table(self.plan, rows, indexes, changes, texts, haystacks, last_id)

    def _tell_if_many(self) -> None:
        """Bring the index up to date that knows the fewest changes: one at a time, so that nobody waits."""
        if len(self._changes) <= WAITING:
            return
        known = {name: count for name, (_, count) in self._indexes.items()}
        self.index(*min(known, key=known.__getitem__))
        told = min(count for _, count in self._indexes.values())
        self._changes = self._changes[told:]
        for name, (index, count) in self._indexes.items():
            self._indexes[name] = index, count - told


class FullError(Exception):
    """There is no room for another record."""


def replaced(state: S, **tables: Table) -> S:
    """Return a state with other tables.

    That is `dataclasses.replace` for states, which have nothing but tables, in a tenth of the time.
    """
    made: S = object.__new__(type(state))
    members = vars(made)
    members |= vars(state)
    members |= tables
    return made


def index_texts(state: Any) -> None:
    """Begin to index the texts of all big tables of a state."""
    for table in vars(state).values():
        table.index_texts()


def records(state: Any) -> int:
    """Return how many records a state has, in all its tables."""
    return sum([len(table._rows) for table in vars(state).values()])  # noqa: SLF001 - many a time


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
