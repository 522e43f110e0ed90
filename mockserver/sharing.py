"""Less memory for many records: equal values are kept once, and what reading took is given back."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Hashable, Sequence
from types import NoneType
from typing import Any

from mockserver import wire

# Kinds of values that are one as they are, and those of which equal ones are the same.
_FEW = {NoneType, bool}
_ALIKE = ({str}, {int})

# A member of which more than this part of the values were new is one whose values are seldom equal.
MOST_NEW = 0.5


class Sharing:
    """Replaces values of records that were just read by equal ones that were read before.

    Nobody changes what a record holds, be it a list: whoever changes a record makes another one.
    """

    def __init__(self) -> None:
        # By the member: its values by what they are known by, or None if these are seldom equal.
        self._known: dict[str, dict[Hashable, Any] | None] = {}

    def column(self, name: str, values: Sequence[Any]) -> Sequence[Any]:
        """Return the values of one member of several records, equal ones as one."""
        known = self._known.setdefault(name, {})
        kinds = set(map(type, values))
        if known is None or kinds <= _FEW:
            return values
        # Numbers of several kinds are equal without being the same: 1, 1.0 and true.
        keys = values if kinds - {NoneType} in _ALIKE else map(wire.write, values)
        before = len(known)
        found = list(map(known.setdefault, keys, values))
        if len(known) - before > len(values) * MOST_NEW:
            self._known[name] = None
        return found


def give_back() -> None:
    """Give memory that is free, but still held by this process, back to the system, where that can be.

    What reads a file of many records takes several times what they need. GNU's C library keeps that.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
