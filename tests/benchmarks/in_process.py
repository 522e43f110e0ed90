"""What applications cost without a server: called as ASGI says, from one loop, in turns."""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import orjson

import mockserver
from tests.benchmarks import bare, stock, workload
from tests.benchmarks.load import Exchange
from tests.benchmarks.prepared import Store
from tests.benchmarks.rounds import Plan, Slot, compared
from tests.benchmarks.workload import Answer, Operation, Request

BLOCK_SECONDS = 0.03
# The mock where no request is like any before, so that no answer that it keeps is of use.
FIRST = "first"
FIRST_TITLE = "mock, each request the first of its kind"


@dataclass(frozen=True)
class _Block:
    """An application with requests to it, so many that they take about as long as any other block."""

    peer: str
    app: Any
    scopes: Sequence[tuple[dict[str, Any], bytes, Exchange]]
    count: int


def run(
    wanted: Sequence[Operation],
    answered: Mapping[str, Sequence[Answer]],
    given: Mapping[str, Mapping[str, str]],
    prepared: Path,
    plan: Plan,
) -> list[Slot]:
    """Measure the mock, the yardstick and stock Connexion in this process."""
    return asyncio.run(_run(wanted, answered, given, prepared, plan))


async def _run(
    wanted: Sequence[Operation],
    answered: Mapping[str, Sequence[Answer]],
    given: Mapping[str, Mapping[str, str]],
    prepared: Path,
    plan: Plan,
) -> list[Slot]:
    stock.quiet()
    chance, found = random.Random(plan.seed), []
    apps = _applications(prepared)
    for one in sorted(wanted, key=lambda one: one.changes):
        if one.changes:  # what others have changed would be measured too
            apps = _applications(prepared)
        scopes = [
            (
                _scope(request, given[one.api]),
                _body(request),
                workload.exchange(request, answer, {}),
            )
            for request, answer in zip(one.requests, answered[one.key], strict=True)
        ]
        blocks = {name: await _sized(name, app, scopes) for name, app in apps.items()}
        base = blocks.pop("bare")
        for number in range(plan.rounds * 2):
            order = [base, *chance.sample(list(blocks.values()), len(blocks)), base]
            found += compared([await _measured(block, one.key, number) for block in order])
    return found


def _applications(prepared: Path) -> dict[str, Any]:
    made = _made(prepared)
    gc.collect()
    gc.freeze()  # nobody has to look through the records of all others
    return made


def _made(prepared: Path) -> dict[str, Any]:
    return {
        "bare": bare.application(Store.load(prepared)),
        "mock": mockserver.asgi_app(data=workload.everything()),
        FIRST: anew(mockserver.asgi_app(data=workload.everything())),
        "stock": stock.application(Store.load(prepared)),
    }


def anew(app: Any) -> Any:
    """Return an application of which no two requests are alike: each has a header of its own."""
    numbers = count()

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        scope["headers"].append((b"x-request-id", b"%d" % next(numbers)))
        await app(scope, receive, send)

    return asked


def _body(request: Request) -> bytes:
    return b"" if request.body is None else orjson.dumps(request.body)


def _scope(request: Request, given: Mapping[str, str]) -> dict[str, Any]:
    path, _, query = request.target.partition("?")
    labels = {"Host": workload.HOST, "Accept": "application/json", **given}
    if request.body is not None:
        labels["Content-Type"] = "application/json"
        labels["Content-Length"] = str(len(_body(request)))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in labels.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }


async def _sized(name: str, app: Any, scopes: Sequence[Any]) -> _Block:
    """Return a block that takes about as long as any other, after warming up."""
    block = _Block(name, app, scopes, 1)
    while True:
        # The less of two: a search for garbage would make a few requests seem to take long enough.
        spent = min(await _spent(block), await _spent(block))
        if spent >= BLOCK_SECONDS * 0.7:
            return block
        grown = BLOCK_SECONDS / max(spent, 1e-5) * block.count
        block = _Block(name, app, scopes, max(block.count * 2, int(grown)))


async def _measured(block: _Block, key: str, number: int) -> Slot:
    spent = await _spent(block)
    return Slot(
        *(block.peer, key, number, spent / block.count * 1e6, block.count, block.count / spent),
        latencies=(spent / block.count * 1e6,),
    )


async def _spent(block: _Block) -> float:
    """Return the processor time that a block takes, in seconds, its last answer checked."""
    told: list[Any] = []
    send = _sender(told)
    begun = time.thread_time()
    for scope, body, _exchange in islice(cycle(block.scopes), block.count):
        told.clear()
        await block.app({**scope, "headers": [*scope["headers"]]}, _receiver(body), send)
    spent = time.thread_time() - begun
    *_, (_, _, exchange) = islice(cycle(block.scopes), block.count)
    exchange.check(told[0]["status"], sum(len(one.get("body", b"")) for one in told))
    return spent


def _sender(told: list[Any]) -> Any:
    async def send(message: Any) -> None:
        told.append(message)

    return send


def _receiver(body: bytes) -> Any:
    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
