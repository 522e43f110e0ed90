# mypy: disable-error-code="import-untyped"
"""What makes the start of a process short that is a mock and nothing else (`mockserver run`).

- Connexion imports a test client, two HTTP clients and a template engine, which takes longer than
  Connexion itself, and a mock asks for none of them. Meanwhile stand-ins are in their places: what
  Connexion takes from them imports the library when it is called. Afterwards the stand-ins are
  gone, and whoever else imports these libraries gets them.
- Nothing that is made at the start becomes garbage: it is not searched for any, then or later.
- Later, garbage is looked for among what is new, often enough to stay a matter of milliseconds. What has
  taken long to look through is not looked through again: all of a hundred thousand clients takes half a
  second, and records never are the kind of garbage that is found so.

`tests/mockserver/test_starting.py` tells when another version of Connexion needs more of them.
"""

from __future__ import annotations

import gc
import importlib
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

# Modules of which Connexion takes what it calls, or names as a type, and nothing that it inherits.
UNUSED = ("httpx", "jinja2", "requests", "starlette.templating", "starlette.testclient")

# After how many new objects garbage is looked for among these, after how many times of that among the
# latest ones, and after how many of those among all. Python's own are 700 (2000 lately), 10 and 10: at
# that, 60,000 writes among 100,000 clients meet pauses above 100 ms, since what is new of an index
# refers to many others. These keep them near 30 ms.
THRESHOLDS = (200, 4, 8)
# How long a search of all that is not left alone may take, in seconds, before what it found is.
LONG = 0.002


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
    gc.set_threshold(*THRESHOLDS)
    gc.callbacks.append(_Settling())
    gc.enable()


class _Settling:
    """Leaves alone what a search has found to be in use, if the search took long."""

    def __init__(self) -> None:
        self._began = 0.0

    def __call__(self, phase: str, told: Mapping[str, int]) -> None:
        if told["generation"] < len(THRESHOLDS) - 1:
            return
        if phase == "start":
            self._began = time.perf_counter()
        elif time.perf_counter() - self._began > LONG:
            gc.freeze()


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
