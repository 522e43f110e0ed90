"""What a folder of this package must provide to be an API, and how the folders are found."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from mockserver import data
from mockserver.answers import Refusal, Reply
from mockserver.faults import Fault, Variation, compose
from mockserver.options import Setting

# How many bytes a body may have where an API does not need more.
MAX_BODY = 1024 * 1024


class DataError(ValueError):
    """The data of a state are not right; the message says what is wrong, and where."""


class Access(Protocol):
    """Who may ask."""

    def authenticate(self, call: Any) -> Any:
        """Return who asks; raise a Refusal if the credentials do not say so."""


class Errors(Protocol):
    """How refusals are answered."""

    def refuse(self, refusal: Refusal) -> Reply:
        """Return the answer to a request that is refused."""


class Behaviour(Protocol):
    """The parts of an API's behaviour: these five, and whatever they rest on.

    `handlers` has one method for each operation id, in snake case, from a Call to a Reply; `views`
    has what it has shown, in `memory`.
    """

    gate: Any
    handlers: Any
    access: Any
    errors: Any
    views: Any


@dataclass(frozen=True, eq=False)
class Api:
    """All that the engine needs to know of one API."""

    name: str
    behaviour: Callable[[], Behaviour]
    load: Callable[[Any], Any]  # data -> state; raises DataError
    export: Callable[[Any], Any]  # state -> the same form of data
    credential: Callable[[int, Mapping[str, str], datetime, float], str]
    headers: Callable[[str], Mapping[str, str]]  # credential -> the headers that carry it
    example: str  # a path under the base path that is worth looking at first
    password: Callable[[int], str] | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict)
    check_settings: Callable[[Mapping[str, str]], None] = lambda _: None
    faults: tuple[Fault, ...] = ()
    variations: tuple[Variation, ...] = ()
    max_body: int = MAX_BODY

    def composed(self, ids: Collection[str]) -> Behaviour:
        """Return a behaviour with these variations, and these faults around them."""
        known = (*self.variations, *self.faults)
        made, deviations = self.behaviour(), [one for one in known if one.id in ids]
        if deviations:  # what is shown may depend on anything then
            made.views.memory.is_off = True
        return compose(made, deviations)


@functools.cache
def apis() -> Mapping[str, Api]:
    """Return all APIs by name: `API` in the `api` module of each."""
    return {name: importlib.import_module(f"mockserver.{name}.api").API for name in data.apis()}


class UnknownApiError(ValueError):
    """There is no API of that name; the message names those there are."""


def api(name: str) -> Api:
    """Return the API of this name.

    Raises:
        UnknownApiError: there is none.
    """
    try:
        return apis()[name]
    except KeyError:
        known = ", ".join(apis())
        raise UnknownApiError(f"There is no API {name!r}; there are: {known}.") from None
