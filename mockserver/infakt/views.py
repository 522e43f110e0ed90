"""How clients and lists of them look in answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from mockserver.answers import Kind, refusal
from mockserver.infakt.listing import Page
from mockserver.infakt.state import MEMBERS
from mockserver.kept import Kept
from mockserver.store import Row

Shown = dict[str, Any]

# What deployed services show as an empty text while it is unset; the others are null.
EMPTY_WHILE_UNSET = (
    *("web_site", "note", "receiver", "mailing_company_name", "mailing_street", "mailing_city"),
    *("mailing_postal_code", "payment_method", "invoice_note"),
)


class Views:
    """From rows to JSON. Every method may be varied."""

    def __init__(self) -> None:
        self.memory = Kept()

    def client(self, client: Row) -> Shown:
        """Return a whole client (lines 11 to 57), without the root `client`."""
        return {"id": client["id"], **{name: self.member(name, client[name]) for name in MEMBERS}}

    def member(self, name: str, value: Any) -> Any:
        """Return a member as it is shown."""
        if name == "days_to_payment":
            return self.unset_days() if value is None else self.days(value)
        return self.unset(name) if value is None else value

    def unset(self, name: str) -> str | None:
        """Return how a text is shown that was never set (FAK-OPEN-UNSET-TEXT)."""
        return "" if name in EMPTY_WHILE_UNSET else None

    def unset_days(self) -> str | None:
        """Return how `days_to_payment` is shown that was never set (FAK-OPEN-UNSET-DAYS)."""
        return ""

    def days(self, value: int) -> Any:
        """Return how `days_to_payment` is shown (FAK-OPEN-DAYS-FORM)."""
        return value

    def part(self, shown: Shown, fields: Sequence[str] | None) -> Shown:
        """Return the members of a client that `fields` names, and its id; without it all."""
        names = [name.strip() for name in fields or () if name.strip()]
        if not names:
            return shown
        for name in names:
            if name not in shown:
                self.check_unknown_field(name)
        return self.chosen(shown, ["id", *names])

    def chosen(self, shown: Shown, names: Sequence[str]) -> Shown:
        """Return these members of a client."""
        return {name: value for name, value in shown.items() if name in names}

    def check_unknown_field(self, name: str) -> None:
        """Refuse a name in `fields` that no member has: do not (FAK-OPEN-UNKNOWN-FIELD)."""

    def unknown_field(self, name: str) -> Exception:
        """Return the refusal of a name in `fields`."""
        return refusal(Kind.INVALID, f"Pole {name} jest nieznane", "fields", "query")

    def page(self, metainfo: Shown, entities: list[Shown]) -> Shown:
        """Return a list (lines 76 to 92)."""
        return {"metainfo": metainfo, "entities": entities}

    def metainfo(self, page: Page, address: str, parameters: Mapping[str, str]) -> Shown:
        """Return what is known of a list (lines 77 to 82); the links are always there."""
        return {
            "count": self.count(page),
            "total_count": page.total,
            "next": self.link(address, parameters, page, self.next_offset(page)),
            "previous": self.link(address, parameters, page, self.previous_offset(page)),
        }

    def count(self, page: Page) -> int:
        """Return what counts as `count` (FAK-OPEN-COUNT)."""
        return len(page.clients)

    def next_offset(self, page: Page) -> int:
        """Return where the page after this one starts (line 80)."""
        return page.offset + page.limit

    def previous_offset(self, page: Page) -> int:
        """Return where the page before this one starts, the first page being before itself."""
        return max(0, page.offset - page.limit)

    def link(self, address: str, parameters: Mapping[str, str], page: Page, offset: int) -> str:
        """Return the address of another page, which keeps what this one was asked for."""
        kept = {
            name: value for name, value in parameters.items() if name not in ("offset", "limit")
        }
        limit = {"limit": page.limit} if self.link_has_limit("limit" in parameters) else {}
        return f"{address}?{urlencode({'offset': offset, **limit, **kept})}"

    def link_has_limit(self, given: bool) -> bool:
        """Tell whether links carry `limit` (FAK-OPEN-LINK-LIMIT)."""
        return given
