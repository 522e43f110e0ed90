"""Related records that answers show besides a client: `include` (NIN-INCLUDE-04 to 15)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from mockserver.answers import Kind, Refusal, refusal
from mockserver.invoiceninja.context import Context
from mockserver.invoiceninja.ids import Ids
from mockserver.invoiceninja.state import State
from mockserver.kept import Kept
from mockserver.store import Row

Shown = dict[str, Any]

NEWEST = 50
ON_REQUEST = ("activities", "ledger", "system_logs", "group_settings")
# What every client shows without being asked.
ALWAYS = ("contacts", "documents", "gateway_tokens")
# What a client is related to besides; these names are no mistake, and add nothing.
SILENT = (
    *("company", "user", "assigned_user", "country"),
    *("invoices", "quotes", "credits", "payments"),
)

_TIMES = ("created_at", "updated_at")
_REFERENCES = ("client_id", "company_id", "user_id", "invoice_id", "credit_id", "payment_id")
_NOT_KEPT = (
    *("contact_id", "recurring_invoice_id", "quote_id", "expense_id", "recurring_expense_id"),
    *("task_id", "token_id"),
)


def unknown(written: str) -> list[str]:
    """Return the names in `include` that nothing has."""
    known = (*ON_REQUEST, *ALWAYS, *SILENT, "")
    return [name for name in written.split(",") if name not in known]


def refused(name: str) -> Refusal:
    """Return the refusal of a name in `include`."""
    message = f"Relation `{name}` is not a valid include."
    return refusal(Kind.MALFORMED, message, "include", "query")


class Includes:
    """From related rows to JSON. Every method may be varied."""

    ids: Ids
    memory: Kept
    memory_of_related: Kept

    def included(self, context: Context, client: Row) -> Shown:
        """Return the related records of a client that are asked for, each under its name."""
        if not any(context.include):
            return {}
        known, asked = self.relations(), dict.fromkeys(context.include)
        found = {name: known[name](context.state, client) for name in asked if name in known}
        return {name: value for name, value in found.items() if value is not None}

    def relations(self) -> Mapping[str, Callable[[State, Row], Any]]:
        """Return what can be asked for, by name."""
        return {
            "activities": self.activities,
            "ledger": self.ledger,
            "system_logs": self.system_logs,
            "group_settings": self.group,
        }

    def check_list(self, context: Context, clients: Sequence[Row]) -> None:
        """Refuse unknown names where any client is listed (NIN-OPEN-UNKNOWN-INCLUDE).

        Raises:
            Refusal: MALFORMED.
        """
        wrong = unknown(",".join(context.include))
        if clients and wrong:
            raise refused(wrong[0])

    def related(
        self, rows: Sequence[Row], show: Callable[[Row], Any], asked: Hashable = None
    ) -> list[Any]:
        """Return what shows rows, and depends on nothing but each of them and what is asked.

        Most of them stay as they are where something else of their client changes.
        """
        if self.memory.is_off:
            return list(map(show, rows))
        return self.memory_of_related.all(rows, show, asked=asked) if rows else []

    def activities(self, state: State, client: Row) -> list[Any]:
        """Return what was done to a client, the newest first."""
        return self.related(self.rows(state, "activities", client), self.activity)

    def ledger(self, state: State, client: Row) -> list[Any]:
        """Return what changed the balance of a client, the newest first."""
        return self.related(self.rows(state, "ledger", client), self.entry)

    def system_logs(self, state: State, client: Row) -> list[Any]:
        """Return what other services answered about a client, the newest first."""
        return self.related(self.rows(state, "system_logs", client), self.system_log)

    def rows(self, state: State, table: str, client: Row) -> list[Row]:
        """Return the rows of a table that a client is shown with.

        Of its history these are the newest, at most fifty, the newest first.
        """
        if table == "group_settings":
            group = state.group_settings.get(client["group_settings_id"])
            return [] if group is None else [group]
        if table in ("activities", "system_logs"):
            return state.of(table).newest(NEWEST, "client_id", client["id"])
        found = state.of(table).where(client_id=client["id"])
        return found[::-1] if table == "ledger" else found

    def group(self, state: State, client: Row) -> Shown | None:
        """Return the group of a client, None if it has none (NIN-INCLUDE-10 and 11)."""
        for group in self.rows(state, "group_settings", client):
            names = ("name", "settings", "is_deleted", "archived_at", *_TIMES)
            shown = {name: group[name] for name in names}
            return {"id": self.ids.encode(group["id"]), **shown, "documents": []}
        return None

    def activity(self, row: Row) -> Shown:
        """Return something that was done."""
        names = ("activity_type_id", "notes", "ip", "is_system", *_TIMES)
        return {
            "id": self.ids.encode(row["id"]),
            **{name: self.ids.encode(row[name]) for name in _REFERENCES},
            **dict.fromkeys(_NOT_KEPT, ""),
            **{name: row[name] for name in names},
        }

    def entry(self, row: Row) -> Shown:
        """Return something that changed a balance."""
        references = ("invoice_id", "credit_id", "payment_id")
        return {
            **{name: self.ids.encode(row[name]) for name in references if row[name] is not None},
            **{name: row[name] for name in ("notes", "balance", "adjustment", "activity_id")},
            "archived_at": 0,
            **{name: row[name] for name in _TIMES},
        }

    def system_log(self, row: Row) -> Shown:
        """Return what another service answered."""
        names = ("event_id", "category_id", "type_id", "log", *_TIMES)
        return {
            "id": self.ids.encode(row["id"]),
            **{name: self.ids.encode(row[name]) for name in ("company_id", "user_id", "client_id")},
            **{name: row[name] for name in names},
        }
