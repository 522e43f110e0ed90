"""Countries: the codes that a client's country may have, and their Polish names."""

from __future__ import annotations

import functools
import gettext
from typing import Any


@functools.cache
def _catalogue() -> Any:
    import pycountry  # when it is needed: this takes a tenth of what `mockserver run --help` takes

    return pycountry


@functools.cache
def codes() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes (line 18)."""
    return frozenset(country.alpha_2 for country in _catalogue().countries)


@functools.cache
def polish_name(code: str) -> str:
    """Return what a country is called in Polish; the code itself if there is no such country."""
    country = _catalogue().countries.get(alpha_2=code) if code in codes() else None
    return code if country is None else _translations().gettext(country.name)


@functools.cache
def _translations() -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", _catalogue().LOCALES_DIR, languages=["pl"])
