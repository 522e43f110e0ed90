"""The texts of many rows as one, in which parts are found as fast as in any text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
Texts: TypeAlias = Callable[[Row], Iterable[str]]

# Stands between texts. A part that has it is not found here.
BETWEEN = "\0"
# Of how many rows the folded texts are kept: nearly all rows of a table stay when one changes.
MOST = 4000


class Haystack:
    """Finds rows by parts of their texts, in any letter case."""

    def __init__(self, rows: Iterable[Row], texts: Texts) -> None:
        rows = list(rows)
        known = _folded.setdefault(texts, {})
        parts = [(known.get(id(row)) or _fold(known, row, texts))[1] for row in rows]
        self._ids: list[int] = [row["id"] for row in rows]
        self._starts = list(accumulate((len(part) + 1 for part in parts), initial=0))
        self._text = BETWEEN.join(parts)

    def found(self, part: str) -> set[int]:
        """Return the ids of the rows with a part, which is folded and not empty, in their texts."""
        found: set[int] = set()
        place = self._text.find(part)
        while place >= 0:
            after = bisect_right(self._starts, place)
            found.add(self._ids[after - 1])
            place = self._text.find(part, self._starts[after])
        return found


# By what gives the texts, and by the identity of the row, which is held on to.
_folded: dict[Texts, dict[int, tuple[Row, str]]] = {}


def _fold(known: dict[int, tuple[Row, str]], row: Row, texts: Texts) -> tuple[Row, str]:
    if len(known) >= MOST:
        known.clear()
    made = known[id(row)] = (row, BETWEEN.join(texts(row)).casefold())
    return made
