"""Why a request was refused: the rule of the spec and the requirement of the document that it broke."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver import data, wire
from mockserver.answers import Kind, Problem
from mockserver.contract import contract
from mockserver.journal import Record
from mockserver.pointers import Pointer, follow, parts, value_at

# How many requirements are told of one problem, the most particular ones.
MOST_REQUIREMENTS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that was wrong with a request."""

    problem: Problem
    rule: str | None  # a JSON pointer into the OpenAPI document
    sent: Any  # None: nothing
    requirements: tuple[Mapping[str, Any], ...]


def reasons(record: Record) -> list[Reason]:
    """Return why a request was refused; nothing if it was not."""
    if record.kind is None or record.preferred or not record.api:
        return []
    return [_reason(record, record.kind, problem) for problem in record.problems]


def body_of(record: Record) -> Any:
    """Return the body of a request as data, None if it is not JSON."""
    try:
        return wire.read(record.body)
    except wire.UnreadableError:
        return None


def _reason(record: Record, kind: Kind, problem: Problem) -> Reason:
    place = rule(record, kind, problem)
    body = body_of(record)
    sent = value_at(within(record, body, problem.where), problem.where) if problem.where else None
    if problem.place == "query":
        sent = record.parameter(problem.where)
    broken = _broken(record, kind, problem, body)
    return Reason(problem, str(place) if place else None, sent, tuple(broken))


def within(record: Record, body: Any, where: str) -> Any:
    """Return the part of a body that a problem is told of: all of it, or what is under its root."""
    root = root_of(record.api, record.operation, where)
    return body.get(root) if root and isinstance(body, dict) else body


# Places in the spec


def rule(record: Record, kind: Kind, problem: Problem) -> Pointer | None:
    """Return the place in the spec that says what a request did not heed, None if none does."""
    known = contract(record.api)
    operation = known.operations.get(record.operation)
    if operation is None:
        return _outside(record)
    item = Pointer(known.spec, ("paths", operation.path))
    here = item / operation.method.lower()
    if kind is Kind.UNAUTHENTICATED:
        return _security(here)
    if kind in (Kind.MALFORMED, Kind.MEDIA_TYPE):
        return follow(here / "requestBody") / "content"
    if kind is Kind.TOO_LARGE:
        return None
    if problem.place == "body" and kind is Kind.INVALID:
        start = body_schema(record.api, record.operation, problem.where)
        return start.to_member(problem.where, problem.rule) if start else None
    return _parameter(item, here, problem) or here / "responses"


def _outside(record: Record) -> Pointer:
    """Return the place of a path; of all paths if it is unknown."""
    known = contract(record.api)
    paths = Pointer(known.spec, ("paths",))
    methods = known.methods(known.inside(record.path) or "")
    return paths / known.operations[next(iter(methods.values()))].path if methods else paths


def _security(here: Pointer) -> Pointer:
    stated = (here / "security").value or here.document.get("security", [{}])
    names = [name for one in stated for name in one]
    return Pointer(here.document, ("components", "securitySchemes", *names[:1]))


def _parameter(item: Pointer, here: Pointer, problem: Problem) -> Pointer | None:
    """Return the place of a parameter's schema, or of its keyword; of a path: of what names it."""
    for parameters in (here / "parameters", item / "parameters"):
        for number in range(len(parameters.value or ())):
            place = follow(parameters / str(number))
            if place.value["in"] != problem.place:
                continue
            if problem.where.partition("[")[0] in (place.value["name"], ""):
                return _keyword_of(place, problem.rule)
    return None


def _keyword_of(parameter: Pointer, rule: str) -> Pointer:
    if rule == "required":
        return parameter / "required"
    return (parameter / "schema").to_member("", rule)


@functools.lru_cache(maxsize=1024)
def root_of(api: str, operation_id: str, where: str) -> str | None:
    """Return the member of the body that the names of problems are told within, None if none is."""
    whole = _whole_body(api, operation_id)
    name = next(iter(parts(where)), "")
    if whole is None or not name or whole.member(name):
        return None
    roots = ((root, whole.member(root)) for root in whole.members())
    return next((root for root, inner in roots if inner and inner.member(name)), None)


def body_schema(api: str, operation_id: str, where: str) -> Pointer | None:
    """Return the schema of the body, or of the root in it that a problem is told within."""
    whole = _whole_body(api, operation_id)
    root = root_of(api, operation_id, where)
    return whole.member(root) if whole and root else whole


def _whole_body(api: str, operation_id: str) -> Pointer | None:
    known = contract(api)
    operation = known.operations.get(operation_id)
    if operation is None:
        return None
    path = ("paths", operation.path, operation.method.lower(), "requestBody")
    here = Pointer(known.spec, path)
    content = follow(here) / "content"
    media_types = list(content.value or ())
    return follow(content / media_types[0] / "schema") if media_types else None


# Requirements


@dataclass(frozen=True, slots=True)
class _Case:
    kind: Kind
    problem: Problem
    body: Any


_MATCHERS: Mapping[str, Callable[[Any, _Case], bool]] = {
    "kind": lambda stated, case: case.kind.value == stated,
    "members": lambda stated, case: case.problem.where in stated,
    "rules": lambda stated, case: case.problem.rule in stated,
    "saying": lambda stated, case: stated in case.problem.message,
    "having": lambda stated, case: _has(stated, case.body),
}


def _has(stated: Mapping[str, Any], body: Any) -> bool:
    return isinstance(body, dict) and all(body.get(name) == one for name, one in stated.items())


def _broken(record: Record, kind: Kind, problem: Problem, body: Any) -> list[Mapping[str, Any]]:
    """Return the requirements that a request broke, the most particular one first."""
    case = _Case(kind, problem, within(record, body, problem.where))
    matching = [
        one
        for one in _upheld(record.api)
        if _concerns(one, record.operation)
        and all(_MATCHERS[word](stated, case) for word, stated in one["refuses"].items())
    ]
    matching.sort(key=lambda one: -len(one["refuses"]))
    return matching[:MOST_REQUIREMENTS]


@functools.cache
def _upheld(api: str) -> list[Mapping[str, Any]]:
    return [one for one in data.specification(api, "requirements") if "refuses" in one]


def _concerns(requirement: Mapping[str, Any], operation: str) -> bool:
    named = requirement.get("operations") or []
    return named == "all" or operation in named or not (operation or named)
