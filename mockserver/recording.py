"""Sending an answer, and noting it in the journal of its workspace."""

from __future__ import annotations

import re
import time
from urllib.parse import quote

from mockserver.call import Call
from mockserver.http import RawHeaders, Scope, Send, Written, send_written
from mockserver.journal import Record
from mockserver.workspaces import DEFAULT, Workspace

# Where a request carries the id of its record, once it is answered.
RECORD = "mockserver.record"

# Nothing that would end the address in a header.
_HOST = re.compile(r"[A-Za-z0-9._~:\[\]-]+")


class Recorder:
    """Sends the answer to one request.

    `headers` are what it has besides its own, `call` is the request if it came to that, and
    `preferred` says whether it asks for the answer that it gets.
    """

    __slots__ = ("_begun", "_scope", "_send", "_workspace", "call", "headers", "preferred")

    def __init__(self, workspace: Workspace, scope: Scope, send: Send) -> None:
        self._workspace = workspace
        self._scope = scope
        self._send = send
        self._begun = time.perf_counter()
        self.headers: RawHeaders = []
        self.call: Call | None = None
        self.preferred = False

    async def send(self, answer: Written) -> Record:
        """Send an answer, and return what is noted of it."""
        scope, seconds = self._scope, time.perf_counter() - self._begun
        record = Record(
            started=time.time() - seconds,
            method=scope["method"],
            path=scope["path"],
            query=scope.get("query_string", b""),
            headers=scope["headers"],
            preferred=self.preferred,
            status=answer.status,
            answer_headers=answer.headers,
            answer=b"" if scope["method"] == "HEAD" else answer.body,
            seconds=seconds,
            states=self._workspace.states(),
        )
        if self.call is not None:
            _describe(record, self.call)
        scope[RECORD] = self._workspace.journal.add(record)
        more = [*self.headers, self._help(record.id)] if record.status >= 400 else self.headers
        if more:
            record.answer_headers = [*answer.headers, *more]
        answer = Written(record.status, record.answer_headers, record.answer)
        await send_written(answer, self._send, scope)
        return record

    def _help(self, record_id: int) -> tuple[bytes, bytes]:
        """Return the header that says where it is told what was wrong (RFC 8288)."""
        host = dict(self._scope["headers"]).get(b"host", b"").decode("latin-1")
        known = _HOST.fullmatch(host)
        origin = f"{self._scope.get('scheme', 'http')}://{host}" if known else ""
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
