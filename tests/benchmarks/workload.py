"""What is measured: a thousand clients for each API, the operations, and their right answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import orjson

import mockserver
from mockserver import data
from mockserver.contract import contract
from mockserver.invoiceninja.ids import Ids
from mockserver.world import World
from tests.benchmarks.load import Exchange

CLIENTS = 1000
# Requests for one record go round so many, so that none is asked for twice in a row.
AROUND = 100
# A year, for credentials.
YEAR = 365 * 86400.0
HOST = "mock.example"  # what every request says, so that answers with links have the same bytes


@dataclass(frozen=True)
class Request:
    """A request of one user."""

    method: str
    target: str
    body: Any = None


@dataclass(frozen=True)
class Answer:
    """The answer of the mock to a request."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Operation:
    """One thing that is asked for, again and again; `changes` says that it changes the state."""

    api: str
    id: str
    title: str
    requests: Sequence[Request]
    changes: bool = False

    @property
    def key(self) -> str:
        """How it is named in results."""
        return f"{self.api} {self.title}"


@cache
def records(api: str) -> dict[str, Any]:
    """Return demo data of an API in which user 2 has a thousand clients with two contacts each."""
    return _GROWN[api](data.fixture(api, "demo"))


def _renamed(rows: Sequence[Any], number: int, name: str, /, **members: Any) -> dict[str, Any]:
    row = rows[number % len(rows)]
    named = f"{row[name]} {number + 1:04}" if row.get(name) else row.get(name)
    return {**row, name: named, "id": number + 1, **members}


def _infranotes(demo: Any) -> dict[str, Any]:
    rows = [one for one in demo["clients"] if one["user_id"] == 2]
    return {
        "clients": [_renamed(rows, number, "name") for number in range(CLIENTS)],
        "contacts": [
            {
                **demo["contacts"][number % 20],
                "id": number + 1,
                "client_id": number // 2 + 1,
                "is_primary": number % 2 == 0,
            }
            for number in range(2 * CLIENTS)
        ],
    }


def _invoiceninja(demo: Any) -> dict[str, Any]:
    rows = [one for one in demo["clients"] if one["company_id"] == 2]
    own = {"is_deleted": False, "archived_at": 0, "group_settings_id": None}
    return {
        **{name: demo[name] for name in ("companies", "users")},
        "clients": [
            _renamed(rows, number, "name", number=f"{number + 1:05}", **own)
            for number in range(CLIENTS)
        ],
        "contacts": [
            {
                **demo["contacts"][number % 20],
                "id": number + 1,
                "client_id": number // 2 + 1,
                "is_primary": number % 2 == 0,
                "contact_key": f"{number + 1:032}",
            }
            for number in range(2 * CLIENTS)
        ],
        "activities": [
            {
                **demo["activities"][0],
                "id": number + 1,
                "client_id": number + 1,
                **dict.fromkeys(("invoice_id", "payment_id", "credit_id")),
            }
            for number in range(CLIENTS)
        ],
    }


def _infakt(demo: Any) -> dict[str, Any]:
    rows = [one for one in demo["clients"] if one["user_id"] == 2]
    clients = [_renamed(rows, number, "company_name") for number in range(CLIENTS)]
    return {"clients": clients}


_GROWN = {"infranotes": _infranotes, "invoiceninja": _invoiceninja, "infakt": _infakt}


def _read(api: str, id_: str, title: str, *targets: str) -> Operation:
    return Operation(api, id_, title, [Request("GET", target) for target in targets])


