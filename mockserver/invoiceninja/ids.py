# mypy: disable-error-code="import-untyped"
# The library has no type information.
"""Ids as programs see them: integers of the state, written as texts that tell nothing (Hashids)."""

from __future__ import annotations

from hashids import Hashids

LENGTH = 10
LONGER = 16


class Ids:
    """From integers to texts and back. Every method may be varied."""

    def encode(self, number: int | None) -> str:
        """Return the text of an integer; an empty one stands for none (NIN-CREATE-33)."""
        return "" if number is None else str(self.codec().encode(number))

    def decode(self, text: object) -> int | None:
        """Return the integer of a text, None if it is the text of none."""
        found: tuple[int, ...] = self.codec().decode(text) if isinstance(text, str) else ()
        return found[0] if len(found) == 1 else None

    def codec(self) -> Hashids:
        """Return what writes ids: ten characters at least (NIN-CREATE-07, NIN-OPEN-ID-FORM)."""
        return _CODEC


_CODEC = Hashids(min_length=LENGTH)
LONG_CODEC = Hashids(min_length=LONGER)
