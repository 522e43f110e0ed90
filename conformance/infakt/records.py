"""What clients and pages of them look like, and when two values mean the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance import expect
from conformance.client import Answer
from conformance.expect import CannotTell, Violation

Record = dict[str, Any]

# The names of which a client needs some.
NAMES = ("company_name", "first_name", "last_name")
KINDS = ("private_person", "self_employed", "other_business")
# Members whose values are free texts.
TEXTS = (
    *NAMES,
    *("street", "street_number", "flat_number", "city", "postal_code", "nip", "phone_number"),
    *("web_site", "email", "note", "receiver", "mailing_company_name", "mailing_street"),
    *("mailing_city", "mailing_postal_code", "invoice_note"),
)
# Every member that the document gives a client in answers.
MEMBERS = (
    *("id", *TEXTS, "country", "days_to_payment", "payment_method"),
    *("same_forward_address", "business_activity_kind"),
)

# One value for everything that can be set, such that none of it is left to a silence.
FULL: Record = {
    "business_activity_kind": "self_employed",
    "first_name": "Łucja",
    "last_name": "Żak",
    "street": "Długa",
    "street_number": "7A",
    "flat_number": "3",
    "city": "Gdańsk",
    "country": "PL",
    "postal_code": "80-831",
    "nip": "9452121681",
    "phone_number": "+48 58 123 45 67",
    "web_site": "https://example.com",
    "email": "faktury@example.com",
    "note": "Pierwsza uwaga",
    "receiver": "Ewa Kowalska",
    "same_forward_address": False,
    "mailing_company_name": "Pracownia",
    "mailing_street": "Szlak 49",
    "mailing_city": "Kraków",
    "mailing_postal_code": "31-148",
    "days_to_payment": 14,
    "payment_method": "transfer",
    "invoice_note": "Zapłata przelewem",
}
# Another value for each of them, and for the name of the firm.
CHANGED: Record = {
    "company_name": "Pracownia Ceramiki",
    "first_name": "Jagoda",
    "last_name": "Ćwik",
    "business_activity_kind": "other_business",
    "street": "Szlak",
    "street_number": "49",
    "flat_number": "12",
    "city": "Kraków",
    "country": "DE",
    "postal_code": "31-148",
    "nip": "1234563218",
    "phone_number": "+48 12 000 41 01",
    "web_site": "https://example.org",
    "email": "biuro@example.org",
    "note": "Druga uwaga",
    "receiver": "Jan Nowak",
    "mailing_company_name": "Magazyn",
    "mailing_street": "Wąwozowa 8",
    "mailing_city": "Łódź",
    "mailing_postal_code": "90-001",
    "days_to_payment": 30,
    "payment_method": "cash",
    "invoice_note": "Zapłata gotówką",
}


@dataclass(frozen=True)
class Page:
    """A page of clients and what is said of the whole list."""

    entities: tuple[Record, ...]
    metainfo: Mapping[str, Any] | None

    def told(self, name: str) -> Any:
        """Return a figure or link of the list.

        Raises:
            CannotTell: it is not told, which is the matter of FAK-LIST-01 and FAK-LIST-02.
        """
        if self.metainfo is None or name not in self.metainfo:
            raise CannotTell(f"the list does not tell {name} in its metainfo")
        return self.metainfo[name]

    def counts(self, name: str, number: int, requirement: str | None = None) -> None:
        """Expect a figure; whether it is an integer or its digits is the matter of FAK-LIST-03."""
        seen = self.told(name)
        expect.that(alike(seen, number), f"{name} {number}", expect.show(seen), requirement)


def unwrapped(body: Any) -> Record:
    """Return a client without the root `client`, empty where there is none.

    Whether answers have the root is a matter of its own requirements; nothing else depends on it.
    """
    if isinstance(body, Mapping) and "id" not in body and isinstance(body.get("client"), Mapping):
        body = body["client"]
    return dict(body) if isinstance(body, Mapping) else {}


def bare(body: Any) -> Record:
    """Return a client without its root, and with an integer `id` where that is a text of digits.

    Of which type it has to be is a matter of its own requirements too.
    """
    client = unwrapped(body)
    number = client.get("id")
    if isinstance(number, str) and number.isdigit():
        client["id"] = int(number)
    return client


def parsed(answer: Answer) -> Any:
    """Return the body of an answer, None where it is not JSON."""
    try:
        return answer.json
    except Violation:
        return None


def page_of(body: Any) -> Page:
    """Return the body of a list as a page.

    Raises:
        CannotTell: it is no list of clients.
    """
    entities = body.get("entities") if isinstance(body, Mapping) else None
    if not isinstance(entities, list):
        raise CannotTell(f"a list of clients is needed, but there came {expect.show(body)}")
    metainfo = body.get("metainfo")
    told = metainfo if isinstance(metainfo, Mapping) else None
    return Page(tuple(bare(one) for one in entities), told)


def entities_of(answer: Answer) -> list[Record]:
    """Return the clients of a list, as far as it is one."""
    body = parsed(answer)
    entities = body.get("entities") if isinstance(body, Mapping) else None
    return [bare(one) for one in entities] if isinstance(entities, list) else []


def ids(records: Sequence[Record]) -> list[Any]:
    """Return the ids of records, in their order."""
    return [record.get("id") for record in records]


def blank(value: Any) -> bool:
    """Whether a value says that a member is not set: null and an empty text both do."""
    return value is None or value == ""


def alike(seen: Any, sent: Any) -> bool:
    """Whether a value came back: null is an empty text, and a number may come as its digits."""
    if blank(seen) or blank(sent):
        return blank(seen) and blank(sent)
    if isinstance(seen, bool) or isinstance(sent, bool):
        return seen is sent
    if isinstance(seen, int) or isinstance(sent, int):
        return str(seen) == str(sent)
    return expect.same(seen, sent)


def differing(seen: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the documented members of `expected` that `seen` does not have alike, with what it has."""
    for name, value in expected.items():
        if name in MEMBERS and not alike(seen.get(name), value):
            yield name, seen.get(name)


def came_back(
    seen: Mapping[str, Any], sent: Mapping[str, Any], requirement: str | None = None
) -> None:
    """Expect a client to show what was sent."""
    for name, value in differing(seen, sent):
        wanted = f"the client's {name} to be {expect.show(sent[name])}"
        expect.violated(wanted, expect.show(value), requirement)
