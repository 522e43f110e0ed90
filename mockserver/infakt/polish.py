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

# Ends the letters of a key: less than what any of them is written as.
_END = "\0"


def key(text: str) -> str:
    """Return what to sort a text by: letters first, then marks that Polish does not have, then case.

    Letter case counts only between texts that are equal otherwise, lower case first. A key is itself
    a text, since lists of many clients keep one for each.
    """
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    weights = list(map(_weights, composed))
    return _END.join("".join(part) for part in zip(*weights, strict=True)) if weights else ""


@functools.lru_cache(maxsize=4096)
def _weights(one: str) -> tuple[str, str, str]:
    """Return what a character counts as a letter, as marks upon it, and as upper or lower case."""
    letters = unicodedata.normalize("NFC", one.casefold())
    case = "\2" if one.isupper() else "\1"
    return "".join(map(_primary, letters)), "".join(map(_mark, letters)), case


def _primary(letter: str) -> str:
    """Return a letter as two characters: what it is, and its place among those."""
    base = _base(letter)
    if base in _RANKS:
        return chr(_LETTER + 1) + chr(_RANKS[base])
    group = _CLASSES.get(unicodedata.category(base)[0], _OTHER_SCRIPTS)
    value = unicodedata.digit(base, None) if group == _CLASSES["N"] else None
    return chr(group + 1) + chr(ord(base) if value is None else value)


def _base(letter: str) -> str:
    """Return the letter without marks, unless the Polish alphabet has it with them."""
    if letter in _RANKS:
        return letter
    marked = _MARKED.match(unicodedata.name(letter, ""))
    return marked[1].lower() if marked else letter


def _mark(letter: str) -> str:
    return "\1" if letter in _RANKS or _base(letter) == letter else letter
