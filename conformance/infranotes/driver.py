"""How checks speak with an InfraNotes implementation, and arrange its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from conformance import driver
from conformance.client import Answer, Credential
from conformance.driver import MARK, Created, Removal, marked
from conformance.expect import CannotTell

Record = dict[str, Any]

ENTITIES = ("client", "invoice", "expense", "project")
# As many clients as are asked for at once when all are looked through.
_MANY = 100


@dataclass(frozen=True)
class Call:
    """A call that is valid: operation, path parameters, query and body."""

    operation: str
    path: Mapping[str, Any]
    query: Mapping[str, Any] | None = None
    body: Any = None


@dataclass(frozen=True)
class Driver(driver.Driver):
    """One user's view of an InfraNotes implementation."""

    REMOVALS: ClassVar[Mapping[str, Removal]] = {
        "createClient": Removal("deleteClient", "id"),
        "addContact": Removal("deleteContact", "id", inside=True),
        "createCustomField": Removal("deleteCustomField", "entity_or_id"),
    }

    def authorization(self, credential: Credential) -> dict[str, str]:
        """Return the header of a bearer token (INF-AUTH-02)."""
        return {"authorization": f"Bearer {credential.value}"}

    def greet(self) -> Answer:
        """List one client."""
        return self.call("listClients", query={"limit": 1})

    def leftovers(self, *, thoroughly: bool) -> list[Created]:
        """Return clients and custom fields whose names bear the suite's mark."""
        clients = self._all_clients() if thoroughly else self.found(MARK, limit=_MANY)
        fields = [field for entity in ENTITIES for field in self.fields(entity)]
        found = [("createClient", record) for record in clients if marked(record.get("name"))]
        found += [("createCustomField", record) for record in fields if marked(record.get("name"))]
        return [
            Created(self.REMOVALS[operation], record["id"], self.credential)
            for operation, record in found
        ]

    def _all_clients(self) -> Iterator[Record]:
        """Yield every client, page by page, until a page shows none that was not seen before."""
        seen: set[Any] = set()
        while page := [
            one for one in self.clients(limit=_MANY, offset=len(seen)) if one["id"] not in seen
        ]:
            seen |= {one["id"] for one in page}
            yield from page

    def create_client(self, **members: Any) -> Answer:
        """Ask for a client with these members; what an implementation may demand is filled in."""
        return self.call("createClient", json=self.client_body(**members))

    def client_body(self, **members: Any) -> Record:
        """Return the body of a client; `None` leaves a member out."""
        body = {"type": "client", "category": "organization", "name": self.name()} | members
        return {name: value for name, value in body.items() if value is not None}

    def contact_body(self, **members: Any) -> Record:
        """Return the body of a contact."""
        return {"name": self.name()} | members

    def field_body(self, **members: Any) -> Record:
        """Return the body of a custom field, a text for clients unless `members` say otherwise."""
        return {"name": self.name(), "type": "text", "entity": "client"} | members

    # Arranging: each of these raises CannotTell where it does not succeed.

    def new_client(self, **members: Any) -> Record:
        """Return a client that was created with these members."""
        return self._record(self.create_client(**members))

    def new_contact(self, client: Record, **members: Any) -> Record:
        """Return a contact that was added to a client."""
        body = self.contact_body(**members)
        return self._record(self.call("addContact", {"client_id": client["id"]}, json=body))

    def new_field(self, **members: Any) -> Record:
        """Return a custom field that was created."""
        return self._record(self.call("createCustomField", json=self.field_body(**members)))

    def client(self, record: Record) -> Record:
        """Return a client as it is read now."""
        return self._record(self.call("getClient", {"id": record["id"]}))

    def contact(self, record: Record) -> Record:
        """Return a contact as it is read now."""
        return self._record(self.call("getContact", {"id": record["id"]}))

    def contacts(self, client: Record) -> list[Record]:
        """Return the contact list of a client as it is now."""
        return self._records(self.call("listContacts", {"client_id": client["id"]}))

    def fields(self, entity: str) -> list[Record]:
        """Return the custom fields of an entity as they are now."""
        return self._records(self.call("listCustomFields", {"entity_or_id": entity}))

    def field(self, record: Record) -> Record | None:
        """Return a custom field as it is listed now, None where it is not."""
        listed = self.fields(record["entity"])
        return next((one for one in listed if one.get("id") == record["id"]), None)

    def clients(self, **query: Any) -> list[Record]:
        """Return the clients of the list with this query."""
        return self._records(self.call("listClients", query=query))

    def at_least(self, number: int, *, alone: bool = False) -> None:
        """See to it that so many clients are listed, besides those that other checks made."""
        others = [] if alone else self.clients(limit=number)
        for _ in range(number - sum(MARK not in str(one.get("name")) for one in others)):
            self.new_client()

    def found(self, term: str, **query: Any) -> list[Record]:
        """Return the clients that a search finds."""
        return self._records(self.call("searchClients", query={"query": term, **query}))

    def save(self, client: Record, *values: tuple[Record, Any]) -> Answer:
        """Ask to save values of custom fields for a client: one as an object, several as an array."""
        items = [{"custom_field_id": field["id"], "value": value} for field, value in values]
        path = {"entity": "client", "entity_id": client["id"]}
        return self.call("saveCustomFieldValues", path, json=items if len(items) > 1 else items[0])

    def update_client(self, client: Record, **members: Any) -> Answer:
        """Ask for an update of a client."""
        return self.call("updateClient", {"id": client["id"]}, json=members)

    def update_contact(self, contact: Record, **members: Any) -> Answer:
        """Ask for an update of a contact."""
        return self.call("updateContact", {"id": contact["id"]}, json=members)

    def update_field(self, field: Record, **members: Any) -> Answer:
        """Ask for an update of a custom field."""
        return self.call("updateCustomField", {"entity_or_id": field["id"]}, json=members)

    def set_primary(self, contact: Record) -> Answer:
        """Ask for a contact to be its client's primary one."""
        return self.call("setPrimaryContact", {"id": contact["id"]})

    def delete_client(self, client: Record) -> Answer:
        """Ask for the deletion of a client."""
        return self.call("deleteClient", {"id": client["id"]})

    def delete_contact(self, contact: Record) -> Answer:
        """Ask for the deletion of a contact."""
        return self.call("deleteContact", {"id": contact["id"]})

    def delete_field(self, field: Record) -> Answer:
        """Ask for the deletion of a custom field."""
        return self.call("deleteCustomField", {"entity_or_id": field["id"]})

    def primaries(self, client: Record) -> list[Any]:
        """Return the ids of the contacts that a client shows as primary."""
        return [contact["id"] for contact in self.contacts(client) if contact.get("is_primary")]

    def every_call(self) -> Iterator[Call]:
        """Yield one valid call of each operation, on records made for it; deletions come last."""
        client, field = self.new_client(), self.new_field()
        contact = self.new_contact(client)
        value = {"custom_field_id": field["id"], "value": "text"}
        record, person = {"id": client["id"]}, {"id": contact["id"]}
        of_client, this_field = {"client_id": client["id"]}, {"entity_or_id": field["id"]}
        yield Call("createClient", {}, body=self.client_body())
        yield Call("getClient", record)
        yield Call("updateClient", record, body={"city": "Gdańsk"})
        yield Call("listClients", {}, {"limit": 1})
        yield Call("searchClients", {}, {"query": client["name"]})
        yield Call("addContact", of_client, body=self.contact_body())
        yield Call("getContact", person)
        yield Call("updateContact", person, body={"position": "CTO"})
        yield Call("setPrimaryContact", person)
        yield Call("listContacts", of_client)
        yield Call("createCustomField", {}, body=self.field_body())
        yield Call("listCustomFields", {"entity_or_id": "client"})
        yield Call("updateCustomField", this_field, body={"placeholder": "Enter it"})
        yield Call(
            "saveCustomFieldValues", {"entity": "client", "entity_id": client["id"]}, body=value
        )
        yield Call("deleteCustomField", this_field)
        yield Call("deleteContact", person)
        yield Call("deleteClient", record)

    def perform(self, call: Call, **more: Any) -> Answer:
        """Make a call, e.g. with another `credential`."""
        body = {} if call.body is None else {"json": call.body}
        return self.call(call.operation, call.path, query=call.query, **body, **more)

    def gone(self) -> tuple[Record, Record, Record]:
        """Return a client, a contact and a custom field that were deleted: their ids name nothing.

        Raises:
            CannotTell: they can still be seen.
        """
        client, field = self.new_client(), self.new_field()
        contact = self.new_contact(client)
        for answer in (
            self.delete_contact(contact),
            self.delete_client(client),
            self.delete_field(field),
        ):
            if not answer.ok:
                raise CannotTell(f"deleting prepares the scene but got {answer.summary}")
        seen = (
            self.call("getContact", {"id": contact["id"]}),
            self.call("getClient", {"id": client["id"]}),
        )
        if any(answer.ok for answer in seen) or self.field(field) is not None:
            raise CannotTell(
                "there is no id that certainly names nothing: deleted records are still seen"
            )
        return client, contact, field

    def absent_calls(self) -> Iterator[Call]:
        """Yield a call of each operation that names a record, on records that do not exist."""
        client, contact, field = self.gone()
        living = self.new_field()
        value = {"custom_field_id": living["id"], "value": "text"}
        record, person = {"id": client["id"]}, {"id": contact["id"]}
        of_client, this_field = {"client_id": client["id"]}, {"entity_or_id": field["id"]}
        yield Call("getClient", record)
        yield Call("updateClient", record, body={"city": "Gdańsk"})
        yield Call("deleteClient", record)
        yield Call("addContact", of_client, body=self.contact_body())
        yield Call("listContacts", of_client)
        yield Call("getContact", person)
        yield Call("updateContact", person, body={"position": "CTO"})
        yield Call("setPrimaryContact", person)
        yield Call("deleteContact", person)
        yield Call("updateCustomField", this_field, body={"placeholder": "Enter it"})
        yield Call("deleteCustomField", this_field)
        yield Call(
            "saveCustomFieldValues", {"entity": "client", "entity_id": client["id"]}, body=value
        )

    def _record(self, answer: Answer) -> Record:
        body = self.arranged(answer)
        if not isinstance(body, dict) or "id" not in body:
            raise CannotTell(
                f"a record with an id is needed for the scene, but there came {answer.summary}"
            )
        return body

    def _records(self, answer: Answer) -> list[Record]:
        body = self.arranged(answer)
        if not isinstance(body, list) or not all(isinstance(one, dict) for one in body):
            raise CannotTell(f"an array of records is needed, but there came {answer.summary}")
        return body


def ids(records: Sequence[Record]) -> list[Any]:
    """Return the ids of records, in their order."""
    return [record.get("id") for record in records]
