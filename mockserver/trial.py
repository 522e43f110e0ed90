"""What would become of a request: it is tried on a copy of its world, in which nothing matters."""

from __future__ import annotations

from mockserver import http
from mockserver.call import Call
from mockserver.contract import contract
from mockserver.dispatch import dispatch
from mockserver.http import Message, Scope
from mockserver.journal import Record
from mockserver.world import World


async def passes(record: Record, world: World) -> bool:
    """Send a request to a world, and note in it how that refused it."""
    status, _ = await _sent(record, world)
    return status < 400


async def answer(record: Record, world: World) -> bytes:
    """Send a request to a world, and return what is answered."""
    _, body = await _sent(record, world)
    return body


async def _sent(record: Record, world: World) -> tuple[int, bytes]:
    scope: Scope = {
        "type": "http",
        "method": record.method,
        "path": record.path,
        "root_path": "",
        "scheme": "http",
        "query_string": record.query,
        "headers": record.headers,
    }
    headers, query = http.headers_of(scope), http.query_of(scope)
    call = Call(world, world.behaviour(), record.method, record.path, headers, query, b"")

    async def receive() -> Message:
        return {"type": "http.request", "body": record.body}

    answer = await dispatch(call, contract(world.api.name), scope, receive, len(record.body))
    if call.refusal is not None:
        record.kind, record.problems = call.refusal.kind, call.refusal.problems
    assert answer is not None  # nobody can have gone
    return answer.status, answer.body
