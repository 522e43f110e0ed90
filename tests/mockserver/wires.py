"""Connections without a network: what comes in is said, and what is written can be read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from uvicorn import Config
from uvicorn.server import ServerState

from mockserver.one_turn import InOneTurn

App = Callable[[Any, Any, Any], Awaitable[None]]


class Wire(asyncio.Transport):
    """What is written to it, and whether it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.closed
        self.written.append(bytes(data))

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def resume_reading(self) -> None:
        pass

    def pause_reading(self) -> None:
        pass


class Tasks(asyncio.SelectorEventLoop):
    """A loop that counts the tasks that it makes."""

    made = 0

    def create_task(self, *arguments: Any, **named: Any) -> Any:
        self.made += 1
        return super().create_task(*arguments, **named)


def connected(
    loop: Tasks, app: App, keep_alive: float = 5, **options: Any
) -> tuple[InOneTurn, Wire]:
    """Return a connection to an application, and what is at its other end."""
    usual = {"lifespan": "off", "log_level": "critical", "proxy_headers": False}
    config = Config(app, **{**usual, **options})
    config.timeout_keep_alive = keep_alive  # type: ignore[assignment]
    config.load()
    connection, wire = InOneTurn(config, ServerState(), {}, loop), Wire()
    connection.connection_made(wire)
    return connection, wire


def come(loop: Tasks, connection: InOneTurn, data: bytes) -> int:
    """Have data come in, in a turn of the loop, and return how many tasks are made for it."""

    async def come() -> int:
        before = loop.made
        connection.data_received(data)
        return loop.made - before

    return loop.run_until_complete(come())
