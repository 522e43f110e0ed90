"""Lists of rows that are not looked at before somebody wants to see them.

`Rows` notes what it is filtered and sorted by, and works out what is asked for: a page, how many there
are, all of them. It answers as if each row had been looked at, with the help of the indexes of its
table where a test says how (`Indexed`), and otherwise by looking.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import Any, overload

from mockserver.hints import LAST, Asked, Candidates, Indexed, Test, candidates
from mockserver.indexes import Row
from mockserver.sequences import Sorted
from mockserver.store import Table

# How many rows are looked at in the time that it takes to ask which ones can pass.
ASKING = 10
# How many are few, of which it is told at once which ones they are.
FEW = 50
# How many rows are looked at before more than that are found: what is found often is found there.
PEEK = 100
# How many rows can be looked at in the time that it takes to sort one.
SORTING = 4

# The order that every table has.
ID = "id"

_KEY, _ID = itemgetter(0), itemgetter(1)

# What can be done with lists of rows, be they `Rows` or any others


def kept(found: Sequence[Row], tests: Sequence[Test]) -> Sequence[Row]:
    """Return the rows that pass all tests."""
    if not tests:
        return found
    if isinstance(found, Rows):
        return found.kept(tests)
    return [row for row in found if all(test(row) for test in tests)]


def ordered(
    found: Sequence[Row], name: str | None, key: Callable[[Row], Any], *, descending: bool
) -> Sequence[Row]:
    """Return rows, which come by ascending id, by a key.

    `name` is the order of the plan that has this key, or ID; None if no order has it.
    """
    if isinstance(found, Rows) and name == ID:
        return found[::-1] if descending else found
    if isinstance(found, Rows) and name is not None and found.has_order(name):
        return found.ordered(name, descending)
    return sorted(found, key=key, reverse=descending)


class Rows(Sequence[Row]):
    """The rows of an owner in a table that pass all tests, in an order; without one, by id."""

    def __init__(
        self,
        table: Table,
        owner: Hashable,
        tests: tuple[Test, ...] = (),
        order: str | None = None,
        descending: bool = False,
    ) -> None:
        self._table = table
        self._owner = owner
        self._tests = tests
        self._order = order
        self._descending = descending

    def kept(self, tests: Iterable[Test]) -> Rows:
        """Return those of these rows that pass all tests."""
        tests = (*self._tests, *tests)
        return Rows(self._table, self._owner, tests, self._order, self._descending)

    def has_order(self, name: str) -> bool:
        """Tell whether all rows of the owner have a place in an order."""
        known = name in self._table.plan.orders
        return known and len(self._entries(name)) == len(self._everything)

    def ordered(self, name: str, descending: bool) -> Rows:
        """Return these rows in an order; those that it does not tell apart stay by ascending id."""
        return Rows(self._table, self._owner, self._tests, name, descending)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        """Return the row at a place, or a list of rows; backwards, `Rows`."""
        if isinstance(place, slice):
            return self._slice(place)
        found = self._page(place, place + 1) if place >= 0 else list(self)[place:][:1]
        if not found:
            raise IndexError(place)
        return found[0]

    def _slice(self, place: slice) -> Sequence[Row]:
        if place == slice(None, None, -1) and self._order is None:
            return Rows(self._table, self._owner, self._tests, None, not self._descending)
        start, stop = place.start or 0, place.stop
        if stop is None or min(start, stop) < 0 or place.step not in (None, 1):
            return list(self)[place]
        if not self._tests and self._order is None and not self._descending:
            return list(self._table.several(self._everything.part(start, stop)))
        most = len(self._everything)
        return self._page(min(start, most), max(min(start, most), min(stop, most)))

    def __len__(self) -> int:
        if not self._left:
            return len(self._base)
        only = self._narrowest if len(self._tests) == 1 else None
        return only.count if only and only.test.exact else len(self._passing)

    def __iter__(self) -> Iterator[Row]:
        ids = self._passing_page(0, len(self._everything)) if self._left else self._walk(0)
        return self._table.several(ids)

    def __reversed__(self) -> Iterator[Row]:
        return reversed(list(self))

    # Which rows pass

    @property
    def _everything(self) -> Sorted:
        return self._table.ids_of(self._owner)

    def _entries(self, order: str) -> Sorted:
        return self._table.index("order", order).bucket(self._owner)

    @cached_property
    def _group(self) -> Candidates | None:
        """The smallest group that all rows are in; in an order, groups are no help."""
        if self._order is not None:
            return None
        found = [one for one in self._indexed if one.test.exact and isinstance(one.ids, Sorted)]
        return min(found, key=_count, default=None)

    @cached_property
    def _base(self) -> Sorted:
        """The ids among which the rows are: those of the owner, or of a group."""
        return self._group.ids if self._group else self._everything  # type: ignore[return-value]

    @cached_property
    def _left(self) -> list[Test]:
        """The tests that a row of the base has yet to pass."""
        return _but(self._tests, self._group)

    @cached_property
    def _test(self) -> Test:
        return _all(self._left)

    def _passes(self, row_id: int) -> bool:
        return self._test(self._table[row_id])

    @property
    def _hinted(self) -> list[Indexed]:
        return [test for test in self._tests if isinstance(test, Indexed)]

    @cached_property
    def _indexed(self) -> list[Candidates]:
        """What indexes say at once of which rows can pass."""
        return self._candidates(one for one in self._hinted if not isinstance(one.hint, Asked))

    @property
    def _asked(self) -> list[Indexed]:
        """The tests of which it takes a while to find the rows that can pass."""
        return [one for one in self._hinted if isinstance(one.hint, Asked)]

    @cached_property
    def _few(self) -> list[Candidates]:
        """What is told at once of the tests of which it can take a while."""
        least = min(map(_count, self._indexed), default=LAST)
        return self._candidates(self._asked, FEW) if least > ASKING else []

    @property
    def _is_told(self) -> bool:
        """Whether it is known of few rows enough that they can pass, or of each test which rows do."""
        return len(self._few) == len(self._asked) or self._least <= PEEK

    @property
    def _least(self) -> float:
        return min(map(_count, (*self._indexed, *self._few)), default=LAST)

    @cached_property
    def _narrowest(self) -> Candidates | None:
        """What an index says of the fewest rows."""
        known = [*self._indexed, *self._few]
        if not self._is_told:
            known += self._candidates(self._asked)
        return min(known, key=_count, default=None)

    def _candidates(self, tests: Iterable[Indexed], most: int | None = None) -> list[Candidates]:
        found = (candidates(one, self._table, self._owner, most) for one in tests)
        return [one for one in found if one is not None]

    @cached_property
    def _passing(self) -> Collection[int]:
        """The ids of all rows that pass, in no order."""
        found = self._narrowest
        if found is None:
            return {row_id for row_id in self._base if self._passes(row_id)}
        tests = _but(self._tests, found if found.test.exact else None)
        if not tests:
            return found.ids if isinstance(found.ids, Collection) else set(found.ids)
        test, get = _all(tests), self._table.__getitem__
        return {row_id for row_id in found.ids if test(get(row_id))}

    # Where they stand

    def _page(self, start: int, stop: int) -> list[Row]:
        everybody = not self._left
        ids = self._walk(start) if everybody else self._passing_page(start, stop)
        return list(self._table.several(islice(ids, stop - start)))

    def _passing_page(self, start: int, stop: int) -> Iterable[int]:
        """Return the ids of a page of the rows that pass."""
        counted = "_passing" in self.__dict__
        if not counted and "_narrowest" not in self.__dict__ and not self._is_told:
            first = list(islice(filter(self._passes, islice(self._walk(0), PEEK)), stop))
            if len(first) == stop or len(self._base) <= PEEK:
                return first[start:]
        count = len(self._passing) if counted else self._count
        if stop * len(self._base) <= SORTING * count * count:
            passes = self._passing.__contains__ if counted or self._is_known else self._passes
            return islice(filter(passes, self._walk(0)), start, stop)
        return self._sorted(self._passing)[start:stop]

    @property
    def _is_known(self) -> bool:
        """Whether it is known of each row already if it passes."""
        found = self._narrowest
        if found is None or not isinstance(found.ids, Set):
            return False
        return found.test.exact and not _but(self._tests, found)

    @property
    def _count(self) -> int:
        """How many rows can pass."""
        return len(self._base) if self._narrowest is None else self._narrowest.count

    def _sorted(self, ids: Iterable[int]) -> list[int]:
        if self._order is None:
            return sorted(ids, reverse=self._descending)
        key, table = self._table.plan.orders[self._order], self._table
        by_id = sorted(ids)
        return sorted(by_id, key=lambda row_id: key(table[row_id]), reverse=self._descending)

    def _walk(self, start: int) -> Iterator[int]:
        """Yield the ids of the base from a place on, in order."""
        if self._order is None:
            ids = self._base
            return ids.before(max(0, len(ids) - start)) if self._descending else ids.since(start)
        entries = self._entries(self._order)
        found = _backwards(entries, start) if self._descending else entries.since(start)
        return map(_ID, found)


def _but(tests: Iterable[Test], passed: Candidates | None) -> list[Test]:
    """Return tests, without the one that candidates have passed."""
    left = (test for test in tests if passed is None or test is not passed.test)
    return [test.test if isinstance(test, Indexed) else test for test in left]


def _all(tests: list[Test]) -> Test:
    """Return the test that is passed where all are."""
    return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)


def _count(found: Candidates) -> int:
    return found.count


# How many entries are sorted at a time where an order is walked backwards.
_WINDOW = 64


def _backwards(entries: Sorted, start: int) -> Iterator[Any]:
    """Yield (key, id) with descending keys, and among equal keys ascending ids, from a place on."""
    stop = len(entries) - start
    if start and stop > 0:
        key = entries[stop - 1][0]
        first, after = entries.rank((key,)), entries.rank((key, LAST))
        yield from islice(entries.since(first + after - stop), stop - first)
        stop = first
    while stop > 0:
        begin = max(0, stop - _WINDOW)
        window = entries.part(begin, stop)
        key = window[0][0]
        if begin and key == window[-1][0]:  # all are equal, and perhaps others before them
            first = entries.rank((key,))
            yield from islice(entries.since(first), stop - first)
            stop = first
            continue
        whole = [one for one in window if one[0] != key] if begin else window
        yield from sorted(whole, key=_KEY, reverse=True)
        stop -= len(whole)
