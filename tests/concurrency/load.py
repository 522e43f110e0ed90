"""Many connections that ask at once, and a note of everything that they were answered."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import httpx

from tests.concurrency.linearizability import Operation
from tests.concurrency.model import MISSING, Client


@dataclass
class History:
    """What was asked about each client, and what cannot be right whatever the order was."""

    operations: dict[str, list[Operation]] = field(default_factory=lambda: defaultdict(list))
    problems: list[str] = field(default_factory=list)
    requests: int = 0

    def note(self, client: str, action: str, result: Any, began: float, **arguments: Any) -> None:
        """Note an operation on a client that ends now."""
        one = Operation(action, arguments, result, began, time.perf_counter())
        self.operations[client].append(one)

    def expect(self, holds: bool, sentence: str) -> None:
        """Note a sentence about what was seen, unless something holds."""
        if not holds:
            self.problems.append(sentence)


class Connection:
    """One connection to a server, which asks for one thing after the other."""

    def __init__(self, http: httpx.AsyncClient, history: History, seed: str) -> None:
        self.chance = random.Random(seed)
        self.history = history
        self._http = http

    async def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send a request; a server that fails, or does not answer, is a problem."""
        self.history.requests += 1
        answer = await self._http.request(method, path, **more)
        if answer.status_code >= 500:
            self.history.problems.append(f"{method} {path} was answered {answer.status_code}.")
        return answer


class Scenario(ABC):
    """What is done to the clients of an API, of which each has one.

    There are always some clients that everybody works on; whoever deletes one makes another.
    """

    variations: tuple[str, ...] = ()
    # What a connection may do, by the name of the method, and how often.
    actions: ClassVar[Mapping[str, int]]
    shared = 12

    def __init__(self) -> None:
        self.clients: list[str] = []
        self.living = 0  # clients, as their makers and deleters count
        self._texts = itertools.count(1)

    def text(self) -> str:
        """Return a text that nobody has used."""
        return f"Text {next(self._texts)}"

    def any_client(self, connection: Connection) -> str:
        """Return one of the clients that everybody works on, whether or not it is there still."""
        return connection.chance.choice(self.clients)

    async def begin(self, connection: Connection) -> None:
        """Make the clients that everybody works on."""
        while len(self.clients) < self.shared:
            self.clients.append(await self.create(connection))

    @abstractmethod
    async def create(self, connection: Connection) -> str:
        """Make a client and return its id."""

    @abstractmethod
    async def everything(self, connection: Connection) -> dict[str, Client]:
        """Return all clients at once, by their ids."""

    async def act(self, connection: Connection) -> None:
        """Do one of the things that can be done."""
        (name,) = connection.chance.choices([*self.actions], [*self.actions.values()])
        await getattr(self, name)(connection)

    async def list_all(self, connection: Connection) -> None:
        """Read all clients in one request; who is not there is missing."""
        began, known = time.perf_counter(), set(self.clients)
        found = await self.everything(connection)
        for client in known:
            seen = found.get(client, MISSING)
            connection.history.note(client, "read", seen, began)

    async def replace_client(self, connection: Connection, client: str) -> None:
        """Make another client in the place of one that is gone."""
        self.living -= 1
        if client in self.clients:
            made = await self.create(connection)
            if client in self.clients:  # nobody else was told meanwhile that it is gone
                self.clients[self.clients.index(client)] = made

    async def end(self, connection: Connection) -> None:
        """Read everything once more, when nobody does anything."""
        await self.list_all(connection)
        found = len(await self.everything(connection))
        said = f"There are {found} clients at the end, and {self.living} were made and not deleted."
        connection.history.expect(found == self.living, said)


async def run(
    scenario: Scenario,
    url: str,
    headers: Mapping[str, str],
    *,
    connections: int,
    seconds: float,
    seed: int = 0,
) -> History:
    """Return what many connections were answered that did something for so many seconds."""
    history = History()
    async with _connected(url, headers, history, range(connections), seed) as all_of_them:
        await scenario.begin(all_of_them[0])
        until = time.perf_counter() + seconds

        async def work(connection: Connection) -> None:
            while time.perf_counter() < until:
                await scenario.act(connection)

        await asyncio.gather(*map(work, all_of_them))
        await scenario.end(all_of_them[0])
    return history


@contextlib.asynccontextmanager
async def _connected(
    url: str, headers: Mapping[str, str], history: History, numbers: Iterable[int], seed: int
) -> AsyncIterator[list[Connection]]:
    async with contextlib.AsyncExitStack() as stack:
        found = []
        for number in numbers:
            one = httpx.Limits(max_connections=1)
            # No TLS is spoken, and reading certificates takes long.
            http = httpx.AsyncClient(
                base_url=url, headers=headers, limits=one, timeout=60, verify=False
            )
            await stack.enter_async_context(http)
            found.append(Connection(http, history, f"{seed} {number}"))
        yield found
