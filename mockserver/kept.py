"""Records as JSON text, written once: a row never changes, so what shows it is kept and sent again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any

from orjson import Fragment

from mockserver import wire
from mockserver.shelves import Shelves
from mockserver.store import Row

# For how many states, or ways of asking, texts are kept, and how many for each.
MOST_SHELVES = 8
MOST_TEXTS = 2048


class _Texts:
    """The texts of rows that were shown while all else that they depend on was the same."""

    __slots__ = ("_rows", "texts")

    def __init__(self) -> None:
        self._rows: list[object] = []  # held on to, so that no others get their identity
        self.texts: dict[Hashable, Fragment] = {}

    def add(self, key: Hashable, rows: object, shown: Any) -> Fragment:
        if len(self._rows) >= MOST_TEXTS:
            self.texts.clear()
            self._rows.clear()
        # What the writer returns has room to spare, which a copy has not.
        made = (
            shown if isinstance(shown, Fragment) else Fragment(bytes(memoryview(wire.write(shown))))
        )
        self.texts[key] = made
        self._rows.append(rows)
        return made


class Kept:
    """What was shown of rows, by their identity.

    It must be off where what shows a row is not a function of the row and of what it is said to
    rest on.
    """

    def __init__(self) -> None:
        self.is_off = False
        self._shelves = Shelves(_Texts, MOST_SHELVES)
        self._by_rows = Shelves(_Texts, MOST_SHELVES)

    def all(
        self,
        rows: Sequence[Row],
        show: Callable[[Row], Any],
        rests_on: Sequence[object] = (),
        asked: Hashable = None,
        besides: Callable[[Row], Sequence[Row]] | None = None,
    ) -> list[Any]:
        """Return what shows each row, as JSON text or, when off, as it is.

        `rests_on` are objects that never change and that it depends on besides the row, such as
        the tables of a state; `asked` is what else it depends on. `besides` gives those rows of such
        tables that it depends on: while it gives the same ones, other tables make no difference.
        """
        if self.is_off:
            return [show(row) for row in rows]
        shelf = self._shelves.of(rests_on, asked)
        texts = shelf.texts
        if besides is not None:
            show = partial(self._together, show, besides, asked)
        return [texts.get(id(row)) or shelf.add(id(row), row, show(row)) for row in rows]

    def _together(
        self,
        show: Callable[[Row], Any],
        besides: Callable[[Row], Sequence[Row]],
        asked: Hashable,
        row: Row,
    ) -> Fragment:
        rows = (row, *besides(row))
        shelf, key = self._by_rows.of((), asked), tuple(map(id, rows))
        return shelf.texts.get(key) or shelf.add(key, rows, show(row))

    def one(
        self,
        row: Row,
        show: Callable[[Row], Any],
        rests_on: Sequence[object] = (),
        asked: Hashable = None,
    ) -> Any:
        """Return what shows one row, as `all` does."""
        [shown] = self.all([row], show, rests_on, asked)
        return shown
