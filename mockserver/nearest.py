"""What was probably meant by a path that leads nowhere: one that is documented, a record that is there."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mockserver import trial, wire
from mockserver.contract import Operation, contract
from mockserver.journal import Record
from mockserver.world import World

# How alike two paths are, from 0 to 1, when one was meant by the other.
ALIKE = 0.75

_PARAMETER = re.compile(r"\{[^{}]*\}")


def documented(record: Record) -> str | None:
    """Return the path nearest to that of a request that its method is documented for."""
    known = contract(record.api)
    named = [one.path for one in known.operations.values() if one.method == record.method]
    whole = [base + path for base in known.base_paths for path in named]
    possible = [path for one in whole if (path := _filled(one, record.path))]
    return next(iter(difflib.get_close_matches(record.path, possible, 1, ALIKE)), None)


def _filled(template: str, path: str) -> str | None:
    """Return a path with the parameters of another one; None if that has too few parts."""
    asked = path.split("/")
    stated = template.split("/")
    if len(asked) < len(stated) and any("{" in one for one in stated[: -len(asked)]):
        return None
    pairs = itertools.zip_longest(reversed(stated), reversed(asked), fillvalue="")
    parts = [_part(one, other) for one, other in itertools.islice(pairs, len(stated))]
    return "/".join(reversed(parts))


def _part(stated: str, asked: str) -> str:
    _, _, ending = stated.rpartition("}")
    return _PARAMETER.sub(lambda _: asked.removesuffix(ending), stated) if "{" in stated else stated


async def existing(record: Record, operation: Operation, world: World) -> str | None:
    """Return a path of the same operation that names a record which the caller may see.

    That is the first of the list above it; None if there is no such list, or nothing in it.
    """
    known = contract(record.api)
    upper = re.fullmatch(r"([^{]*)/(\{[^{}]*\})([^/]*)(.*)", operation.path)
    inside = known.inside(record.path)
    if upper is None or inside is None or operation.path.count("{") > 1:
        return None
    start, _, ending, rest = upper.groups()
    listed = start + ending
    if "GET" not in (known.methods(listed) or {}):
        return None
    base = record.path.removesuffix(inside)
    asked = replace(record, method="GET", path=base + listed, query=b"", body=b"")
    found = next(_ids(await trial.answer(asked, world)), None)
    return None if found is None else f"{base}{start}/{found}{ending}{rest}"


def _ids(answer: bytes) -> Iterator[Any]:
    """Yield the ids of the records that a list shows."""
    try:
        data = wire.read(answer)
    except wire.UnreadableError:
        return
    lists = [data, *data.values()] if isinstance(data, dict) else [data]
    for one in itertools.chain.from_iterable(some for some in lists if isinstance(some, list)):
        if isinstance(one, dict) and "id" in one:
            yield one["id"]
