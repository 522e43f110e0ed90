"""What the operating system tells of processes: the time of processors and memory. Linux only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER_CORE, DRIVER_CORE = 0, 1


class MachineError(Exception):
    """Nothing can be measured on this machine; the message says why."""


def check() -> None:
    """Make sure that a server and its load can have a core each.

    Raises:
        MachineError: they cannot.
    """
    if sys.platform != "linux":
        raise MachineError("The benchmark reads /proc and pins processes: it needs Linux.")
    if not {SERVER_CORE, DRIVER_CORE} <= os.sched_getaffinity(0):
        raise MachineError("The benchmark needs the cores 0 and 1: one for servers, one for load.")


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Run on one core for a while; processes that are started meanwhile stay there."""
    former = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, former)


def family(process: int) -> list[int]:
    """Return the id of a process and those of all its descendants."""
    found = [process]
    for one in found:
        for thread in _threads(one):
            found += [int(child) for child in _read(thread / "children").split()]
    return found


def nanoseconds(process: int) -> int:
    """Return for how long a process and its descendants were on a processor, in all their threads."""
    spent = (
        _read(thread / "schedstat").split()[:1]
        for one in family(process)
        for thread in _threads(one)
    )
    return sum(int(one[0]) for one in spent if one)


def megabytes(process: int) -> float:
    """Return the resident memory of a process and its descendants."""
    pages = (_read(Path(f"/proc/{one}/statm")).split()[1:2] for one in family(process))
    return sum(int(one[0]) for one in pages if one) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _threads(process: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{process}/task").iterdir())
    except OSError:
        return []


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""
