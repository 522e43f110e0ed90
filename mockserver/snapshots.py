"""States that somebody wants to come back to. Taking one and going back is constant in time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mockserver import clock
from mockserver.world import World

MOST = 100


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How the worlds of a workspace were at a moment."""

    id: str
    name: str
    taken_at: str
    moments: tuple[tuple[Any, ...], ...]


class Snapshots:
    """The latest snapshots of a workspace, by id; beyond a hundred the oldest one goes."""

    def __init__(self, worlds: Sequence[World]) -> None:
        self._worlds = worlds
        self._kept: dict[str, Snapshot] = {}
        self._ids = itertools.count(1)

    def __iter__(self) -> Iterator[Snapshot]:
        return iter(self._kept.values())

    def take(self, name: str) -> Snapshot:
        """Keep how the worlds are now."""
        moments = tuple(world.moment() for world in self._worlds)
        taken = Snapshot(str(next(self._ids)), name, clock.text(datetime.now(UTC)), moments)
        self._kept[taken.id] = taken
        if len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        return taken

    def get(self, snapshot_id: str) -> Snapshot | None:
        """Return a snapshot, None if there is none of this id."""
        return self._kept.get(snapshot_id)

    def forget(self, snapshot_id: str) -> None:
        """Let a snapshot go."""
        self._kept.pop(snapshot_id, None)

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to a snapshot."""
        for world, moment in zip(self._worlds, snapshot.moments, strict=True):
            world.go_back(moment)
