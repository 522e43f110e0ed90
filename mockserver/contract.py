"""A spec as the mock uses it: its operations by path and method, with their schemas compiled."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from mockserver import data
from mockserver.answers import Problem
from mockserver.schemas import Schema, relaxed

# The longest path that is remembered, so that memory is not filled with them.
MEMORABLE = 200
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_INTEGER = re.compile(r"-?[0-9]{1,4000}\Z")
_NUMBER = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,2})?\Z")


def _integer(text: str) -> Any:
    return int(text) if _INTEGER.match(text) else text


def _number(text: str) -> Any:
    return float(text) if _NUMBER.match(text) else text


def _boolean(text: str) -> Any:
    return {"true": True, "false": False}.get(text, text)


def _array(text: str) -> Any:
    return text.split(",")


_READERS: dict[str, Callable[[str], Any]] = {
    "array": _array,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
}


@dataclass(frozen=True)
class Parameter:
    """A parameter of the path or of the query."""

    name: str
    place: str
    required: bool
    type: str
    default: Any
    schema: Schema
    deep: bool = False  # an object, written as `name[member]=value`

    def read(self, text: Any) -> Any:
        """Return the value that a text stands for; the text itself if it is none of this type."""
        return text if self.deep else _READERS.get(self.type, str)(text)

    def problems(self, value: Any) -> list[Problem]:
        """Return what is wrong with a value."""
        return self.schema.problems(value, self.place, (self.name,))


@dataclass(frozen=True)
class Operation:
    """One operation: how it is reached, and what it takes."""

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: Schema | None
    body_required: bool
    media_types: tuple[str, ...]


class Contract:
    """All operations of one spec, found by id or by method and path."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.spec = spec = _with_observed(spec)
        self.title: str = spec["info"]["title"]
        self.base_paths = [urlsplit(one["url"]).path.rstrip("/") for one in spec["servers"]]
        self.base_path = self.base_paths[0]
        self._longest_first = sorted(self.base_paths, key=len, reverse=True)
        self._relaxed = relaxed(spec)
        self._components = self._relaxed.get("components", {}).get("schemas", {})
        self.operations = _by_id(self._all())
        self._routes = _Routes(self.operations.values())
        self._located = functools.lru_cache(maxsize=4096)(self._locate)

    def schema(self, name: str) -> Schema:
        """Return one of the named schemas of the spec."""
        return Schema(self._components[name], self._components)

    def members(self, name: str) -> dict[str, Schema]:
        """Return the schemas of the members of one of the named objects of the spec."""
        stated = self._components[name].get("properties", {})
        return {member: Schema(one, self._components) for member, one in stated.items()}

    def inside(self, path: str) -> str | None:
        """Return what follows the base path, the longest that fits; None if none does."""
        for base in self._longest_first:
            if path == base or path.startswith(f"{base}/"):
                return path.removeprefix(base)
        return None

    def paths(self) -> list[str]:
        """Return the paths of the spec, the most literal first."""
        return sorted(self.spec["paths"], key=_rank)

    def locate(self, path: str) -> Found | None:
        """Return what a path names, with the base path; None if it is unknown."""
        return self._located(path) if len(path) <= MEMORABLE else self._locate(path)

    def _locate(self, path: str) -> Found | None:
        return self.find(self.inside(path) or "")

    def find(self, path: str) -> Found | None:
        """Return what a path names, without the base path; None if it is unknown.

        A literal path wins over one with parameters: `/clients/search` is never a client.
        """
        return self._routes.find(path)

    def methods(self, path: str) -> Mapping[str, str] | None:
        """Return the operation ids of a path by method, without the base path; None if it is unknown."""
        found = self.find(path)
        return None if found is None else found.methods

    def _all(self) -> Iterator[Operation]:
        for path, item in self._relaxed["paths"].items():
            for method in METHODS:
                if method in item:
                    yield self._operation(path, method, item)

    def _operation(self, path: str, method: str, item: Mapping[str, Any]) -> Operation:
        stated = item[method]
        parameters = [*item.get("parameters", ()), *stated.get("parameters", ())]
        body = self.resolved(stated.get("requestBody", {}))
        content = body.get("content", {})
        return Operation(
            id=stated["operationId"],
            method=method.upper(),
            path=path,
            parameters=tuple(self._parameter(self.resolved(one)) for one in parameters),
            body=next(
                (Schema(kind["schema"], self._components) for kind in content.values()), None
            ),
            body_required=body.get("required", False),
            media_types=tuple(content),
        )

    def _parameter(self, stated: Mapping[str, Any]) -> Parameter:
        schema = self.resolved(stated["schema"])
        return Parameter(
            name=stated["name"],
            place=stated["in"],
            required=stated.get("required", False),
            type=schema.get("type", "string"),
            default=schema.get("default"),
            schema=Schema(schema, self._components),
            deep=stated.get("style") == "deepObject",
        )

    def resolved(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a part of the spec refers to; the part itself if it is no reference."""
        while "$ref" in part:
            names = part["$ref"].removeprefix("#/").split("/")
            part = functools.reduce(lambda whole, name: whole[name], names, self._relaxed)
        return part


def _with_observed(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a spec whose paths have the operations of `x-observed-paths` too.

    These are in no document, but programs use them.
    """
    paths = dict(spec["paths"])
    for path, item in spec.get("x-observed-paths", {}).items():
        paths[path] = {**paths.get(path, {}), **item}
    return {**spec, "paths": paths}


def _by_id(operations: Iterable[Operation]) -> dict[str, Operation]:
    found: dict[str, Operation] = {}
    for operation in operations:
        if operation.id in found:
            raise ValueError(f"Two operations of the spec have the id {operation.id}.")
        found[operation.id] = operation
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """What a path of a request names: the operation ids by method, and its parameters."""

    methods: Mapping[str, str]
    parameters: Mapping[str, str]


class _Routes:
    """The paths of a spec, as one pattern that is tried once."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        paths: dict[str, dict[str, str]] = {}
        for operation in operations:
            paths.setdefault(operation.path, {})[operation.method] = operation.id
        self._literal = {
            path: Found(methods, {}) for path, methods in paths.items() if "{" not in path
        }
        with_parameters = sorted((path for path in paths if "{" in path), key=_rank)
        self._targets = {
            f"_{number}": (re.findall(r"\{([^{}]*)\}", path), paths[path])
            for number, path in enumerate(with_parameters)
        }
        patterns = [
            f"(?P<_{number}>{_pattern(path)})" for number, path in enumerate(with_parameters)
        ]
        self._pattern = re.compile("|".join(patterns) or "(?!)")

    def find(self, path: str) -> Found | None:
        literal = self._literal.get(path)
        if literal is not None:
            return literal
        match = self._pattern.fullmatch(path)
        if match is None or match.lastgroup is None:
            return None
        names, methods = self._targets[match.lastgroup]
        first = self._pattern.groupindex[match.lastgroup] + 1
        values = match.groups()[first - 1 : first - 1 + len(names)]
        return Found(methods, dict(zip(names, values, strict=True)))


def _rank(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "\U0010ffff", path)


def _pattern(path: str) -> str:
    pieces = re.split(r"\{[^{}]*\}", path)
    return "([^/]+)".join(re.escape(piece) for piece in pieces)


@functools.cache
def contract(api: str) -> Contract:
    """Return the contract of an API, made once per process.

    Raises:
        FileNotFoundError: the API has no spec.
        ValueError: the spec gives one id to two operations.
    """
    return Contract(data.specification(api))
