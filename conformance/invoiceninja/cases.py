"""The tables of cases: their rows by requirement, and what stands in braces there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def rows(table: Sequence[Row], requirement: str) -> list[Row]:
    """Return the rows of a table that are about a requirement."""
    return [row for row in table if row["requirement"] == requirement]


def filled(value: Any, words: Mapping[str, Any]) -> Any:
    """Return a value of a table with `{word}` replaced, in everything that is inside of it."""
    if isinstance(value, Mapping):
        return {name: filled(one, words) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, words) for one in value]
    if isinstance(value, str):
        for name, word in words.items():
            value = value.replace("{" + name + "}", str(word))
    return value
