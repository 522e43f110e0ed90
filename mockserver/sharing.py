"""Less memory for many records: equal values are kept once, and what reading took is given back."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Hashable, Sequence
from typing import Any

from mockserver import wire

# A member of which more than this part of the values were new is one whose values are seldom equal.
MOST_NEW = 0.5


class Sharing:
    """Replaces values of records that were just read by equal ones that were read before.

    Nobody changes what a record holds, be it a list: whoever changes a record makes another one.
    """

    def __init__(self) -> None:
        # By the member: its values by what they are known by, or None if these are seldom equal.
        self._known: dict[str, dict[Hashable, Any] | None] = {}

    def share(self, rows: Sequence[dict[str, Any]]) -> None:
        """Have records of one table, which nobody else has yet, share values with former ones."""
        for name in rows[0] if rows else ():
            known = self._known.setdefault(name, {})
            if known is None:
                continue
            before, given = len(known), 0
            for row in rows:
                value = row.get(name)
                kind = type(value)
                if kind is str or kind is int:
                    row[name] = known.setdefault(value, value)
                elif kind is list or kind is dict:
                    row[name] = known.setdefault(wire.write(value), value)
                else:
                    continue
                given += 1
            if len(known) - before > given * MOST_NEW:
                self._known[name] = None


def compact(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return records of one table in dictionaries that take no more room than they need.

    Those of a fast reader have room for keys of any kind, a third more than for texts.
    """
    if not rows:
        return []
    blank = dict(zip(rows[0], rows[0].values(), strict=True))
    return [_as(blank, row) for row in rows]


def _as(blank: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    made = blank.copy()
    made.update(row)
    return made if len(made) == len(row) else row


def share_all(tables: Any, size: int = 500) -> None:
    """Have the records of each list in data share values, wherever the lists stand."""
    if isinstance(tables, dict):
        for one in tables.values():
            share_all(one, size)
    elif isinstance(tables, list) and all(type(one) is dict for one in tables):
        sharing = Sharing()
        for start in range(0, len(tables), size):
            sharing.share(tables[start : start + size])


def give_back() -> None:
    """Give memory that is free, but still held by this process, back to the system, where that can be.

    What reads a file of many records takes several times what they need. GNU's C library keeps that.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
