"""An InfraNotes server that shares no code with the mock: standard library only, other legal choices.

It answers 200 on create, lists the newest first, leaves out optional members that were never given,
answers 403 for another user's records, carries an offset in its times, numbers its records from 1000
in steps of 7, replaces `custom_fields` on update, refuses null in an update, and so on.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.implementations import serving
from tests.implementations.infranotes_members import (
    ENTITIES,
    client_members,
    contact_members,
    field_members,
    suits,
)
from tests.implementations.serving import Record, Refused

SECRET = b"a secret that only this server and its tests know"
ZONE = timezone(timedelta(hours=2))


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def credential(user: int, seconds: int = 3600) -> str:
    """Return a token that the server accepts."""
    header = _base64(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    claims = _base64(json.dumps({"sub": str(user), "exp": int(time.time()) + seconds}).encode())
    signature = hmac.new(SECRET, f"{header}.{claims}".encode(), hashlib.sha256).digest()
    return f"{header}.{claims}.{_base64(signature)}"


def _user(authorization: str) -> int:
    try:
        scheme, token = authorization.split(" ")
        header, claims, signature = token.split(".")
        padded = [part + "=" * (-len(part) % 4) for part in (header, claims, signature)]
        decoded = [base64.urlsafe_b64decode(part) for part in padded]
        told, said = json.loads(decoded[0]), json.loads(decoded[1])
    except ValueError as error:
        raise Refused(401, "a bearer token is needed") from error
    right = hmac.new(SECRET, f"{header}.{claims}".encode(), hashlib.sha256).digest()
    valid = (
        scheme == "Bearer" and told.get("alg") == "HS256" and hmac.compare_digest(right, decoded[2])
    )
    if not valid or said.get("exp", 0) < time.time():
        raise Refused(401, "the token is not valid")
    return int(said["sub"])


def _now() -> str:
    return datetime.now(ZONE).isoformat(timespec="microseconds")


class Handler(serving.Handler):
    """One request."""

    server: InfraNotes

    def refusal(self, refused: Refused) -> Record:
        """Return the body of an error."""
        return {"error": refused.told, "code": refused.status}

    def handle_call(self, content: bytes) -> tuple[int, Any]:
        parts = urlsplit(self.path)
        self.query = {name: values[-1] for name, values in parse_qs(parts.query, True).items()}
        self.user = _user(self.headers.get("Authorization", ""))
        known = False
        for method, pattern, handle in ROUTES:
            match = re.fullmatch(pattern, parts.path)
            known = known or match is not None
            if match is not None and method == self.command:
                body = (
                    self._body(content)
                    if method in ("POST", "PUT") and "primary" not in pattern
                    else None
                )
                return 200, handle(self, body, *map(unquote, match.groups()))
        raise Refused(404, "this method is not known here" if known else "there is no such path")

    def _body(self, content: bytes) -> Any:
        try:
            body = json.loads(content.decode())
        except ValueError as error:
            raise Refused(400, "the body is not JSON") from error
        items = body if isinstance(body, list) else [body]
        if not all(isinstance(one, dict) for one in items) or not items:
            raise Refused(400, "the body must be an object")
        if any(value is None for one in items for value in one.values()):
            raise Refused(400, "null is no value")
        return body

    def _object(self, body: Any) -> Record:
        if not isinstance(body, dict):
            raise Refused(400, "the body must be an object")
        return body

    def _mine(self, table: dict[int, Record], text: str) -> Record:
        if not text.isdigit():
            raise Refused(400, "an id is a number")
        record = table.get(int(text))
        if record is None:
            raise Refused(404, "there is no such record")
        owner = record if "user_id" in record else self.server.clients[record["client_id"]]
        if owner["user_id"] != self.user:
            raise Refused(403, "this is not yours")
        return record

    def _number(self, name: str, default: int) -> int:
        text = self.query.get(name, str(default))
        if not text.isdigit():
            raise Refused(400, f"{name} must be a number that is not negative")
        return int(text)

    # Clients.

    def create_client(self, body: Any) -> Record:
        members = client_members(self._object(body))
        if "name" not in members:
            raise Refused(400, "name is missing")
        now = _now()
        record: Record = {"type": "client", "category": "organization", "tags": []}
        record |= {"id": self.server.next_id(), "user_id": self.user, "categories": []}
        given = members.pop("custom_fields", {})
        record |= members | {"custom_fields": {}, "created_at": now, "updated_at": now}
        self.server.clients[record["id"]] = record
        self._keep(record, given)
        return self._shown(record)

    def _keep(self, client: Record, given: Record) -> None:
        named = {field["name"]: field for field in self._fields("client")}
        for name, value in given.items():
            if name in named:
                self.server.values["client", client["id"], named[name]["id"]] = value
            else:
                client["custom_fields"][name] = value

    def _shown(self, client: Record) -> Record:
        fields = dict(client["custom_fields"])
        for (entity, record, field), value in self.server.values.items():
            if entity == "client" and record == client["id"] and field in self.server.fields:
                fields[self.server.fields[field]["name"]] = value
        contacts = sorted(
            self._contacts(client), key=lambda one: (not one["is_primary"], -one["id"])
        )
        return client | {"custom_fields": fields, "contacts": contacts, "links": {}}

    def _contacts(self, client: Record) -> list[Record]:
        return [one for one in self.server.contacts.values() if one["client_id"] == client["id"]]

    def get_client(self, _: Any, identifier: str) -> Record:
        return self._shown(self._mine(self.server.clients, identifier))

    def update_client(self, body: Any, identifier: str) -> Record:
        record = self._mine(self.server.clients, identifier)
        members = client_members(self._object(body))
        given = members.pop("custom_fields", None)
        if given is not None:
            record["custom_fields"] = {}
            self._keep(record, given)
        record |= members | {"updated_at": _now()}
        return self._shown(record)

    def delete_client(self, _: Any, identifier: str) -> Record:
        record = self._mine(self.server.clients, identifier)
        for contact in self._contacts(record):
            del self.server.contacts[contact["id"]]
        del self.server.clients[record["id"]]
        return record

    def _all(self) -> list[Record]:
        mine = [one for one in self.server.clients.values() if one["user_id"] == self.user]
        return sorted(mine, key=lambda one: -int(one["id"]))

    def list_clients(self, _: Any) -> list[Record]:
        found = self._all()
        for name in ("type", "country"):
            if name in self.query:
                found = [one for one in found if one.get(name) == self.query[name]]
        if "category" in self.query:
            wanted = self.query["category"]
            found = [one for one in found if wanted in (one["category"], *one["categories"])]
        if "tag" in self.query and "tag-ignored" not in self.server.faults:
            found = [one for one in found if self.query["tag"] in one["tags"]]
        start, limit = self._number("offset", 0), self._number("limit", 50)
        return [self._shown(one) for one in found[start : start + limit]]

    def search(self, _: Any) -> list[Record]:
        if not self.query.get("query"):
            raise Refused(400, "query is missing")
        term = self.query["query"].casefold()
        found = [one for one in self._all() if term in one["name"].casefold()]
        return [self._shown(one) for one in found[: self._number("limit", 10)]]

    # Contacts.

    def _promote(self, contact: Record) -> None:
        if "primary-not-demoted" not in self.server.faults:
            for one in self._contacts(self.server.clients[contact["client_id"]]):
                one["is_primary"] = False
        contact["is_primary"] = True

    def add_contact(self, body: Any, identifier: str) -> Record:
        client = self._mine(self.server.clients, identifier)
        members = contact_members(self._object(body))
        first, now = not self._contacts(client), _now()
        wanted = members.pop("is_primary", first)
        record = {"id": self.server.next_id(), "client_id": client["id"], "name": ""} | members
        record |= {"is_primary": False, "created_at": now, "updated_at": now}
        self.server.contacts[record["id"]] = record
        if wanted:
            self._promote(record)
        return record

    def get_contact(self, _: Any, identifier: str) -> Record:
        return self._mine(self.server.contacts, identifier)

    def update_contact(self, body: Any, identifier: str) -> Record:
        record = self._mine(self.server.contacts, identifier)
        members = contact_members(self._object(body))
        if members.pop("is_primary", record["is_primary"]):
            self._promote(record)
        else:
            record["is_primary"] = False
        record |= members | {"updated_at": _now()}
        return record

    def set_primary(self, _: Any, identifier: str) -> Record:
        record = self._mine(self.server.contacts, identifier)
        self._promote(record)
        return record

    def delete_contact(self, _: Any, identifier: str) -> Record:
        record = self._mine(self.server.contacts, identifier)
        del self.server.contacts[record["id"]]
        rest = self._contacts(self.server.clients[record["client_id"]])
        if record["is_primary"] and rest:
            self._promote(rest[0])
        return {"success": True}

    def list_contacts(self, _: Any, identifier: str) -> list[Record]:
        return self._contacts(self._mine(self.server.clients, identifier))

    # Custom fields.

    def _fields(self, entity: str) -> list[Record]:
        fields = self.server.fields.values()
        return [one for one in fields if one["user_id"] == self.user and one["entity"] == entity]

    def create_field(self, body: Any) -> Record:
        members = field_members(self._object(body))
        if not {"name", "type", "entity"} <= members.keys() or not members["name"]:
            raise Refused(400, "name, type and entity are needed")
        if members["type"] == "dropdown" and not members.get("options"):
            raise Refused(400, "a dropdown needs options")
        now = _now()
        record: Record = {"id": self.server.next_id(), "user_id": self.user} | members
        record |= {"created_at": now, "updated_at": now}
        self.server.fields[record["id"]] = record
        return record

    def list_fields(self, _: Any, entity: str) -> list[Record]:
        if entity not in ENTITIES:
            raise Refused(404, "there is no such entity")
        return self._fields(entity)[::-1]

    def update_field(self, body: Any, identifier: str) -> Record:
        record = self._mine(self.server.fields, identifier)
        record |= field_members(self._object(body)) | {"updated_at": _now()}
        return record

    def delete_field(self, _: Any, identifier: str) -> Record:
        record = self._mine(self.server.fields, identifier)
        return self.server.fields.pop(record["id"])

    def save_values(self, body: Any, entity: str, identifier: str) -> Any:
        if entity not in ENTITIES:
            raise Refused(400, "there is no such entity")
        if entity != "client":
            raise Refused(404, "there is no such record")
        record = self._mine(self.server.clients, identifier)
        items = body if isinstance(body, list) else [body]
        for item in items:
            field = self._mine(self.server.fields, str(item.get("custom_field_id")))
            if "value" not in item or field["entity"] != entity or not suits(field, item["value"]):
                raise Refused(400, "the value does not suit its custom field")
        for item in items:
            self.server.values[entity, record["id"], item["custom_field_id"]] = item["value"]
        saved = [
            {"custom_field_id": one["custom_field_id"], "value": one["value"]} for one in items
        ]
        return saved if isinstance(body, list) else saved[0]


ROUTES: list[tuple[str, str, Any]] = [
    ("POST", "/api/clients", Handler.create_client),
    ("GET", "/api/clients", Handler.list_clients),
    ("GET", "/api/clients/search", Handler.search),
    ("GET", "/api/clients/([^/]+)", Handler.get_client),
    ("PUT", "/api/clients/([^/]+)", Handler.update_client),
    ("DELETE", "/api/clients/([^/]+)", Handler.delete_client),
    ("POST", "/api/clients/([^/]+)/contacts", Handler.add_contact),
    ("GET", "/api/clients/([^/]+)/contacts", Handler.list_contacts),
    ("GET", "/api/contacts/([^/]+)", Handler.get_contact),
    ("PUT", "/api/contacts/([^/]+)", Handler.update_contact),
    ("DELETE", "/api/contacts/([^/]+)", Handler.delete_contact),
    ("PUT", "/api/contacts/([^/]+)/primary", Handler.set_primary),
    ("POST", "/api/custom-fields", Handler.create_field),
    ("GET", "/api/custom-fields/([^/]+)", Handler.list_fields),
    ("PUT", "/api/custom-fields/([^/]+)", Handler.update_field),
    ("DELETE", "/api/custom-fields/([^/]+)", Handler.delete_field),
    ("POST", "/api/custom-field-values/([^/]+)/([^/]+)", Handler.save_values),
]


class InfraNotes(serving.Server):
    """The server with its records."""

    handler = Handler

    def __init__(self, faults: tuple[str, ...] = ()) -> None:
        super().__init__(faults)
        self.last = 1000
        self.clients: dict[int, Record] = {}
        self.contacts: dict[int, Record] = {}
        self.fields: dict[int, Record] = {}
        self.values: dict[tuple[str, int, int], Any] = {}

    @property
    def left(self) -> list[Any]:
        """All records."""
        return [*self.clients.values(), *self.contacts.values(), *self.fields.values()]

    def next_id(self) -> int:
        """Return an id that no record has had."""
        self.last += 7
        return self.last


if __name__ == "__main__":
    serving.main(InfraNotes, credential(2), credential(3))
