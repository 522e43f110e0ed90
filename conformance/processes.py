"""Where worker processes come from. Imports nothing heavy, so that they can be prepared before all else.

Where the system can, they come from one process that imports the suite once, while ours does so too;
elsewhere each imports it.
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
# All that takes a while to import.
_IMPORTED = ("conformance.workers", "conformance.check_examples", "conformance.check_schema")


def prepared(api: str) -> Any:
    """Return what makes processes and what they share, a `multiprocessing` context; more often is no harm."""
    context: Any = multiprocessing.get_context(_START)
    if _START == "forkserver":
        from multiprocessing import forkserver

        context.set_forkserver_preload([*_IMPORTED, f"conformance.{api}.driver"])
        with _same_modules():
            forkserver.ensure_running()
    return context


@contextlib.contextmanager
def _same_modules() -> Iterator[None]:
    """Have a new Python look for modules where this one does, and not first in the folder that it is in."""
    own = {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
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
