"""The texts of many rows as one, in which parts are found as fast as in any text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from typing import Any

# Stands between texts. A part that has it is not found here.
BETWEEN = "\0"


class Haystack:
    """Finds rows by parts of their texts, in any letter case."""

    def __init__(
        self,
        rows: Iterable[Mapping[str, Any]],
        texts: Callable[[Mapping[str, Any]], Iterable[str]],
    ) -> None:
        self._ids: list[int] = []
        self._starts: list[int] = []
        parts: list[str] = []
        length = 0
        for row in rows:
            part = BETWEEN.join(texts(row)).casefold()
            self._ids.append(row["id"])
            self._starts.append(length)
            parts.append(part)
            length += len(part) + 1
        self._text = BETWEEN.join(parts)

    def found(self, part: str) -> set[int]:
        """Return the ids of the rows with a part, which is folded and not empty, in their texts."""
        found: set[int] = set()
        place = self._text.find(part)
        while place >= 0:
            after = bisect_right(self._starts, place)
            found.add(self._ids[after - 1])
            place = self._text.find(part, self._starts[after]) if after < len(self._ids) else -1
        return found
