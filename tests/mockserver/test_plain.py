"""The prepared way from a request to its operation answers as Connexion's own does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.run import run
from mockserver import app, build
from mockserver.api import api, apis
from mockserver.contract import contract
from tests.cases import Case, target


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


@pytest.mark.parametrize("name", apis())
def test_both_ways_answer_a_whole_run_of_the_suite_alike(name: str) -> None:
    clock = datetime.now(UTC).isoformat()  # both stand still at the same time
    ways = [
        build.server(build.Request(apis=(name,), clock=clock, plain_connexion=plain))
        for plain in (False, True)
    ]
    twins = Twins(*ways)
    report = run(replace(target(api(name), Case(name)), app=twins, examples=20))
    assert twins.differences == []
    assert twins.answered > 1200
    assert report.exit_status("must") == 0


@pytest.mark.parametrize("name", apis())
def test_connexion_tells_of_every_operation(name: str) -> None:
    assert set(asyncio.run(app.planned(api(name)))) == set(contract(name).operations)
