"""A model of clients, contacts and custom fields beside the real ones: whatever is done, both agree.

The model knows only what the document says. Where that is silent (is a first contact primary? who is
primary after the primary was deleted?), it takes over what the implementation chose.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition

from conformance import expect
from conformance.infranotes.check_values import alike
from conformance.infranotes.driver import Driver, Record, ids
from conformance.infranotes.strategies import texts
from conformance.stateful import Machine, step

MOST_CLIENTS = 3
WHICH = st.integers(0, 5)

# Every requirement that an expectation of the machine names.
REQUIREMENTS = (
    *(f"INF-CLIENT-{number}" for number in ("01", "09", "11", "13", "14", "15", "21", "22", "24")),
    *(f"INF-CONTACT-{number}" for number in ("01", "02", "05", "06", "08", "09", "10", "11", "12")),
    *(f"INF-CONTACT-{number}" for number in ("15", "16", "17", "18")),
    *(f"INF-VALUE-{number}" for number in ("01", "03", "06")),
    *("INF-FIELD-01", "INF-FIELD-13", "INF-FIELD-14"),
)


@dataclass
class Client:
    """What the model knows of one client; `primary` is None where nobody is, or nobody is known to be."""

    record: Record
    members: dict[str, Any]
    contacts: dict[int, dict[str, Any]] = field(default_factory=dict)
    primary: int | None = None
    values: dict[str, str] = field(default_factory=dict)


class ClientMachine(Machine):
    """Clients with contacts and custom field values, created, changed and deleted in any order."""

    api: ClassVar[Driver]

    def __init__(self) -> None:
        super().__init__()
        self.clients: list[Client] = []
        self.fields: list[Record] = []

    # Steps. Each makes one change, tells the model, and compares.

    @precondition(lambda self: len(self.clients) < MOST_CLIENTS)
    @step(type=st.sampled_from(["client", "vendor"]))
    def create_client(self, type: str) -> None:  # noqa: A002 - the member's own name
        answer = self.api.create_client(type=type)
        expect.success(answer, "INF-CLIENT-01")
        record = answer.json
        expect.that("id" in record, "a client with id", answer.summary, "INF-CLIENT-01")
        taken = record["id"] in [client.record["id"] for client in self.clients]
        expect.that(not taken, "an id of its own", expect.show(record["id"]), "INF-CLIENT-09")
        self.clients.append(Client(record, {"name": record.get("name"), "type": type}))

    @precondition(lambda self: self.clients)
    @step(which=WHICH, member=st.sampled_from(["city", "notes"]), text=texts(maximum=8))
    def update_client(self, which: int, member: str, text: str) -> None:
        client = self._client(which)
        answer = self.api.update_client(client.record, **{member: text})
        expect.success(answer, "INF-CLIENT-13")
        before, client.members[member] = dict(client.members), text
        seen = self.api.client(client.record)
        expect.members(seen, {member: text}, "the client", "INF-CLIENT-14")
        rest = {name: value for name, value in before.items() if name != member}
        expect.members(seen, rest, "the client", "INF-CLIENT-15")

    @precondition(lambda self: self.clients)
    @step(which=WHICH, primary=st.sampled_from([True, False, None]))
    def add_contact(self, which: int, primary: bool | None) -> None:
        client = self._client(which)
        said = {} if primary is None else {"is_primary": primary}
        body = self.api.contact_body(**said)
        answer = self.api.call("addContact", {"client_id": client.record["id"]}, json=body)
        expect.success(answer, "INF-CONTACT-01")
        contact = answer.json
        first = not client.contacts
        client.contacts[contact["id"]] = body
        if primary or (primary is None and first and contact.get("is_primary")):
            client.primary = contact["id"]
        self._agree(client, "INF-CONTACT-02")

    @precondition(lambda self: any(client.contacts for client in self.clients))
    @step(
        which=WHICH,
        person=WHICH,
        position=texts(maximum=8),
        primary=st.sampled_from([True, False, None]),
    )
    def update_contact(self, which: int, person: int, position: str, primary: bool | None) -> None:
        client, contact = self._contact(which, person)
        said: dict[str, Any] = {"position": position}
        said |= {} if primary is None else {"is_primary": primary}
        answer = self.api.update_contact({"id": contact}, **said)
        expect.success(answer, "INF-CONTACT-05")
        client.contacts[contact]["position"] = position
        if primary:
            client.primary = contact
        elif primary is False and client.primary == contact:
            client.primary = None
        seen = self.api.contact({"id": contact})
        expect.members(seen, said, "the contact", "INF-CONTACT-06")
        self._agree(client, "INF-CONTACT-08")

    @precondition(lambda self: any(client.contacts for client in self.clients))
    @step(which=WHICH, person=WHICH)
    def set_primary(self, which: int, person: int) -> None:
        client, contact = self._contact(which, person)
        answer = self.api.set_primary({"id": contact})
        expect.success(answer, "INF-CONTACT-09")
        expect.members(
            answer.json, {"id": contact, "is_primary": True}, "the contact", "INF-CONTACT-09"
        )
        client.primary = contact
        seen = self.api.contact({"id": contact})
        expect.members(seen, {"is_primary": True}, "the contact", "INF-CONTACT-10")
        self._agree(client, "INF-CONTACT-11")

    @precondition(lambda self: any(client.contacts for client in self.clients))
    @step(which=WHICH, person=WHICH)
    def delete_contact(self, which: int, person: int) -> None:
        client, contact = self._contact(which, person)
        expect.success(self.api.delete_contact({"id": contact}), "INF-CONTACT-15")
        del client.contacts[contact]
        answer = self.api.call("getContact", {"id": contact})
        expect.that(not answer.ok, "no deleted contact", answer.summary, "INF-CONTACT-16")
        seen = self._shown_contacts(client)
        shown = contact in ids(seen)
        expect.that(
            not shown, "no deleted contact in the client", f"contact {contact}", "INF-CONTACT-17"
        )
        missing = [one for one in client.contacts if one not in ids(seen)]
        expect.that(
            not missing, "the other contacts to stay", f"no contacts {missing}", "INF-CONTACT-18"
        )
        if client.primary == contact:
            promoted = [one["id"] for one in seen if one.get("is_primary")]
            client.primary = promoted[0] if promoted else None
        self._agree(client, "INF-CONTACT-18")

    @precondition(lambda self: len(self.clients) > 1)
    @step(which=WHICH)
    def delete_client(self, which: int) -> None:
        client = self._client(which)
        expect.success(self.api.delete_client(client.record), "INF-CLIENT-21")
        self.clients.remove(client)
        answer = self.api.call("getClient", {"id": client.record["id"]})
        expect.that(not answer.ok, "no deleted client", answer.summary, "INF-CLIENT-22")
        for contact in list(client.contacts)[:1]:
            answer = self.api.call("getContact", {"id": contact})
            expect.that(
                not answer.ok, "no contact of a deleted client", answer.summary, "INF-CLIENT-24"
            )

    @precondition(lambda self: len(self.fields) < 2)
    @step()
    def create_field(self) -> None:
        answer = self.api.call("createCustomField", json=self.api.field_body())
        expect.success(answer, "INF-FIELD-01")
        self.fields.append(answer.json)

    @precondition(lambda self: self.fields and self.clients)
    @step(which=WHICH, number=WHICH, text=texts(maximum=8))
    def save_value(self, which: int, number: int, text: str) -> None:
        client, chosen = self._client(which), self.fields[number % len(self.fields)]
        answer = self.api.save(client.record, (chosen, text))
        expect.success(answer, "INF-VALUE-01")
        former = client.values.get(chosen["name"])
        client.values[chosen["name"]] = text
        shown = (self.api.client(client.record).get("custom_fields") or {}).get(chosen["name"])
        requirement = "INF-VALUE-03" if former is None else "INF-VALUE-06"
        expect.that(
            alike(shown, text), f"the value {expect.show(text)}", expect.show(shown), requirement
        )

    @precondition(lambda self: self.fields)
    @step(number=WHICH)
    def delete_field(self, number: int) -> None:
        chosen = self.fields.pop(number % len(self.fields))
        expect.success(self.api.delete_field(chosen), "INF-FIELD-13")
        listed = self.api.field(chosen)
        expect.that(listed is None, "no deleted custom field", expect.show(listed), "INF-FIELD-14")
        for client in self.clients:
            client.values.pop(chosen["name"], None)

    # The model.

    def _client(self, which: int) -> Client:
        return self.clients[which % len(self.clients)]

    def _contact(self, which: int, person: int) -> tuple[Client, int]:
        peopled = [client for client in self.clients if client.contacts]
        client = peopled[which % len(peopled)]
        return client, list(client.contacts)[person % len(client.contacts)]

    def _shown_contacts(self, client: Client) -> list[Record]:
        contacts = self.api.client(client.record).get("contacts")
        right = isinstance(contacts, list)
        expect.that(right, "an array of contacts", expect.show(contacts), "INF-CLIENT-11")
        return list(contacts or [])

    def _agree(self, changed: Client, requirement: str) -> None:
        """Compare the contacts of all clients; `requirement` says who of the changed one is primary."""
        for client in self.clients:
            if not client.contacts:
                continue
            seen = self._shown_contacts(client)
            expected = sorted(client.contacts)
            expect.equal(sorted(ids(seen)), expected, "the ids of the contacts", "INF-CLIENT-11")
            primaries = [one["id"] for one in seen if one.get("is_primary")]
            wanted = [] if client.primary is None else [client.primary]
            about = requirement if client is changed else "INF-CONTACT-12"
            expect.equal(primaries, wanted, "the ids of the primary contacts", about)
