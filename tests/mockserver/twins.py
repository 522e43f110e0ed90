"""Two applications that get the same requests, to see whether they answer alike."""

from __future__ import annotations

from typing import Any


class Twins:
    """Sends every request to two applications, and remembers where they answer differently."""

    def __init__(self, one: Any, other: Any) -> None:
        self._one, self._other = one, other
        self.answered = 0
        self.differences: list[tuple[Any, ...]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._one(scope, receive, send)
            return
        message = await receive()
        first = await _answer(self._one, scope, message)
        second = await _answer(self._other, scope, message)
        self.answered += 1
        if first != second:
            self.differences.append((scope["method"], scope["path"], message, first, second))
        for part in first:
            await send(part)


async def _answer(app: Any, scope: Any, message: Any) -> list[Any]:
    sent: list[Any] = []

    async def receive() -> Any:
        return message

    async def send(part: Any) -> None:
        sent.append(part)

    await app(dict(scope), receive, send)
    return sent
