"""Names in the order of a Polish dictionary.

No maintained library does this without a compiler: `pyuca` has no Polish order, `natsort` needs
PyICU or a locale that the machine may lack. The order is that of Unicode's collation algorithm with
CLDR's Polish tailoring, as far as names of firms and people need it.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_RANKS = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_MARKED = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")

# White space before punctuation, symbols, digits, and letters.
_CLASSES = {"Z": 0, "C": 0, "P": 1, "S": 2, "N": 3}
_LETTER = 4
_OTHER_SCRIPTS = 5

Key = tuple[object, ...]


@functools.lru_cache(maxsize=65536)
def key(text: str) -> Key:
    """Return what to sort a text by: letters first, then marks that Polish does not have, then case.

    Letter case counts only between texts that are equal otherwise, lower case first.
    """
    composed = unicodedata.normalize("NFC", text)
    letters = [
        letter for one in composed for letter in unicodedata.normalize("NFC", one.casefold())
    ]
    case = tuple(one.isupper() for one in composed)
    return tuple(map(_primary, letters)), tuple(map(_mark, letters)), case


def _primary(letter: str) -> tuple[int, int]:
    base = _base(letter)
    if base in _RANKS:
        return _LETTER, _RANKS[base]
    group = _CLASSES.get(unicodedata.category(base)[0], _OTHER_SCRIPTS)
    value = unicodedata.digit(base, None) if group == _CLASSES["N"] else None
    return group, ord(base) if value is None else value


def _base(letter: str) -> str:
    """Return the letter without marks, unless the Polish alphabet has it with them."""
    if letter in _RANKS:
        return letter
    marked = _MARKED.match(unicodedata.name(letter, ""))
    return marked[1].lower() if marked else letter


def _mark(letter: str) -> int:
    return 0 if letter in _RANKS or _base(letter) == letter else ord(letter)
