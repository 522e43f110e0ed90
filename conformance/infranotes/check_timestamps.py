"""When records were made and changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.infranotes.driver import Driver, Record

# Longer than the coarsest clock that a timestamp is likely to be taken from.
ONE_TICK = 1.05


def instant(text: Any) -> datetime:
    """Return the time that an ISO 8601 text with a zone names; expect it to be one."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        expect.violated("an ISO 8601 time", expect.show(text))
    expect.that(moment.tzinfo is not None, "a time with a zone", expect.show(text))
    return moment


def _changes(api: Driver) -> list[tuple[Record, Callable[[str], Record]]]:
    """Return a new record of each kind with a function that changes it and returns it as changed."""
    client, field = api.new_client(), api.new_field()
    contact = api.new_contact(client)
    return [
        (client, lambda text: api.arranged(api.update_client(client, city=text))),
        (contact, lambda text: api.arranged(api.update_contact(contact, position=text))),
        (field, lambda text: api.arranged(api.update_field(field, placeholder=text))),
    ]


@check("INF-TIME-01")
def times_are_iso_8601_with_a_zone(api: Driver) -> None:
    client = api.new_client()
    for record in (client, api.new_contact(client), api.new_field()):
        instant(record.get("created_at"))
        instant(record.get("updated_at"))


@check("INF-TIME-02")
def created_at_never_changes(api: Driver) -> None:
    for record, change in _changes(api):
        changed = change("changed")
        same = _instants(record, "created_at") == _instants(changed, "created_at")
        expect.that(
            same, f"created_at to stay {record.get('created_at')}", str(changed.get("created_at"))
        )


def _instants(record: Record, member: str) -> datetime | str:
    """Compare times where they are times, and texts where they are not: their form is INF-TIME-01's."""
    try:
        return datetime.fromisoformat(str(record.get(member)))
    except ValueError:
        return str(record.get(member))


@check("INF-TIME-03")
def updated_at_moves_forward(api: Driver) -> None:
    for record, change in _changes(api):
        before, after = _instant(record), _instant(change("changed"))
        if after == before:
            time.sleep(ONE_TICK)
            after = _instant(change("changed again"))
        expect.that(after > before, f"updated_at after {before.isoformat()}", after.isoformat())


def _instant(record: Record) -> datetime:
    """Return when a record was updated; a zone that is missing is INF-TIME-01's matter."""
    try:
        return datetime.fromisoformat(str(record.get("updated_at")))
    except ValueError as error:
        raise CannotTell("updated_at is no time") from error
