"""What the lines of a recording look like, as JSON Schema: a report is made of nothing else."""

from __future__ import annotations

import functools
from typing import Any

import jsonschema_rs

from conformance import data

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_SECONDS = {"type": "number", "minimum": 0}
_TEXTS = {"type": "array", "items": _TEXT}
_TEXT_OR_NULL = {"type": ["string", "null"]}


def _object(**members: Any) -> dict[str, Any]:
    """Return the schema of an object that needs these members."""
    return {"type": "object", "properties": members, "required": [*members]}


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _map(values: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _message(**members: Any) -> dict[str, Any]:
    return _object(**members, headers=_map(_TEXT), body=_TEXT_OR_NULL)


_EXCHANGE = _object(
    operation=_TEXT_OR_NULL,
    seconds=_SECONDS,
    request=_message(method=_TEXT, url=_TEXT),
    response=_message(status={"type": "integer", "minimum": 100, "maximum": 999}),
)
_FINDING = _object(
    requirement=_TEXT,
    message=_TEXT,
    expected=_TEXT,
    seen=_TEXT,
    exchanges=_list(_EXCHANGE),
    curl=_TEXTS,
)
_TARGET = _object(
    requirements=_TEXTS,
    operations=_TEXTS,
    level={"enum": ["must", "should"]},
    profile={"enum": ["documented", "observed"]},
)
_DEVIATION = _object(requirement=_TEXT, reason=_TEXT, expires={"type": "string", "format": "date"})
_CHECK = _object(
    kind={"const": "check"},
    check=_TEXT,
    requirements=_TEXTS,
    outcome={"enum": ["not_run", "skipped", "passed", "errored", "failed"]},
    reason=_TEXT_OR_NULL,
    findings=_list(_FINDING),
    requests=_COUNT,
    seconds=_SECONDS,
    left=_TEXTS,
    exchanges=_list(_EXCHANGE),
)
_CHECK["properties"]["calls"] = _map(_map(_COUNT))


def _schemas() -> dict[str, Any]:
    return {
        "run": _object(
            api={"enum": data.apis()},
            url=_TEXT,
            profile=_TEXT,
            seed={"type": "integer"},
            started_at={"type": "string", "format": "date-time"},
            versions=_map(_TEXT),
            target=_TARGET,
            deviations=_list(_DEVIATION),
        ),
        "check": _CHECK,
        "end": _object(kind={"const": "end"}, seconds=_SECONDS),
    }


@functools.cache
def _validator(kind: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(_schemas()[kind], validate_formats=True)


def problem(kind: str, row: dict[str, Any]) -> str | None:
    """Return what is wrong with a line of a kind (`run`, `check` or `end`), None where nothing is."""
    error = next(iter(_validator(kind).iter_errors(row)), None)
    if error is None:
        return None
    where = ".".join(map(str, error.instance_path))
    message = error.message if len(error.message) <= 200 else error.message[:199] + "…"
    return f"{where}: {message}" if where else message
