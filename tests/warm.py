"""The command lines of both tools, run in a process that has loaded them already.

Starting Python and loading libraries costs more than many a run, and says nothing of it. So a process is
made once that has done all that is done once, and each run is a copy of it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

# What one run may take; one that takes longer is ended.
LIMIT_SECONDS = 300

_CONTEXT = multiprocessing.get_context("forkserver")


def run(tool: str, arguments: Sequence[str], folder: Path) -> float | None:
    """Run a tool in a folder and return its CPU time in seconds, None where it did not end in time."""
    _CONTEXT.set_forkserver_preload(["tests.warmed"])
    told, tell = _CONTEXT.Pipe(duplex=False)
    child = _CONTEXT.Process(target=_run, args=(tool, list(arguments), folder, tell))
    child.start()
    tell.close()
    child.join(LIMIT_SECONDS)
    if child.is_alive():
        child.kill()
        child.join()
        return None
    return float(told.recv()) if told.poll() else None


def _run(tool: str, arguments: list[str], folder: Path, tell: Connection) -> None:
    from tests import warmed

    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    logging.disable(logging.NOTSET)
    started = time.process_time()
    try:
        warmed.COMMANDS[tool].main(arguments)
    except SystemExit:  # how every command line ends
        tell.send(time.process_time() - started)
