"""Says in one sentence what a schema wanted, and where. Knows JSON Schema and no validator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance import expect

Place = tuple[str | int, ...]
_TYPES = {
    "string": "a text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
    "array": "an array",
    "null": "null",
}


@dataclass(frozen=True)
class Mismatch:
    """What a schema wanted of one value: the keyword that was not met, its schema, and the place."""

    keyword: str
    schema: Mapping[str, Any]
    place: Place
    value: Any

    @property
    def missing(self) -> str | None:
        """The member that is required and not there, if that is what is wrong."""
        names = self.schema.get("required", ()) if self.keyword == "required" else ()
        return next((name for name in names if name not in self.value), None)

    @property
    def at(self) -> Place:
        """The place that would have to be another."""
        return self.place if self.missing is None else (*self.place, self.missing)

    @property
    def expected(self) -> str:
        """What was wanted, for a sentence that starts with `expected`."""
        where = f"`{_path(self.at)}`" if self.at else "the body"
        if self.missing is not None:
            return f"{where} to be there"
        return f"{where} to be {wanted(self.schema)}"

    def seen(self, status: int) -> str:
        """What stood there instead, for a sentence that goes on with `saw`."""
        if self.missing is not None:
            return f"only {', '.join(self.value) or 'an empty object'} in an answer with status {status}"
        return f"{expect.show(self.value)} in an answer with status {status}"


def _path(place: Place) -> str:
    text = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in place)
    return text.removeprefix(".")


def wanted(schema: Mapping[str, Any]) -> str:
    """Return what a schema wants, e.g. `a text or null`."""
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return " or ".join(map(wanted, schema[keyword]))
    if "$ref" in schema:
        return f"a {schema['$ref'].rpartition('/')[2]} as in the spec"
    if "enum" in schema:
        return " or ".join(map(expect.show, schema["enum"]))
    if "$ref" in schema.get("items", {}):
        return f"an array of {schema['items']['$ref'].rpartition('/')[2]} as in the spec"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    words = [f"a {schema['format']}" if "format" in schema else _TYPES[kind] for kind in kinds]
    limits = [
        f"{name} {expect.show(value)}"
        for name, value in schema.items()
        if name.startswith(("min", "max", "pattern"))
    ]
    what = " or ".join(words) or "as in the spec"
    return f"{what} ({', '.join(limits)})" if limits else what
