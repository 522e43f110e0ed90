"""A stateful stand-in for documented client-management APIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockserver.server import Server

__all__ = ["asgi_app"]


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
    # Imported here so that `import mockserver` costs nothing.
    from mockserver import build
    from mockserver.api import apis as known

    return build.server(
        build.Request(
            apis=apis or tuple(known()),
            data=data,
            profile=profile,
            faults=faults,
            variations=variations,
            seed=seed,
            clock=clock,
            settings=settings or {},
        )
    )
