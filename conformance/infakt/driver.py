"""How checks speak with an inFakt implementation, and arrange its clients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from conformance import driver, expect
from conformance.client import Answer, Credential
from conformance.driver import MARK, Created, Removal
from conformance.expect import CannotTell, Skipped
from conformance.infakt import nips
from conformance.infakt.records import NAMES, Page, Record, bare, differing, ids, page_of, parsed

HEADER = "X-inFakt-ApiKey"
# The two base paths of the service: the one that the spec names first, and the older one.
BASE_PATHS = ("/api/v3", "/v3")
DEFAULT_LIMIT = 10
GREATEST_LIMIT = 100


@dataclass(frozen=True)
class Call:
    """A call of an operation: path parameters, query and body."""

    operation: str
    path: Mapping[str, Any]
    query: Mapping[str, Any] | None = None
    body: Any = None


@dataclass(frozen=True)
class Driver(driver.Driver):
    """One account's view of an inFakt implementation."""

    REMOVALS: ClassVar[Mapping[str, Removal]] = {"createClient": Removal("deleteClient", "id")}

    def authorization(self, credential: Credential) -> dict[str, str]:
        """Return the header of a key (FAK-AUTH-01)."""
        return {HEADER: credential.value}

    def greet(self) -> Answer:
        """List one client."""
        return self.call("listClients", query={"limit": 1})

    def created_id(self, answer: Answer) -> Any:
        """Return the id of a new client, also where it is wrapped, which FAK-CREATE-02 is about."""
        return bare(parsed(answer)).get("id")

    def leftovers(self, *, thoroughly: bool) -> list[Created]:
        """Return the clients one of whose names bears the suite's mark."""
        found = self.everyone() if thoroughly else iter(self.listed(MARK, limit=100).entities)
        removal = self.REMOVALS["createClient"]
        return [Created(removal, one["id"], self.credential) for one in found if bears_mark(one)]

    # Calls.

    def perform(self, call: Call, **more: Any) -> Answer:
        """Make a call, e.g. with another `credential`."""
        body = {} if call.body is None else {"json": call.body}
        return self.call(call.operation, call.path, query=call.query, **body, **more)

    def plainly(self, call: Call) -> Answer:
        """Make a call whose 401 may be right, or is just what is examined: it ends no check."""
        key = {} if self.credential is None else self.authorization(self.credential)
        return self.perform(call, credential=None, headers=key)

    def body(self, **members: Any) -> Record:
        """Return the body of a new client, a firm of no kind; `None` leaves a member out."""
        client = {"company_name": self.name(), "country": "PL"} | members
        return {"client": {name: value for name, value in client.items() if value is not None}}

    def create_client(self, **members: Any) -> Answer:
        """Ask for a client with these members."""
        return self.call("createClient", json=self.body(**members))

    def read_client(self, client: Record, **query: Any) -> Answer:
        """Ask for a client."""
        return self.call("getClient", {"id": client["id"]}, query=query)

    def update_client(self, client: Record, **members: Any) -> Answer:
        """Ask for an update of a client; `None` is sent as null."""
        return self.call("updateClient", {"id": client["id"]}, json={"client": members})

    def delete_client(self, client: Record) -> Answer:
        """Ask for a client to be deleted."""
        return self.call("deleteClient", {"id": client["id"]})

    def list_clients(self, word: str | None = None, **query: Any) -> Answer:
        """Ask for a page of clients; with a word, of those whose `company_name` contains it."""
        search = {} if word is None else {"q[company_name_cont]": word}
        return self.call("listClients", query={**search, **query})

    # Arranging: each of these raises CannotTell where it does not succeed.

    def nip(self) -> str:
        """Return a tax number that no other client is likely to have."""
        self.scene.names += 1
        return nips.unlikely(self.scene.key + self.scene.names)

    def stored(self, client: Record, **members: Any) -> Record:
        """Return a client after an update that was stored."""
        self.updated(client, **members)
        seen = self.client(client)
        if any(differing(seen, members)):
            raise CannotTell(f"an update prepares the scene but is not stored: {[*members]}")
        return seen

    def record(self, answer: Answer) -> Record:
        """Return the client that an answer shows."""
        client = bare(self.arranged(answer))
        if "id" not in client:
            raise CannotTell(f"a client with an id is needed, but there came {answer.summary}")
        return client

    def new_client(self, **members: Any) -> Record:
        """Return a client that was created with these members."""
        return self.record(self.create_client(**members))

    def client(self, client: Record) -> Record:
        """Return a client as it is read now."""
        return self.record(self.read_client(client))

    def updated(self, client: Record, **members: Any) -> Record:
        """Return a client after an update of it."""
        return self.record(self.update_client(client, **members))

    def deleted(self, **members: Any) -> Record:
        """Return a client that was created and deleted."""
        client = self.new_client(**members)
        self.arranged_deletion(client)
        return client

    def arranged_deletion(self, client: Record) -> None:
        """Delete a client; what the answer to that has to be is not asked here."""
        answer = self.delete_client(client)
        if not answer.ok:
            raise CannotTell(f"deleting prepares the scene but got {answer.summary}")

    def absent(self) -> Record:
        """Return a client that never existed, by an id far beyond the newest."""
        newest = self.new_client()["id"]
        if not isinstance(newest, int):
            raise CannotTell(f"there is no id beyond {expect.show(newest)}")
        return {"id": newest + 1_000_003}

    def listed(self, word: str | None = None, **query: Any) -> Page:
        """Return a page of clients; with a word, of those whose `company_name` contains it."""
        return page_of(self.arranged(self.list_clients(word, **query)))

    def family(self, *members: Mapping[str, Any]) -> tuple[str, list[Record]]:
        """Return a word and clients that a search for it finds, and nobody else.

        Their names are the word and a letter each, in the order of the alphabet. Some members each
        are given, at most as many as a page has by default.
        """
        word = self.name()
        named = [
            {"company_name": f"{word} {chr(ord('a') + number)}", **more}
            for number, more in enumerate(members)
        ]
        made = [self.new_client(**one) for one in named]
        self.found(word, made)
        return word, made

    def found(self, word: str, made: Sequence[Record]) -> Page:
        """Return what a search for a word finds, all at once: these clients, in any order.

        Raises:
            CannotTell: it finds others, or not all of them.
        """
        page = self.listed(word)
        if sorted(map(str, ids(page.entities))) != sorted(map(str, ids(made))):
            raise CannotTell(f"the search for {word} does not find just {ids(made)}")
        return page

    def at_least(self, number: int, *, alone: bool = False) -> None:
        """See to it that the account has so many clients besides those that other checks made."""
        others = [] if alone else self.listed(limit=GREATEST_LIMIT).entities
        missing = number - sum(not bears_mark(one) for one in others)
        made = ids([self.new_client() for _ in range(missing)])
        if len({*made}) < len(made):
            raise CannotTell(f"{missing} more clients are needed, but new ones share ids")

    def everyone(self) -> Iterator[Record]:
        """Yield every client, page by page, until a page shows none that was not seen before."""
        seen: set[Any] = set()
        while True:
            entities = self.listed(order="id asc", limit=GREATEST_LIMIT, offset=len(seen)).entities
            page = [one for one in entities if one.get("id") not in seen]
            if not page:
                return
            seen |= {*ids(page)}
            yield from page

    def follow(self, url: Any) -> Page:
        """Return the page that a link leads to.

        Its host and path may be those of a proxy, and the key must not get to strangers: what counts
        is the query.
        """
        if not isinstance(url, str):
            raise CannotTell(f"a link is needed, but there is {expect.show(url)}")
        query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        return page_of(self.arranged(self.call("listClients", query=query)))

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Call the other one of the two base paths.

        Raises:
            Skipped: the user has said which base path it is.
        """
        if self.target.base_path is not None:
            raise Skipped("needs both base paths, and --base-path names one")
        usual, other = self.connection.base_url, BASE_PATHS[1]
        self.connection.base_url = usual.removesuffix(BASE_PATHS[0]) + other
        try:
            yield
        finally:
            self.connection.base_url = usual

    def every_call(self, client: Record) -> tuple[Call, ...]:
        """Return a valid call of each operation, on this client; the last deletes it."""
        path = {"id": client["id"]}
        return (
            Call("listClients", {}, {"limit": 1}),
            Call("createClient", {}, body=self.body()),
            Call("getClient", path),
            Call("updateClient", path, body={"client": {"city": "Gdańsk"}}),
            Call("deleteClient", path),
        )

    def invalid_calls(self) -> Iterator[Call]:
        """Yield calls that break a documented rule, on a client made for them."""
        path = {"id": self.new_client(city="Gdańsk")["id"]}
        yield Call("createClient", {}, body=self.body(country=None))
        yield Call("createClient", {}, body=self.body(payment_method="blik"))
        yield Call("createClient", {}, body=self.body(business_activity_kind="private_person"))
        yield Call("updateClient", path, body={"client": {"country": ""}})
        yield Call("updateClient", path, body={"client": {"payment_method": "blik"}})


def bears_mark(client: Record) -> bool:
    """Whether one of a client's names is one that the suite gave."""
    return any(MARK in str(client.get(name)) for name in NAMES)
