# mypy: disable-error-code="import-untyped"
# The library has no type information.
"""Ids as programs see them: integers of the state, written as texts that tell nothing (Hashids)."""

from __future__ import annotations

import functools

from hashids import Hashids

LENGTH = 10
LONGER = 16


class Ids:
    """From integers to texts and back. Every method may be varied."""

    def encode(self, number: int | None) -> str:
        """Return the text of an integer; an empty one stands for none (NIN-CREATE-33)."""
        return "" if number is None else _encoded(self.codec(), number)

    def decode(self, text: object) -> int | None:
        """Return the integer of a text, None if it is the text of none."""
        fits = isinstance(text, str) and len(text) <= LONGEST
        return _decoded(self.codec(), text) if fits else None

    def codec(self) -> Hashids:
        """Return what writes ids: ten characters at least (NIN-CREATE-07, NIN-OPEN-ID-FORM)."""
        return _CODEC


# No integer has a longer text, and memory would be filled with texts that are no ids.
LONGEST = 100


# Working an id out takes longer than the rest of most requests.
@functools.lru_cache(maxsize=65_536)
def _encoded(codec: Hashids, number: int) -> str:
    return str(codec.encode(number))


@functools.lru_cache(maxsize=65_536)
def _decoded(codec: Hashids, text: str) -> int | None:
    found: tuple[int, ...] = codec.decode(text)
    return found[0] if len(found) == 1 else None


_CODEC = Hashids(min_length=LENGTH)
LONG_CODEC = Hashids(min_length=LONGER)
