"""From what somebody asks for to a server."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from mockserver import clock, data, switches, wire
from mockserver.api import Api, DataError, api
from mockserver.clock import Clock
from mockserver.control import Control
from mockserver.limits import Limits
from mockserver.server import Server
from mockserver.store import Store, records
from mockserver.switches import Switches
from mockserver.workspaces import Workspaces
from mockserver.world import World

# The data that come with the mock.
DEMO, EMPTY = "demo", "empty"


@dataclass(frozen=True)
class Request:
    """What a mock is made from; see the command line for what each of these means."""

    apis: Sequence[str]
    data: Any = DEMO
    profile: str = "documented"
    faults: Sequence[str] = ()
    variations: Sequence[str] = ()
    seed: int = 0
    clock: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    control_token: str | None = None
    allowed_hosts: Sequence[str] | None = None  # None: it listens nowhere, and any name will do
    plain_connexion: bool = False
    validate_responses: bool = False


def worlds(request: Request) -> list[World]:
    """Return the worlds of a mock, one for each API.

    Raises:
        ValueError: something that was asked for does not exist or is not right; the message says
            what.
    """
    wanted = [api(name) for name in request.apis]
    faults = switches.faults(wanted, request.faults)
    variations = switches.variations(wanted, request.variations, request.seed)
    start = _start(request.clock)
    return [
        World(
            api=one,
            store=Store(_first_state(request, one, len(wanted)), request.limits.max_records),
            clock=Clock(start),
            switches=Switches(faults[one.name]).with_choices(
                variations[one.name].over(_profile(one.name, request.profile))
            ),
            settings=_settings(one, request.settings),
            seed=request.seed,
        )
        for one in wanted
    ]


def _start(written: str | None) -> datetime | None:
    try:
        return None if written is None else clock.moment(written)
    except ValueError:
        raise ValueError(
            f"The clock {written!r} is no ISO 8601 time, such as 2026-01-31T12:00:00Z."
        ) from None


def server(request: Request) -> Server:
    """Return a whole mock as an ASGI application; raises as `worlds` does."""
    workspaces = Workspaces(worlds(request), request.limits)
    control = Control(workspaces, request.control_token, request.allowed_hosts)
    return Server(
        workspaces,
        control,
        request.limits,
        plain=request.plain_connexion,
        validates=request.validate_responses,
    )


def _profile(name: str, profile: str) -> dict[str, str]:
    return switches.observed(name) if profile == "observed" else {}


def _settings(one: Api, given: Mapping[str, str]) -> dict[str, str]:
    settings = {name: given.get(name, setting.default) for name, setting in one.settings.items()}
    one.check_settings(settings)
    return settings


def _first_state(request: Request, one: Api, apis: int) -> Any:
    state, most = _state(one, request.data, apis), request.limits.max_records
    if records(state) > most:
        raise DataError(
            f"There are {records(state)} records for {one.name}, and --max-records is {most}."
        )
    return state


def _state(one: Api, source: Any, apis: int) -> Any:
    """Return the state that an API starts with: `demo`, `empty`, the name of a file, or data."""
    if source == EMPTY:
        return one.load({})
    if source == DEMO:
        return _demo(one)
    found = read(source) if isinstance(source, str | Path) else source
    return one.load(_part(found, one.name, apis))


@functools.cache
def _demo(one: Api) -> Any:
    return one.load(data.fixture(one.name, DEMO))


def _part(found: Any, name: str, apis: int) -> Any:
    """Return the data of one API: under its name, or all of them where only one API runs."""
    if isinstance(found, dict) and (name in found or apis > 1):
        return found.get(name, {})
    return found


def read(path: str | Path) -> Any:
    """Return the JSON data in a file.

    Raises:
        DataError: there is no such file, or it is not JSON.
    """
    try:
        return wire.read_own(Path(path).read_bytes())
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
    except wire.UnreadableError as error:
        raise DataError(f"{path} {error}.") from None
