"""States in a file: a mock that is started again carries on.

The file has lines of JSON: what it is, then for each table of each state its rows, a few hundred to
a line that has the names of their members once, and at the end a digest of all that, so that half a
file, or another one, is never taken for a whole one. It is written beside its place and then moved
there: it is there as a whole or not.
"""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mockserver import packing, wire
from mockserver.packing import Packing
from mockserver.store import Row, Table
from mockserver.workspaces import Workspace, Workspaces

log = logging.getLogger("mockserver")

FIRST = {"format": "mockserver state", "version": 2}
# What can be read: in version 1 all rows had the names of their members.
FIRSTS = (FIRST, {**FIRST, "version": 1})

# How often a state is written at most, in seconds, and how many rows stand in a line.
INTERVAL = 1.0
ROWS = 500
# Which part of the time that loading takes it takes to read the file, about.
READING = 0.4

States = dict[str, tuple[Any, ...]]
# Told how much of a file has been read, from 0 to 1.
Progress = Callable[[float], None]


class StateFileError(ValueError):
    """A file cannot be carried on from; the message says why. It was left as it is."""


class Keeper:
    """Keeps the states of all workspaces in a file."""

    def __init__(self, workspaces: Workspaces, path: Path) -> None:
        self._workspaces = workspaces
        self._path = path
        self._kept: States = {}

    def load(self, progress: Progress = lambda _: None) -> None:
        """Carry on from the file if there is one.

        Raises:
            StateFileError: it cannot be read or written, or is something else.
        """
        _check_place(self._path)
        if self._path.exists():
            read(self._path, self._workspaces, progress)
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
    for one in dataclasses.fields(state):
        table: Table = getattr(state, one.name)
        rows = list(table)
        for start in range(0, max(len(rows), 1), ROWS):
            part = rows[start : start + ROWS]
            yield {"table": one.name, "last_id": table.last_id, **_of_rows(part)}


def _of_rows(rows: list[Row]) -> dict[str, Any]:
    """Return rows in as few bytes as can be: names once for all, where all have the same members."""
    found = packing.spread(rows)
    return {"rows": rows} if found is None else {"names": found[0], "rows": found[1]}


# Reading


def read(path: Path, workspaces: Workspaces, progress: Progress = lambda _: None) -> None:
    """Put the states of a file into workspaces, all of them or none.

    Raises:
        StateFileError: it is no whole file of this kind, or has an API that these have not.
    """
    worlds = workspaces.default.worlds
    found: dict[tuple[str, str], dict[str, _Rows]] = {}
    packings: dict[tuple[str, str], Packing] = defaultdict(Packing)
    for line in _lines_of(_whole(path), lambda part: progress(part * READING)):
        workspace, api = line["workspace"], line["api"]
        if api not in worlds:
            raise StateFileError(
                f"{path} has data of {api}, which is not among the APIs of this mock:"
                " run it too, or take another file."
            )
        table = found.setdefault((workspace, api), {}).setdefault(line["table"], _Rows())
        table.add(line.get("names"), line["rows"], packings[api, line["table"]])
        table.last_id = line["last_id"]
    done = _counting(found, lambda part: progress(READING + (1 - READING) * part))
    states = {
        where: _filled(worlds[where[1]].api.load({}), tables, done)
        for where, tables in found.items()
    }
    for (workspace, api), state in states.items():
        workspaces.get(workspace).worlds[api].store.state = state


@dataclass
class _Rows:
    """The rows of a table that have been read."""

    rows: list[Row] = field(default_factory=list)
    last_id: int = 0

    def add(self, names: Sequence[str] | None, rows: Sequence[Any], packed: Packing) -> None:
        """Add rows: values of members with these names, or whole records; many are packed."""
        if len(self.rows) >= packing.MANY:
            self.rows += packed.packed(rows) if names is None else packed.of_values(names, rows)
            return
        self.rows += rows if names is None else [dict(zip(names, row, strict=True)) for row in rows]
        if len(self.rows) >= packing.MANY:
            self.rows = list(packed.packed(self.rows))


def _counting(
    found: Mapping[Any, Mapping[str, _Rows]], progress: Progress
) -> Callable[[_Rows], None]:
    """Return what is called for each table that is done, and tells which part of all rows that is."""
    tables = [one for tables in found.values() for one in tables.values()]
    most, done = sum(len(one.rows) for one in tables), 0

    def counted(table: _Rows) -> None:
        nonlocal done
        done += len(table.rows)
        progress(done / max(most, 1))

    return counted


def _filled(state: Any, tables: Mapping[str, _Rows], done: Callable[[_Rows], None]) -> Any:
    """Return a state with these rows, all rows of a table at once: indexes are made only then."""
    filled = {}
    for name, table in tables.items():
        filled[name] = getattr(state, name).put(*table.rows).with_last_id(table.last_id)
        done(table)
    return dataclasses.replace(state, **filled)


def _whole(path: Path) -> bytes:
    """Return the lines between the first and the last, after it is certain that all are there."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise StateFileError(f"{path} cannot be read: {error.strerror}.") from None
    head = raw.partition(b"\n")[0]
    if head not in map(wire.write, FIRSTS):
        raise StateFileError(f"{path} {_FOREIGN}")
    end = raw.rfind(b"\n", 0, len(raw) - 1) + 1
    digest = hashlib.sha256(memoryview(raw)[:end]).hexdigest()
    if raw[end:].rstrip(b"\n") != wire.write({"sha256": digest}):
        raise StateFileError(f"{path} {_TORN}")
    return raw[len(head) + 1 : end]


def _lines_of(raw: bytes, progress: Progress) -> Iterator[Any]:
    start = 0
    while start < len(raw):
        end = raw.find(b"\n", start) + 1
        yield wire.read_own(raw[start:end])
        progress(end / len(raw))
        start = end


_TORN = (
    "is not whole, or was changed by hand: it was left as it is; take another file, or start"
    " anew by removing it."
)
_FOREIGN = "is no state that a mock has written, and was left as it is; take another file."
