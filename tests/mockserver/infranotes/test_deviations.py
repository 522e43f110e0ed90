"""Faults and variations: complete, honest about themselves, and not without effect."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from json import dumps
from typing import Any
from urllib.parse import unquote

import pytest

from mockserver import data, switches
from mockserver.api import api
from tests.mockserver.calling import LOOP, bearer, client_body, infranotes, token

INFRANOTES = api("infranotes")
REQUIREMENTS = {one["id"]: one for one in data.specification("infranotes", "requirements")}
FAULTS = [fault.id for fault in INFRANOTES.faults]
VARIATIONS = [variation.id for variation in INFRANOTES.variations]


def test_every_fault_breaks_requirements_that_can_be_examined() -> None:
    for fault in INFRANOTES.faults:
        assert fault.breaks
        assert fault.sentence.endswith(".")
        assert all("unchecked" not in REQUIREMENTS[one] for one in fault.breaks)


def test_every_requirement_is_broken_by_a_fault() -> None:
    broken = {one for fault in INFRANOTES.faults for one in fault.breaks}
    assert [one for one in REQUIREMENTS if "unchecked" not in REQUIREMENTS[one]] == [
        one for one in REQUIREMENTS if one in broken
    ]


def test_every_choice_but_the_default_is_a_variation() -> None:
    wanted = [one for known in switches.choices("infranotes").values() for one in known[1:]]
    assert sorted(VARIATIONS) == sorted(wanted)


def test_no_id_stands_for_two_things() -> None:
    assert len({*FAULTS, *VARIATIONS}) == len(FAULTS) + len(VARIATIONS)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_shows(fault: str) -> None:
    assert _tour(faults=(fault,)) != _tour()


@pytest.mark.parametrize("variation", [one for one in VARIATIONS if one != "limit-capped"])
def test_every_variation_shows(variation: str) -> None:
    assert _tour(variations=(variation,)) != _tour()


def test_a_limit_can_be_capped() -> None:
    rules: Any = INFRANOTES.composed({"limit-capped"})
    assert len(rules.rules.page(range(200), 150, 0)) == 100


def test_all_at_once_never_break_the_server() -> None:
    for seed in range(10):
        assert not [one for one in _tour(variations=(f"random:{seed}",)) if one.startswith("[5")]


class Tourist:
    """Calls an application in the cheapest way there is, for there are many calls."""

    def __init__(self, app: Any, headers: Mapping[str, str] | None = None) -> None:
        self.app = app
        self.headers = dict(headers or {})

    def __call__(
        self,
        method: str,
        path: str,
        json: Any = None,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Return status, media type, allowed methods and body of the answer as one text."""
        path, _, query = path.partition("?")
        raw = {**self.headers, **(headers or {})}.items()
        scope = {
            "type": "http",
            "method": method,
            "path": unquote(path),
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in raw],
        }
        body = content if json is None else dumps(json).encode()
        answered: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": body}

        async def send(message: Any) -> None:
            answered.append(message)

        LOOP.run_until_complete(self.app(scope, receive, send))
        kept = [
            value for value in answered[0]["headers"] if value[0] in (b"allow", b"content-type")
        ]
        return f"[{answered[0]['status']}] {kept} {answered[1]['body']!r}"


@functools.cache
def _tour(**wanted: Any) -> list[str]:
    """Return what a mock answers on a tour past everything that can be done differently."""
    mine = infranotes(data=_DATA, clock="2026-01-31T12:00:00Z", **wanted)
    return list(_answers(Tourist(mine.app, mine.headers)))


_CLIENT = client_body(
    name="Ada Długa",
    contact_name="Ada",
    email="ada@example.com",
    phone="+48 1",
    address="123 Main Street",
    city="Gdańsk",
    postal_code="80-001",
    country="Poland",
    company_registration_number="REG1",
    payment_terms_id=1,
    iban="US123",
    categories=["b", "a"],
    tags=["x", "x", "W"],
    custom_fields={"Free and long enough": "1", "Size of the whole thing": "L"},
)
_DATA: Any = {
    "custom_fields": [
        {
            "id": number,
            "name": name,
            "type": kind,
            "entity": entity,
            "user_id": user,
            "required": number == 5,
            "display_order": 9 - number,
            "default_value": "5" if kind == "number" else "",
            "placeholder": "Enter it",
            "options": ["Low"] if kind == "dropdown" else None,
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z",
        }
        for number, (name, kind, entity, user) in enumerate(
            (
                ("Size of the whole thing", "text", "client", 2),
                ("Revenue", "number", "client", 2),
                ("Since", "date", "client", 2),
                ("Priority", "dropdown", "client", 2),
                ("Needed", "checkbox", "client", 2),
                ("Place", "text", "project", 2),
                ("Theirs", "text", "client", 3),
            ),
            1,
        )
    ]
}


