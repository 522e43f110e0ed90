"""The texts of many rows as one, in which parts are found as fast as in any text.

One haystack serves a table and all tables that came of it, as an index of texts does (`texts`): it has
every text that a row of any of them ever had, and rows whose text was not always the same are looked at
in the table that is meant. So a search after each change does not put the texts of all rows together anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import TypeAlias

from mockserver.indexes import Change, Row

Texts: TypeAlias = Callable[[Row], Iterable[str]]

# Stands between texts. A part that has it is not found here.
BETWEEN = "\0"
# After how many changes without a search a haystack is given up: they would cost more than a new one.
IN_VAIN = 100
# How many parts are remembered with what they were found in: the same one is often looked for again.
MOST_KNOWN = 16
# How many texts may stand beside the one text, to be looked at one by one.
BESIDE = 64


class Haystack:
    """Finds the rows of an owner by parts of their texts, in any letter case."""

    def __init__(self, rows: Iterable[Row], texts: Texts, is_owned: Callable[[Row], bool]) -> None:
        self._texts, self._is_owned = texts, is_owned
        rows = list(rows)
        parts = [BETWEEN.join(texts(row)).casefold() for row in rows]
        self._ids: list[int] = [row["id"] for row in rows]
        self._starts = list(accumulate((len(part) + 1 for part in parts), initial=0))
        self._text = BETWEEN.join(parts)
        self._most = 2 * len(rows) + BESIDE
        self._beside: list[tuple[int, str]] = []
        self._moved: set[int] = set()  # rows that are not in all tables with one and the same text
        self._news: list[Change] = []  # what is not known of yet
        self._known: dict[str, set[int]] = {}  # by part, whose texts within the one have it

    @property
    def is_needed(self) -> bool:
        """Whether it is asked often enough, and most of its texts are still those of rows."""
        return len(self._news) < IN_VAIN and len(self._ids) <= self._most

    def note(self, changes: Iterable[Change]) -> None:
        """Take note of rows that took the place of former ones in some table."""
        self._news += changes

    def found(self, part: str, get: Callable[[int], Row | None]) -> set[int]:
        """Return the ids of the rows with a part, which is folded and not empty, in their texts.

        `get` returns the rows of the table that is meant.
        """
        self._learn()
        hits = self._known.get(part)
        if hits is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            hits = self._known[part] = self._hits(part)
        doubtful = hits & self._moved
        sure = hits - doubtful
        doubtful.update(row_id for row_id, text in self._beside if part in text)
        sure.update(row_id for row_id in doubtful if self._has(get(row_id), part))
        return sure

    def _hits(self, part: str) -> set[int]:
        found: set[int] = set()
        place = self._text.find(part)
        while place >= 0:
            after = bisect_right(self._starts, place)
            found.add(self._ids[after - 1])
            place = self._text.find(part, self._starts[after])
        return found

    def _has(self, row: Row | None, part: str) -> bool:
        return row is not None and self._is_owned(row) and part in self._folded(row)

    def _folded(self, row: Row) -> str:
        return BETWEEN.join(self._texts(row)).casefold()

    def _learn(self) -> None:
        news, self._news = self._news, []
        for former, row in news:
            before = self._folded(former) if former and self._is_owned(former) else None
            after = self._folded(row) if row and self._is_owned(row) else None
            if before == after:
                continue
            self._moved.update(one["id"] for one in (former, row) if one)
            if row is not None and after is not None:
                self._beside.append((row["id"], after))
        if len(self._beside) > BESIDE:
            self._take_in()

    def _take_in(self) -> None:
        """Make what stands beside the one text a part of it."""
        self._known.clear()
        parts = [text for _, text in self._beside]
        self._text = BETWEEN.join([self._text, *parts] if self._ids else parts)
        for row_id, text in self._beside:
            self._ids.append(row_id)
            self._starts.append(self._starts[-1] + len(text) + 1)
        self._beside = []
