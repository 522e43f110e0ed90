"""What clients and pages of them look like, and when two values mean the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance import expect
from conformance.client import Answer
from conformance.expect import CannotTell, Violation

Record = dict[str, Any]

# Members of a client whose values are free texts, and that the document has.
ADDRESS = ("address1", "address2", "city", "state", "postal_code")
SHIPPING = tuple(f"shipping_{name}" for name in ADDRESS)
CUSTOM = ("custom_value1", "custom_value2", "custom_value3", "custom_value4")
TEXTS = (
    *("name", *ADDRESS, *SHIPPING, "website", "phone", "vat_number", "id_number"),
    *("routing_id", "private_notes", *CUSTOM),
)
# Members of a contact that its sender decides about.
PERSON = ("first_name", "last_name", "email", "phone", "send_email")

# A text for everything that can be set, name and id number apart, such that none is left to a silence.
FULL: Record = {
    "address1": "Stahltwiete 14",
    "address2": "Haus B",
    "city": "Hamburg",
    "state": "HH",
    "postal_code": "22761",
    "shipping_address1": "Am Kai 3",
    "shipping_address2": "Tor 7",
    "shipping_city": "Bremen",
    "shipping_state": "HB",
    "shipping_postal_code": "28195",
    "website": "https://example.com",
    "phone": "+49 40 66969 214",
    "vat_number": "DE990104201",
    "routing_id": "0204:991-12345-06",
    "private_notes": "Delivery notes always with order number.",
    "custom_value1": "Größe L",
    "custom_value2": "North",
    "custom_value3": "since 2019",
    "custom_value4": "Łódź",
}
# Another text for each of them.
CHANGED: Record = {
    "address1": "456 Elm St",
    "address2": "Suite 9",
    "city": "Boston",
    "state": "MA",
    "postal_code": "02108",
    "shipping_address1": "9 Dock Rd",
    "shipping_address2": "Gate 2",
    "shipping_city": "Salem",
    "shipping_state": "NH",
    "shipping_postal_code": "03079",
    "website": "https://example.org",
    "phone": "555-0199",
    "vat_number": "US991234567",
    "routing_id": "0204:992-54321-07",
    "private_notes": "Moved in spring.",
    "custom_value1": "Größe M",
    "custom_value2": "South",
    "custom_value3": "since 2024",
    "custom_value4": "Kraków",
}


@dataclass(frozen=True)
class Page:
    """A page of clients, and what is said of the whole list."""

    clients: tuple[Record, ...]
    pagination: Mapping[str, Any] | None

    def told(self, name: str) -> Any:
        """Return a figure of the list.

        Raises:
            CannotTell: it is not told, which is the matter of NIN-PAGE-01 and NIN-PAGE-02.
        """
        if self.pagination is None or name not in self.pagination:
            raise CannotTell(f"the list does not tell {name} in its meta.pagination")
        return self.pagination[name]


def unwrapped(body: Any) -> Any:
    """Return what an answer carries, under `data` or another name, or the body itself.

    The envelope is a matter of its own requirements (NIN-ENVELOPE-01 to 05); nothing else depends on it.
    """
    if not isinstance(body, Mapping) or "id" in body:
        return body
    inside = [one for name, one in body.items() if name not in ("meta", "static")]
    return body.get("data", inside[0] if len(inside) == 1 else body)


def bare(body: Any) -> Record:
    """Return the client that an answer carries, empty where there is none."""
    client = unwrapped(body)
    return dict(client) if isinstance(client, Mapping) else {}


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
    clients = unwrapped(body)
    if not isinstance(clients, list):
        raise CannotTell(f"a list of clients is needed, but there came {expect.show(body)}")
    meta = body.get("meta") if isinstance(body, Mapping) else None
    pagination = meta.get("pagination") if isinstance(meta, Mapping) else None
    told = pagination if isinstance(pagination, Mapping) else None
    return Page(tuple(bare(one) for one in clients), told)


def ids(records: Sequence[Record]) -> list[Any]:
    """Return the ids of records, in their order."""
    return [record.get("id") for record in records]


def accepted(answer: Answer) -> Record:
    """Expect a request to be accepted, and return the client that its answer shows."""
    expect.success(answer)
    return bare(parsed(answer))


def contacts_of(client: Mapping[str, Any]) -> list[Record]:
    """Return the contacts that a client shows.

    Raises:
        CannotTell: it shows none as such, which is the matter of NIN-INCLUDE-01.
    """
    contacts = client.get("contacts")
    if not isinstance(contacts, list) or not all(isinstance(one, dict) for one in contacts):
        raise CannotTell(f"an array of contacts is needed, but there is {expect.show(contacts)}")
    return contacts


def contact_of(client: Mapping[str, Any]) -> Record:
    """Return the only contact of a client.

    Raises:
        CannotTell: it has none, or several.
    """
    contacts = contacts_of(client)
    if len(contacts) != 1:
        raise CannotTell(f"a client with one contact is needed, but it has {len(contacts)}")
    return contacts[0]


def settings_of(client: Mapping[str, Any]) -> Record:
    """Return the settings that a client shows, empty where it shows none."""
    settings = client.get("settings")
    return dict(settings) if isinstance(settings, Mapping) else {}


def blank(value: Any) -> bool:
    """Whether a value says that nothing is set: null does, an empty text and one of blanks only."""
    return value is None or (isinstance(value, str) and not value.strip())


def alike(seen: Any, sent: Any) -> bool:
    """Whether a value came back: null is an empty text, and a number may come as its digits."""
    if blank(seen) or blank(sent):
        return blank(seen) and blank(sent)
    if isinstance(seen, bool) or isinstance(sent, bool):
        return seen is sent
    if isinstance(seen, str) is not isinstance(sent, str):
        return str(seen) == str(sent)
    return expect.same(seen, sent)


def differing(seen: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the members of `expected` that `seen` does not have alike, with what it has."""
    for name, value in expected.items():
        if not alike(seen.get(name), value):
            yield name, seen.get(name)


def came_back(
    seen: Mapping[str, Any],
    sent: Mapping[str, Any],
    requirement: str | None = None,
    what: str = "the client",
) -> None:
    """Expect a record to show what was sent."""
    for name, value in differing(seen, sent):
        wanted = f"{what}'s {name} to be {expect.show(sent[name])}"
        expect.violated(wanted, expect.show(value), requirement)


def reads_the_same(
    seen: Mapping[str, Any], stored: Mapping[str, Any], requirement: str | None = None
) -> None:
    """Expect two answers to show one client in the same way, its contacts too, in any order.

    What no document has may be shown by one of them alone.
    """
    plain = {name: value for name, value in stored.items() if not isinstance(value, (dict, list))}
    came_back(seen, _comparable(plain, seen, ("id", *TEXTS)), requirement)
    people = {str(one.get("id")): one for one in contacts_of(seen)}
    for contact in contacts_of(stored):
        told = people.get(str(contact.get("id")), {})
        came_back(told, _comparable(contact, told, ("id", *PERSON)), requirement, "a contact")
    same_number = len(people) == len(contacts_of(stored))
    expect.that(same_number, f"{len(contacts_of(stored))} contacts", str(len(people)), requirement)


def _comparable(stored: Mapping[str, Any], seen: Mapping[str, Any], names: Sequence[str]) -> Record:
    """Return what another answer shows too, and these members, which it has to show."""
    return {name: value for name, value in stored.items() if name in seen or name in names}
