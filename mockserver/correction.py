"""From a request that was refused to one that passes: corrected, and then tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from mockserver import explanation, http, nearest, samples, trial, wire
from mockserver.answers import Kind, Problem
from mockserver.contract import Operation, contract
from mockserver.journal import Record
from mockserver.pointers import Pointer, follow, parts, value_at
from mockserver.world import World

# How often a correction is corrected: some problems show only when others are gone.
MOST_ROUNDS = 5

YEAR = 365 * 86400.0

# What is said of the size of a body that may be another one afterwards.
_OF_BODY = (b"content-length", b"transfer-encoding")


@dataclass(frozen=True, slots=True)
class Correction:
    """A request that would have passed, and what is different from the one that did not."""

    record: Record
    changes: tuple[str, ...]


async def correction(record: Record, world: World, state: Any) -> Correction | None:
    """Return a request that passes in a state of its world, None if none was found."""
    corrected = replace(record, headers=[one for one in record.headers if one[0] not in _OF_BODY])
    changes: list[str] = []
    for _ in range(MOST_ROUNDS):
        made = await _repaired(corrected, world, state)
        if not made:
            return None
        changes += made
        if await trial.passes(corrected, world.trial(state)):
            return Correction(corrected, tuple(changes))
    return None


async def _repaired(record: Record, world: World, state: Any) -> list[str]:
    """Change a record for the better; return what was changed, nothing if nobody knows what to do."""
    known = contract(record.api)
    operation = known.operations.get(record.operation)
    if record.kind in (Kind.MISSING, Kind.PATH):
        return await _redirected(record, operation, world.trial(state))
    return _Repair(record, world, operation).done() if operation else []


async def _redirected(record: Record, operation: Operation | None, world: World) -> list[str]:
    """Have a record ask for what is there."""
    path = (
        await nearest.existing(record, operation, world)
        if operation
        else nearest.documented(record)
    )
    if path in (None, record.path):
        return []
    assert path is not None
    known = contract(record.api)
    methods = known.methods(known.inside(path) or "") or {}
    record.path, record.operation = path, methods.get(record.method, "")
    return [f"The path is {path}."]


class _Repair:
    """Changes a record so that the problems that are known of it are gone."""

    def __init__(self, record: Record, world: World, operation: Operation) -> None:
        self._record = record
        self._world = world
        self._operation = operation

    def done(self) -> list[str]:
        """Return what was changed, nothing if nobody knows what to do."""
        repairs: dict[Kind | None, Callable[[], list[str]]] = {
            Kind.UNAUTHENTICATED: self._credentials,
            Kind.MEDIA_TYPE: self._label,
            Kind.MALFORMED: self._example,
            Kind.INVALID: lambda: self._members(self._record.problems),
        }
        repair = repairs.get(self._record.kind)
        return repair() if repair else []

    def _credentials(self) -> list[str]:
        api, settings = self._world.api, self._world.settings
        given = api.headers(api.credential(2, settings, self._world.clock.now(), YEAR))
        self._set_headers(**given)
        return [f"The header {name} carries a credential of user 2." for name in given]

    def _label(self) -> list[str]:
        kind = self._operation.media_types[0]
        self._set_headers(**{"Content-Type": kind})
        return [f"The header Content-Type is {kind}."]

    def _example(self) -> list[str]:
        body = next(samples.examples(self._content), None)
        if body is None:
            return []
        self._record.body = wire.write(body)
        self._label()
        return ["The body is the example of the OpenAPI document."]

    def _members(self, problems: Sequence[Problem]) -> list[str]:
        repairs = {"body": self._member, "query": self._parameter}
        if any(one.place not in repairs for one in problems):
            return []
        # Of several problems with one member the first is enough: it gets another value.
        first = {(one.place, one.where): one for one in reversed(problems)}
        return [repairs[one.place](one) for one in reversed(first.values())]

    def _parameter(self, problem: Problem) -> str:
        """Give a required parameter a value that its schema allows, and leave any other out."""
        written = self._record.query.decode("utf-8", "replace")
        pairs = parse_qsl(written, keep_blank_values=True)
        others = [(name, value) for name, value in pairs if name != problem.where]
        stated = {one.name: one for one in self._operation.parameters}
        if problem.where not in stated or not stated[problem.where].required:
            self._record.query = urlencode(others, quote_via=quote).encode()
            return f"{problem.where} is left out."
        place = explanation.rule(self._record, Kind.INVALID, replace(problem, rule=""))
        value = samples.sample(place) if place else "Example"
        pairs = [*others, (problem.where, value)]
        self._record.query = urlencode(pairs, quote_via=quote).encode()
        return f"{problem.where} is {value}."

    def _member(self, problem: Problem) -> str:
        """Give a member of the body a value that its schema allows."""
        whole = explanation.body_of(self._record)
        inner = explanation.within(self._record, whole, problem.where)
        *outer, last = parts(problem.where) or [""]
        unknown = problem.rule == "additionalProperties"
        holder = value_at(inner, problem.where if unknown else ".".join(outer))
        if not (unknown or _has_place(holder, last)):
            return "".join(self._example())
        said = (
            _without_unknown(holder, self._schema(problem).to_member(problem.where))
            if unknown
            else _put(holder, last, self._value(problem, value_at(inner, problem.where)))
        )
        self._record.body = wire.write(whole)
        return f"{problem.where or 'The body'} {said}."

    def _value(self, problem: Problem, sent: Any) -> Any:
        """Return what a member could be, None if nobody knows: not what it is already."""
        root = explanation.root_of(self._record.api, self._operation.id, problem.where)
        example = samples.example_of(self._content, root, problem.where)
        if example not in (None, sent):
            return example
        schema = self._schema(problem)
        known = schema.has_member(problem.where)
        found = samples.sample(schema.to_member(problem.where)) if known else None
        return None if found == sent else found

    def _schema(self, problem: Problem) -> Pointer:
        schema = explanation.body_schema(self._record.api, self._operation.id, problem.where)
        assert schema is not None, "an operation without a body has no problem in it"
        return schema

    @property
    def _content(self) -> Pointer:
        spec = contract(self._record.api).spec
        path = ("paths", self._operation.path, self._operation.method.lower(), "requestBody")
        return follow(Pointer(spec, path)) / "content"

    def _set_headers(self, **given: str) -> None:
        names = {name.lower().encode("latin-1") for name in given}
        others = [one for one in self._record.headers if one[0].lower() not in names]
        self._record.headers = [*others, *http.raw(given)]


def _has_place(holder: Any, name: str) -> bool:
    """Tell whether an object or an array can have a member of this name.

    Rules may leave out the number of an item where there is but one.
    """
    if isinstance(holder, list):
        return name.isdecimal() and int(name) < len(holder)
    return isinstance(holder, dict) and bool(name)


def _put(holder: Any, name: str, value: Any) -> str:
    """Put a value in its place; None takes out what is there."""
    if isinstance(holder, list):
        holder[int(name)] = value
    elif value is None:
        holder.pop(name, None)
        return "is left out"
    else:
        holder[name] = value
    return f"is {wire.write(value).decode('utf-8')}"


def _without_unknown(holder: Any, schema: Pointer) -> str:
    unknown = [name for name in holder if name not in schema.members()]
    for name in unknown:
        del holder[name]
    return f"has no {', '.join(unknown)}"
