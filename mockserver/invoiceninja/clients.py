"""Clients: created, updated, blank. No HTTP."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from mockserver.answers import Kind, refusal
from mockserver.invoiceninja import fixed, history
from mockserver.invoiceninja.contacts import Body, key
from mockserver.invoiceninja.settings import SCAFFOLD
from mockserver.invoiceninja.state import BLANK, FIXED_IDS, FLAGS, TEXTS, State, seconds
from mockserver.invoiceninja.validation import Validation
from mockserver.store import Row

HASH = 40
NOTES = ("private_notes", "public_notes")
_MARKUP = re.compile(r"<[^<>]*>")


class Clients(Validation):
    """How clients come to be and change. Every method may be varied."""

    def store_client(
        self, state: State, user: Row, body: Body, chance: Random, *, now: str
    ) -> tuple[State, Row]:
        """Create a client with its contacts (NIN-CREATE-02).

        Raises:
            Refusal: INVALID, it breaks a rule.
        """
        self.check(state, user, body)
        company = state.companies[user["company_id"]]
        members = self.members(state, user, body)
        if not members.get("number"):
            state, members["number"] = self.numbered(state, company)
        group = state.group_settings.get(members.get("group_settings_id") or 0)
        time = seconds(now)
        state, client = state.added(
            "clients",
            **{"country_id": company["country_id"], **members},
            company_id=company["id"],
            user_id=user["id"],
            client_hash=self.client_hash(chance),
            created_at=time,
            updated_at=time,
            settings=self.new_settings(state, company, group, body),
        )
        state = self.with_contacts(state, client, body.get("contacts"), chance, now)
        state = self.with_files(state, user, client, body, now)
        return self.noted(state, user, [client], history.CREATED, now), client

    def update_client(
        self, state: State, user: Row, text: str, body: Body, chance: Random, *, now: str
    ) -> tuple[State, Row]:
        """Change the members that are sent (NIN-UPDATE-01, NIN-UPDATE-27).

        Raises:
            Refusal: there is no such client, INVALID, or GONE: it is deleted.
        """
        former = self.client_to_edit(state, user, text)
        self.check(state, user, body, former)
        self.check_undeleted(former)
        company = state.companies[former["company_id"]]
        members = self.members(state, user, body)
        if members.get("number") == "":
            state, members["number"] = self.numbered(state, company)
        client = {
            **self.untouched(former),
            **members,
            "settings": self.changed_settings(company, former["settings"], body),
            "updated_at": self.moved(former, now),
        }
        state = self.with_contacts(
            state.put("clients", client), client, body.get("contacts"), chance, now
        )
        state = self.with_files(state, user, client, body, now)
        return self.noted(state, user, [client], history.UPDATED, now), client

    def untouched(self, former: Row) -> Row:
        """Return what an update leaves of a client: everything (NIN-OPEN-UPDATE-EXTENT)."""
        return former

    def client_to_edit(self, state: State, user: Row, text: str) -> Row:
        """Return the client of an id, for somebody who may change it; raises as `client` does."""
        client = self.client(state, user, text)
        if not self.may_edit(user, client):
            raise self.not_allowed()
        return client

    def check_undeleted(self, client: Row) -> None:
        """Refuse to change a client that is deleted (NIN-UPDATE-24).

        Raises:
            Refusal: GONE.
        """
        if client["is_deleted"]:
            message = "Record is deleted and cannot be edited. Restore the record to enable editing"
            raise refusal(Kind.GONE, message, place="path")

    def blank_client(self, state: State, user: Row, chance: Random) -> Row:
        """Return a client with nothing filled in, which is not stored (NIN-BLANK-02 to -10)."""
        del state
        hidden = {"id": None, "user_id": user["id"], "client_hash": self.client_hash(chance)}
        return {**BLANK["clients"], **hidden, "settings": SCAFFOLD}

    def client_hash(self, chance: Random) -> str:
        """Return the hash of a client (NIN-CREATE-08, NIN-CREATE-09)."""
        return key(chance, HASH)

    def members(self, state: State, user: Row, body: Body) -> dict[str, Any]:
        """Return the members of a client that are sent, as they are stored.

        Whatever else is sent is ignored (NIN-CREATE-14, NIN-CREATE-42).
        """
        return {
            **{name: self.text(name, body[name]) for name in TEXTS if name in body},
            **{name: self.fixed_id(body[name]) for name in FIXED_IDS if name in body},
            **{name: bool(body[name]) for name in FLAGS if name in body},
            **self.countries(state, user, body),
            **self.relations(state, user, body),
        }

    def text(self, name: str, value: Any) -> str:
        """Return a text as it is stored: names without markup (NIN-CREATE-28)."""
        text = str(value or "")
        if name == "name":
            return _MARKUP.sub("", text).strip()
        return text.replace("</sc", "<-") if name in NOTES else text

    def fixed_id(self, value: Any) -> str:
        """Return the id of a fixed entry as it is stored, empty if it is none."""
        return "" if value is None else str(value)

    def countries(self, state: State, user: Row, body: Body) -> dict[str, str]:
        """Return the countries that are named by a code, and the company's for an empty one.

        See NIN-CREATE-15, -16 and -21 to -23.
        """
        usual = str(state.companies[user["company_id"]]["country_id"])
        found = {}
        if body.get("country_code"):
            found["country_id"] = self.country_by_code(str(body["country_code"]), usual)
        elif "country_id" in body and body["country_id"] is None:
            found["country_id"] = usual
        if body.get("shipping_country_code"):
            code = str(body["shipping_country_code"])
            found["shipping_country_id"] = self.country_by_code(code, usual)
        return found

    def country_by_code(self, code: str, usual: str) -> str:
        """Return the country of a code, or the company's."""
        return fixed.country(code) or usual

    def relations(self, state: State, user: Row, body: Body) -> dict[str, int | None]:
        """Return whose group and user a client is to belong to; what does not exist is none."""
        found = {}
        for name, table in (("group_settings_id", "group_settings"), ("assigned_user_id", "users")):
            if name in body:
                row = state.of(table).get(self.ids.decode(body[name]) or 0)
                own = row is not None and row["company_id"] == user["company_id"]
                found[name] = row["id"] if row is not None and own else None
        return found
