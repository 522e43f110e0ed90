"""The schemas of a spec, compiled, and what they find wrong in sentences that name the member."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema_rs import Draft4Validator, ValidationError

from mockserver.answers import Problem

Path = Sequence[str | int]

_NAMES = {
    "string": "a text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
    "array": "an array",
    "null": "null",
}

# Nobody reads more, while a list of 20,000 wrong items takes seconds to explain and megabytes to keep.
MOST_PROBLEMS = 100


class Schema:
    """A schema of an OpenAPI 3.0 document, ready to examine data."""

    def __init__(self, schema: Mapping[str, Any], components: Mapping[str, Any]) -> None:
        named = {name: _plain(components[name]) for name in _needed(schema, components)}
        whole = {"allOf": [_plain(schema)], "components": {"schemas": named}}
        self._validator = Draft4Validator(whole, validate_formats=True)

    def problems(self, data: Any, place: str = "body", within: Path = ()) -> list[Problem]:
        """Return what is wrong with the data, nothing if it is valid: all of it, or the first hundred.

        `within` is the path of the data inside a larger whole, for the names in the sentences.
        """
        if self._validator.is_valid(data):
            return []
        found: dict[tuple[str, str], Problem] = {}
        errors = self._validator.iter_errors(data)
        for problem in (one for error in errors for one in _told(error, place, tuple(within))):
            found.setdefault((problem.where, problem.message), problem)
            if len(found) >= MOST_PROBLEMS:
                break
        return _without_echoes(list(found.values()))


def relaxed(part: Any) -> Any:
    """Return a part of a spec in which every open schema is as wide as its `x-open` allows.

    Between the schema itself and that outer border the document leaves a choice, so that what is
    there is for rules to decide.
    """
    if isinstance(part, list):
        return [relaxed(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    if "x-open" in part:
        return relaxed(part["x-open"]["schema"])
    return {name: relaxed(one) for name, one in part.items()}


def _needed(schema: Any, components: Mapping[str, Any]) -> set[str]:
    """Return the names of the components that a schema leads to: few, of the many of a document."""
    found: set[str] = set()
    ahead = set(_referred(schema))
    while ahead:
        name = ahead.pop()
        found.add(name)
        ahead |= set(_referred(components[name])) - found
    return found


def _referred(part: Any) -> Iterator[str]:
    """Yield the names of the components that a part of a schema refers to."""
    if isinstance(part, list):
        for one in part:
            yield from _referred(one)
    elif isinstance(part, Mapping):
        for name, one in part.items():
            if name == "$ref":
                yield one.rpartition("/")[2]
            else:
                yield from _referred(one)


def _plain(schema: Any) -> Any:
    """Rewrite what OpenAPI 3.0 has and JSON Schema has not: `nullable`."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    plain = {
        name: _plain(part) for name, part in schema.items() if name not in ("nullable", "example")
    }
    return _nullable(plain) if schema.get("nullable") is True else plain


def _nullable(plain: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(plain.get("type"), str):
        return {"anyOf": [{"type": "null"}, plain]}
    allowed = {"enum": [*plain["enum"], None]} if "enum" in plain else {}
    return {**plain, "type": [plain["type"], "null"], **allowed}


def named(path: Path) -> str:
    """Return the name of a member for people: `contacts[0].name`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def _told(error: ValidationError, place: str, within: Path) -> Iterable[Problem]:
    rule = error.kind.name
    path = [*within, *error.instance_path]
    if rule in ("anyOf", "oneOf") and (found := _alternatives(error, place, within)):
        return found
    if rule == "required":
        path.append(_missing_member(error))
    where = named(path)
    return [Problem(where, f"{where or 'The body'} {_complaint(rule, error)}", place, rule)]


def _missing_member(error: ValidationError) -> str:
    return str(error.kind.as_dict()["property"])


_COMPLAINTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "required": lambda _: "is required",
    "type": lambda detail: f"must be {_either(detail['types'])}",
    "enum": lambda detail: f"must be one of {_listed(detail['options'])}",
    "minLength": lambda detail: _at_least(detail["limit"], "characters"),
    "maxLength": lambda detail: f"must have at most {detail['limit']} characters",
    "minItems": lambda detail: _at_least(detail["limit"], "items"),
    "maxItems": lambda detail: f"must have at most {detail['limit']} items",
    "minimum": lambda detail: f"must be at least {detail['limit']}",
    "maximum": lambda detail: f"must be at most {detail['limit']}",
    "pattern": lambda detail: f"must match the pattern {detail['pattern']}",
    "format": lambda detail: f"must have the format {detail['format']}",
    "additionalProperties": lambda detail: f"must not have {_listed(detail['unexpected'])}",
}


def _complaint(rule: str, error: ValidationError) -> str:
    tell = _COMPLAINTS.get(rule)
    return tell(error.kind.as_dict()) if tell else f"breaks the rule {rule} of the contract"


def _at_least(limit: int, things: str) -> str:
    return "must not be empty" if limit == 1 else f"must have at least {limit} {things}"


def _either(types: Iterable[str]) -> str:
    return " or ".join(_NAMES[name] for name in types)


def _listed(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values)


def _alternatives(error: ValidationError, place: str, within: Path) -> list[Problem]:
    """Tell what is wrong with the alternative that was most likely meant.

    That is one of the right type, and among these the one with the fewest problems; where none has
    the right type, the type is the problem.
    """
    branches: list[list[ValidationError]] = error.kind.as_dict()["context"]
    here = list(error.instance_path)
    meant = [branch for branch in branches if not any(_wrong_type(found, here) for found in branch)]
    if not meant:
        return [_wrong_types(branches, [*within, *here], place)]
    likeliest = min(
        meant, key=lambda branch: (any(found.kind.name == "enum" for found in branch), len(branch))
    )
    return [problem for found in likeliest for problem in _told(found, place, within)]


def _wrong_type(error: ValidationError, path: list[str | int]) -> bool:
    return error.kind.name == "type" and list(error.instance_path) == path


def _wrong_types(branches: list[list[ValidationError]], path: Path, place: str) -> Problem:
    wrong = [
        found.kind.as_dict()["types"]
        for branch in branches
        for found in branch
        if found.kind.name == "type"
    ]
    types = dict.fromkeys(name for names in wrong for name in names)
    where = named(path)
    return Problem(where, f"{where or 'The body'} must be {_either(types)}", place, "type")


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Leave out what an alternative says about a member whose own schema has said it already."""
    first: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        first.setdefault((problem.where, problem.rule), problem)
    return list(first.values())
