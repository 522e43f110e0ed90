"""Starting a mock again when its specs, fixtures or code change; its state is kept meanwhile."""

from __future__ import annotations

import multiprocessing
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any

import yaml

from mockserver import data, running
from mockserver.build import Request

# How often somebody looks, in seconds.
INTERVAL = 0.3

WATCHED = (".py", ".yaml", ".json")

Stamps = dict[Path, tuple[int, int]]

# Requests wait at the socket while there is no process to answer them.
multiprocessing.allow_connection_pickling()
_SPAWN = multiprocessing.get_context("spawn")


def folders() -> list[Path]:
    """Return the folders that are watched."""
    root = Path(str(data.root()))
    return [Path(__file__).parent, root / "specs", root / "fixtures"]


def stamps(watched: list[Path]) -> Stamps:
    """Return the times and sizes of all files that matter."""
    files = (path for folder in watched for path in folder.rglob("*") if path.suffix in WATCHED)
    found: Stamps = {}
    for path in files:
        try:
            status = path.stat()
        except OSError:  # it went just now
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def serve(request: Request, bound: socket.socket, state: Path | None) -> None:
    """Answer requests at a socket; whenever something changes, with another process."""
    signal.signal(signal.SIGTERM, _interrupt)
    with _kept(state) as path:
        while True:
            before = stamps(folders())
            process = _SPAWN.Process(target=_answer, args=(request, bound, path))
            process.start()
            changed = _until_changed(process, before)
            if process.is_alive():
                process.terminate()
            process.join()
            if changed is None:
                return
            print(f"{changed} has changed: starting again.", flush=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


@contextmanager
def _kept(state: Path | None) -> Iterator[Path]:
    """Yield the file that keeps the state; one of our own if none is named."""
    if state is not None:
        yield state
        return
    with tempfile.TemporaryDirectory(prefix="mockserver-") as folder:
        yield Path(folder) / "state"


def _until_changed(process: BaseProcess, before: Stamps) -> Path | None:
    """Return what has changed; None if the process was told to end."""
    try:
        while True:
            time.sleep(INTERVAL)
            if process.exitcode in (0, 130):
                return None
            found = _difference(before, stamps(folders()))
            if found is not None:
                _settle()
                return found
    except KeyboardInterrupt:
        return None


def _difference(before: Stamps, now: Stamps) -> Path | None:
    different = {path for path, _ in before.items() ^ now.items()}
    return min(different, default=None)


def _settle() -> None:
    """Wait until whoever writes has written everything."""
    former: Any = None
    while former != (former := stamps(folders())):
        time.sleep(INTERVAL)


def _answer(request: Request, bound: socket.socket, state: Path) -> None:
    """Answer requests in this process; a mistake in what changed is told in a sentence."""
    try:
        server, keeper = running.prepared(request, state)
        running.serve(server, bound, keeper)
    except (ValueError, LookupError, yaml.YAMLError) as error:
        told = " ".join(str(error).split())
        print(f"mockserver: {told} (waiting for a change)", file=sys.stderr, flush=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
