"""Which faults and variations are in effect."""

from __future__ import annotations

import difflib
import functools
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mockserver import data
from mockserver.api import Api


class UnknownSwitchError(ValueError):
    """There is no such fault or variation, or it is not written as one; the message says so."""


@dataclass(frozen=True)
class Switches:
    """The faults in effect with their odds, and the choices that are not the default.

    `varying` has the silences that are answered anew with each request, and the seed of that.
    Never changed, always replaced, so that many worlds can share one.
    """

    faults: Mapping[str, float] = field(default_factory=dict)
    variations: Mapping[str, str] = field(default_factory=dict)
    varying: Mapping[str, int] = field(default_factory=dict)

    @functools.cached_property
    def is_steady(self) -> bool:
        """Whether all requests are answered by the same behaviour."""
        return not self.faults and not self.varying

    @functools.cached_property
    def chosen(self) -> frozenset[str]:
        """The choices that are in effect for all requests."""
        return frozenset(self.variations.values())

    def drawn(self, chance: random.Random) -> tuple[str, ...]:
        """Return what is in effect for one request: variations, and faults that chance picks."""
        hit = (name for name, odds in self.faults.items() if odds >= 1 or chance.random() < odds)
        return (*self.variations.values(), *hit)

    def varied(self, api: str, number: int) -> tuple[str, ...]:
        """Return the choices that the request of this number gets, the same whenever it is asked."""
        return tuple(
            _chance(silence, seed, number).choice(choices(api)[silence])
            for silence, seed in self.varying.items()
        )

    def with_choices(self, chosen: Choices) -> Switches:
        """Return these switches with other choices."""
        return replace(self, variations=chosen.fixed, varying=chosen.varying)


@dataclass(frozen=True)
class Choices:
    """The choices of one API: those that are fixed, and the silences that vary with their seed."""

    fixed: Mapping[str, str] = field(default_factory=dict)
    varying: Mapping[str, int] = field(default_factory=dict)

    def over(self, former: Mapping[str, str]) -> Choices:
        """Return these choices, and former ones where these say nothing."""
        kept = {silence: one for silence, one in former.items() if silence not in self.varying}
        return Choices({**kept, **self.fixed}, self.varying)


def _chance(*parts: object) -> random.Random:
    return random.Random(" ".join(map(str, parts)))  # noqa: S311 - repeatable on purpose


@functools.cache
def choices(api: str) -> dict[str, list[str]]:
    """Return the choices of every silence of an API, the default first."""
    silences = data.specification(api, "silences")
    return {one["id"]: [choice["id"] for choice in one["choices"]] for one in silences}


def described(api: str) -> list[dict[str, Any]]:
    """Return every choice of every silence of an API with its question and its meaning."""
    return [
        {
            "id": choice["id"],
            "silence": silence["id"],
            "question": silence["question"],
            "meaning": choice["meaning"],
            "default": number == 0,
        }
        for silence in data.specification(api, "silences")
        for number, choice in enumerate(silence["choices"])
    ]


def observed(api: str) -> dict[str, str]:
    """Return the choices of the silences that say which one the deployed service takes."""
    silences = data.specification(api, "silences")
    return {one["id"]: one["observed"] for one in silences if "observed" in one}


def faults(apis: Iterable[Api], written: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return for each API the faults that are asked for as `ID` or `ID@PROBABILITY`.

    Raises:
        UnknownSwitchError: no API has such a fault, or the probability is none.
    """
    found: dict[str, dict[str, float]] = {api.name: {} for api in apis}
    known = {fault.id: api.name for api in apis for fault in api.faults}
    for one in written:
        name, _, odds = one.partition("@")
        if name not in known:
            raise UnknownSwitchError(_unknown("fault", name, known))
        found[known[name]][name] = _probability(one, odds)
    return found


def _probability(written: str, odds: str) -> float:
    try:
        value = float(odds or 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UnknownSwitchError(
            f"{written}: the probability after @ must be a number from 0 to 1."
        )
    return value


def variations(apis: Iterable[Api], written: Iterable[str], seed: int = 0) -> dict[str, Choices]:
    """Return for each API the choice of each silence: an id, `all`, or `random` (`random:SEED`).

    Later ones replace earlier ones where they answer the same question; a default choice may be
    named too.

    Raises:
        UnknownSwitchError: no API knows such a choice, or the seed is no integer.
    """
    found = {api.name: Choices() for api in apis}
    known = {
        choice: (name, silence)
        for name in found
        for silence, all_choices in choices(name).items()
        for choice in all_choices
    }
    for one in written:
        word, _, argument = one.partition(":")
        if word in ("all", "random") and (word == "random" or not argument):
            start = _seed(one, argument, seed)
            found = {name: _all(name) if word == "all" else _random(name, start) for name in found}
        elif one in known:
            api, silence = known[one]
            found[api] = _with(found[api], silence, one)
        else:
            raise UnknownSwitchError(_unknown("variation", one, [*known, "all", "random[:SEED]"]))
    return {name: _without_defaults(name, chosen) for name, chosen in found.items()}


def _with(former: Choices, silence: str, choice: str) -> Choices:
    varying = {name: seed for name, seed in former.varying.items() if name != silence}
    return Choices({**former.fixed, silence: choice}, varying)


def _all(api: str) -> Choices:
    return Choices({silence: all_choices[1] for silence, all_choices in choices(api).items()})


def _random(api: str, seed: int) -> Choices:
    """Answer every silence by chance: with each request, or once where a server has to be steady."""
    chance = _chance(api, seed)
    drawn = {silence: chance.choice(all_choices) for silence, all_choices in choices(api).items()}
    varying = dict.fromkeys(_unsteady(api), seed)
    return Choices({name: one for name, one in drawn.items() if name not in varying}, varying)


@functools.cache
def _unsteady(api: str) -> list[str]:
    silences = data.specification(api, "silences")
    return [one["id"] for one in silences if one.get("per_request")]


def _seed(written: str, argument: str, default: int) -> int:
    try:
        return int(argument) if argument else default
    except ValueError:
        raise UnknownSwitchError(f"{written}: the seed after : must be an integer.") from None


def _without_defaults(api: str, chosen: Choices) -> Choices:
    fixed = {name: one for name, one in chosen.fixed.items() if one != choices(api)[name][0]}
    return Choices(fixed, chosen.varying)


def _unknown(thing: str, name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3) or [
        one for one in known if name and one.startswith(name)
    ]
    meant = f" Did you mean {' or '.join(near[:3])}?" if near else ""
    return f"There is no {thing} {name!r}.{meant} `mockserver list {thing}s` shows all."


def behaviour(api: Api, ids: tuple[str, ...]) -> Any:
    """Return the behaviour of an API with these deviations, made once for each set of them."""
    return composed(api, frozenset(ids))


@functools.lru_cache(maxsize=512)
def composed(api: Api, ids: frozenset[str]) -> Any:
    """Return the behaviour of an API with these deviations, as `behaviour` does."""
    return api.composed(ids)
