"""Sending an answer on, and noting it in the journal of its workspace on the way."""

from __future__ import annotations

import time
from urllib.parse import quote

from mockserver.call import Call
from mockserver.http import Message, Scope, Send
from mockserver.journal import RawHeaders, Record
from mockserver.workspaces import DEFAULT, Workspace


class Recorder:
    """Takes the place of `send` for one request."""

    __slots__ = ("_begun", "_record", "_scope", "_send", "_workspace", "call", "headers")

    def __init__(self, workspace: Workspace, scope: Scope, send: Send) -> None:
        self._workspace = workspace
        self._scope = scope
        self._send = send
        self._begun = time.perf_counter()
        self._record = Record(
            started=time.time(),
            method=scope["method"],
            path=scope["path"],
            query=scope.get("query_string", b""),
            headers=scope["headers"],
        )
        self.headers: RawHeaders = []  # what every answer has besides its own
        self.call: Call | None = None

    async def __call__(self, message: Message) -> None:
        """Send a part of the answer."""
        record = self._record
        if message["type"] == "http.response.start":
            message = self._begin(record, message)
        else:
            record.answer += message.get("body", b"")
            if not message.get("more_body", False):
                record.seconds = time.perf_counter() - self._begun
                self._workspace.journal.complete(record)
        await self._send(message)

    def preferred(self) -> None:
        """Note that the request asks for the answer that it gets."""
        self._record.preferred = True

    def _begin(self, record: Record, message: Message) -> Message:
        if self.call is not None:
            _describe(record, self.call)
        record.status = message["status"]
        record.states = self._workspace.states()
        self._workspace.journal.enter(record)
        helped = [self._help(record.id)] if record.status >= 400 else []
        record.answer_headers = [*message.get("headers", ()), *self.headers, *helped]
        return {**message, "headers": record.answer_headers}

    def _help(self, record_id: int) -> tuple[bytes, bytes]:
        """Return the header that says where it is told what was wrong (RFC 8288)."""
        host = dict(self._scope["headers"]).get(b"host", b"").decode("latin-1")
        origin = f"{self._scope.get('scheme', 'http')}://{host}" if host else ""
        name = self._workspace.name
        where = "" if name == DEFAULT else f"?workspace={quote(name)}"
        link = f'<{origin}/_mock/requests/{record_id}{where}>; rel="help"'
        return b"link", link.encode("latin-1")


def _describe(record: Record, call: Call) -> None:
    record.api, record.operation, record.body = call.world.api.name, call.operation, call.raw
    if call.before is not call.state:
        record.before = call.before
    if call.refusal is not None:
        # Not the refusal itself: it remembers where it was raised, and all that was known there.
        record.kind, record.problems = call.refusal.kind, call.refusal.problems
