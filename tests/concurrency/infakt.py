"""inFakt: clients without contacts, which are created, changed, read and deleted."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from tests.concurrency.load import Connection, Scenario
from tests.concurrency.model import MISSING, Client

BASE = "/api/v3/clients"


class InFakt(Scenario):
    """There is no primary contact; who reads a client sees it as a whole."""

    actions: ClassVar = {"read": 8, "write": 8, "list_all": 2, "delete": 1}

    def _body(self, text: str) -> dict[str, Any]:
        return {"client": {"company_name": text, "city": text, "country": "PL"}}

    def _seen(self, connection: Connection, data: Any) -> Client:
        name, city = data["company_name"], data["city"]
        said = f"Client {data['id']} has half of a change: {name!r} and {city!r}."
        connection.history.expect(name == city, said)
        return Client(present=True, text=name, contacts=None, archived=None)

    async def create(self, connection: Connection) -> str:
        text, began = self.text(), time.perf_counter()
        answer = await connection.send("POST", f"{BASE}.json", json=self._body(text))
        client = str(answer.json()["id"])
        self.living += 1
        connection.history.note(client, "create", Client(present=True, text=text), began)
        return client

    async def read(self, connection: Connection) -> None:
        client, began = self.any_client(connection), time.perf_counter()
        answer = await connection.send("GET", f"{BASE}/{client}.json")
        seen = MISSING if answer.status_code == 404 else self._seen(connection, answer.json())
        connection.history.note(client, "read", seen, began)

    async def write(self, connection: Connection) -> None:
        client, text, began = self.any_client(connection), self.text(), time.perf_counter()
        body = self._body(text)
        answer = await connection.send("PUT", f"{BASE}/{client}.json", json=body)
        seen = MISSING if answer.status_code == 404 else self._seen(connection, answer.json())
        connection.history.note(client, "write", seen, began, text=text)

    async def delete(self, connection: Connection) -> None:
        client, began = self.any_client(connection), time.perf_counter()
        answer = await connection.send("DELETE", f"{BASE}/{client}.json")
        result = MISSING if answer.status_code == 404 else None
        connection.history.note(client, "delete", result, began)
        if result is None:
            await self.replace_client(connection, client)

    async def everything(self, connection: Connection) -> dict[str, Client]:
        answer = await connection.send("GET", f"{BASE}.json?limit=100")
        return {str(one["id"]): self._seen(connection, one) for one in answer.json()["entities"]}


SCENARIO = InFakt
