"""Sorted sequences that can be changed without changing the old one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, islice
from operator import itemgetter
from typing import Any

# A change copies one chunk, the list of the chunks of its group, and the list of groups: each has some
# dozens of entries where there are a hundred thousand in all.
CHUNK = 64

_FIRST = itemgetter(0)

Chunk = tuple[Any, ...]
Group = tuple[Chunk, ...]


class Sorted:
    """Different entries in ascending order.

    `add` and `discard` return a new sequence that shares almost all chunks with the old one.
    """

    __slots__ = ("_groups", "_length", "_sizes", "_starts")

    def __init__(
        self, groups: tuple[Group, ...] = (), sizes: tuple[int, ...] = (), length: int = 0
    ) -> None:
        self._groups = groups
        self._sizes = sizes  # of the groups
        self._length = length
        self._starts: list[int] | None = None

    @classmethod
    def of(cls, entries: Iterable[Any]) -> Sorted:
        """Return a sequence of different entries, which may come in any order."""
        found = tuple(sorted(entries))
        if len(found) <= CHUNK:
            return cls.of_chunk(found)
        groups = tuple(_parts(tuple(_parts(found))))
        return cls(groups, tuple(map(_size, groups)), len(found))

    @classmethod
    def of_chunk(cls, entries: Chunk) -> Sorted:
        """Return a sequence of few different entries, which are in order."""
        return cls(((entries,),), (len(entries),), len(entries)) if entries else cls()

    @property
    def chunk(self) -> Chunk | None:
        """All entries, if they are so few that they stand in one chunk."""
        if not self._groups:
            return ()
        return self._groups[0][0] if len(self._groups) == len(self._groups[0]) == 1 else None

    def add(self, *entries: Any) -> Sorted:
        """Return a sequence with more entries, different ones that are not there yet."""
        if not self._groups:
            return Sorted.of(entries)
        if len(entries) == 1:
            return self._with_one(entries[0])
        ordered = sorted(entries)
        if ordered and ordered[0] > self._groups[-1][-1][-1]:
            return self._continued(ordered)
        made = self
        for entry in ordered:
            made = made._with_one(entry)
        return made

    def _with_one(self, entry: Any) -> Sorted:
        number, group, place, chunk = self._around(entry)
        inside = bisect_left(chunk, entry)
        longer = (*chunk[:inside], entry, *chunk[inside:])
        changed = (*group[:place], *_halves(longer), *group[place + 1 :])
        return self._with(number, _halves(changed), 1)

    def _continued(self, entries: list[Any]) -> Sorted:
        """Return a sequence that goes on with these entries, which come after all others."""
        group = self._groups[-1]
        last = (*group[-1], *entries)
        chunks = tuple(_parts(last)) if len(last) > 2 * CHUNK else (last,)
        changed = (*group[:-1], *chunks)
        groups = tuple(_parts(changed)) if len(changed) > 2 * CHUNK else (changed,)
        return self._with(len(self._groups) - 1, groups, len(entries))

    def discard(self, entry: Any) -> Sorted:
        """Return a sequence without an entry, which is there."""
        number, group, place, chunk = self._around(entry)
        inside = bisect_left(chunk, entry)
        shorter = (*chunk[:inside], *chunk[inside + 1 :])
        changed = (*group[:place], *((shorter,) if shorter else ()), *group[place + 1 :])
        return self._with(number, (changed,) if changed else (), -1)

    def rank(self, entry: Any) -> int:
        """Return how many entries are less than this one, which need not be there."""
        if not self._groups:
            return 0
        number, group, place, chunk = self._around(entry)
        return self._all_starts()[number] + _size(group[:place]) + bisect_left(chunk, entry)

    def part(self, start: int, stop: int) -> list[Any]:
        """Return the entries from one place to before another; neither is negative."""
        stop = min(stop, self._length)
        return list(islice(self.since(start), stop - start)) if start < stop else []

    def since(self, start: int) -> Iterator[Any]:
        """Yield the entries from a place on."""
        if start >= self._length:
            return iter(())
        number, place, inside = self._at(start)
        group = self._groups[number]
        others = chain(group[place + 1 :], chain.from_iterable(self._groups[number + 1 :]))
        return chain(group[place][inside:], chain.from_iterable(others))

    def before(self, stop: int) -> Iterator[Any]:
        """Yield the entries before a place, backwards."""
        if stop >= self._length:
            return _backwards(self._groups)
        number, place, inside = self._at(stop)
        group = self._groups[number]
        return chain(
            reversed(group[place][:inside]),
            _backwards((group[:place],)),
            _backwards(self._groups[:number]),
        )

    def __getitem__(self, place: int) -> Any:
        """Return the entry at a place, which is one."""
        number, chunk, inside = self._at(place)
        return self._groups[number][chunk][inside]

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(chain.from_iterable(self._groups))

    def __reversed__(self) -> Iterator[Any]:
        return _backwards(self._groups)

    def __len__(self) -> int:
        return self._length

    def _with(self, number: int, groups: tuple[Group, ...], more: int) -> Sorted:
        """Return a sequence with other groups, one or two or none, in place of one."""
        old, sizes = self._groups, self._sizes
        new = (sizes[number] + more,) if len(groups) == 1 else tuple(map(_size, groups))
        return Sorted(
            (*old[:number], *groups, *old[number + 1 :]),
            (*sizes[:number], *new, *sizes[number + 1 :]),
            self._length + more,
        )

    def _around(self, entry: Any) -> tuple[int, Group, int, Chunk]:
        """Return the number of an entry's group, that group, and the same of its chunk therein."""
        groups = self._groups
        last = len(groups) - 1
        number = max(0, bisect_right(groups, entry, key=_first_of_group) - 1) if last else 0
        group = groups[number]
        place = max(0, bisect_right(group, entry, key=_FIRST) - 1)
        return number, group, place, group[place]

    def _at(self, place: int) -> tuple[int, int, int]:
        """Return which group, which chunk of it, and which entry of that is at a place, which is one."""
        starts = self._all_starts()
        number = bisect_right(starts, place) - 1
        inside = place - starts[number]
        for chunk, entries in enumerate(self._groups[number]):
            if inside < len(entries):
                return number, chunk, inside
            inside -= len(entries)
        raise IndexError(place)

    def _all_starts(self) -> list[int]:
        """Return where each group begins, and where the last one ends."""
        if self._starts is None:
            self._starts = list(accumulate(self._sizes, initial=0))
        return self._starts


def _first_of_group(group: Group) -> Any:
    return group[0][0]


def _size(group: Group) -> int:
    return sum(map(len, group))


def _parts(entries: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    return (entries[place : place + CHUNK] for place in range(0, len(entries), CHUNK))


def _halves(entries: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    middle = len(entries) // 2
    if len(entries) <= 2 * CHUNK:
        return (entries,)
    return entries[:middle], entries[middle:]


def _backwards(groups: tuple[Group, ...]) -> Iterator[Any]:
    chunks = chain.from_iterable(map(reversed, reversed(groups)))
    return chain.from_iterable(map(reversed, chunks))
