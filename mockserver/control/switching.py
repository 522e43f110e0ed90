"""Faults, variations and latency: read and switched while a mock runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mockserver import switches
from mockserver.answers import Reply
from mockserver.api import Api
from mockserver.control.asking import Asked, ControlError, Route
from mockserver.faults import Fault
from mockserver.limits import LONGEST_LATENCY
from mockserver.switches import Switches, UnknownSwitchError
from mockserver.world import World

_EXAMPLE = '{"active": ["an-id", "another-id"]}'


def faults(asked: Asked) -> Reply:
    """Return the faults in effect, and all that there are."""
    worlds = _worlds(asked)
    active = [
        {"id": name, "api": world.api.name, "probability": odds}
        for world in worlds
        for name, odds in world.switches.faults.items()
    ]
    known = [_fault(world.api, fault) for world in worlds for fault in world.api.faults]
    return Reply({"active": active, "known": known})


def put_faults(asked: Asked) -> Reply:
    """Put just these faults into effect."""
    worlds = _worlds(asked)
    try:
        found = switches.faults([world.api for world in worlds], _active(asked))
    except UnknownSwitchError as error:
        raise ControlError(str(error)) from None
    for world in worlds:
        world.switches = replace(world.switches, faults=found[world.api.name])
    return faults(asked)


def variations(asked: Asked) -> Reply:
    """Return the choices that are not the default, and all that there are."""
    worlds = _worlds(asked)
    active = [
        {"id": choice, "api": world.api.name, "silence": silence}
        for world in worlds
        for silence, choice in _choices(world.switches)
    ]
    known = [
        {"api": world.api.name, **one}
        for world in worlds
        for one in switches.described(world.api.name)
    ]
    return Reply({"active": active, "known": known})


def put_variations(asked: Asked) -> Reply:
    """Take just these choices, and the default one of every other silence."""
    worlds = _worlds(asked)
    try:
        found = switches.variations([world.api for world in worlds], _active(asked))
    except UnknownSwitchError as error:
        raise ControlError(str(error)) from None
    for world in worlds:
        world.switches = world.switches.with_choices(found[world.api.name])
    return variations(asked)


def _choices(effective: Switches) -> Iterator[tuple[str, str]]:
    """Yield each silence with its choice, or with what chooses anew with every request."""
    yield from effective.variations.items()
    yield from ((silence, f"random:{seed}") for silence, seed in effective.varying.items())


def latency(asked: Asked) -> Reply:
    """Return how long every answer takes at least, in milliseconds."""
    shortest, longest = asked.workspace.latency
    return Reply({"minimum": shortest, "maximum": longest})


def put_latency(asked: Asked) -> Reply:
    """Set how long every answer takes at least."""
    example = '{"minimum": 200, "maximum": 800}, in milliseconds'
    bounds = [asked.member(name, int | float, example) for name in ("minimum", "maximum")]  # type: ignore[arg-type]
    if not 0 <= bounds[0] <= bounds[1] <= LONGEST_LATENCY:
        raise ControlError(
            f"The body must be like {example}, the smaller one first, and {LONGEST_LATENCY:.0f} at most."
        )
    asked.workspace.latency = (bounds[0], bounds[1])
    return latency(asked)


def _worlds(asked: Asked) -> list[World]:
    return list(asked.workspace.worlds.values())


def _fault(api: Api, fault: Fault) -> dict[str, Any]:
    return {
        "id": fault.id,
        "api": api.name,
        "sentence": fault.sentence,
        "breaks": list(fault.breaks),
    }


def _active(asked: Asked) -> list[str]:
    ids: list[Any] = asked.member("active", list, _EXAMPLE)
    if not all(isinstance(one, str) for one in ids):
        raise ControlError(f"The body must be like {_EXAMPLE}.")
    return ids


ROUTES: tuple[Route, ...] = (
    ("GET", "/faults", faults),
    ("PUT", "/faults", put_faults),
    ("GET", "/variations", variations),
    ("PUT", "/variations", put_variations),
    ("GET", "/latency", latency),
    ("PUT", "/latency", put_latency),
)