def _answers(mine: Tourist) -> Iterator[str]:
    for part in (_strangers, _clients, _invalid, _contacts, _fields, _lists, _owners, _deleted):
        yield from part(mine)


def _strangers(mine: Tourist) -> Iterator[str]:
    expired = {"Authorization": f"Bearer {token(expires_in=-(10**8))}"}
    forged = token()[:-5] + "AAAAA"
    unsigned = "eyJhbGciOiJub25lIn0." + token().split(".")[1] + "."
    for value in ("", f"Basic {token()}", f"Bearer {forged}", f"Bearer {unsigned}"):
        yield Tourist(mine.app, {"Authorization": value})("GET", "/api/clients/search?query=x")
    yield Tourist(mine.app)("GET", "/api/clients")
    yield Tourist(mine.app)("GET", "/api/clients/99")
    yield Tourist(mine.app)("GET", "/api/nothing")
    yield Tourist(mine.app, expired)("GET", "/api/clients")


def _clients(mine: Tourist) -> Iterator[str]:
    needed = {"custom_fields": {"Needed": True}}
    yield mine("POST", "/api/clients", _CLIENT)
    yield mine("POST", "/api/clients", client_body(name="Two", country="POLAND", **needed))
    yield mine("POST", "/api/clients", client_body(name="Three"))
    yield mine("POST", "/api/clients", client_body(name="Four"))
    yield mine("POST", "/api/clients", client_body(name="Five"))
    vendor = {"type": "vendor", "category": "individual", "contact_name": "Bo", "address": "x"}
    yield mine("POST", "/api/clients", client_body(**vendor, notes="<b>00\n 1</b>", unknown=1))
    yield mine("POST", "/api/clients", client_body(tax_number="0012"))
    yield mine("PUT", "/api/clients/1", {"name": "Ada Nowak", "unknown": 2})
    yield mine("PUT", "/api/clients/1", {"city": "Sopot", "email": None, "postal_code": "1"})
    yield mine("PUT", "/api/clients/1", {"tags": [], "categories": ["c"], "account_number": "1"})
    yield mine("PUT", "/api/clients/1", {"custom_fields": {"Other": "2"}})
    yield mine("PUT", "/api/clients/1", {"city": "Hel", "type": "x"})
    yield mine("GET", "/api/clients/1")
    yield mine("GET", "/api/clients/2")
    yield mine("GET", "/api/clients/x")
    yield mine("GET", "/api/clients/99")


def _invalid(mine: Tourist) -> Iterator[str]:
    for body in ({"name": "A"}, {"type": "x"}, {"category": "x"}, {"name": None}):
        sent = {name: one for name, one in client_body(**body).items() if one is not None}
        yield mine("POST", "/api/clients", sent if body != {"name": "A"} else body)
    yield mine("POST", "/api/clients", content=b"{")
    yield mine("POST", "/api/clients", content=b'{"name": "\xff"}')
    yield mine("POST", "/api/clients", content=b"{}", headers={"content-type": "text/plain"})
    yield mine("PATCH", "/api/clients")
    yield mine("GET", "/api/nothing")
    yield mine("POST", "/api/clients/1/contacts", {"name": "x", "position": 5})
    yield mine("POST", "/api/clients/1/contacts", {"position": "nameless"})


def _contacts(mine: Tourist) -> Iterator[str]:
    yield mine("POST", "/api/clients/1/contacts", {"name": "Jan", "phone": "+1"})
    yield mine("POST", "/api/clients/1/contacts", {"name": "Eva", "is_primary": True, "email": "e"})
    text = {"position": "<b>\N{FAMILY}", "email": "m"}
    yield mine("POST", "/api/clients/1/contacts", {"name": "Mia", "is_primary": True, **text})
    yield mine("POST", "/api/clients/2/contacts", {"name": "Kim", "is_primary": True})
    yield mine("POST", "/api/clients/2/contacts", {"name": "Lea"})
    for path in ("/api/clients/1", "/api/clients/1/contacts", "/api/contacts/3"):
        yield mine("GET", path)
    yield mine("PUT", "/api/contacts/2", {"is_primary": True, "phone": "+2"})
    yield mine("GET", "/api/clients/1/contacts")
    yield mine("PUT", "/api/contacts/3/primary")
    yield mine("GET", "/api/contacts/2")
    yield mine("GET", "/api/clients/1/contacts")
    yield mine("GET", "/api/clients/2/contacts")
    yield mine("DELETE", "/api/contacts/3")
    yield mine("GET", "/api/contacts/3")
    yield mine("GET", "/api/clients/1/contacts")
    yield mine("GET", "/api/clients/1")


