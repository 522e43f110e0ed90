# mypy: disable-error-code="import-untyped"
"""What makes the start of a process short that is a mock and nothing else (`mockserver run`).

- Connexion imports a test client, two HTTP clients and a template engine, which takes longer than
  Connexion itself, and a mock asks for none of them. Meanwhile stand-ins are in their places: what
  Connexion takes from them imports the library when it is called. Afterwards the stand-ins are
  gone, and whoever else imports these libraries gets them.
- Nothing that is made at the start becomes garbage: it is not searched for any, then or later.
- Later, garbage is looked for among what is new, and what is found to be in use is left alone from then
  on: to look through all of a hundred thousand clients takes half a second, and records never are the
  kind of garbage that is found so. Everything is looked through now and then while that is not much.

`tests/mockserver/test_starting.py` tells when another version of Connexion needs more of them.
"""

from __future__ import annotations

import gc
import importlib
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, NoReturn

# Modules of which Connexion takes what it calls, or names as a type, and nothing that it inherits.
UNUSED = ("httpx", "jinja2", "requests", "starlette.templating", "starlette.testclient")

# After how many new objects garbage is looked for among these. Few, so that they are looked through
# while they are in the caches of the processor: of Python's own 700, which come round twice more, all
# writes together are slower by a tenth, and among 100,000 clients some meet pauses above 100 ms.
NEW = 200
# How often everything is looked through, in seconds, and how many objects that may be: it takes some
# 15 ms for a hundred thousand.
EVERY = 60.0
MOST = 150_000


def begin() -> None:
    """Import Connexion, so that what imports it afterwards has it at once."""
    gc.disable()
    with _stand_ins(), warnings.catch_warnings():
        # Connexion uses what other libraries call outdated; nobody who runs a mock can help it.
        warnings.simplefilter("ignore")
        importlib.import_module("connexion.middleware")


def give_up() -> None:
    """Look for garbage as before: nothing is served after all, and the process may be somebody else's."""
    gc.enable()


def end() -> None:
    """Look for garbage from now on, but not among what the start has made: it stays."""
    gc.freeze()
    gc.set_threshold(NEW)
    gc.callbacks.append(_leave_alone)
    gc.enable()
    threading.Thread(target=_look_through, name="garbage", daemon=True).start()


def _leave_alone(phase: str, _: Mapping[str, int]) -> None:
    """Look no more at what a search has found to be in use."""
    if phase == "stop":
        gc.freeze()


def _look_through() -> NoReturn:
    """Look for garbage among everything from time to time, unless it would take too long."""
    while True:
        time.sleep(EVERY)
        if gc.get_freeze_count() <= MOST:
            gc.unfreeze()
            gc.collect()


class _Later:
    """A member of a module that is imported when the member is called."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return getattr(importlib.import_module(self._module), self._name)(*arguments, **options)


class _StandIn(ModuleType):
    """A module whose every public member is there, and imported later."""

    def __getattr__(self, name: str) -> _Later:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Later(self.__name__, name)


@contextmanager
def _stand_ins() -> Iterator[None]:
    absent = [name for name in UNUSED if name not in sys.modules]
    sys.modules.update({name: _StandIn(name) for name in absent})
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
