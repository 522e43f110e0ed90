"""Polish tax numbers (NIP) whose check digit is right, and that no other client is likely to have."""

from __future__ import annotations

_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


def _check_digit(digits: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11


def unlikely(key: int) -> str:
    """Return the tax number, ten digits, that belongs to a key.

    It begins with 99, which no tax office has given away.
    """
    while _check_digit(digits := f"99{key % 10_000_000:07}") == 10:  # belongs to no number
        key += 1
    return digits + str(_check_digit(digits))


def hyphenated(digits: str) -> str:
    """Return a tax number as it is printed on paper."""
    return "-".join((digits[:3], digits[3:6], digits[6:8], digits[8:]))
