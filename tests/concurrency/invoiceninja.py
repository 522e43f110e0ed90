"""Invoice Ninja: contacts come with their clients; bulk actions, purges and merges."""

from __future__ import annotations

import itertools
import time
from typing import Any, ClassVar

import httpx

from mockserver.invoiceninja.auth import SECOND_HEADER, password
from tests.concurrency.load import Connection, Scenario
from tests.concurrency.model import MISSING, Client

BASE = "/api/v1/clients"
PASSWORD = {SECOND_HEADER: password(2)}


class InvoiceNinja(Scenario):
    """Every answer has the whole client. The first clients are never purged: bulk actions are on pairs."""

    # Else a client may have two primary contacts after a merge: NIN-OPEN-MERGE-PRIMARY.
    variations = ("merge-demotes",)
    actions: ClassVar = {
        "read": 6,
        "write": 4,
        "arrange": 8,
        "bulk": 3,
        "merge": 2,
        "purge": 1,
        "list_all": 1,
    }
    shared, paired = 12, 4

    def __init__(self) -> None:
        super().__init__()
        self.contacts: dict[str, list[str]] = {}  # once seen, of each client
        self._emails = itertools.count(1)

    def _contact(self) -> dict[str, str]:
        return {"first_name": "Ann", "email": f"ann-{next(self._emails)}@example.com"}

    def _seen(self, connection: Connection, data: Any) -> Client:
        client, name, notes = data["id"], data["name"], data["public_notes"]
        primary = [one["id"] for one in data["contacts"] if one["is_primary"]]
        history = connection.history
        half = f"Client {client} has half of a change: {name!r} and {notes!r}."
        history.expect(name == notes, half)
        several = f"Client {client} has the primary contacts {', '.join(primary) or 'none'}."
        history.expect(len(primary) == 1, several)
        self.contacts[client] = [one["id"] for one in data["contacts"]]
        return Client(
            present=True,
            text=name,
            contacts=frozenset(self.contacts[client]),
            primary=next(iter(primary), None),
            archived=data["archived_at"] != 0,
        )

    def _result(self, connection: Connection, answer: httpx.Response) -> Any:
        """Return the client of an answer; an id that nobody has is refused with 400."""
        if answer.status_code in (400, 404):
            return MISSING
        return self._seen(connection, answer.json()["data"])

    async def create(self, connection: Connection) -> str:
        text, began = self.text(), time.perf_counter()
        body = {"name": text, "public_notes": text, "contacts": [self._contact()]}
        answer = await connection.send("POST", BASE, json=body)
        client = str(answer.json()["data"]["id"])
        self.living += 1
        seen = self._seen(connection, answer.json()["data"])
        connection.history.note(client, "create", seen, began)
        return client

    async def read(self, connection: Connection) -> None:
        client, began = self.any_client(connection), time.perf_counter()
        answer = await connection.send("GET", f"{BASE}/{client}")
        connection.history.note(client, "read", self._result(connection, answer), began)

    async def write(self, connection: Connection) -> None:
        client, text, began = self.any_client(connection), self.text(), time.perf_counter()
        body = {"name": text, "public_notes": text}
        answer = await connection.send("PUT", f"{BASE}/{client}", json=body)
        result = self._result(connection, answer)
        connection.history.note(client, "write", result, began, text=text)

    async def arrange(self, connection: Connection) -> None:
        """Send the contacts of a client with another one primary, and a few more or less."""
        client, began = self.any_client(connection), time.perf_counter()
        kept = list(self.contacts[client][-4:])
        chosen = connection.chance.choice(kept)
        contacts: list[dict[str, Any]] = [{"id": one, "is_primary": one == chosen} for one in kept]
        contacts += [self._contact()] if len(kept) < 4 else []
        answer = await connection.send("PUT", f"{BASE}/{client}", json={"contacts": contacts})
        result = self._result(connection, answer)
        connection.history.note(client, "arrange", result, began, kept=frozenset(kept))

    async def bulk(self, connection: Connection) -> None:
        """Archive or restore two clients at once."""
        place, began = 2 * connection.chance.randrange(self.paired // 2), time.perf_counter()
        pair = self.clients[place : place + 2]
        action = connection.chance.choice(["archive", "restore"])
        answer = await connection.send("POST", f"{BASE}/bulk", json={"action": action, "ids": pair})
        for data in answer.json()["data"]:
            result = self._seen(connection, data)
            connection.history.note(data["id"], action, result, began)

    async def purge(self, connection: Connection) -> None:
        client, began = connection.chance.choice(self.clients[self.paired :]), time.perf_counter()
        answer = await connection.send("POST", f"{BASE}/{client}/purge", headers=PASSWORD)
        result = MISSING if answer.status_code in (400, 404) else None
        connection.history.note(client, "delete", result, began)
        if result is None:
            await self.replace_client(connection, client)

    async def merge(self, connection: Connection) -> None:
        """Merge a new client into one that everybody works on."""
        other = await self.create(connection)
        joining = frozenset(self.contacts[other])
        client, began = self.any_client(connection), time.perf_counter()
        place = f"{BASE}/{client}/{other}/merge"
        result = self._result(connection, await connection.send("POST", place, headers=PASSWORD))
        connection.history.note(client, "absorb", result, began, contacts=joining)
        if result != MISSING:
            self.living -= 1
            connection.history.note(other, "delete", None, began)
        began = time.perf_counter()
        answer = await connection.send("GET", f"{BASE}/{other}")
        connection.history.note(other, "read", self._result(connection, answer), began)

    async def everything(self, connection: Connection) -> dict[str, Client]:
        """Return all clients; a contact is at one place, and pairs are archived together."""
        answer = await connection.send("GET", f"{BASE}?per_page=5000")
        data = answer.json()["data"]
        found = {str(one["id"]): self._seen(connection, one) for one in data}
        ids = [contact["id"] for one in data for contact in one["contacts"]]
        connection.history.expect(len(ids) == len(set(ids)), "A contact has two clients at once.")
        for place in range(0, self.paired, 2):
            one, other = (found[client].archived for client in self.clients[place : place + 2])
            connection.history.expect(one == other, "Half of a pair is archived.")
        return found


SCENARIO = InvoiceNinja
