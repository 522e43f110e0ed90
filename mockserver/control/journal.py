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
        return Stream(_events(journal, number(after, "after")), EVENTS)
    limit = number(asked.query.get("limit", "1000"), "limit")
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


def number(written: str, name: str) -> int:
    """Return the number that a parameter says; raise a ControlError if it says none."""
    if not (written.isascii() and written.isdigit() and len(written) < 16):
        raise ControlError(f"{name} must be a number, not {written!r}.")
    return int(written)


def clear(asked: Asked) -> Reply:
    """Forget all requests."""
    asked.workspace.journal.clear()
    return Reply(b"", 204)


async def request(asked: Asked) -> Reply:
    """Return one request with its answer; why it was refused if it was, and what would have passed."""
    found = record(asked)
    better = await corrected(asked.workspace, found) if found.kind else None
    told = exchanges.detail(found)
    return Reply({**told, "refusal": exchanges.refusal(found, better)})


async def corrected(workspace: Workspace, record: Record) -> Correction | None:
    """Return a request that would have passed where one was refused, None if none was found."""
    if not record.api or record.preferred:
        return None
    world = workspace.worlds[record.api]
    state = record.states[list(workspace.worlds).index(record.api)]
    return await correction(record, world, state)


def restore(asked: Asked) -> Reply:
    """Go back to the state that a request left behind."""
    asked.workspace.go_to(record(asked).states)
    return Reply(DONE)


def record(asked: Asked) -> Record:
    """Return the record that the path of a request names; raise a ControlError if there is none."""
    return find(asked.workspace, asked.parameters["id"])


def find(workspace: Workspace, written: str) -> Record:
    """Return the record of an id; raise a ControlError if there is none, or no longer."""
    known = written.isascii() and written.isdigit() and len(written) < 16
    found = workspace.journal.get(int(written)) if known else None
    if found is None:
        raise missing("request", written)
    return found


ROUTES: tuple[Route, ...] = (
    ("GET", "/requests", requests),
    ("DELETE", "/requests", clear),
    ("GET", "/requests/{id}", request),
    ("POST", "/requests/{id}/restore", restore),
)
