"""What a client must be like to be stored: all that is wrong is told at once. No HTTP."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from mockserver.answers import Kind, Problem, Refusal
from mockserver.contract import contract
from mockserver.invoiceninja import fixed
from mockserver.invoiceninja.contacts import Body, Contacts
from mockserver.invoiceninja.numbers import Numbers
from mockserver.invoiceninja.settings import Settings
from mockserver.invoiceninja.state import State
from mockserver.invoiceninja.uploads import Uploads, without_files
from mockserver.schemas import Schema
from mockserver.store import Row

UNIQUE = ("number", "id_number")


@functools.cache
def _schema() -> Schema:
    return contract("invoiceninja").schema("ClientRequest")


class Validation(Contacts, Numbers, Settings, Uploads):
    """The rules that a client has to meet. Every method may be varied."""

    def check(self, state: State, user: Row, body: Body, former: Row | None = None) -> None:
        """Refuse a client that breaks a rule.

        Raises:
            Refusal: INVALID, with everything that is wrong.
        """
        problems = dict.fromkeys(self.broken(state, user, body, former))
        if problems:
            raise Refusal(Kind.INVALID, *problems)

    def broken(self, state: State, user: Row, body: Body, former: Row | None) -> Iterator[Problem]:
        """Return everything that is wrong with a body."""
        wrong = list(self.wrong_types(body))
        known = {one.where for one in wrong}
        rules = (
            *self.missing(body, former),
            *self.taken(state, user, body, former),
            *self.unknown_countries(body),
            *self.wrong_contacts(body),
            *self.unknown_currencies(body),
            *self.file_problems(body),
        )
        yield from wrong
        yield from (one for one in rules if one.where not in known)

    def wrong_types(self, body: Body) -> Iterator[Problem]:
        """Return the members that are not as the contract describes them.

        All settings together are one member (NIN-ERROR-09).
        """
        for problem in _schema().problems(without_files(body)):
            settings = problem.where.startswith("settings.")
            yield replace(problem, where="settings") if settings else problem

    def missing(self, body: Body, former: Row | None) -> Iterator[Problem]:
        """Return what has to be sent and is not: nothing (NIN-OPEN-REQUIRED-MEMBERS)."""
        del body, former
        yield from ()

    def taken(self, state: State, user: Row, body: Body, former: Row | None) -> Iterator[Problem]:
        """Return the numbers that another client has (NIN-NUMBER-05, NIN-NUMBER-10)."""
        for name in UNIQUE:
            value = body.get(name)
            if not isinstance(value, str):
                continue
            if self.is_taken(state, user["company_id"], name, value, former):
                yield Problem(name, f"The {name} has already been taken")

    def unknown_countries(self, body: Body) -> Iterator[Problem]:
        """Return the countries that do not exist (NIN-CREATE-18)."""
        for name in ("country_id", "shipping_country_id"):
            value = body.get(name)
            if value is not None and not self.is_country(str(value)):
                yield Problem(name, f"The selected {name} is invalid")

    def is_country(self, country: str) -> bool:
        """Tell whether there is such a country; the document's 1 is one (NIN-OPEN-COUNTRY-ONE)."""
        return country == "1" or country in fixed.ids("countries")

    def unknown_currencies(self, body: Body) -> Iterator[Problem]:
        """Return the currencies that do not exist, by id or by code."""
        code = body.get("currency_code")
        if isinstance(code, str) and not self.is_currency_code(code):
            yield Problem("currency_code", "The selected currency_code is invalid")
        sent = body.get("settings")
        currency = sent.get("currency_id") if isinstance(sent, dict) else None
        if currency not in (None, "0", 0) and not self.is_currency(str(currency)):
            yield Problem("settings", "currency_id is not a valid currency")

    def is_currency_code(self, code: str) -> bool:
        """Tell whether there is a currency of this code (NIN-OPEN-UNKNOWN-CURRENCY-CODE)."""
        return fixed.currency(code) is not None

    def is_currency(self, currency: str) -> bool:
        """Tell whether there is such a currency (NIN-OPEN-UNKNOWN-CURRENCY)."""
        return currency in fixed.ids("currencies")
