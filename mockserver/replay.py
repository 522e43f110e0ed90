"""A request that was made once, made again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from mockserver.http import App, Message, RawHeaders, Scope, raw
from mockserver.journal import Record
from mockserver.recording import RECORD
from mockserver.workspaces import HEADER, Workspace


@dataclass(frozen=True, slots=True)
class Replayed:
    """How a request was answered the second time, and where the journal tells of it."""

    status: int
    id: int | None


async def replay(app: App, record: Record, workspace: Workspace) -> Replayed:
    """Send a request to a mock as it came the first time, in a workspace."""
    scope = _scope(record, workspace.name)
    statuses: list[int] = []
    unread = [{"type": "http.request", "body": record.body}]

    async def receive() -> Message:
        if unread:
            return unread.pop()
        return await asyncio.Future()  # nothing more comes, and nobody leaves

    async def send(message: Message) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    await app(scope, receive, send)
    made = workspace.journal.get(scope.get(RECORD, 0))
    return Replayed(statuses[0], made.id if made else None)


def _scope(record: Record, workspace: str) -> Scope:
    return {
        "type": "http",
        "method": record.method,
        "path": record.path,
        "root_path": "",
        "scheme": "http",
        "query_string": record.query,
        "headers": _in_workspace(record.headers, workspace),
    }


def _in_workspace(headers: RawHeaders, workspace: str) -> RawHeaders:
    name = HEADER.encode("latin-1")
    return [*(one for one in headers if one[0].lower() != name), *raw({HEADER: workspace})]
