"""What the rows of a table are found and sorted by, and the indexes that make it quick.

An API says what in a `Plan`, as data; a table builds the indexes and keeps them up to date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from rpds import HashTrieMap

from mockserver.sequences import CHUNK, Chunk, Sorted

Row: TypeAlias = Mapping[str, Any]

# Where a row stands in an index: in which buckets, and under which entry in each.
Places: TypeAlias = Callable[[Row], list[tuple[Hashable, Any]]]

# A row that took the place of another; None: there was none before, or there is none afterwards.
Change: TypeAlias = "tuple[Row | None, Row | None]"

NONE = Sorted()
NOWHERE: list[tuple[Hashable, Any]] = []


# What an index is of: a member that `where` looks at, a group, an order, or texts; and its name.
Name: TypeAlias = tuple[str, str]

# The index of all ids, in one bucket.
IDS: Name = ("ids", "")


@dataclass(frozen=True, eq=False)
class Plan:
    """What rows are looked for by.

    members: those that `where` finds rows by at once.
    owner: the member that says whose a row is. Nobody looks for rows of several owners.
    groups: by name, the values that a row is found by: any number for each row; None is none.
    orders: by name, what to compare rows by; None for a row that has no place in the order.
    texts: by name, the texts of a row that parts are looked for in, in any letter case.
    early: what a big table has an index of from the start, as ("group", name), ("order", name) or
        ("text", name), the latter since a server runs; others are made when they are first needed.
    """

    members: Collection[str] = ()
    owner: str = ""
    groups: Mapping[str, Callable[[Row], Iterable[Hashable]]] = field(default_factory=dict)
    orders: Mapping[str, Callable[[Row], Any]] = field(default_factory=dict)
    texts: Mapping[str, Callable[[Row], Iterable[str]]] = field(default_factory=dict)
    early: Collection[Name] = ()

    @cached_property
    def at_once(self) -> frozenset[str]:
        """The members that every table has an index of."""
        return frozenset(one for one in (*self.members, self.owner) if one)

    def places(self, kind: str, name: str) -> Places:
        """Return what tells where a row stands in an index."""
        if (kind, name) == IDS:
            return _of_all
        if kind == "member":
            return _of_member(name)
        if kind == "group":
            return _of_group(self.owner, self.groups[name])
        return _of_order(self.owner, self.orders[name])

    def buckets(self, kind: str, name: str, rows: Iterable[Row]) -> Mapping[Hashable, list[Any]]:
        """Return the entries of an index of rows by bucket: all that `places` says of them."""
        if (kind, name) == IDS:
            return {None: [row["id"] for row in rows]}
        found: dict[Hashable, list[Any]] = defaultdict(list)
        if kind == "order":  # each has one entry at most, and there may be many of them
            key, owner = self.orders[name], self.owner
            for row in rows:
                if (value := key(row)) is not None:
                    found[row[owner] if owner else None].append((value, row["id"]))
            return found
        places = self.places(kind, name)
        for row in rows:
            for bucket, entry in places(row):
                found[bucket].append(entry)
        return found


def _of_all(row: Row) -> list[tuple[Hashable, Any]]:
    return [(None, row["id"])]


def _of_member(name: str) -> Places:
    return lambda row: [(row[name], row["id"])]


def _of_group(owner: str, keys: Callable[[Row], Iterable[Hashable]]) -> Places:
    def places(row: Row) -> list[tuple[Hashable, Any]]:
        whose = row[owner] if owner else None
        found = dict.fromkeys(key for key in keys(row) if key is not None)
        return [((whose, key), row["id"]) for key in found]

    return places


def _of_order(owner: str, key: Callable[[Row], Any]) -> Places:
    def places(row: Row) -> list[tuple[Hashable, Any]]:
        value = key(row)
        return [] if value is None else [(row[owner] if owner else None, (value, row["id"]))]

    return places


def folded(text: str) -> str:
    """Return a text without its letter case: the very text if it has none, so that it is kept once."""
    made = text.casefold()
    return text if made == text else made


# The entries of a bucket: where there are few, which they are in most of many buckets, just these.
Bucket: TypeAlias = "Sorted | Chunk"


class Index:
    """Buckets of sorted entries. Never changed: `changed` returns another one."""

    __slots__ = ("_buckets", "_places")

    def __init__(self, places: Places, buckets: HashTrieMap[Hashable, Bucket]) -> None:
        self._places = places
        self._buckets = buckets

    @classmethod
    def of(cls, plan: Plan, kind: str, name: str, rows: Iterable[Row]) -> Index:
        """Return an index of the plan, of these rows."""
        found = plan.buckets(kind, name, rows)
        buckets = HashTrieMap({bucket: _kept(entries) for bucket, entries in found.items()})
        return cls(plan.places(kind, name), buckets)

    def bucket(self, key: Hashable) -> Sorted:
        """Return the entries of a bucket, none if there is no such bucket."""
        found = self._buckets.get(key)
        if found is None:
            return NONE
        return Sorted.of_chunk(found) if isinstance(found, tuple) else found

    def entries(self, key: Hashable) -> Bucket:
        """Return the entries of a bucket, in their order."""
        return self._buckets.get(key) or ()

    def changed(self, changes: Iterable[Change]) -> Index:
        """Return the index after some changes."""
        more = self._more(changes)
        if not more:
            return self
        buckets = self._buckets
        for key, counts in more.items():
            bucket = _changed(self.entries(key), counts)
            if bucket:
                buckets = buckets.insert(key, bucket)
            elif key in buckets:
                buckets = buckets.remove(key)
        return Index(self._places, buckets)

    def _more(self, changes: Iterable[Change]) -> dict[Hashable, dict[Any, int]]:
        """Return by bucket how many more there are of each entry after some changes: -1, 0 or 1."""
        more: dict[Hashable, dict[Any, int]] = {}
        for former, row in changes:
            old = self._places(former) if former is not None else NOWHERE
            new = self._places(row) if row is not None else NOWHERE
            if old == new:
                continue
            for places, one in ((old, -1), (new, 1)):
                for key, entry in places:
                    counts = more.setdefault(key, {})
                    counts[entry] = counts.get(entry, 0) + one
        return more


def _changed(bucket: Bucket, counts: Mapping[Any, int]) -> Bucket:
    """Return a bucket after a change: how many more there are of each entry, -1, 0 or 1."""
    gone = [one for one, count in counts.items() if count < 0]
    more = [one for one, count in counts.items() if count > 0]
    if isinstance(bucket, tuple):
        stay = [one for one in bucket if one not in gone] if gone else bucket
        return _kept([*stay, *more])
    for entry in gone:
        bucket = bucket.discard(entry)
    bucket = bucket.add(*more)
    few = bucket.chunk
    return bucket if few is None else few


def _kept(entries: list[Any]) -> Bucket:
    """Return the entries of a bucket as they are kept."""
    if len(entries) > CHUNK:
        return Sorted.of(entries)
    entries.sort()
    return tuple(entries)
