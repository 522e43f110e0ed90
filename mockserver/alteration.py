"""What a request did to the records: found by comparing the states before and after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.api import Api
from mockserver.masking import masks

# How many records are told of one request.
MOST = 200

Told = dict[str, Any]


def alterations(api: Api, before: Any, after: Any) -> Iterator[Told]:
    """Yield each record that is not as it was, with what it was and is; masked."""
    if before is after:
        return
    hidden = masks(api.name)
    former, present = api.export(before), api.export(after)
    for table, rows in present.items():
        was = {row["id"]: row for row in former.get(table, ())}
        now = {row["id"]: row for row in rows}
        for row_id in (*now, *(one for one in was if one not in now)):
            old, new = was.get(row_id), now.get(row_id)
            if old is not new and old != new:
                told = {"before": hidden.data(old), "after": hidden.data(new)}
                yield {"table": table, "id": row_id, "members": _different(old, new), **told}


def _different(old: Any, new: Any) -> list[str]:
    """Return the names of the members that a record that stays has got other values in."""
    if old is None or new is None:
        return []
    names = {**old, **new}
    return [name for name in names if old.get(name) != new.get(name)]
