"""Whether an answer is what the spec says: found out when somebody looks, not while it is sent."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver import wire
from mockserver.contract import contract
from mockserver.journal import Record
from mockserver.pointers import Pointer, follow
from mockserver.schemas import Schema, relaxed

# What HTTP itself answers with: no document has to say so.
_FROM_HTTP = (404, 405, 406, 410, 413, 415, 429, 507)


@dataclass(frozen=True, slots=True)
class Breach:
    """Something in an answer that the spec does not allow; `rule` points to where it says so."""

    where: str
    message: str
    rule: str


@dataclass(frozen=True)
class _Stated:
    """What a spec says of one answer."""

    pointer: Pointer
    schema: Schema | None
    media_types: tuple[str, ...]


def breaches(record: Record) -> list[Breach]:
    """Return what is wrong with an answer; nothing if it is not for the spec to say."""
    if not record.operation or record.preferred:
        return []
    stated = _stated(record.api, record.operation, str(record.status))
    if stated is None:
        return list(_undocumented(record))
    if record.method == "HEAD" or stated.schema is None:
        return []
    labels = {name.lower(): value for name, value in record.answer_headers}
    kind = labels.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip()
    if kind in stated.media_types and "json" not in kind:
        return []  # the schema is that of JSON
    asked = (record.api, record.operation, str(record.status))
    told = _known_in_body if len(record.answer) <= MEMORABLE else _in_body
    return [*_in_label(stated, kind), *told(asked, record.answer)]


def _undocumented(record: Record) -> Iterator[Breach]:
    if record.status not in _FROM_HTTP:
        _, pointer = _responses(record.api, record.operation)
        message = f"{record.operation} is not documented to answer {record.status}"
        yield Breach("", message, str(pointer))


def _in_label(stated: _Stated, kind: str) -> Iterator[Breach]:
    if kind not in stated.media_types:
        told = " or ".join(stated.media_types)
        yield Breach(
            "", f"The answer is labelled {kind or 'nothing'}, not {told}", str(stated.pointer)
        )


def _in_body(asked: tuple[str, str, str], body: bytes) -> tuple[Breach, ...]:
    stated = _stated(*asked)
    if stated is None or stated.schema is None:
        return ()
    try:
        problems = stated.schema.problems(wire.read(body))
    except wire.UnreadableError as error:
        return (Breach("", f"The answer {error}", str(stated.pointer)),)
    rules = (str(stated.pointer.to_member(one.where, one.rule)) for one in problems)
    return tuple(
        Breach(one.where, one.message, rule) for one, rule in zip(problems, rules, strict=True)
    )


# Much is answered more than once, and reading it takes longer than looking it up.
MEMORABLE = 100_000
_known_in_body = functools.lru_cache(maxsize=256)(_in_body)


def _responses(api: str, operation_id: str) -> tuple[Mapping[str, Any], Pointer]:
    known = contract(api)
    operation = known.operations[operation_id]
    place = Pointer(known.spec, ("paths", operation.path, operation.method.lower(), "responses"))
    return place.value, place


@functools.lru_cache(maxsize=1024)
def _stated(api: str, operation_id: str, status: str) -> _Stated | None:
    responses, place = _responses(api, operation_id)
    name = next((one for one in (status, f"{status[0]}XX", "default") if one in responses), None)
    if name is None:
        return None
    content = follow(place / name / "content")
    kinds: Mapping[str, Any] = content.value or {}
    for media_type in kinds:
        schema = content / media_type / "schema"
        if schema.value is not None and "json" in media_type:
            return _Stated(schema, _compiled(api, schema.value), tuple(kinds))
    return _Stated(place / name, None, tuple(kinds))


def _compiled(api: str, schema: Any) -> Schema:
    components = contract(api).spec.get("components", {}).get("schemas", {})
    return Schema(relaxed(schema), relaxed(components))
