"""The fixed entries: countries, currencies and languages, by id and by code."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from mockserver import data


@functools.cache
def ids(table: str) -> frozenset[str]:
    """Return the ids of all entries of a table."""
    return frozenset(entry["id"] for entry in data.fixture("invoiceninja", "static")[table])


@functools.cache
def _by_code(table: str, *codes: str) -> Mapping[str, str]:
    entries = data.fixture("invoiceninja", "static")[table]
    return {entry[code].upper(): entry["id"] for code in codes for entry in entries}


def country(code: str) -> str | None:
    """Return the country of two or three letters (NIN-CREATE-21, -22), None if there is none."""
    return _by_code("countries", "alpha_2", "alpha_3").get(code.upper())


def currency(code: str) -> str | None:
    """Return the currency of a code (NIN-SETTING-13), None if there is none."""
    return _by_code("currencies", "code").get(code.upper())


def language(code: str) -> str | None:
    """Return the language of a locale (NIN-SETTING-14), None if there is none."""
    return _by_code("languages", "locale").get(code.upper())


@functools.cache
def currency_code(number: str) -> str:
    """Return the code of a currency, empty if there is none of this id."""
    entries = data.fixture("invoiceninja", "static")["currencies"]
    return next((str(entry["code"]) for entry in entries if entry["id"] == number), "")
