"""A stateful stand-in for documented client-management APIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockserver.build import Request
    from mockserver.hosting import RunningMock
    from mockserver.server import Server

__all__ = ["asgi_app", "running_mock"]

# What these functions need is imported where it is needed, so that `import mockserver` costs nothing.


def asgi_app(
    *apis: str,
    data: Any = "demo",
    profile: str = "documented",
    faults: Sequence[str] = (),
    variations: Sequence[str] = (),
    seed: int = 0,
    clock: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> Server:
    """Return a mock of these APIs, all if none is named, as an ASGI application for in-process use.

    `data` is "demo", "empty", the name of a JSON file, or data of the same form; `faults` and
    `variations` are written as at the command line, `clock` is an ISO 8601 time, `settings` has
    options of the APIs by name.

    Raises:
        ValueError: something that is asked for does not exist or is not right; the message says
            what.
    """
    from mockserver import build

    return build.server(_request(apis, data, profile, faults, variations, seed, clock, settings))


def running_mock(
    *apis: str,
    port: int = 0,
    data: Any = "demo",
    profile: str = "documented",
    faults: Sequence[str] = (),
    variations: Sequence[str] = (),
    seed: int = 0,
    clock: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> RunningMock:
    """Return a mock that answers over HTTP inside a `with` or `async with`; see `asgi_app`.

    It listens on the loopback interface, at a free port unless one is given, and answers from a
    thread of its own: `with running_mock("an-api") as mock: requests.get(mock.url + ...)`.

    Raises:
        ValueError: something that is asked for does not exist or is not right; the message says
            what.
    """
    from dataclasses import replace

    from mockserver.hosting import RunningMock

    wanted = _request(apis, data, profile, faults, variations, seed, clock, settings)
    return RunningMock(replace(wanted, allowed_hosts=()), port)


def _request(
    apis: Sequence[str],
    data: Any,
    profile: str,
    faults: Sequence[str],
    variations: Sequence[str],
    seed: int,
    clock: str | None,
    settings: Mapping[str, str] | None,
) -> Request:
    from mockserver import build
    from mockserver.api import apis as known

    return build.Request(
        apis=tuple(apis) or tuple(known()),
        data=data,
        profile=profile,
        faults=faults,
        variations=variations,
        seed=seed,
        clock=clock,
        settings=settings or {},
    )