def _fields(mine: Tourist) -> Iterator[str]:
    for kind, entity in (
        ("checkbox", "client"),
        ("dropdown", "client"),
        ("text", "project"),
        ("x", "client"),
        ("text", "x"),
        (None, "client"),
    ):
        body = {"name": "F", "type": kind, "entity": entity, "placeholder": "a  b"}
        yield mine("POST", "/api/custom-fields", {k: v for k, v in body.items() if v})
    yield mine("POST", "/api/custom-fields", {"type": "text", "entity": "client"})
    yield mine("PUT", "/api/custom-fields/2", {"display_order": 50})
    yield mine("PUT", "/api/custom-fields/2", {"display_order": 4})
    yield mine("PUT", "/api/custom-fields/3", {"type": "x"})
    values = ("1.50", "2026-01-31", "Low", "true")
    saved = [{"custom_field_id": 2 + n, "value": value} for n, value in enumerate(values)]
    yield mine("POST", "/api/custom-field-values/client/1", saved)
    yield mine("POST", "/api/custom-field-values/client/2", saved[0] | {"value": "7"})
    yield mine("POST", "/api/custom-field-values/client/1", saved[0] | {"value": "8"})
    yield mine("GET", "/api/clients/1")
    yield mine("GET", "/api/clients/2")
    for number in range(4):
        wrong = {"custom_field_id": 2 + number, "value": "wrong"}
        yield mine("POST", "/api/custom-field-values/client/1", wrong)
    good, bad = {"custom_field_id": 1, "value": "XL"}, {"custom_field_id": 2, "value": "wrong"}
    yield mine("POST", "/api/custom-field-values/client/1", [good, bad])
    yield mine("GET", "/api/clients/1")
    yield mine("POST", "/api/custom-field-values/client/1", good | {"custom_field_id": 6})
    yield mine("POST", "/api/custom-field-values/client/1", good | {"custom_field_id": 99})
    yield mine("POST", "/api/custom-field-values/project/1", good | {"custom_field_id": 6})
    yield mine("POST", "/api/custom-field-values/planet/1", good)
    for entity in ("client", "project", "planet"):
        yield mine("GET", f"/api/custom-fields/{entity}")


def _lists(mine: Tourist) -> Iterator[str]:
    for number in range(52):
        yield mine("POST", "/api/clients", client_body(name=f"B{number % 9}", tags=["many"]))
    for query in (
        "",
        "limit=0",
        "limit=1",
        "limit=2",
        "limit=2&offset=2",
        "limit=1000",
        "limit=-1",
        "offset=500",
        "type=vendor",
        "category=individual",
        "category=a",
        "category=c",
        "country=Poland",
        "tag=x",
        "tag=many",
        "type=x",
        "type=client&category=c&country=Poland&tag=many",
        "type=client&tag=many",
    ):
        yield mine("GET", f"/api/clients?{query}")
    for query in (
        "",
        "query=B1",
        "query=b",
        "query=ada",
        "query=Ada%20Nowak",
        "query=owa",
        "query=Ada%20D%C5%82uga",
        "query=example.com",
        "query=%25",
        "query=B&limit=3",
        "query=B&limit=-1",
        "query=Two",
    ):
        yield mine("GET", f"/api/clients/search?{query}")


def _owners(mine: Tourist) -> Iterator[str]:
    theirs = Tourist(mine.app, bearer(3))
    yield theirs("GET", "/api/clients")
    yield theirs("GET", "/api/clients/search?query=Two")
    yield theirs("GET", "/api/clients/1")
    yield theirs("PUT", "/api/clients/2", {"city": "x"})
    yield theirs("POST", "/api/clients/2/contacts", {"name": "x"})
    yield theirs("GET", "/api/contacts/4")
    yield theirs("PUT", "/api/contacts/4", {"name": "x"})
    yield theirs("GET", "/api/custom-fields/client")
    yield theirs("POST", "/api/custom-field-values/client/2", {"custom_field_id": 7, "value": "x"})
    yield theirs("DELETE", "/api/custom-fields/6")
    yield theirs("DELETE", "/api/clients/6")
    yield theirs("POST", "/api/clients", client_body(name="Theirs"))


def _deleted(mine: Tourist) -> Iterator[str]:
    yield mine("DELETE", "/api/contacts/5")
    yield mine("GET", "/api/clients/2/contacts")
    yield mine("DELETE", "/api/clients/2")
    yield mine("GET", "/api/clients/2")
    yield mine("GET", "/api/clients/1")
    yield mine("GET", "/api/contacts/4")
    yield mine("GET", "/api/clients?limit=5")
    yield mine("GET", "/api/clients/search?query=Two")
    yield mine("DELETE", "/api/custom-fields/2")
    yield mine("GET", "/api/clients/1")
    yield mine("GET", "/api/custom-fields/client")
    yield mine("POST", "/api/custom-field-values/client/1", {"custom_field_id": 2, "value": "5"})
    yield mine("DELETE", "/api/clients/99")
