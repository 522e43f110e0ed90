"""What there is of an API, for people who look for a name: operations, requirements and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mockserver import data, switches
from mockserver.api import Api
from mockserver.contract import METHODS, contract

Entry = dict[str, Any]


def entries(what: str, apis: Sequence[Api]) -> list[Entry]:
    """Return what there is of one kind; each entry has `api`, `id`, `text` and more."""
    return [{"api": one.name, **entry} for one in apis for entry in _KINDS[what](one)]


def _operations(api: Api) -> Iterable[Entry]:
    known = contract(api.name)
    for path, item in known.spec["paths"].items():
        for method in (verb for verb in METHODS if verb in item):
            where = f"{method.upper():6} {known.base_path}{path}"
            yield {
                "id": item[method]["operationId"],
                "text": where,
                "summary": item[method].get("summary"),
            }


def _requirements(api: Api) -> Iterable[Entry]:
    for one in data.specification(api.name, "requirements"):
        yield {**one, "text": one["statement"]}


def _silences(api: Api) -> Iterable[Entry]:
    for one in data.specification(api.name, "silences"):
        yield {**one, "text": one["question"]}


def _variations(api: Api) -> Iterable[Entry]:
    for one in switches.described(api.name):
        if not one["default"]:
            yield {**one, "text": one["meaning"]}


def _faults(api: Api) -> Iterable[Entry]:
    for one in api.faults:
        yield {"id": one.id, "text": one.sentence, "breaks": list(one.breaks)}


_KINDS: dict[str, Callable[[Api], Iterable[Entry]]] = {
    "operations": _operations,
    "requirements": _requirements,
    "silences": _silences,
    "variations": _variations,
    "faults": _faults,
}
