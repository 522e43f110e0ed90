"""Polish tax numbers (NIP, line 20): ten digits, the last of which checks the others."""

from __future__ import annotations

import re

_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


def digits(text: str) -> str:
    """Return the digits of a tax number: no prefix of a country, no separators (lines 21 and 22)."""
    return re.sub("[^0-9]", "", text)


def is_right(text: str) -> bool:
    """Tell whether a tax number is a Polish one, with or without prefix and separators."""
    number = re.sub("[ -]", "", text).removeprefix("PL")
    if not re.fullmatch("[0-9]{10}", number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return total % 11 == int(number[9])
