"""How the tests speak with a mock in process: one call, one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

import mockserver
from mockserver.api import api

A_DAY = 86_400.0


# One loop for all calls: making one for each takes longer than the call.
LOOP = asyncio.new_event_loop()


class Caller:
    """Sends requests to an ASGI application as one user."""

    def __init__(self, app: Any, headers: Mapping[str, str] | None = None) -> None:
        self.app = app
        self.headers = dict(headers or {})
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://mock")

    def __call__(self, method: str, path: str, json: Any = None, **more: Any) -> httpx.Response:
        """Send a request and return the answer."""
        headers = {**self.headers, **more.pop("headers", {})}
        body = {} if json is None else {"json": json}
        return LOOP.run_until_complete(
            self._client.request(method, path, headers=headers, **body, **more)
        )

    def together(self, *requests: tuple[str, str]) -> list[httpx.Response]:
        """Send requests all at once."""

        async def send() -> list[httpx.Response]:
            return await asyncio.gather(
                *(self._client.request(*request, headers=self.headers) for request in requests)
            )

        return LOOP.run_until_complete(send())


def token(user: int = 2, expires_in: float = A_DAY, **settings: str) -> str:
    """Return an InfraNotes token."""
    infranotes = api("infranotes")
    known = {name: setting.default for name, setting in infranotes.settings.items()}
    return infranotes.credential(user, known | settings, datetime.now(UTC), expires_in)


def bearer(user: int = 2) -> dict[str, str]:
    """Return the header of a user."""
    return {"Authorization": f"Bearer {token(user)}"}


def infranotes(user: int = 2, **wanted: Any) -> Caller:
    """Return a caller of a fresh InfraNotes mock, without data unless they are wanted."""
    return Caller(mockserver.asgi_app("infranotes", **{"data": "empty", **wanted}), bearer(user))


def client_body(**members: Any) -> dict[str, Any]:
    """Return the body of a client."""
    return {"type": "client", "category": "organization", "name": "Example"} | members
