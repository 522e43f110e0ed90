"""How the tests speak with an inFakt mock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import yaml

import mockserver
from mockserver import data
from mockserver.infakt.auth import HEADER, KEYS
from tests.mockserver.calling import LOOP, Caller

LIST = "/api/v3/clients.json"


def infakt(user: int = 2, **wanted: Any) -> Caller:
    """Return a caller of a fresh inFakt mock, without data unless they are wanted."""
    app = mockserver.asgi_app("infakt", **{"data": "empty", **wanted})
    return Caller(app, {HEADER: KEYS[user]})


def firm(**members: Any) -> dict[str, Any]:
    """Return the body of a firm."""
    return {"client": {"company_name": "Sklep X", "country": "PL"} | members}


def show(number: int, base: str = "/api/v3") -> str:
    """Return the path of a client."""
    return f"{base}/clients/{number}.json"


def cases(name: str) -> Any:
    """Return a table of cases."""
    place = data.root() / "fixtures" / "infakt" / "cases" / f"{name}.yaml"
    return yaml.safe_load(place.read_text(encoding="utf-8"))


class Tourist:
    """Calls an application in the cheapest way there is, with the bytes of a query as they are."""

    def __init__(self, app: Any, user: int | None = 2) -> None:
        self.app = app
        self.headers = {} if user is None else {HEADER: KEYS[user]}

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = b"",
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Return status, some headers and the body of the answer as one text."""
        place, _, query = path.partition("?")
        raw = {"Host": "mock", **self.headers, **(headers or {})}.items()
        scope = {
            "type": "http",
            "method": method,
            "path": unquote(place),
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in raw],
        }
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        answered: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": sent}

        async def send(message: Any) -> None:
            answered.append(message)

        LOOP.run_until_complete(self.app(scope, receive, send))
        told = (b"allow", b"content-type", b"content-length")
        kept = [value for value in answered[0]["headers"] if value[0] in told]
        return f"[{answered[0]['status']}] {kept} {answered[1]['body'].decode()}"
