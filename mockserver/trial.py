"""What would become of a request: it is tried on a copy of its world, in which nothing matters."""

from __future__ import annotations

from typing import Any

from mockserver import http
from mockserver.call import Call
from mockserver.contract import contract
from mockserver.dispatch import at_once, dispatch
from mockserver.http import Message, Scope
from mockserver.journal import Record
from mockserver.switches import Switches
from mockserver.world import World


def copy_of(world: World, state: Any) -> World:
    """Return a world that is in this state, keeps the choices of the other, and is honest."""
    made = world.fork()
    made.store.state = state
    made.clock.fixed = world.clock.now()
    made.switches = Switches(variations=world.switches.variations)
    return made


async def passes(record: Record, world: World) -> bool:
    """Send a request to a world, and note in it how that refused it."""
    scope: Scope = {
        "type": "http",
        "http_version": "1.1",
        "method": record.method,
        "path": record.path,
        "root_path": "",
        "scheme": "http",
        "query_string": record.query,
        "headers": record.headers,
    }
    headers, query = http.headers_of(scope), http.query_of(scope)
    call = Call(world, world.behaviour(), record.method, record.path, headers, query, b"")
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": record.body}

    async def send(message: Message) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    await dispatch(call, contract(world.api.name), scope, receive, send, len(record.body), at_once)
    if call.refusal is not None:
        record.kind, record.problems = call.refusal.kind, call.refusal.problems
    return statuses[0] < 400
