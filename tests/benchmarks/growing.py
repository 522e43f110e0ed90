"""What is asked of mocks of any size, and what it costs them: one request after another, in process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import count, cycle
from typing import Any
from urllib.parse import quote, unquote

import orjson

from mockserver import build
from mockserver.invoiceninja.ids import Ids
from mockserver.server import Server
from mockserver.store import index_texts
from tests.benchmarks import crowd
from tests.benchmarks.crowd import COMMON, RARE, USER

# method, target, body
Asked = tuple[str, str, Any]

YEAR = 365 * 86400.0
_IDS = Ids()
# Numbers for what is made, which are never given again.
_NEW = count(1)


@dataclass(frozen=True)
class Operation:
    """One thing that is asked for, of any number of clients.

    `limit` says how many times as long it may take at a hundred thousand clients as at a hundred, in
    the middle and in 99 of 100 cases; None: nothing was promised.
    """

    title: str
    asked: Callable[[int], Iterator[Asked]]  # how many clients -> requests without end
    limit: tuple[float, float] | None = (1.5, 2.0)


def _reads(*targets: str) -> Callable[[int], Iterator[Asked]]:
    """Return what asks for these in turns; `{n}` is any client, `{half}` the middle of the list."""

    def asked(clients: int) -> Iterator[Asked]:
        for target, number in zip(cycle(targets), crowd.numbers(clients), strict=False):
            shown = {"n": number, "id": _IDS.encode(number), "half": clients // 2}
            yield "GET", target.format(**shown, page=max(1, clients // 100)), None

    return asked


def _writes(method: str, target: str, body: Callable[[int, int], Any]) -> Any:
    def asked(clients: int) -> Iterator[Asked]:
        for number, again in zip(crowd.numbers(clients), _NEW, strict=False):
            shown = {"n": number, "id": _IDS.encode(number), "second": 2 * number - again % 2}
            yield method, target.format(**shown), body(number, again)

    return asked


_SEARCH, _COMMON_SEARCH = (3.0, 3.0), (5.0, 5.0)


def operations(api: str) -> list[Operation]:
    """Return what is asked of an API."""
    return {"infranotes": _INFRANOTES, "infakt": _INFAKT, "invoiceninja": _INVOICENINJA}[api]


_INFRANOTES = [
    Operation("get", _reads("/api/clients/{n}")),
    Operation("first page", _reads("/api/clients?limit=50")),
    Operation("page in the middle", _reads("/api/clients?limit=50&offset={half}")),
    Operation("filter", _reads("/api/clients?limit=10&country=Poland")),
    Operation("two filters", _reads("/api/clients?limit=3&country=Poland&tag=photo")),
    Operation("search, rare", _reads(f"/api/clients/search?query={RARE}"), _SEARCH),
    Operation("search, common", _reads(f"/api/clients/search?query={COMMON}"), _COMMON_SEARCH),
    Operation("set primary", _writes("PUT", "/api/contacts/{second}/primary", lambda *_: None)),
    Operation(
        "create",
        _writes(
            "POST",
            "/api/clients",
            lambda _, again: {
                "type": "client",
                "category": "organization",
                "country": "Poland",
                "name": f"Zoë {again}",
                "tags": ["photo"],
                "city": "Łódź",
            },
        ),
        None,
    ),
    Operation(
        "update",
        _writes("PUT", "/api/clients/{n}", lambda _, again: {"name": f"Renamed {again}"}),
        None,
    ),
]
_V3 = "/api/v3/clients.json"
_CONT = f"{_V3}?q[company_name_cont]="
_INFAKT = [
    Operation("get", _reads("/api/v3/clients/{n}.json")),
    Operation("first page, by name", _reads(f"{_V3}?limit=50")),
    Operation("page in the middle", _reads(f"{_V3}?limit=50&offset={{half}}")),
    Operation("sorted by town", _reads(f"{_V3}?limit=50&order=city desc")),
    Operation("filter by number", _reads(f"{_V3}?q[clean_nip_eq]=1")),
    Operation("filter by e-mail", _reads(f"{_V3}?q[email_eq]=a@b.example")),
    Operation("search, rare", _reads(f"{_CONT}{RARE}"), _SEARCH),
    Operation("search, common, counted", _reads(f"{_CONT}{COMMON}"), None),
    Operation(
        "create",
        _writes(
            "POST",
            _V3,
            lambda _, again: {
                "client": {
                    "company_name": f"Zoë {again}",
                    "country": "PL",
                    "business_activity_kind": "other_business",
                }
            },
        ),
        None,
    ),
    Operation(
        "update",
        _writes(
            "PUT", "/api/v3/clients/{n}.json", lambda _, again: {"client": {"city": f"T{again}"}}
        ),
        None,
    ),
]
_V1 = "/api/v1/clients"
_INVOICENINJA = [
    Operation("get", _reads(_V1 + "/{id}")),
    Operation("first page", _reads(f"{_V1}?per_page=50")),
    Operation("page in the middle", _reads(_V1 + "?per_page=50&page={page}")),
    Operation("sorted by name", _reads(f"{_V1}?per_page=50&sort=name|asc")),
    Operation("sorted by balance", _reads(f"{_V1}?per_page=50&sort=balance|desc")),
    Operation("filter by state", _reads(f"{_V1}?per_page=10&status=archived")),
    Operation("filter by balance", _reads(f"{_V1}?per_page=10&balance=gt:500")),
    Operation("filter by number", _reads(_V1 + "?number={n:07}")),
    Operation("search, rare", _reads(f"{_V1}?filter={RARE}"), _SEARCH),
    Operation("search, common, counted", _reads(f"{_V1}?filter={COMMON}"), None),
    Operation(
        "create, number checked",
        _writes("POST", _V1, lambda _, again: {"name": f"Zoë {again}", "number": f"Z{again}"}),
    ),
    Operation(
        "update",
        _writes("PUT", _V1 + "/{id}", lambda _, again: {"name": f"Renamed {again}"}),
        None,
    ),
]


class Mock:
    """A mock in this process with so many clients."""

    def __init__(self, api: str, rows: Mapping[str, crowd.Rows]) -> None:
        request = build.Request((api,), data="empty")
        self.server: Server = build.server(request)
        self.world = self.server.workspaces.default.worlds[api]
        self.world.store.initial = self.world.store.state = crowd.state(api, rows)
        self.clients = len(rows["clients"])
        given = self.world.api.credential(USER, self.world.settings, self.world.clock.now(), YEAR)
        self._headers = [
            (name.lower().encode(), value.encode())
            for name, value in {
                **self.world.api.headers(given),
                "Host": "mock.example",
                "Content-Type": "application/json",
            }.items()
        ]
        self._told: list[Any] = []

    def ready(self) -> None:
        """Wait until all texts are indexed, as they are once a server has run for a while."""
        state = self.world.store.state
        index_texts(state)
        for one in fields(state):
            getattr(state, one.name).wait()

    async def spent(self, asked: Asked) -> float:
        """Answer a request and return the processor time that it took, in microseconds."""
        method, target, body = asked
        path, _, query = target.partition("?")
        raw = b"" if body is None else orjson.dumps(body)
        self._told.clear()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "root_path": "",
            "raw_path": path.encode(),
            "query_string": quote(query, safe="=&[]%").encode(),
            # No two requests are alike, so that no answer is one that was kept.
            "headers": [
                *self._headers,
                (b"content-length", str(len(raw)).encode()),
                (b"x-request-id", str(next(_NEW)).encode()),
            ],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 2),
        }

        async def receive() -> Any:
            return {"type": "http.request", "body": raw, "more_body": False}

        begun = time.thread_time_ns()
        await self.server(scope, receive, self._send)
        took = (time.thread_time_ns() - begun) / 1000
        if self._told[0]["status"] >= 400:
            raise SystemExit(f"{method} {target}: {self._told}")
        return took

    async def _send(self, message: Any) -> None:
        self._told.append(message)


def measured(mocks: Sequence[Mock], one: Operation, rounds: int) -> dict[int, list[float]]:
    """Return what an operation cost each mock, by turns, so that all share good and bad moments."""

    async def run() -> dict[int, list[float]]:
        asked = {mock.clients: one.asked(mock.clients) for mock in mocks}
        found: dict[int, list[float]] = {mock.clients: [] for mock in mocks}
        for number in range(-crowd.AROUND, rounds):
            for mock in mocks:
                took = await mock.spent(next(asked[mock.clients]))
                if number >= 0:
                    found[mock.clients].append(took)
        return found

    return asyncio.run(run())
