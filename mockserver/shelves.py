"""What is kept while objects that never change are the current ones, such as states and tables."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

Shelf = TypeVar("Shelf")


class Shelves(Generic[Shelf]):
    """Something for each combination of objects that never change; the oldest goes for the newest.

    It holds on to these objects, so that no others get their identity.
    """

    __slots__ = ("_make", "_most", "_shelves")

    def __init__(self, make: Callable[[], Shelf], most: int) -> None:
        self._make = make
        self._most = most
        self._shelves: dict[tuple[Hashable, ...], tuple[Shelf, tuple[object, ...]]] = {}

    def of(self, rests_on: Sequence[object], asked: Hashable = None) -> Shelf:
        """Return what is kept for these objects, and for what else is `asked`; made if there is none."""
        key = (asked, *map(id, rests_on))
        found = self._shelves.get(key)
        if found is None:
            if len(self._shelves) >= self._most:
                del self._shelves[next(iter(self._shelves))]
            found = self._shelves[key] = (self._make(), tuple(rests_on))
        return found[0]
