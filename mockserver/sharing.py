"""Less memory for many records: equal texts are kept once, and what reading took is given back."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Sequence
from typing import Any

# A member of which more than this part of the texts were new is one whose texts are seldom equal.
MOST_NEW = 0.5


class Sharing:
    """Replaces texts of records that were just read by equal ones that were read before."""

    def __init__(self) -> None:
        # By the member: its texts, or None if these are seldom equal.
        self._known: dict[str, dict[str, str] | None] = {}

    def share(self, rows: Sequence[dict[str, Any]]) -> None:
        """Have records of one table, which nobody else has yet, share texts with former ones."""
        for name in rows[0] if rows else ():
            known = self._known.setdefault(name, {})
            if known is None:
                continue
            before, given = len(known), 0
            for row in rows:
                value = row.get(name)
                if type(value) is str:
                    given += 1
                    row[name] = known.setdefault(value, value)
            if len(known) - before > given * MOST_NEW:
                self._known[name] = None


def share_all(tables: Any, size: int = 500) -> None:
    """Have the records of each list in data share texts, wherever the lists stand."""
    if isinstance(tables, dict):
        for one in tables.values():
            share_all(one, size)
    elif isinstance(tables, list) and all(type(one) is dict for one in tables):
        sharing = Sharing()
        for start in range(0, len(tables), size):
            sharing.share(tables[start : start + size])


def give_back() -> None:
    """Give memory that is free, but still held by this process, back to the system, where that can be.

    What reads a file of many records takes several times what they need. GNU's C library keeps that. A
    search for garbage comes before: it takes the tuples that hold nothing but texts and numbers out of
    all later searches, and with them those that hold nothing but such tuples, as indexes do.
    """
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
