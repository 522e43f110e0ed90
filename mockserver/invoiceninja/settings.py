"""The settings of a client: what of them is stored, and in which form. No HTTP."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from mockserver.contract import contract
from mockserver.invoiceninja import fixed
from mockserver.invoiceninja.state import ENTITY, State
from mockserver.store import Row

Body = Mapping[str, Any]

NEVER_STORED = ("translations", "pdf_variables")  # NIN-SETTING-12, NIN-SETTING-16
SCAFFOLD = {"entity": ENTITY, "industry_id": "", "size_id": ""}


@functools.cache
def kinds() -> Mapping[str, str]:
    """Return the name of the schema of each setting that has one."""
    schemas = contract("invoiceninja").spec["components"]["schemas"]
    stated = schemas["ClientSettings"]["properties"]
    return {name: one["$ref"].rpartition("/")[2] for name, one in stated.items() if "$ref" in one}


class Settings:
    """From what is sent to what is stored. Every method may be varied."""

    def new_settings(self, state: State, company: Row, group: Row | None, body: Body) -> Body:
        """Return the settings of a new client (NIN-SETTING-01 to -06)."""
        given = self.given_settings(body)
        usual = (group or {"settings": {}})["settings"].get("currency_id") or company["currency_id"]
        chosen = {"currency_id": usual, **given, **self.by_code(body)}
        del state
        return {**chosen, **SCAFFOLD}

    def changed_settings(self, company: Row, former: Body, body: Body) -> Body:
        """Return the settings of a client after an update: merged (NIN-SETTING-07)."""
        currency = self.currency_after(company, former, body)
        given = self.given_settings(body)
        return {**former, "currency_id": currency, **given, **self.language_by_code(body)}

    def currency_after(self, company: Row, former: Body, body: Body) -> str:
        """Return the currency after an update that names none.

        An empty one means the company's (NIN-SETTING-03); for one that is not sent see
        NIN-OPEN-CURRENCY-RESET.
        """
        sent = body.get("settings") or {}
        usual = str(company["currency_id"])
        return usual if "currency_id" in sent else str(former.get("currency_id") or usual)

    def given_settings(self, body: Body) -> dict[str, Any]:
        """Return the settings that are sent, as they are stored; empty ones are not sent."""
        sent = body.get("settings") or {}
        return {
            name: self.stored_setting(name, value)
            for name, value in sent.items()
            if not self.is_left_out(name, value)
        }

    def is_left_out(self, name: str, value: Any) -> bool:
        """Tell whether a setting is not stored."""
        return (
            value is None or name in NEVER_STORED or (name == "currency_id" and value in ("0", 0))
        )

    def stored_setting(self, name: str, value: Any) -> Any:
        """Return a setting in the form of its type (NIN-SETTING-09, -11, -17)."""
        kind = kinds().get(name)
        if kind == "SettingId":
            return str(value)
        if kind == "SettingCount":
            return int(value)
        if kind == "SettingNumber":
            return self.number(value)
        return self.flag(value) if kind == "SettingFlag" else value

    def number(self, value: Any) -> int | float:
        """Return a number; a text that is none counts as 0 (NIN-SETTING-09)."""
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        try:
            number = float(value)
        except ValueError:
            return 0
        return number if abs(number) < float("inf") else 0

    def flag(self, value: Any) -> bool:
        """Return a flag; the texts that are accepted all mean yes (NIN-SETTING-11)."""
        return bool(value)

    def by_code(self, body: Body) -> dict[str, str]:
        """Return the currency and the language that are named by their codes."""
        found = fixed.currency(str(body.get("currency_code") or ""))
        return {**({"currency_id": found} if found else {}), **self.language_by_code(body)}

    def language_by_code(self, body: Body) -> dict[str, str]:
        """Return the language that is named by its locale (NIN-SETTING-14, -15)."""
        found = fixed.language(str(body.get("language_code") or ""))
        return {"language_id": found} if found else {}
