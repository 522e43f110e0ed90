"""Requirements and silences of an API, as its specs list them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from conformance import data

Level = Literal["must", "should", "observed"]
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Source:
    """A place in a document: its file name, first and last line."""

    document: str
    first: int
    last: int

    def __str__(self) -> str:
        """Return the place as people read it: `name, line 4` or `name, lines 4-6`."""
        lines = (
            f"line {self.first}" if self.first == self.last else f"lines {self.first}-{self.last}"
        )
        return f"{self.document}, {lines}"


@dataclass(frozen=True)
class Requirement:
    """One testable statement of a document."""

    id: str
    statement: str
    source: Source
    level: Level
    operations: tuple[str, ...]
    unchecked: str | None = None


@dataclass(frozen=True)
class Choice:
    """One legal answer to a silence."""

    id: str
    meaning: str


@dataclass(frozen=True)
class Silence:
    """A question that the document leaves open; nobody is judged by it."""

    id: str
    question: str
    source: Source
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Operation:
    """One operation of a spec: its id, method (upper case) and path template below the base path.

    `statuses` are those that the spec describes, as it writes them: `200`, `4XX`, `default`.
    """

    id: str
    method: str
    path: str
    tag: str
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Everything that is said and left unsaid about one API."""

    api: str
    title: str
    base_path: str
    requirements: Mapping[str, Requirement]
    silences: Mapping[str, Silence]
    operations: Mapping[str, Operation]
    sensitive: frozenset[str]


def _source(row: Mapping[str, Any]) -> Source:
    first, last = row["source"]["lines"]
    return Source(row["source"]["document"], first, last)


def _requirement(row: Mapping[str, Any], every: tuple[str, ...]) -> Requirement:
    named = row.get("operations", [])
    operations = every if named == "all" else tuple(named)
    return Requirement(
        row["id"], row["statement"], _source(row), row["level"], operations, row.get("unchecked")
    )


def _silence(row: Mapping[str, Any]) -> Silence:
    choices = tuple(Choice(choice["id"], choice["meaning"]) for choice in row["choices"])
    return Silence(row["id"], row["question"], _source(row), choices)


def _operations(spec: Mapping[str, Any]) -> dict[str, Operation]:
    return {
        item[method]["operationId"]: Operation(
            item[method]["operationId"],
            method.upper(),
            path,
            item[method].get("tags", ["other"])[0],
            tuple(map(str, item[method]["responses"])),
        )
        for path, item in spec["paths"].items()
        for method in METHODS
        if method in item
    }


def sensitive_members(node: Any) -> frozenset[str]:
    """Return the names of all members that a spec marks with `x-sensitive: true`."""
    found: set[str] = set()
    if isinstance(node, dict):
        properties = node.get("properties", {})
        if isinstance(properties, dict):
            found |= {
                name
                for name, schema in properties.items()
                if isinstance(schema, dict) and schema.get("x-sensitive")
            }
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            found |= sensitive_members(child)
    return frozenset(found)


@functools.cache
def load(api: str) -> Catalogue:
    """Return the catalogue of `api`, a name that `data.apis()` lists."""
    spec = data.specification(api, "openapi")
    operations = _operations(spec)
    rows = data.specification(api, "requirements")
    requirements = [_requirement(row, tuple(operations)) for row in rows]
    silences = [_silence(row) for row in data.specification(api, "silences")]
    return Catalogue(
        api=api,
        title=spec["info"]["title"],
        base_path=spec["servers"][0]["url"].rstrip("/"),
        requirements={requirement.id: requirement for requirement in requirements},
        silences={silence.id: silence for silence in silences},
        operations=operations,
        sensitive=sensitive_members(spec),
    )
