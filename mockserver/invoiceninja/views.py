"""How clients, contacts and documents look in answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from mockserver.invoiceninja.context import Context
from mockserver.invoiceninja.ids import Ids
from mockserver.invoiceninja.includes import ALWAYS, ON_REQUEST, Includes
from mockserver.invoiceninja.paging import Paging
from mockserver.invoiceninja.state import (
    AMOUNTS,
    CONTACT_TEXTS,
    FIXED_IDS,
    FLAGS,
    TEXTS,
)
from mockserver.kept import Kept
from mockserver.store import Row

Shown = dict[str, Any]

MASK = "*" * 10
NOBODY = "No Contact Set"

_CLIENT_TEXTS = (*TEXTS, "client_hash")
_CLIENT_MEMBERS = (
    *(*AMOUNTS, *FLAGS, "last_login", "is_deleted", "archived_at", "created_at", "updated_at"),
    *("tax_info", "e_invoice", "settings"),
)
_DOCUMENT_MEMBERS = ("name", "type", "disk", "hash", "size", "width", "height")
_TIMES = ("created_at", "updated_at")


class Views(Includes, Paging):
    """From rows to JSON. Every method may be varied."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids
        self.memory = Kept()
        self.memory_of_related = Kept()

    def clients(self, context: Context, clients: Sequence[Row]) -> list[Any]:
        """Return clients as answers show them."""
        state, asked = context.state, (context.origin, context.include)
        names = (*ALWAYS, *(name for name in ON_REQUEST if name in context.include))

        def besides(client: Row) -> list[Row]:
            return [row for name in names for row in self.rows(state, name, client)]

        rests_on = [state.of(name) for name in names]
        return self.memory.all(clients, partial(self.client, context), rests_on, asked, besides)

    def client(self, context: Context, client: Row) -> Shown:
        """Return a whole client (NIN-SHAPE-01, NIN-INCLUDE-01 to -03)."""
        contacts = context.state.contacts_of(client)
        return {
            **self.references(client),
            "display_name": self.display_name(client, contacts),
            **self.texts(client, _CLIENT_TEXTS),
            **{name: self.fixed_id(client[name]) for name in FIXED_IDS},
            **{name: client[name] for name in _CLIENT_MEMBERS},
            "contacts": self.contacts(context, contacts),
            "documents": self.documents(context, client),
            "gateway_tokens": self.gateway_tokens(context, client),
            **self.included(context, client),
        }

    def references(self, client: Row) -> Shown:
        """Return the ids of a client, and of those that it belongs to."""
        names = ("id", "user_id", "assigned_user_id", "group_settings_id")
        return {name: self.ids.encode(client[name]) for name in names}

    def texts(self, row: Row, names: Iterable[str]) -> Shown:
        """Return texts of a client or a contact as they are shown."""
        absent = self.absent_text()
        return {name: row[name] or absent for name in names}

    def absent_text(self) -> str | None:
        """Return how a text is shown that was never given (NIN-OPEN-ABSENT-TEXT)."""
        return ""

    def fixed_id(self, value: str) -> Any:
        """Return the id of a fixed entry as it is shown (NIN-OPEN-STATIC-ID-TYPE)."""
        return value

    def display_name(self, client: Row, contacts: Sequence[Row]) -> str:
        """Return what to call a client (NIN-CREATE-37 to -39)."""
        if len(client["name"]) > 1:
            return str(client["name"])
        if not contacts:
            return NOBODY
        contact = contacts[0]
        names = f"{contact['first_name']} {contact['last_name']}"
        return names if names.strip() else contact["email"].strip() or NOBODY

    def contacts(self, context: Context, contacts: Sequence[Row]) -> list[Any]:
        """Return contacts."""
        return self.related(contacts, partial(self.contact, context), context.origin)

    def contact(self, context: Context, contact: Row) -> Shown:
        """Return a contact."""
        return {
            "id": self.ids.encode(contact["id"]),
            **self.texts(contact, CONTACT_TEXTS),
            **{name: contact[name] for name in ("is_primary", "is_locked", "send_email")},
            "contact_key": contact["contact_key"],
            "link": self.link(context, contact),
            "password": self.password(contact),
            "last_login": contact["last_login"],
            "archived_at": 0,
            **{name: contact[name] for name in _TIMES},
        }

    def link(self, context: Context, contact: Row) -> str:
        """Return where the client portal opens (NIN-CONTACT-15)."""
        return f"{context.origin}/client/key_login/{contact['contact_key']}"

    def password(self, contact: Row) -> str:
        """Return asterisks if a password is set (NIN-CONTACT-22), never itself (NIN-CONTACT-25)."""
        return MASK if contact["password_set"] else ""

    def documents(self, context: Context, client: Row) -> list[Any]:
        """Return the documents of a client (NIN-UPLOAD-10)."""
        found = self.rows(context.state, "documents", client)
        return self.related(found, partial(self.document, context), context.origin)

    def document(self, context: Context, document: Row) -> Shown:
        """Return a document (NIN-UPLOAD-03 to -09)."""
        shown = self.ids.encode(document["id"])
        return {
            "id": shown,
            "user_id": self.ids.encode(document["user_id"]),
            **dict.fromkeys(("assigned_user_id", "project_id", "vendor_id"), ""),
            **{name: document[name] for name in _DOCUMENT_MEMBERS},
            "url": f"{context.origin}/api/v1/documents/{shown}/download",
            "preview": "",
            "link": "",
            **{name: document[name] for name in ("is_public", "is_default")},
            "is_deleted": False,
            "archived_at": 0,
            **{name: document[name] for name in _TIMES},
        }

    def gateway_tokens(self, context: Context, client: Row) -> list[Any]:
        """Return the means of payment that a client has stored (NIN-INCLUDE-03)."""
        found = self.rows(context.state, "gateway_tokens", client)
        return self.related(found, self.gateway_token)

    def gateway_token(self, token: Row) -> Shown:
        """Return a means of payment."""
        names = ("token", "gateway_customer_reference", "gateway_type_id", "is_default", "meta")
        return {
            "id": self.ids.encode(token["id"]),
            "company_gateway_id": self.ids.encode(token["company_gateway_id"]),
            **{name: token[name] for name in (*names, "is_deleted", "archived_at", *_TIMES)},
        }

    def item(self, index: str | None, client: Shown) -> Any:
        """Return a client in its envelope (NIN-ENVELOPE-01, -03, -08, -09)."""
        return client if self.is_bare(index) else {self.root(index): client}

    def items(self, index: str | None, clients: Sequence[Shown], meta: Mapping[str, Any]) -> Any:
        """Return a list of clients in its envelope (NIN-ENVELOPE-02, -05 to -07)."""
        if self.is_bare(index):
            return list(clients)
        return {self.root(index): list(clients), "meta": dict(meta)}

    def root(self, index: str | None) -> str:
        """Return the name of what is shown."""
        return index or "data"

    def is_bare(self, index: str | None) -> bool:
        """Tell whether the envelope is left away."""
        return index == "none"
