"""What was written once and is sent again: rows and states never change, so what shows them is kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from orjson import Fragment

from mockserver import wire
from mockserver.store import Row

if TYPE_CHECKING:
    from mockserver.http import Written

# For how many states, or ways of asking, texts are kept, and how many for each.
MOST_SHELVES = 8
MOST_TEXTS = 2048
# For how many states the answers of an operation are kept, how many bytes for each, and of which size.
MOST_STATES = 4
MOST_BYTES = 512 * 1024
LONGEST = MOST_BYTES // 4
# What an answer takes besides its body, about, with what was asked.
ROOM = 2000

Shelf = TypeVar("Shelf")


class _Shelves(Generic[Shelf]):
    """Something for each combination of objects that never change; the oldest goes for the newest.

    It holds on to these objects, so that no others get their identity.
    """

    __slots__ = ("_make", "_most", "_shelves")

    def __init__(self, make: Callable[[], Shelf], most: int) -> None:
        self._make = make
        self._most = most
        self._shelves: dict[tuple[Hashable, ...], tuple[Shelf, tuple[object, ...]]] = {}

    def of(self, rests_on: Sequence[object], asked: Hashable = None) -> Shelf:
        key = (asked, *map(id, rests_on))
        found = self._shelves.get(key)
        if found is None:
            if len(self._shelves) >= self._most:
                del self._shelves[next(iter(self._shelves))]
            found = self._shelves[key] = (self._make(), tuple(rests_on))
        return found[0]


class _Texts:
    """The texts of rows that were shown while all else that they depend on was the same."""

    __slots__ = ("_rows", "texts")

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self.texts: dict[int, Fragment] = {}

    def add(self, row: Row, shown: Any) -> Fragment:
        if len(self._rows) >= MOST_TEXTS:
            self.texts.clear()
            self._rows.clear()
        # What the writer returns has room to spare, which a copy has not.
        made = self.texts[id(row)] = Fragment(bytes(memoryview(wire.write(shown))))
        self._rows.append(row)
        return made


class Kept:
    """What was shown of rows, by their identity.

    It must be off where what shows a row is not a function of the row and of what it is said to
    rest on.
    """

    def __init__(self) -> None:
        self.is_off = False
        self._shelves = _Shelves(_Texts, MOST_SHELVES)

    def all(
        self,
        rows: Sequence[Row],
        show: Callable[[Row], Any],
        rests_on: Sequence[object] = (),
        asked: Hashable = None,
    ) -> list[Any]:
        """Return what shows each row, as JSON text or, when off, as it is.

        `rests_on` are objects that never change and that it depends on besides the row, such as
        the tables of a state; `asked` is what else it depends on.
        """
        if self.is_off:
            return [show(row) for row in rows]
        shelf = self._shelves.of(rests_on, asked)
        texts = shelf.texts
        try:
            return [texts[id(row)] for row in rows]
        except KeyError:
            return [texts.get(id(row)) or shelf.add(row, show(row)) for row in rows]

    def one(
        self,
        row: Row,
        show: Callable[[Row], Any],
        rests_on: Sequence[object] = (),
        asked: Hashable = None,
    ) -> Any:
        """Return what shows one row, as `all` does."""
        if self.is_off:
            return show(row)
        shelf = self._shelves.of(rests_on, asked)
        return shelf.texts.get(id(row)) or shelf.add(row, show(row))


class _Answers:
    """The answers of an operation in one state, by what was asked."""

    __slots__ = ("found", "size")

    def __init__(self) -> None:
        self.found: dict[Hashable, Written] = {}
        self.size = 0

    def add(self, asked: Hashable, answer: Written) -> None:
        size = len(answer.body)
        if size > LONGEST:
            return
        if self.size + size > MOST_BYTES:
            self.found.clear()
            self.size = 0
        self.found[asked] = answer
        self.size += size + ROOM


class KeptAnswers:
    """What an operation that changes nothing has answered, in the latest states that it was asked in."""

    def __init__(self) -> None:
        self._shelves = _Shelves(_Answers, MOST_STATES)

    def of(self, *rests_on: object) -> _Answers:
        """Return the answers that rest on objects which never change, such as a state."""
        return self._shelves.of(rests_on)
