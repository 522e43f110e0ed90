"""How the indexes of a table help a test: which rows can pass it, without looking at any.

Whoever makes a test says so beside it. What is said holds of methods as they are written: where another
was put in the place of one, its test has no hint, and is put to each row.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter
from typing import Any, TypeAlias

from mockserver.indexes import Row
from mockserver.store import Table

Test: TypeAlias = Callable[[Row], bool]

# Greater than any id.
LAST = float("inf")

_ID = itemgetter(1)


def as_written(*methods: Callable[..., Any]) -> bool:
    """Tell whether methods are those of their class: what an index holds is true of these only."""
    return all(map(inspect.ismethod, methods))


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a group that are found by one of some values; no row is found by two of them."""

    name: str
    values: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The rows of an order from one place to before another; an empty one is an end of the order."""

    name: str
    start: tuple[Any, ...] = ()
    stop: tuple[Any, ...] = ()


def equal(order: str, key: Any) -> Span:
    """Return the hint for one key of an order: it takes less memory than a group of many values."""
    return Span(order, (key,), (key, LAST))


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows of an owner that a function finds, which takes the table, the owner, and how many are few.

    Where there are more than that, or it takes a while to tell, it may return None; without a number
    it finds all.
    It is asked only where that can save time.
    """

    find: Callable[[Table, Hashable, int | None], Collection[int] | None]


def part(name: str, written: str) -> Asked:
    """Return the hint for a part, in any letter case, of one of the texts of a name."""
    return Asked(lambda table, owner, most: table.containing(name, owner, written, most))


Hint: TypeAlias = Group | Span | Asked


@dataclass(frozen=True, slots=True)
class Indexed:
    """A test, and which rows can pass it: `exact` if all of these do."""

    test: Test
    hint: Hint
    exact: bool = True

    def __call__(self, row: Row) -> bool:
        """Tell whether a row passes the test."""
        return self.test(row)


def indexed(test: Test, hint: Hint, *rests_on: Callable[..., Any], exact: bool = True) -> Test:
    """Return a test with the help of an index, if the methods that it rests on are as written."""
    return Indexed(test, hint, exact) if as_written(*rests_on) else test


@dataclass(frozen=True, slots=True)
class Candidates:
    """The rows that can pass a test: how many, and their ids, in no order."""

    test: Indexed
    count: int
    ids: Iterable[int]


def candidates(
    test: Indexed, table: Table, owner: Hashable, most: int | None = None
) -> Candidates | None:
    """Return which rows of an owner in a table can pass a test.

    None: they are more than `most`, or it takes a while to tell.
    """
    hint = test.hint
    if isinstance(hint, Asked):
        found = hint.find(table, owner, most)
        return None if found is None else Candidates(test, len(found), found)
    if isinstance(hint, Group):
        group = table.index("group", hint.name)
        buckets = [group.bucket((owner, value)) for value in hint.values]
        ids = buckets[0] if len(buckets) == 1 else chain.from_iterable(buckets)
        return Candidates(test, sum(map(len, buckets)), ids)
    entries = table.index("order", hint.name).bucket(owner)
    start = entries.rank(hint.start) if hint.start else 0
    stop = entries.rank(hint.stop) if hint.stop else len(entries)
    count = max(0, stop - start)
    return Candidates(test, count, map(_ID, islice(entries.since(start), count)))
