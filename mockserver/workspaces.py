"""Isolated worlds by name. One is made at its first use; the least recently used one goes."""

from __future__ import annotations

import logging
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import is_
from typing import Any

from mockserver.journal import Journal
from mockserver.limits import Latency, Limits
from mockserver.snapshots import Snapshots
from mockserver.world import World

log = logging.getLogger("mockserver")

HEADER = "x-mock-workspace"
DEFAULT = "default"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


class WorkspaceNameError(ValueError):
    """A workspace cannot have this name; the message says what names are like."""


@dataclass(slots=True, eq=False)
class Workspace:
    """All that one user of a mock, a person or a test, sees and changes."""

    name: str
    worlds: Mapping[str, World]  # by the name of the API
    journal: Journal
    snapshots: Snapshots
    latency: Latency
    _states: tuple[Any, ...] = ()

    def states(self) -> tuple[Any, ...]:
        """Return the present states of its worlds: the same tuple as before if they are the same."""
        now = tuple([world.store.state for world in self.worlds.values()])
        if len(now) != len(self._states) or not all(map(is_, now, self._states)):
            self._states = now
        return self._states

    def go_to(self, states: tuple[Any, ...]) -> None:
        """Go to former states of its worlds."""
        for world, state in zip(self.worlds.values(), states, strict=True):
            world.store.state = state

    def reset(self) -> None:
        """Go back to the start; what is switched stays switched, the journal goes on."""
        for world in self.worlds.values():
            world.reset()


class Workspaces:
    """The workspaces of a mock. Requests that name none are made in the one called default."""

    def __init__(self, templates: Sequence[World], limits: Limits) -> None:
        self._templates = templates
        self._limits = limits
        self._held = 0  # bytes, in all journals
        self._named: OrderedDict[str, Workspace] = OrderedDict()  # the last used one last
        self.default = self._made(DEFAULT)

    def __iter__(self) -> Iterator[Workspace]:
        """Yield all workspaces, the last used one first, the default one before all."""
        yield self.default
        yield from reversed(self._named.values())

    def get(self, name: str | None) -> Workspace:
        """Return the workspace of this name, made if there is none.

        Raises:
            WorkspaceNameError: none can have this name.
        """
        if name is None or name == DEFAULT:
            return self.default
        known = self._named.get(name)
        if known is None:
            return self._add(name)
        self._named.move_to_end(name)
        return known

    def drop(self, name: str) -> bool:
        """Let a workspace go and tell whether there was one; the next use makes it anew."""
        if name == DEFAULT:
            former, self.default = self.default, self._made(DEFAULT)
            former.journal.close()
            return True
        dropped = self._named.pop(name, None)
        if dropped is not None:
            dropped.journal.close()
        return dropped is not None

    def close(self) -> None:
        """Let everybody go who follows a journal."""
        for workspace in self:
            workspace.journal.close()

    def _add(self, name: str) -> Workspace:
        if not _NAME.fullmatch(name):
            raise WorkspaceNameError(
                "The name of a workspace has up to 128 letters, digits and . _ : - and begins with"
                " a letter or a digit."
            )
        added = self._named[name] = self._made(name)
        if len(self._named) > self._limits.max_workspaces:
            oldest = next(iter(self._named))
            self.drop(oldest)
            log.warning("The workspace %s is gone, to make room: see --max-workspaces.", oldest)
        return added

    def _made(self, name: str) -> Workspace:
        worlds = {world.api.name: world.fork() for world in self._templates}
        return Workspace(
            name=name,
            worlds=worlds,
            journal=Journal(self._limits.max_requests, self._grown),
            snapshots=Snapshots(list(worlds.values())),
            latency=self._limits.latency,
        )

    def _grown(self, size: int) -> None:
        self._held += size
        if size > 0 and self._held > self._limits.max_journal:
            self._make_room()

    def _make_room(self) -> None:
        """Let records go, those of the workspaces first that were not used for longest."""
        for workspace in [*self._named.values(), self.default]:
            while self._held > self._limits.max_journal * 3 // 4 and len(workspace.journal) > 1:
                workspace.journal.forget_oldest()
