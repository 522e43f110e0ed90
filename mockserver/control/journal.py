"""The journal: what was asked and answered, live too, and going back to how it was then."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from mockserver import exchanges
from mockserver.answers import Reply
from mockserver.control.asking import DONE, Answer, Asked, ControlError, Route, Stream, missing
from mockserver.correction import Correction, correction
from mockserver.journal import Journal, Record
from mockserver.workspaces import Workspace

EVENTS = "text/event-stream"


def requests(asked: Asked) -> Answer:
    """List the requests, the newest first; or tell them as they come."""
    journal = asked.workspace.journal
    if "follow" in asked.query or EVENTS in asked.headers.get("accept", ""):
        after = asked.headers.get("last-event-id") or asked.query.get("after") or "0"
        return Stream(_events(journal, _number(after, "after")), EVENTS)
    limit = _number(asked.query.get("limit", "1000"), "limit")
    newest_first = list(reversed(list(journal)))[:limit]
    return Reply({"requests": [exchanges.summary(record) for record in newest_first]})


async def _events(journal: Journal, after: int) -> AsyncIterator[bytes]:
    """Yield the requests as server-sent events; a comment now and then keeps the line open."""
    yield b"retry: 1000\n\n"
    async for record in journal.follow(after):
        yield b": nothing new\n\n" if record is None else _event(record)


def _event(record: Record) -> bytes:
    data = json.dumps(exchanges.summary(record), ensure_ascii=False)
    return f"event: request\nid: {record.id}\ndata: {data}\n\n".encode()


def _number(written: str, name: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 16):
        raise ControlError(f"{name} must be a number, not {written!r}.")
    return int(written)


def clear(asked: Asked) -> Reply:
    """Forget all requests."""
    asked.workspace.journal.clear()
    return Reply(b"", 204)


async def request(asked: Asked) -> Reply:
    """Return one request with its answer; why it was refused if it was, and what would have passed."""
    record = _record(asked)
    corrected = await _corrected(asked.workspace, record) if record.kind else None
    told = exchanges.detail(record)
    return Reply({**told, "refusal": exchanges.refusal(record, corrected)})


async def _corrected(workspace: Workspace, record: Record) -> Correction | None:
    if not record.api or record.preferred:
        return None
    world = workspace.worlds[record.api]
    state = record.states[list(workspace.worlds).index(record.api)]
    return await correction(record, world, state)


def restore(asked: Asked) -> Reply:
    """Go back to the state that a request left behind."""
    asked.workspace.go_to(_record(asked).states)
    return Reply(DONE)


def _record(asked: Asked) -> Record:
    written = asked.parameters["id"]
    known = written.isascii() and written.isdigit() and len(written) < 16
    found = asked.workspace.journal.get(int(written)) if known else None
    if found is None:
        raise missing("request", written)
    return found


ROUTES: tuple[Route, ...] = (
    ("GET", "/requests", requests),
    ("DELETE", "/requests", clear),
    ("GET", "/requests/{id}", request),
    ("POST", "/requests/{id}/restore", restore),
)
