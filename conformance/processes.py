"""Where worker processes come from. Imports nothing heavy, so that they can be prepared before all else.

Where the system can, they come from one process that imports the suite and finds the checks once, while
ours does so too; elsewhere each does.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
# The variable of the environment that tells that process of which API it finds the checks.
API = "CONFORMANCE_API"


def prepared(api: str) -> Any:
    """Return what makes processes and what they share, a `multiprocessing` context; more often is no harm."""
    context: Any = multiprocessing.get_context(_START)
    if _START == "forkserver":
        from multiprocessing import forkserver

        context.set_forkserver_preload(["conformance.preloaded"])
        with _told(api):
            forkserver.ensure_running()
    return context


@contextlib.contextmanager
def _told(api: str) -> Iterator[None]:
    """Tell a new Python the API, and to look for modules where this one does, not first in its folder."""
    own = {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
    own[API] = api
    former = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        yield
    finally:
        for name, value in former.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@contextlib.contextmanager
def starting() -> Iterator[None]:
    """Keep processes that are started meanwhile from running the program of this one anew.

    Otherwise each does, to find there what it is to do; these find it elsewhere.
    """
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program
