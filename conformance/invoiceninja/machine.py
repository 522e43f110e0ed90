"""A model of a company's clients beside the real ones: whatever is done, both agree.

The model knows only what the document says. So it takes no step whose outcome the document leaves open:
it restores what is archived or deleted, and does everything else to active clients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition

from conformance import expect
from conformance.invoiceninja import marks
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.keeping import emails, kept
from conformance.invoiceninja.passwords import merge, purge
from conformance.invoiceninja.records import Record, bare, came_back, parsed
from conformance.stateful import Machine, step

ACTIVE, ARCHIVED, DELETED = "active", "archived", "deleted"
MOST_CLIENTS = 4
WHICH = st.integers(0, 5)
MANY = st.lists(WHICH, min_size=1, max_size=3)
# A member with a value for each, none of which is left to a silence.
CHANGES = st.tuples(
    st.sampled_from(["city", "private_notes", "custom_value1", "phone"]),
    st.sampled_from(["Boston", "Łódź", "555-0199", "b c"]),
)
# What each action leads to, and which requirements say that the clients are archived, and deleted or not.
ACTIONS: dict[str, tuple[str, str | None, str]] = {
    "archive": (ARCHIVED, "NIN-BULK-01", "NIN-BULK-02"),
    "delete": (DELETED, None, "NIN-BULK-05"),
}
RESTORED = {ARCHIVED: "NIN-BULK-03", DELETED: "NIN-BULK-04"}
LISTED = {ACTIVE: "NIN-FILTER-34", ARCHIVED: "NIN-FILTER-35", DELETED: "NIN-FILTER-36"}

# Every requirement that an expectation of the machines names: of both, and of purging and merging.
REQUIREMENTS = (
    *("NIN-BULK-01", "NIN-BULK-02", "NIN-BULK-05", *RESTORED.values(), "NIN-BULK-13"),
    *("NIN-DELETE-03", "NIN-DELETE-08", *LISTED.values(), "NIN-UPDATE-02", "NIN-SHOW-01"),
)
PROTECTED_REQUIREMENTS = (
    *("NIN-PURGE-05", "NIN-PURGE-06", "NIN-PURGE-13"),
    *("NIN-MERGE-01", "NIN-MERGE-02", "NIN-MERGE-06", "NIN-MERGE-17", "NIN-MERGE-18"),
)


@dataclass
class Client:
    """What the model knows of one client: how it was read last, and its state."""

    record: Record
    state: str = ACTIVE


class ClientMachine(Machine):
    """Clients created, updated, archived, restored, deleted and listed in any order."""

    api: ClassVar[Driver]

    def __init__(self) -> None:
        super().__init__()
        self.clients: list[Client] = []
        self.purged: list[Record] = []
        self.merged: list[Record] = []

    # Steps. Each tells the model, and compares.

    @precondition(lambda self: len(self.clients) < MOST_CLIENTS)
    @step(change=CHANGES, contacts=st.integers(1, 2))
    def create(self, change: tuple[str, str], contacts: int) -> None:
        people = [self.api.contact() for _ in range(contacts)]
        created = self.api.new_client(contacts=people, **dict([change]))
        read = self.api.client(created)
        kept(read, created, requirement="NIN-SHOW-01")
        self.clients.append(Client(read))

    @precondition(lambda self: self._in(ACTIVE))
    @step(which=WHICH, change=CHANGES)
    def update(self, which: int, change: tuple[str, str]) -> None:
        client, sent = self._one(which, ACTIVE), dict([change])
        self.api.updated(client.record, **sent)
        client.record = self.api.client(client.record)
        came_back(client.record, sent, "NIN-UPDATE-02")

    @precondition(lambda self: self._in(ACTIVE))
    @step(which=MANY, action=st.sampled_from([*ACTIONS]))
    def put_away(self, which: list[int], action: str) -> None:
        state, archived, deleted = ACTIONS[action]
        chosen = self._some(which, ACTIVE)
        self.api.done(self.api.bulk(action, *(one.record for one in chosen)))
        for client in chosen:
            self._is(client, state, archived, deleted)
        self._others_stay(chosen, "NIN-BULK-13")

    @precondition(lambda self: self._in(ARCHIVED) or self._in(DELETED))
    @step(which=MANY)
    def restore(self, which: list[int]) -> None:
        chosen = self._some(which, ARCHIVED, DELETED)
        self.api.done(self.api.bulk("restore", *(one.record for one in chosen)))
        for client in chosen:
            about = RESTORED[client.state]
            self._is(client, ACTIVE, about, about)
        self._others_stay(chosen, "NIN-BULK-13")

    @precondition(lambda self: self._in(ACTIVE))
    @step(which=WHICH)
    def delete(self, which: int) -> None:
        client = self._one(which, ACTIVE)
        self.api.done(self.api.delete_client(client.record))
        self._is(client, DELETED, None, "NIN-DELETE-03")
        self._others_stay([client], "NIN-DELETE-08")

    @step(state=st.sampled_from([*LISTED]))
    def list_state(self, state: str) -> None:
        query = {"status": state, "sort": "id|desc", "per_page": marks.MANY}
        seen = self.api.listed(**query)
        shown = {one.get("id") for one in seen.clients}
        for gone, about in ((self.purged, "NIN-PURGE-06"), (self.merged, "NIN-MERGE-17")):
            still = [one["id"] for one in gone if one["id"] in shown]
            expect.none(still, "no client that is gone", about)
        for client in self.clients:
            there = client.record["id"] in shown
            wanted = f"{'the' if client.state == state else 'no'} {client.state} client"
            told = f"{wanted} {client.record['id']} with status={state}"
            expect.that(
                there is (client.state == state), told, expect.show([*shown]), LISTED[state]
            )

    # The model.

    def _in(self, *states: str) -> list[Client]:
        return [one for one in self.clients if one.state in states]

    def _one(self, which: int, *states: str) -> Client:
        known = self._in(*states)
        return known[which % len(known)]

    def _some(self, which: list[int], *states: str) -> list[Client]:
        chosen = {id(one): one for one in (self._one(number, *states) for number in which)}
        return [*chosen.values()]

    def _is(self, client: Client, state: str, archived: str | None, deleted: str) -> None:
        """Expect a client to be in a state; what `archived` is None for is left open."""
        answer = self.api.read_client(client.record)
        expect.success(answer, deleted)
        seen: dict[str, Any] = bare(parsed(answer))
        if archived is not None:
            right = bool(seen.get("archived_at")) is (state == ARCHIVED)
            shown = f"archived_at {expect.show(seen.get('archived_at'))}"
            expect.that(right, f"client {client.record['id']} {state}", shown, archived)
        expect.equal(seen.get("is_deleted"), state == DELETED, "is_deleted", deleted)
        client.state = state
        client.record |= {name: seen.get(name) for name in ("is_deleted", "archived_at")}

    def _others_stay(self, chosen: list[Client], about: str) -> None:
        """Expect a client that was not meant, if there is one, to be as it was."""
        for client in self.clients:
            if client not in chosen:
                kept(self.api.client(client.record), client.record, requirement=about)
                break


class ProtectedMachine(ClientMachine):
    """The same, with clients purged and merged: that takes the password."""

    @precondition(lambda self: self._in(ACTIVE))
    @step(which=WHICH)
    def purge(self, which: int) -> None:
        client = self._one(which, ACTIVE)
        self.api.done(purge(self.api, client.record))
        self.clients.remove(client)
        self.purged.append(client.record)
        self._gone(client.record, "NIN-PURGE-05")
        self._others_stay([], "NIN-PURGE-13")

    @precondition(lambda self: len(self._in(ACTIVE)) > 1)
    @step(which=WHICH)
    def merge(self, which: int) -> None:
        first, second = self._one(which, ACTIVE), self._one(which + 1, ACTIVE)
        self.api.done(merge(self.api, first.record, second.record))
        self.clients.remove(second)
        self.merged.append(second.record)
        answer = self.api.read_client(first.record)
        expect.success(answer, "NIN-MERGE-01")
        seen = self.api.record(answer)
        kept(seen, first.record, "contacts", "balance", requirement="NIN-MERGE-18")
        both = sorted(emails(first.record) + emails(second.record))
        expect.equal(emails(seen), both, "contacts with the e-mails", "NIN-MERGE-06")
        self._gone(second.record, "NIN-MERGE-02")
        first.record = seen

    def _gone(self, record: Record, about: str) -> None:
        answer = self.api.read_client(record)
        expect.that(not answer.ok, "no client that is gone", answer.summary, about)
