"""What a client must be like: all that is wrong is told at once, in Polish. No HTTP."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mockserver.answers import Kind, Problem, Refusal
from mockserver.contract import contract
from mockserver.infakt import countries
from mockserver.infakt.state import NEVER_EMPTY
from mockserver.schemas import Schema
from mockserver.store import Row

Body = Mapping[str, Any]

_FIRM = ("self_employed", "other_business")
_PERSON = ("private_person", "self_employed")
# Lines 13, 52 and 53: which kinds need which names, and how that is said.
NEEDED = {
    "company_name": (_FIRM, "Podaj nazwę firmy"),
    "first_name": (_PERSON, "Podaj imię"),
    "last_name": (_PERSON, "Podaj nazwisko"),
}
_POSTAL_CODE = re.compile("[0-9]{2}-[0-9]{3}")
_DIGITS = re.compile("[0-9]{1,4000}")


@functools.cache
def schemas(name: str) -> Mapping[str, Schema]:
    """Return the schemas of the members of a client to create or to change."""
    return contract("infakt").members(name)


@functools.cache
def _words(name: str) -> str:
    stated = contract("infakt").spec["components"]["schemas"]
    return ", ".join(stated["".join(map(str.title, name.split("_")))]["enum"])


class Validation:
    """The rules that a client has to meet. Every method may be varied."""

    def check(self, client: Row, wrong: Sequence[Problem]) -> None:
        """Refuse a client that breaks a rule, or was sent with members that are wrong.

        Raises:
            Refusal: INVALID (lines 158 and 180).
        """
        known = {problem.where for problem in wrong}
        problems = [*wrong, *(one for one in self.broken(client) if one.where not in known)]
        if problems:
            raise Refusal(Kind.INVALID, *problems)

    def wrong_members(self, schema: str, given: Body) -> list[Problem]:
        """Return what is wrong with members by themselves."""
        known = schemas(schema)
        return [
            Problem(name, self.complaint(name, value))
            for name, value in given.items()
            if known[name].problems(value) or self.is_odd(name, value)
        ]

    def is_odd(self, name: str, value: Any) -> bool:
        """Tell whether a member is refused though the spec leaves it open (FAK-OPEN-ODD-DAYS)."""
        return name == "days_to_payment" and value not in (None, "") and self.days(value) is None

    def days(self, value: Any) -> int | None:
        """Return the number of days that a number or the text of its digits stands for."""
        if isinstance(value, str):
            return int(value) if _DIGITS.fullmatch(value) else None
        return value if isinstance(value, int) and value >= 0 else None

    def complaint(self, name: str, value: Any) -> str:
        """Return what to say about a member that is wrong by itself."""
        if name == "country" and not value:
            return "Podaj kraj"
        if name == "days_to_payment":
            return f"Pole {name} musi być liczbą całkowitą, nie mniejszą od 0"
        if name == "same_forward_address":
            return f"Pole {name} musi mieć wartość true lub false"
        if name in NEVER_EMPTY:
            return f"Pole {name} musi mieć jedną z wartości: {_words(name)}"
        return f"Pole {name} musi być tekstem"

    def broken(self, client: Row) -> Iterator[Problem]:
        """Return what is wrong with a client as a whole, in the order of its members."""
        yield from self.missing_names(client)
        yield from self.country(client)
        yield from self.postal_code(client)
        yield from self.nip(client)
        yield from self.email(client)
        yield from self.mailing_postal_code(client)

    def missing_names(self, client: Row) -> Iterator[Problem]:
        """Return the names that the kind of a client needs and that it lacks."""
        for name, (_, sentence) in NEEDED.items():
            if self.is_needed(name, client["business_activity_kind"]) and self.lacks(client, name):
                yield Problem(name, sentence)

    def is_needed(self, name: str, kind: str | None) -> bool:
        """Tell whether a kind needs a name (lines 13, 52, 53); none needs none (FAK-KIND-11)."""
        return kind in NEEDED[name][0]

    def lacks(self, client: Row, name: str) -> bool:
        """Tell whether a name is missing: unset, empty, or nothing but white space."""
        return not (client[name] or "").strip()

    def country(self, client: Row) -> Iterator[Problem]:
        """Return what is wrong with the country, which is always needed (line 18)."""
        code = client["country"]
        if not code:
            yield Problem("country", "Podaj kraj")
        elif not self.is_country(code):
            yield Problem("country", f"Nie ma kraju o kodzie {code}")

    def is_country(self, code: str) -> bool:
        """Tell whether there is a country of this code (FAK-OPEN-COUNTRY-CODE)."""
        return code in countries.codes()

    def postal_code(self, client: Row) -> Iterator[Problem]:
        """Return what is wrong with the postal code (line 19)."""
        if not self.is_postal_code(client["postal_code"], client["country"]):
            yield Problem("postal_code", "Kod pocztowy musi mieć format NN-NNN")

    def mailing_postal_code(self, client: Row) -> Iterator[Problem]:
        """Return what is wrong with the postal code of the mailing address (line 32)."""
        if not self.is_postal_code(client["mailing_postal_code"], client["country"]):
            sentence = "Kod pocztowy do korespondencji musi mieć format NN-NNN"
            yield Problem("mailing_postal_code", sentence)

    def is_postal_code(self, code: str | None, country: str | None) -> bool:
        """Tell whether a postal code will do."""
        return not (code and self.has_known_form(country)) or bool(_POSTAL_CODE.fullmatch(code))

    def has_known_form(self, country: str | None) -> bool:
        """Tell whether the postal codes of a country are NN-NNN: Poland's are."""
        return country == "PL"

    def nip(self, client: Row) -> Iterator[Problem]:
        """Return what is wrong with the tax number: nothing (FAK-OPEN-NIP-CHECKSUM)."""
        del client
        yield from ()

    def email(self, client: Row) -> Iterator[Problem]:
        """Return what is wrong with the e-mail address: nothing (FAK-OPEN-EMAIL-FORM)."""
        del client
        yield from ()
