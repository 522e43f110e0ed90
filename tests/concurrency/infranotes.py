"""InfraNotes: clients with contacts that are added, made primary and removed one by one."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from tests.concurrency.load import Connection, Scenario
from tests.concurrency.model import MISSING, Client

BASE = "/api/clients"


class InfraNotes(Scenario):
    """Clients are read apart from their contacts."""

    actions: ClassVar = {
        "read": 4,
        "read_contacts": 8,
        "write": 4,
        "add": 4,
        "promote": 8,
        "remove": 3,
        "list_all": 1,
        "delete": 1,
    }

    def __init__(self) -> None:
        super().__init__()
        self.contacts: dict[str, list[str]] = {}  # once seen, of each client

    def _body(self, text: str) -> dict[str, str]:
        return {"type": "client", "category": "individual", "name": text, "notes": text}

    def _seen(self, connection: Connection, data: Any) -> Client:
        name, notes = data["name"], data["notes"]
        said = f"Client {data['id']} has half of a change: {name!r} and {notes!r}."
        connection.history.expect(name == notes, said)
        return Client(present=True, text=name, contacts=None, archived=None)

    async def create(self, connection: Connection) -> str:
        text, began = self.text(), time.perf_counter()
        answer = await connection.send("POST", BASE, json=self._body(text))
        client = str(answer.json()["id"])
        self.living += 1
        self.contacts[client] = []
        connection.history.note(client, "create", Client(present=True, text=text), began)
        return client

    async def read(self, connection: Connection) -> None:
        client, began = self.any_client(connection), time.perf_counter()
        answer = await connection.send("GET", f"{BASE}/{client}")
        seen = MISSING if answer.status_code == 404 else self._seen(connection, answer.json())
        connection.history.note(client, "read", seen, began)

    async def write(self, connection: Connection) -> None:
        client, text, began = self.any_client(connection), self.text(), time.perf_counter()
        answer = await connection.send("PUT", f"{BASE}/{client}", json=self._body(text))
        seen = MISSING if answer.status_code == 404 else self._seen(connection, answer.json())
        connection.history.note(client, "write", seen, began, text=text)

    async def read_contacts(self, connection: Connection) -> None:
        client, began = self.any_client(connection), time.perf_counter()
        answer = await connection.send("GET", f"{BASE}/{client}/contacts")
        if answer.status_code == 404:
            connection.history.note(client, "read", MISSING, began)
            return
        found = answer.json()
        primary = [str(one["id"]) for one in found if one["is_primary"]]
        said = f"Client {client} has the primary contacts {', '.join(primary)}."
        connection.history.expect(len(primary) <= 1, said)
        self.contacts[client] = [str(one["id"]) for one in found]
        seen = Client(
            present=True,
            contacts=frozenset(self.contacts[client]),
            primary=next(iter(primary), None),
            archived=None,
        )
        connection.history.note(client, "read", seen, began)

    async def add(self, connection: Connection) -> None:
        client, began = self.any_client(connection), time.perf_counter()
        primary = connection.chance.random() < 0.5
        body = {"name": "Contact", "is_primary": primary}
        answer = await connection.send("POST", f"{BASE}/{client}/contacts", json=body)
        result = MISSING if answer.status_code == 404 else str(answer.json()["id"])
        connection.history.note(client, "add", result, began, primary=primary)
        if result != MISSING:
            self.contacts[client].append(result)

    async def promote(self, connection: Connection) -> None:
        await self._with_a_contact(connection, "promote", "PUT", "/primary")

    async def remove(self, connection: Connection) -> None:
        await self._with_a_contact(connection, "remove", "DELETE", "")

    async def _with_a_contact(
        self, connection: Connection, action: str, method: str, place: str
    ) -> None:
        client, began = self.any_client(connection), time.perf_counter()
        if not self.contacts[client]:
            return
        contact = connection.chance.choice(self.contacts[client])
        answer = await connection.send(method, f"/api/contacts/{contact}{place}")
        result = MISSING if answer.status_code == 404 else None
        connection.history.note(client, action, result, began, contact=contact)

    async def delete(self, connection: Connection) -> None:
        client, began = self.any_client(connection), time.perf_counter()
        answer = await connection.send("DELETE", f"{BASE}/{client}")
        result = MISSING if answer.status_code == 404 else None
        connection.history.note(client, "delete", result, began)
        if result is None:
            await self.replace_client(connection, client)

    async def everything(self, connection: Connection) -> dict[str, Client]:
        answer = await connection.send("GET", f"{BASE}?limit=100")
        return {str(one["id"]): self._seen(connection, one) for one in answer.json()}


SCENARIO = InfraNotes