def operations() -> list[Operation]:
    """Return all operations that are measured."""
    numbers = range(1, AROUND + 1)
    conditions = urlencode(
        {"q[company_name_cont]": "sp", "order": "company_name desc", "limit": 25}
    )
    return [
        Operation(
            *("infranotes", "createClient", "create"),
            [Request("POST", "/api/clients", _new_client())],
            changes=True,
        ),
        _read("infranotes", "getClient", "get", *(f"/api/clients/{one}" for one in numbers)),
        _read("infranotes", "listClients", "list of 50", "/api/clients?limit=50"),
        _read(
            *("infranotes", "listClients", "filtered list"),
            "/api/clients?country=France&type=vendor&limit=50",
        ),
        _read(
            *("infranotes", "searchClients", "search"),
            f"/api/clients/search?query={quote('Lefèvre')}&limit=10",
        ),
        Operation(
            *("infranotes", "setPrimaryContact", "set primary"),
            [Request("PUT", f"/api/contacts/{one}/primary") for one in numbers],
            changes=True,
        ),
        _read(
            *("invoiceninja", "getClients", "list: filter, sort, include"),
            "/api/v1/clients?filter=lace&sort=name%7Cdesc&include=activities&per_page=20",
        ),
        Operation(
            *("invoiceninja", "bulkClients", "bulk: archive 10, restore 10"),
            [
                Request("POST", "/api/v1/clients/bulk", {"action": action, "ids": _hashed_ids()})
                for action in ("archive", "restore")
            ],
            changes=True,
        ),
        _read(
            *("infakt", "listClients", "list: q, order"),
            f"/api/v3/clients.json?{conditions}",
        ),
    ]


def _new_client() -> dict[str, Any]:
    """Return a body of 25 members."""
    settable = contract("infranotes").members("ClientCreate")
    known = records("infranotes")["clients"][0]
    return {name: known[name] for name in settable if known.get(name) is not None}


def _hashed_ids() -> list[str]:
    return [Ids().encode(number) for number in range(1, 11)]


def headers(world: World) -> Mapping[str, str]:
    """Return the headers that tell who asks."""
    api = world.api
    return api.headers(api.credential(2, world.settings, world.clock.now(), YEAR))


def everything() -> dict[str, Any]:
    """Return the data of all APIs, as a mock takes them."""
    return {api: records(api) for api in _GROWN}


def credentials() -> dict[str, Mapping[str, str]]:
    """Return for each API the headers that tell who asks."""
    app = mockserver.asgi_app(data={api: {} for api in _GROWN})
    return {world.api.name: headers(world) for world in app.worlds}


def answers(wanted: Sequence[Operation]) -> dict[str, list[Answer]]:
    """Return what a mock in this process answers to the requests of each operation, by its key.

    Raises:
        RuntimeError: an operation is refused, so that there is nothing to measure.
    """
    return asyncio.run(_answers(wanted))


async def _answers(wanted: Sequence[Operation]) -> dict[str, list[Answer]]:
    app = mockserver.asgi_app(data=everything())
    given = {world.api.name: headers(world) for world in app.worlds}
    transport = httpx.ASGITransport(app)
    found: dict[str, list[Answer]] = {}
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
        for operation in sorted(wanted, key=lambda one: one.changes):
            found[operation.key] = []
            for one in operation.requests:
                sent = {} if one.body is None else {"json": one.body}
                told = await client.request(
                    one.method, one.target, headers=given[operation.api], **sent
                )
                if told.status_code >= 300:
                    raise RuntimeError(f"{operation.key} is refused: {told.text}")
                found[operation.key].append(Answer(told.status_code, told.content))
    return found


def written(request: Request, given: Mapping[str, str]) -> bytes:
    """Return a request as it is sent over HTTP."""
    body = b"" if request.body is None else orjson.dumps(request.body)
    labels = {"Host": HOST, "Accept": "application/json", **given}
    if body or request.method != "GET":
        labels |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = [f"{request.method} {request.target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in labels.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def exchange(request: Request, answer: Answer, given: Mapping[str, str]) -> Exchange:
    """Return a request as it is sent, with what its answer must be like.

    The size may differ a little: ids and times do, and some write JSON with blanks.
    """
    size = len(answer.body)
    return Exchange(written(request, given), answer.status, size * 9 // 10, size * 12 // 10)


def as_file() -> bytes:
    """Return the data of all APIs as the text of a file."""
    return json.dumps(everything(), ensure_ascii=False).encode()
