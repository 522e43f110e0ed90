"""What is done to several clients at once: all of it or nothing. No HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from mockserver.answers import Kind, Problem, Refusal
from mockserver.invoiceninja import fixed
from mockserver.invoiceninja.lifecycle import Lifecycle
from mockserver.invoiceninja.listing import Listing, Page
from mockserver.invoiceninja.state import State
from mockserver.store import Row

Body = Mapping[str, Any]

ACTIONS = ("archive", "restore", "delete", "template", "assign_group", "bulk_update")
COLUMNS = (
    *("public_notes", "industry_id", "size_id", "country_id"),
    *("custom_value1", "custom_value2", "custom_value3", "custom_value4"),
)
_TABLES = {"industry_id": "industries", "size_id": "sizes", "country_id": "countries"}


class Bulk(Lifecycle, Listing):
    """The bulk actions. Every method may be varied."""

    def bulk(
        self,
        state: State,
        user: Row,
        body: Body,
        query: Mapping[str, str],
        chance: Random,
        *,
        now: str,
    ) -> tuple[State, Page | str]:
        """Do one thing to the clients that are listed (NIN-BULK-06, NIN-BULK-22).

        Return them as they are then, a page of them; or a message.

        Raises:
            Refusal: INVALID; then no client is changed (NIN-BULK-20).
        """
        asked = {**self.in_query(query), **body}
        self.check_bulk(state, user, asked)
        if asked["action"] == "template":
            return state, self.template(asked, chance)
        ids = self.chosen(asked["ids"])
        clients = [one for one in state.clients.several(ids) if self.may_edit(user, one)]
        state = self.acted(state, user, clients, asked, now)
        return state, self.cut(self.answered(state, ids), query)

    def in_query(self, query: Mapping[str, str]) -> dict[str, str]:
        """Return what may stand in the query instead (NIN-BULK-23)."""
        return {"action": query["action"]} if "action" in query else {}

    def chosen(self, written: Sequence[str]) -> list[int]:
        """Return the ids that are listed, each once (NIN-BULK-22)."""
        numbers = (self.ids.decode(text) for text in written)
        return list(dict.fromkeys(number for number in numbers if number is not None))

    def answered(self, state: State, ids: Sequence[int]) -> list[Row]:
        """Return the clients of an answer in their order (NIN-OPEN-BULK-ORDER): newest first."""
        return list(state.clients.several(sorted(ids, reverse=True)))

    def acted(
        self, state: State, user: Row, clients: Sequence[Row], asked: Body, now: str
    ) -> State:
        """Return a state in which clients are changed as is asked."""
        steps = {"assign_group": self.grouped, "bulk_update": self.column_set}
        step = steps.get(asked["action"])
        if step is None:
            return self.moved_on(state, user, clients, asked["action"], now)
        changed = [after for client in clients if (after := step(client, asked, now)) is not client]
        return state.put("clients", *changed)

    def grouped(self, client: Row, asked: Body, now: str) -> Row:
        """Return an active client as one of a group; any other as it is (NIN-BULK-27, -29)."""
        if client["is_deleted"] or client["archived_at"]:
            return client
        group = self.ids.decode(asked.get("group_settings_id"))
        return {**client, "group_settings_id": group, "updated_at": self.moved(client, now)}

    def column_set(self, client: Row, asked: Body, now: str) -> Row:
        """Return a client with a new value (NIN-BULK-31, -32, -34)."""
        column = asked["column"]
        value = self.column_value(column, asked.get("new_value"))
        return {**client, column: value, "updated_at": self.moved(client, now)}

    def column_value(self, column: str, value: Any) -> str:
        """Return the new value of a column; a fixed entry that does not exist is none."""
        text = "" if value is None else str(value)
        table = _TABLES.get(column)
        return text if table is None or text in fixed.ids(table) else ""

    def template(self, asked: Body, chance: Random) -> str:
        """Return the message of a template (NIN-BULK-35, NIN-BULK-36)."""
        name = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        return "email sent" if asked.get("send_email") else name

    def check_bulk(self, state: State, user: Row, asked: Body) -> None:
        """Refuse a bulk action that is not complete or right.

        Raises:
            Refusal: INVALID, with everything that is wrong.
        """
        problems = [
            *self.wrong_action(asked),
            *self.wrong_ids(state, user, asked),
            *self.wrong_template(asked),
            *self.wrong_group(state, user, asked),
            *self.wrong_column(asked),
            *self.wrong_value(asked),
        ]
        if problems:
            raise Refusal(Kind.INVALID, *problems)

    def wrong_action(self, asked: Body) -> Iterator[Problem]:
        """Return what is wrong with the action (NIN-BULK-14, NIN-BULK-15)."""
        if asked.get("action") is None:
            yield Problem("action", "The action field is required")
        elif asked["action"] not in ACTIONS:
            yield Problem("action", "The selected action is invalid")

    def wrong_ids(self, state: State, user: Row, asked: Body) -> Iterator[Problem]:
        """Return what is wrong with the ids (NIN-BULK-16 to -19, NIN-BULK-21, NIN-OWNER-04)."""
        ids = asked.get("ids")
        if not ids:
            yield Problem("ids", "The ids field is required")
        elif not isinstance(ids, list):
            yield Problem("ids", "The ids must be an array")
        elif not all(self.is_own(state, user, "clients", one) for one in ids):
            yield Problem("ids", "The selected ids are invalid")

    def is_own(self, state: State, user: Row, table: str, text: object) -> bool:
        """Tell whether an id is that of a record of the user's company."""
        row = state.of(table).get(self.ids.decode(text) or 0)
        return row is not None and bool(row["company_id"] == user["company_id"])

    def wrong_template(self, asked: Body) -> Iterator[Problem]:
        """Return what is missing to run a template (NIN-OPEN-TEMPLATE-MEMBERS)."""
        if asked.get("action") == "template":
            for name in ("template", "template_id"):
                if not isinstance(asked.get(name), str):
                    yield Problem(name, f"The {name} field is required")

    def wrong_group(self, state: State, user: Row, asked: Body) -> Iterator[Problem]:
        """Return what is wrong with the group (NIN-BULK-26, NIN-BULK-28)."""
        if asked.get("action") != "assign_group":
            return
        group = asked.get("group_settings_id")
        if group is None:
            yield Problem("group_settings_id", "The group_settings_id field is required")
        elif not self.is_own(state, user, "group_settings", group):
            yield Problem("group_settings_id", "The selected group_settings_id is invalid")

    def wrong_column(self, asked: Body) -> Iterator[Problem]:
        """Return what is wrong with the column, even of another action (NIN-BULK-30, -33)."""
        column = asked.get("column")
        if column is None and asked.get("action") == "bulk_update":
            yield Problem("column", "The column field is required")
        elif column is not None and column not in COLUMNS:
            yield Problem("column", "The selected column is invalid")

    def wrong_value(self, asked: Body) -> Iterator[Problem]:
        """Return what is wrong with the new value: that it is missing (NIN-OPEN-NEW-VALUE)."""
        if asked.get("action") == "bulk_update":
            value = asked.get("new_value")
            if "new_value" not in asked:
                yield Problem("new_value", "The new_value field is required")
            elif not isinstance(value, str | int | float | None):
                yield Problem("new_value", "The new_value must be a text or a number")
