"""Places in an OpenAPI document, as JSON pointers (RFC 6901) that a person can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_PART = re.compile(r"[^.\[\]]+")
_INSIDE = ("allOf", "oneOf", "anyOf")


@dataclass(frozen=True)
class Pointer:
    """A place in a document."""

    document: Mapping[str, Any]
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "#" + "".join(f"/{_escaped(part)}" for part in self.path)

    def __truediv__(self, name: str) -> Pointer:
        return Pointer(self.document, (*self.path, name))

    @property
    def value(self) -> Any:
        """What stands there, None if nothing does."""
        found: Any = self.document
        for part in self.path:
            found = _child(found, part)
        return found

    def to_member(self, where: str, rule: str = "") -> Pointer:
        """Return the place of the schema of a member such as `contacts[0].name`, from this schema.

        With a rule, of that keyword in it. Where the document says nothing of the member, it is the
        last schema on the way there.
        """
        place = follow(self)
        names = parts(where)
        absent = names[-1:] if rule == "required" else []
        for name in names[: len(names) - len(absent)]:
            inner = place.member(name)
            if inner is None:
                return place
            place = inner
        return _keyword(place, rule, absent)

    def member(self, name: str) -> Pointer | None:
        """Return the schema of a member of this object, or of the items of this array."""
        for schema in _schemas(self):
            for step in (("properties", name), ("items",), ("additionalProperties",)):
                inner = Pointer(schema.document, (*schema.path, *step))
                if isinstance(inner.value, Mapping) and (step[0] != "items" or name.isdigit()):
                    return _dereferenced(inner)
        return None

    def has_member(self, where: str) -> bool:
        """Tell whether the document says something of a member of this schema."""
        place: Pointer | None = self
        for name in parts(where):
            place = place.member(name) if place else None
        return place is not None

    def members(self) -> list[str]:
        """Return the names of the members that are stated for this object."""
        return [name for one in _schemas(self) for name in _child(one.value, "properties") or ()]


def parts(where: str) -> list[str]:
    """Return the names and numbers in the name of a member: contacts, 0, name."""
    return _PART.findall(where)


def value_at(data: Any, where: str) -> Any:
    """Return the member of this name in data, None if there is none."""
    for part in parts(where):
        data = _child(data, part)
    return data


def follow(place: Pointer) -> Pointer:
    """Return where the references on the way to a place lead."""
    found = Pointer(place.document)
    for part in place.path:
        found = _dereferenced(found) / part
    return _dereferenced(found)


def _dereferenced(place: Pointer) -> Pointer:
    value = place.value
    while isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
        parts = value["$ref"].removeprefix("#/").split("/")
        place = Pointer(place.document, tuple(_unescaped(part) for part in parts))
        value = place.value
    return place


def _keyword(place: Pointer, rule: str, absent: Sequence[str]) -> Pointer:
    """Return the place of a keyword of a schema: of `required` where it has the absent member."""
    if not rule:
        return place
    for schema in _schemas(place):
        stated = _child(schema.value, rule)
        if stated is not None and (not absent or absent[0] in stated):
            return schema / rule
    return place


def _schemas(place: Pointer) -> Iterator[Pointer]:
    """Yield a schema and those that it is put together from."""
    place = _dereferenced(place)
    yield place
    for word in _INSIDE:
        for number in range(len(_child(place.value, word) or ())):
            yield from _schemas(place / word / str(number))


def _child(value: Any, part: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list) and part.isdigit() and int(part) < len(value):
        return value[int(part)]
    return None


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _unescaped(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")
