"""Values that a schema allows: its examples first, else the plainest one of its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mockserver.pointers import Pointer, follow, value_at

_TEXTS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "email": "name@example.com",
    "uri": "https://example.com",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def sample(place: Pointer) -> Any:
    """Return a value for the schema at a place."""
    place = follow(place)
    schema = place.value or {}
    for word in ("example", "default"):
        if word in schema:
            return schema[word]
    if "enum" in schema:
        return schema["enum"][0]
    for word in ("allOf", "oneOf", "anyOf"):
        if word in schema:
            return sample(place / word / "0")
    return _of_type(place, schema)


def _of_type(place: Pointer, schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "object":
        required = schema.get("required", ())
        return {name: sample(place / "properties" / name) for name in required}
    if kind == "array":
        return [sample(place / "items")] * max(1, schema.get("minItems", 0))
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if kind == "boolean":
        return False
    return _TEXTS.get(schema.get("format", ""), "Example").ljust(schema.get("minLength", 0), "x")


def examples(content: Pointer) -> Iterator[Any]:
    """Yield the examples of a body; `content` is the place of its media types."""
    for media_type, stated in (content.value or {}).items():
        if "example" in stated:
            yield stated["example"]
        for name in stated.get("examples", {}):
            example = follow(content / media_type / "examples" / name).value
            if "value" in example:
                yield example["value"]
        yield sample(content / media_type / "schema")


def example_of(content: Pointer, root: str | None, where: str) -> Any:
    """Return what a member is in the first example of a body that has it, None if none has."""
    for whole in examples(content):
        inner = whole.get(root) if root and isinstance(whole, dict) else whole
        found = value_at(inner, where)
        if found is not None:
            return found
    return None
