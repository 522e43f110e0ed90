"""How checks speak with an Invoice Ninja implementation, and arrange its clients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from conformance import driver
from conformance.client import Answer, Credential, encoded
from conformance.driver import MARK, Created, Removal, marked
from conformance.expect import CannotTell, Skipped
from conformance.invoiceninja import forms
from conformance.invoiceninja.forms import File, Form
from conformance.invoiceninja.records import PERSON, Page, Record, bare, ids, page_of, parsed

TOKEN_HEADER = "X-API-TOKEN"  # noqa: S105 - the header, not a token
PASSWORD_HEADER = "X-API-PASSWORD"  # noqa: S105 - the header, not a password
REQUESTED_WITH = "x-requested-with"
# The operations that need the password.
PROTECTED = ("purgeClient", "mergeClient")
# What each call names a country by, unless it says otherwise: the United States.
COUNTRY = "840"
# What a method is answered with that a path does not have.
_NO_SUCH_METHOD = (404, 405)


@dataclass(frozen=True)
class Call:
    """A call of an operation: path parameters, query, and a body as JSON or as a form."""

    operation: str
    path: Mapping[str, Any]
    query: Mapping[str, Any] | None = None
    body: Any = None
    form: Form | None = None
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Driver(driver.Driver):
    """One company's view of an Invoice Ninja implementation."""

    REMOVALS: ClassVar[Mapping[str, Removal]] = {"storeClient": Removal("deleteClient", "id")}
    # An id that no client has is refused with 400 as well (NIN-OPEN-UNKNOWN-ID).
    GONE: ClassVar[tuple[int, ...]] = (*driver.GONE, 400)

    def authorization(self, credential: Credential) -> dict[str, str]:
        """Return the header of a token (NIN-AUTH-01)."""
        return {TOKEN_HEADER: credential.value}

    def denies(self, answer: Answer) -> bool:
        """Whether a token is refused: elsewhere than in lists, 401 may say that a right is missing."""
        return answer.exchange.operation == "getClients" and answer.status in (401, 403)

    def greet(self) -> Answer:
        """List one client."""
        return self.call("getClients", query={"per_page": 1})

    def created_id(self, answer: Answer) -> Any:
        """Return the id of a new client, with or without the envelope."""
        return bare(parsed(answer)).get("id")

    def removal(self, operation: str | None, owner: Credential | None) -> Removal | None:
        """Purge where the password is known: what is only deleted stays on file."""
        usual = super().removal(operation, owner)
        if usual is None or not self._knows_password(owner):
            return usual
        return Removal("purgeClient", usual.parameter)

    def leftovers(self, *, thoroughly: bool) -> list[Created]:
        """Return the clients that bear the suite's mark; deleted ones where these can be purged."""
        listed = self.everyone() if thoroughly else self.listed(filter=MARK, per_page=100).clients
        removal = self.removal("storeClient", self.credential)
        assert removal is not None
        purging = removal.operation == "purgeClient"
        return [
            Created(removal, one["id"], self.credential)
            for one in listed
            if bears_mark(one) and (purging or not one.get("is_deleted"))
        ]

    # Calls.

    def send(
        self,
        method: str,
        path: str,
        *,
        operation: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Answer:
        """Send any request below the base path, as programs do; an empty header is left out.

        The password goes with what needs it, where it is known and not given otherwise.
        """
        sent = {REQUESTED_WITH: "XMLHttpRequest"} | dict(headers or {})
        known = self._knows_password(self.credential)
        if known and operation in PROTECTED and PASSWORD_HEADER not in sent:
            sent[PASSWORD_HEADER] = str(self.target.password)
        sent = {name: value for name, value in sent.items() if value}
        return super().send(method, path, operation=operation, headers=sent, **more)

    def perform(self, call: Call, **more: Any) -> Answer:
        """Make a call, e.g. with another `credential`; a form again as it may be sent instead."""
        headers = {**(call.headers or {}), **more.pop("headers", {})}
        if call.form is not None:
            headers["content-type"] = call.form.media_type
            more["content"] = call.form.content
        elif call.body is not None:
            more["content"] = encoded(call.body)
        called = self.catalogue.operations[call.operation]
        method = (call.form and call.form.method) or called.method
        path = driver.filled(called, call.path)
        more |= {"operation": call.operation, "query": call.query}
        answer = self.send(method, path, headers=headers, **more)
        if call.form is not None and call.form.instead and answer.status in _NO_SUCH_METHOD:
            return self.perform(replace(call, form=call.form.instead), headers=headers, **more)
        return answer

    def contact(self, **members: Any) -> Record:
        """Return a contact to send, with an e-mail of its own."""
        person = {
            "first_name": "Ada",
            "last_name": "Byron",
            "email": f"{self.name()}@example.com",
            "phone": "555-0123",
            "send_email": True,
        }
        return person | members

    def body(self, **members: Any) -> Record:
        """Return the body of a new client with one contact and a country; `None` leaves a member out."""
        client = {
            "name": self.name(),
            "contacts": [self.contact()],
            "country_id": COUNTRY,
        } | members
        return {name: value for name, value in client.items() if value is not None}

    def create_client(self, **members: Any) -> Answer:
        """Ask for a client with these members."""
        return self.call("storeClient", json=self.body(**members))

    def read_client(self, client: Record, **query: Any) -> Answer:
        """Ask for a client."""
        return self.call("showClient", {"id": client["id"]}, query=query)

    def update_client(self, client: Record, **members: Any) -> Answer:
        """Ask for an update of a client; `None` is sent as null.

        Name, country and contacts are sent as they are, which nothing forbids and some may demand
        (NIN-OPEN-UPDATE-CONTACTS, NIN-OPEN-UPDATE-EXTENT).
        """
        return self.call("updateClient", {"id": client["id"]}, json=self.kept(client) | members)

    def kept(self, client: Record) -> Record:
        """Return what has to be sent with an update so that name, country and contacts stay."""
        contacts = client.get("contacts")
        return {
            "name": client.get("name") or self.name(),
            "country_id": str(client.get("country_id") or COUNTRY),
            "contacts": [to_send(one) for one in contacts] if contacts else [self.contact()],
        }

    def delete_client(self, client: Record) -> Answer:
        """Ask for a client to be deleted."""
        return self.call("deleteClient", {"id": client["id"]})

    def bulk(self, action: str, *clients: Record, **members: Any) -> Answer:
        """Ask for a bulk action on clients."""
        body = {"action": action, "ids": ids(clients)} | members
        return self.call("bulkClients", json=body)

    def list_clients(self, **query: Any) -> Answer:
        """Ask for a page of clients."""
        return self.call("getClients", query=query)

    def upload(self, client: Record, *files: File, **members: str) -> Answer:
        """Ask for files to be added to a client."""
        form = forms.upload(files, **members)
        return self.perform(Call("uploadClient", {"id": client["id"]}, form=form))

    def purge_client(self, client: Record, **more: Any) -> Answer:
        """Ask for a client to be removed for good."""
        return self.call("purgeClient", {"id": client["id"]}, **more)

    def merge_clients(self, primary: Record, mergeable: Record, **more: Any) -> Answer:
        """Ask for a client to be merged into another."""
        path = {"id": primary["id"], "mergeable_client_hashed_id": mergeable["id"]}
        return self.call("mergeClient", path, **more)

    @property
    def password(self) -> str:
        """The password of the token's user.

        Raises:
            Skipped: none was given.
        """
        if not self.target.password:
            raise Skipped("needs the password of the token's user (--password)")
        return self.target.password

    # Arranging: each of these raises CannotTell where it does not succeed.

    def record(self, answer: Answer) -> Record:
        """Return the client that an answer shows."""
        client = bare(self.arranged(answer))
        if not client.get("id"):
            raise CannotTell(f"a client with an id is needed, but there came {answer.summary}")
        return client

    def new_client(self, **members: Any) -> Record:
        """Return a client that was created with these members."""
        return self.record(self.create_client(**members))

    def client(self, client: Record, **query: Any) -> Record:
        """Return a client as it is read now."""
        return self.record(self.read_client(client, **query))

    def updated(self, client: Record, **members: Any) -> Record:
        """Return a client after an update of it."""
        return self.record(self.update_client(client, **members))

    def archived(self, **members: Any) -> Record:
        """Return a client that was created and archived, as it is read then."""
        return self.moved("archive", self.new_client(**members))

    def deleted(self, **members: Any) -> Record:
        """Return a client that was created and deleted, as it is read then."""
        client = self.new_client(**members)
        self.done(self.delete_client(client))
        seen = self.client(client)
        if not seen.get("is_deleted"):
            raise CannotTell("a deleted client is needed, but it is not deleted")
        return seen

    def moved(self, action: str, client: Record) -> Record:
        """Return a client after a bulk action (archive, restore, delete) on it alone."""
        self.done(self.bulk(action, client))
        seen = self.client(client)
        if (action == "archive") is not bool(seen.get("archived_at")) and action != "delete":
            raise CannotTell(f"{action} prepares the scene, but the client is not so afterwards")
        return seen

    def done(self, answer: Answer) -> None:
        """Make sure that a call succeeded, whatever its body."""
        if not answer.ok:
            sent = answer.exchange.request
            raise CannotTell(
                f"{sent.method} {sent.url} prepares the scene but got {answer.summary}"
            )

    def unique(self) -> str:
        """Return a text that no client has as its number: the id of one that was made for it.

        Numbers of deleted clients stay taken, so that a name that is the same in every run with a seed
        would be refused the second time.
        """
        self.scene.names += 1
        first = self.scene.created[0].id if self.scene.created else self.new_client()["id"]
        return f"{first}-{self.scene.names}"

    def absent(self) -> Record:
        """Return a client that never existed: its id is that of a new one, turned round."""
        own = str(self.new_client()["id"])
        turned = own[::-1] if own != own[::-1] else own[1:] + own[:1]
        return {"id": turned}

    def listed(self, **query: Any) -> Page:
        """Return a page of clients."""
        return page_of(self.arranged(self.list_clients(**query)))

    def at_least(self, number: int, *, alone: bool = False) -> None:
        """See to it that so many clients are listed, besides those that other checks made."""
        others = [] if alone else self.listed(per_page=100).clients
        for _ in range(number - sum(not marked(one.get("name")) for one in others)):
            self.new_client()

    def family(self, *members: Mapping[str, Any]) -> tuple[str, list[Record]]:
        """Return a word and clients that a search for it finds, and nobody else.

        Their names are the word and a letter each, in the order of the alphabet. Some members each
        are given, at most as many as a page has by default.
        """
        word = self.name()
        named = [
            {"name": f"{word} {chr(ord('a') + number)}", **more}
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
        page = self.listed(name=word, status="active")
        if sorted(map(str, ids(page.clients))) != sorted(map(str, ids(made))):
            raise CannotTell(f"the search for {word} does not find just {ids(made)}")
        return page

    def everyone(self, **query: Any) -> Iterator[Record]:
        """Yield every client, page by page, until a page shows none that was not seen before."""
        seen: set[Any] = set()
        number = 0
        while True:
            number += 1
            page = self.listed(**{"sort": "id|asc", "per_page": 100} | query, page=number)
            new = [one for one in page.clients if one.get("id") not in seen]
            if not new:
                return
            seen |= {*ids(new)}
            yield from new

    def _knows_password(self, owner: Credential | None) -> bool:
        return bool(self.target.password) and owner is not None and owner.value == self.target.token


def to_send(contact: Mapping[str, Any]) -> Record:
    """Return what has to be sent of a contact so that it stays as it is."""
    kept = {name: contact[name] for name in PERSON if contact.get(name) is not None}
    email = str(kept.get("email", "")).strip()
    return {
        "id": contact.get("id"),
        **kept,
        "email": email,
        "is_primary": contact.get("is_primary"),
    }


def bears_mark(client: Mapping[str, Any]) -> bool:
    """Whether a client, or one of its contacts, is named as the suite names what it makes."""
    contacts = client.get("contacts") or []
    return marked(client.get("name")) or any(marked(one.get("email")) for one in contacts)
