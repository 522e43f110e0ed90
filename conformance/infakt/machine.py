"""A model of an account's clients beside the real ones: whatever is done, both agree.

The model knows only what the document says. Values that were never set, and everything else that the
document leaves open, it takes over as the implementation shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition

from conformance import expect
from conformance.infakt.check_updates import documented
from conformance.infakt.driver import Driver
from conformance.infakt.records import Page, Record, came_back, differing, ids, page_of
from conformance.stateful import Machine, step

MOST_CLIENTS = 4
WHICH = st.integers(0, 5)
# Plain ones: how other texts fare is not asked here.
WORDS = ("Szlak", "Zamość", "Gdynia Port", "b c")
LETTER = st.sampled_from("abcdefgh")
# A member with a value for each, none of which is left to a silence.
CHANGES = st.one_of(
    st.tuples(st.sampled_from(["note", "city", "street", "receiver"]), st.sampled_from(WORDS)),
    st.tuples(st.just("days_to_payment"), st.integers(0, 90)),
    st.tuples(st.just("payment_method"), st.sampled_from(["transfer", "cash", "payu"])),
    st.tuples(st.just("postal_code"), st.sampled_from(["00-001", "31-148"])),
)

# Every requirement that an expectation of the machine names.
REQUIREMENTS = (
    *("FAK-SHAPE-02", "FAK-CREATE-06", "FAK-CREATE-08", "FAK-READ-04", "FAK-LIST-07"),
    *("FAK-ORDER-01", "FAK-PAGE-02", "FAK-SEARCH-01", "FAK-DELETE-03", "FAK-DELETE-05"),
    *(f"FAK-UPDATE-{number}" for number in ("04", "05", "08", "09", "10", "11", "20")),
)


@dataclass
class Client:
    """What the model knows of one client: how it was read last, and its names so far."""

    record: Record
    name: str
    changed: bool = False
    former: list[str] = field(default_factory=list)


class ClientMachine(Machine):
    """Clients created, changed, renamed, deleted, listed and searched for in any order."""

    api: ClassVar[Driver]

    def __init__(self) -> None:
        super().__init__()
        self.word = self.api.name()
        self.clients: list[Client] = []
        self.deleted: list[Any] = []

    # Steps. Each tells the model, and compares.

    @precondition(lambda self: len(self.clients) < MOST_CLIENTS)
    @step(letter=LETTER, change=CHANGES)
    def create(self, letter: str, change: tuple[str, Any]) -> None:
        sent = {"company_name": self._name(letter), change[0]: change[1]}
        answer = self.api.create_client(**sent)
        expect.success(answer, "FAK-SHAPE-02")
        created = self.api.record(answer)
        taken = created["id"] in [*self.deleted, *(one.record["id"] for one in self.clients)]
        shown = expect.show(created["id"])
        expect.that(not taken, "an id of its own", shown, "FAK-CREATE-06")
        came_back(created, sent, "FAK-CREATE-08")
        read = self.api.client(created)
        came_back(read, documented(created), "FAK-READ-04")
        self.clients.append(Client(read | {"id": created["id"]}, sent["company_name"]))

    @precondition(lambda self: self.clients)
    @step(which=WHICH, change=CHANGES)
    def update(self, which: int, change: tuple[str, Any]) -> None:
        self._update(self._client(which), dict([change]))

    @precondition(lambda self: self.clients)
    @step(which=WHICH, letter=LETTER)
    def rename(self, which: int, letter: str) -> None:
        client, name = self._client(which), self._name(letter)
        self._update(client, {"company_name": name})
        client.former.append(client.name)
        client.name = name

    @precondition(lambda self: self.clients)
    @step(which=WHICH)
    def delete(self, which: int) -> None:
        client = self._client(which)
        self.api.arranged_deletion(client.record)
        self.clients.remove(client)
        self.deleted.append(client.record["id"])
        answer = self.api.read_client(client.record)
        expect.that(not answer.ok, "no deleted client", answer.summary, "FAK-DELETE-03")

    @precondition(lambda self: self.clients)
    @step()
    def list_all(self) -> None:
        page = self.api.listed(self.word)
        shown = [one for one in ids(page.entities) if one in self.deleted]
        expect.none(shown, "no deleted client in the list", "FAK-DELETE-05")
        if sorted(map(str, ids(page.entities))) == sorted(str(one) for one in self._ids()):
            self._agree(page)

    @precondition(lambda self: self.clients)
    @step(which=WHICH)
    def search(self, which: int) -> None:
        client = self._client(which)
        answer = self.api.call("listClients", query={"q[company_name_eq]": client.name})
        seen = ids(page_of(self.api.arranged(answer)).entities)
        if any(one not in self._ids() for one in seen):
            return  # it finds what it should not, which is asked elsewhere
        about = "FAK-UPDATE-11" if client.former else "FAK-SEARCH-01"
        told = f"client {client.record['id']} by its name"
        expect.that(seen == [client.record["id"]], told, f"found {expect.show(seen)}", about)

    # The model.

    def _name(self, letter: str) -> str:
        return f"{self.word} {letter} {self.api.name()}"

    def _client(self, which: int) -> Client:
        return self.clients[which % len(self.clients)]

    def _ids(self) -> list[Any]:
        return [client.record["id"] for client in self.clients]

    def _update(self, client: Client, sent: dict[str, Any]) -> None:
        answer = self.api.update_client(client.record, **sent)
        expect.success(answer, "FAK-SHAPE-02")
        came_back(self.api.record(answer), sent, "FAK-UPDATE-04")
        read = self.api.client(client.record)
        came_back(read, sent, "FAK-UPDATE-08")
        came_back(read, documented(client.record, *sent), "FAK-UPDATE-05")
        client.record, client.changed = read | {"id": client.record["id"]}, True
        for other in self.clients:
            if other is not client:
                came_back(self.api.client(other.record), documented(other.record), "FAK-UPDATE-20")
                break

    def _agree(self, page: Page) -> None:
        """Compare a page that shows just the clients of the model."""
        renamed = any(client.former for client in self.clients)
        by_name = sorted(self.clients, key=lambda one: one.name)
        wanted = [str(client.record["id"]) for client in by_name]
        about = "FAK-UPDATE-10" if renamed else "FAK-ORDER-01"
        seen = [str(one) for one in ids(page.entities)]
        expect.equal(seen, wanted, "by their names the clients", about)
        page.counts("total_count", len(self.clients), "FAK-PAGE-02")
        shown = {str(entity.get("id")): entity for entity in page.entities}
        for client in self.clients:
            about = "FAK-UPDATE-09" if client.changed else "FAK-LIST-07"
            listed = shown[str(client.record["id"])]
            for name, value in differing(listed, documented(client.record)):
                told = f"the listed {name} to be {expect.show(client.record[name])}"
                expect.violated(told, expect.show(value), about)
