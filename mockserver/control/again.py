"""A request of the journal once more: as a command, sent again, and what it did to the records."""

from __future__ import annotations

import itertools

from mockserver import alteration, curl
from mockserver.answers import Reply
from mockserver.control import journal
from mockserver.control.asking import Asked, ControlError, Route
from mockserver.journal import Record
from mockserver.replay import replay


async def command(asked: Asked) -> Reply:
    """Return the command that makes a request again, with all that was masked."""
    origin = f"{asked.scheme}://{asked.headers.get('host', 'localhost')}"
    written = curl.command(origin, await _wanted(asked))
    return Reply(written, 200, {"Content-Type": "text/plain; charset=utf-8"})


async def send_again(asked: Asked) -> Reply:
    """Make a request again."""
    made = await replay(asked.app, await _wanted(asked), asked.workspace)
    return Reply({"id": made.id, "status": made.status})


async def _wanted(asked: Asked) -> Record:
    """Return the record that is asked for, or with `corrected` the request that would have passed."""
    record = journal.record(asked)
    if "corrected" not in asked.query:
        return record
    found = await journal.corrected(asked.workspace, record) if record.kind else None
    if found is None:
        raise ControlError(f"Nothing is known that would correct the request {record.id}.", 404)
    return found.record


def changes(asked: Asked) -> Reply:
    """Return what a request did to the records."""
    record, workspace = journal.record(asked), asked.workspace
    if record.before is None:
        return Reply({"changes": [], "complete": True})
    after = record.states[list(workspace.worlds).index(record.api)]
    api = workspace.worlds[record.api].api
    found = list(itertools.islice(alteration.alterations(api, record.before, after), 201))
    kept = found[: alteration.MOST]
    return Reply({"changes": kept, "complete": kept == found})


ROUTES: tuple[Route, ...] = (
    ("GET", "/requests/{id}/curl", command),
    ("POST", "/requests/{id}/replay", send_again),
    ("GET", "/requests/{id}/changes", changes),
)
