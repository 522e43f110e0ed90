"""Sorted sequences that can be changed without changing the old one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, islice
from operator import itemgetter
from typing import Any

# A change copies one chunk and the list of chunks: both have some hundreds of entries where there
# are a hundred thousand in all.
CHUNK = 256

_FIRST = itemgetter(0)

Chunk = tuple[Any, ...]


class Sorted:
    """Different entries in ascending order.

    `add` and `discard` return a new sequence that shares almost all chunks with the old one.
    """

    __slots__ = ("_chunks", "_length", "_starts")

    def __init__(self, chunks: tuple[Chunk, ...] = (), length: int = 0) -> None:
        self._chunks = chunks
        self._length = length
        self._starts: list[int] | None = None

    @classmethod
    def of(cls, entries: Iterable[Any]) -> Sorted:
        """Return a sequence of different entries, which may come in any order."""
        found = tuple(sorted(entries))
        if len(found) <= CHUNK:  # most are short where there are many
            return cls((found,), len(found)) if found else cls()
        chunks = (found[place : place + CHUNK] for place in range(0, len(found), CHUNK))
        return cls(tuple(chunks), len(found))

    def add(self, entry: Any) -> Sorted:
        """Return a sequence with one entry more; that entry is not there yet."""
        if not self._chunks:
            return Sorted(((entry,),), 1)
        number = self._chunk_of(entry)
        chunk = self._chunks[number]
        place = bisect_left(chunk, entry)
        longer = (*chunk[:place], entry, *chunk[place:])
        return self._with(number, _halves(longer), 1)

    def discard(self, entry: Any) -> Sorted:
        """Return a sequence without an entry, which is there."""
        number = self._chunk_of(entry)
        chunk = self._chunks[number]
        place = bisect_left(chunk, entry)
        shorter = (*chunk[:place], *chunk[place + 1 :])
        return self._with(number, (shorter,) if shorter else (), -1)

    def rank(self, entry: Any) -> int:
        """Return how many entries are less than this one, which need not be there."""
        if not self._chunks:
            return 0
        number = self._chunk_of(entry)
        return self._start(number) + bisect_left(self._chunks[number], entry)

    def part(self, start: int, stop: int) -> list[Any]:
        """Return the entries from one place to before another; neither is negative."""
        stop = min(stop, self._length)
        return list(islice(self.since(start), stop - start)) if start < stop else []

    def since(self, start: int) -> Iterator[Any]:
        """Yield the entries from a place on."""
        number = self._chunk_at(start)
        if number >= len(self._chunks):
            return iter(())
        inside = self._chunks[number][start - self._start(number) :]
        return chain(inside, chain.from_iterable(self._chunks[number + 1 :]))

    def before(self, stop: int) -> Iterator[Any]:
        """Yield the entries before a place, backwards."""
        number = self._chunk_at(stop)
        inside = self._chunks[number][: stop - self._start(number)] if stop < self._length else ()
        return chain(
            reversed(inside), chain.from_iterable(map(reversed, reversed(self._chunks[:number])))
        )

    def __getitem__(self, place: int) -> Any:
        """Return the entry at a place, which is one."""
        number = self._chunk_at(place)
        return self._chunks[number][place - self._start(number)]

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(self._chunks)

    def __reversed__(self) -> Iterator[Any]:
        return self.before(self._length)

    def __len__(self) -> int:
        return self._length

    def _with(self, number: int, chunks: tuple[Chunk, ...], more: int) -> Sorted:
        before, after = self._chunks[:number], self._chunks[number + 1 :]
        return Sorted((*before, *chunks, *after), self._length + more)

    def _chunk_of(self, entry: Any) -> int:
        return max(0, bisect_right(self._chunks, entry, key=_FIRST) - 1)

    def _chunk_at(self, place: int) -> int:
        return bisect_right(self._all_starts(), place) - 1

    def _start(self, number: int) -> int:
        return self._all_starts()[number]

    def _all_starts(self) -> list[int]:
        """Return where each chunk begins, and where the last one ends."""
        if self._starts is None:
            self._starts = list(accumulate(map(len, self._chunks), initial=0))
        return self._starts


def _halves(chunk: Chunk) -> tuple[Chunk, ...]:
    middle = len(chunk) // 2
    return (chunk,) if len(chunk) <= 2 * CHUNK else (chunk[:middle], chunk[middle:])
