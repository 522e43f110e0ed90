"""Records: looking through the tables of a state, as it is and as it was, and changing one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from mockserver.answers import Reply
from mockserver.api import DataError
from mockserver.control import journal
from mockserver.control.asking import Asked, ControlError, Route, missing
from mockserver.masking import masks
from mockserver.packing import plain
from mockserver.world import World

Tables = Mapping[str, list[Mapping[str, Any]]]

MOST = 1000


def tables(asked: Asked) -> Reply:
    """Return which tables an API has, with their members."""
    found = _tables(asked, _world(asked))
    return Reply({"tables": [_described(name, rows) for name, rows in found.items()]})


def _described(name: str, rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    members = {member: None for row in rows for member in row}
    return {"name": name, "records": len(rows), "members": list(members)}


def records(asked: Asked) -> Reply:
    """Return the records of a table that are searched for, masked."""
    world = _world(asked)
    hidden = masks(world.api.name)
    rows = [hidden.data(row) for row in _rows(asked, _tables(asked, world))]
    found = [row for row in rows if _is_wanted(asked, row)]
    start = journal.number(asked.query.get("offset", "0"), "offset")
    limit = journal.number(asked.query.get("limit", "100"), "limit")
    return Reply({"records": found[start : start + min(limit, MOST)], "total": len(found)})


def _is_wanted(asked: Asked, row: Mapping[str, Any]) -> bool:
    """Tell whether a record has the words that are searched for, and the value of the member."""
    member, value = asked.query.get("member"), asked.query.get("value", "")
    if member is not None and str(row.get(member)) != value:
        return False
    words = asked.query.get("search", "").casefold().split()
    text = "\n".join(_texts(row)).casefold() if words else ""
    return all(word in text for word in words)


def _texts(value: Any) -> Iterator[str]:
    """Yield whatever can be read in a value, without the names of its members."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif value is not None:
        yield str(value)


def record(asked: Asked) -> Reply:
    """Return one record as it is stored, masking nothing."""
    rows = _rows(asked, _tables(asked, _world(asked)))
    return Reply({"record": rows[_place(asked, rows)]})


def put_record(asked: Asked) -> Reply:
    """Put another record in the place of one; what does not fit the rest is refused."""
    world, given = _world(asked), asked.data()
    state = world.store.state
    exported: Tables = world.api.export(state)
    data: Tables = {name: [plain(row) for row in rows] for name, rows in exported.items()}
    rows = _rows(asked, data)
    place = _place(asked, rows)
    row_id = rows[place]["id"]
    if not isinstance(given, dict) or given.get("id", row_id) != row_id:
        raise ControlError(f"The body must be an object, whose id stays {row_id}.")
    rows[place] = {**given, "id": row_id}
    world.store.state = _with_last_ids(_loaded(world, data), state)
    return record(asked)


def _loaded(world: World, data: Tables) -> Any:
    try:
        return world.api.load(data)
    except DataError as error:
        raise ControlError(str(error)) from None


def _with_last_ids(state: Any, former: Any) -> Any:
    """Return a state that gives no id again that the former one has given."""
    kept = {
        one.name: getattr(state, one.name).with_last_id(getattr(former, one.name).last_id)
        for one in fields(state)
    }
    return replace(state, **kept)


def _world(asked: Asked) -> World:
    found = asked.workspace.worlds.get(asked.parameters["api"])
    if found is None:
        raise missing("API", asked.parameters["api"])
    return found


def _tables(asked: Asked, world: World) -> Tables:
    """Return the tables as they are, or as the request that `at` names left them behind."""
    written = asked.query.get("at")
    if written is None:
        state = world.store.state
    else:
        states = journal.find(asked.workspace, written).states
        state = states[list(asked.workspace.worlds).index(world.api.name)]
    exported: Tables = world.api.export(state)
    return exported


def _rows(asked: Asked, found: Tables) -> list[Mapping[str, Any]]:
    if asked.parameters["table"] not in found:
        raise missing("table", asked.parameters["table"])
    return found[asked.parameters["table"]]


def _place(asked: Asked, rows: list[Mapping[str, Any]]) -> int:
    wanted = asked.parameters["id"]
    for place, row in enumerate(rows):
        if str(row["id"]) == wanted:
            return place
    raise missing("record", wanted)


ROUTES: tuple[Route, ...] = (
    ("GET", "/state/{api}", tables),
    ("GET", "/state/{api}/{table}", records),
    ("GET", "/state/{api}/{table}/{id}", record),
    ("PUT", "/state/{api}/{table}/{id}", put_record),
)
