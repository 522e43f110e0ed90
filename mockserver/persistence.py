"""States in a file: a mock that is started again carries on.

The file has lines of JSON: what it is, then for each table of each state its rows, a few hundred to
a line, and at the end a digest of all that, so that half a file, or another one, is never taken for
a whole one. It is written beside its place and then moved there: it is there as a whole or not.
"""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import logging
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mockserver import wire
from mockserver.store import Table
from mockserver.workspaces import Workspace, Workspaces

log = logging.getLogger("mockserver")

FIRST = {"format": "mockserver state", "version": 1}

# How often a state is written at most, in seconds, and how many rows stand in a line.
INTERVAL = 1.0
ROWS = 500

States = dict[str, tuple[Any, ...]]


class StateFileError(ValueError):
    """A file cannot be carried on from; the message says why. It was left as it is."""


class Keeper:
    """Keeps the states of all workspaces in a file."""

    def __init__(self, workspaces: Workspaces, path: Path) -> None:
        self._workspaces = workspaces
        self._path = path
        self._kept: States = {}

    def load(self) -> None:
        """Carry on from the file if there is one.

        Raises:
            StateFileError: it cannot be read or written, or is something else.
        """
        _check_place(self._path)
        if self._path.exists():
            read(self._path, self._workspaces)
            self._kept = self._states()
        else:
            self.save()

    async def run(self) -> None:
        """Write the file after changes, about once a second at most, until cancelled."""
        while True:
            await asyncio.sleep(INTERVAL)
            states = self._states()
            if not _same(states, self._kept):
                await asyncio.to_thread(self._write, states)

    def save(self) -> None:
        """Write the file now."""
        self._write(self._states())

    def _states(self) -> States:
        """Return the states that differ from those at the start, the last used workspace last."""
        named = reversed(list(self._workspaces))
        return {one.name: one.states() for one in named if _is_changed(one)}

    def _write(self, states: States) -> None:
        try:
            write(self._path, list(self._workspaces.default.worlds), states)
            self._kept = states
        except OSError as error:
            log.error("The state was not written to %s: %s.", self._path, error.strerror)


def _is_changed(workspace: Workspace) -> bool:
    return any(one.store.state is not one.store.initial for one in workspace.worlds.values())


def _same(one: States, other: States) -> bool:
    """Tell whether states are the same ones; equal ones are not compared row by row."""
    return one.keys() == other.keys() and all(
        mine is theirs for name in one for mine, theirs in zip(one[name], other[name], strict=True)
    )


def _check_place(path: Path) -> None:
    if not path.parent.is_dir():
        raise StateFileError(f"--state {path}: there is no folder {path.parent}.")
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise StateFileError(f"--state {path}: no file can be written there.")


# Writing


def write(path: Path, apis: list[str], states: States) -> None:
    """Put a whole file in place, or leave the former one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        draft.touch(mode=0o600)  # it may hold banking details
        with draft.open("wb") as file:
            digest = hashlib.sha256()
            for line in _lines(apis, states):
                digest.update(line)
                file.write(line)
            file.write(wire.write({"sha256": digest.hexdigest()}) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _lines(apis: list[str], states: States) -> Iterator[bytes]:
    yield wire.write(FIRST) + b"\n"
    for workspace, of_all in states.items():
        for api, state in zip(apis, of_all, strict=True):
            for line in _of_state(state):
                yield wire.write({"workspace": workspace, "api": api, **line}) + b"\n"


def _of_state(state: Any) -> Iterator[dict[str, Any]]:
    for field in dataclasses.fields(state):
        table: Table = getattr(state, field.name)
        rows = list(table)
        for start in range(0, max(len(rows), 1), ROWS):
            part = rows[start : start + ROWS]
            yield {"table": field.name, "last_id": table.last_id, "rows": part}


# Reading


def read(path: Path, workspaces: Workspaces) -> None:
    """Put the states of a file into workspaces, all of them or none.

    Raises:
        StateFileError: it is no whole file of this kind, or has an API that these have not.
    """
    lines = _whole(path)
    worlds = workspaces.default.worlds
    found: dict[tuple[str, str], Any] = {}
    for line in lines:
        workspace, api = line["workspace"], line["api"]
        if api not in worlds:
            raise StateFileError(
                f"{path} has data of {api}, which is not among the APIs of this mock:"
                " run it too, or take another file."
            )
        state = found.get((workspace, api)) or worlds[api].api.load({})
        found[workspace, api] = _with_rows(state, line)
    for (workspace, api), state in found.items():
        workspaces.get(workspace).worlds[api].store.state = state


def _with_rows(state: Any, line: Mapping[str, Any]) -> Any:
    table: Table = getattr(state, line["table"])
    filled = table.put(*line["rows"]).with_last_id(line["last_id"])
    return dataclasses.replace(state, **{line["table"]: filled})


def _whole(path: Path) -> list[Any]:
    """Return the lines between the first and the last, after it is certain that all are there."""
    try:
        raw = path.read_bytes()
        *lines, last = [wire.read(line) for line in raw.splitlines()]
    except OSError as error:
        raise StateFileError(f"{path} cannot be read: {error.strerror}.") from None
    except (wire.UnreadableError, ValueError):
        lines, last = [], None
    if not lines or lines[0] != FIRST:
        begins = raw.startswith(wire.write(FIRST))
        raise StateFileError(f"{path} {_TORN if begins else _FOREIGN}")
    end = raw.rstrip(b"\n").rfind(b"\n") + 1
    if last != {"sha256": hashlib.sha256(raw[:end]).hexdigest()}:
        raise StateFileError(f"{path} {_TORN}")
    return lines[1:]


_TORN = (
    "is not whole, or was changed by hand: it was left as it is; take another file, or start"
    " anew by removing it."
)
_FOREIGN = "is no state that a mock has written, and was left as it is; take another file."
