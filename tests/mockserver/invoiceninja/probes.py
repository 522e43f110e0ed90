"""Probes: what each sends to a mock, and what it finds that a variation changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockserver.invoiceninja.auth import PASSWORDS, TOKENS
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import (
    BASE,
    LIST,
    bulk,
    client,
    ids,
    listed,
    made,
    names,
    ninja,
    place,
)

CLOCK = "2026-01-31T12:00:00Z"
NOON = 1_769_860_800
PASSWORD = {"X-API-PASSWORD": PASSWORDS[2]}

Probe = Callable[[Caller], Any]


def stranger(call: Caller, **headers: str) -> Caller:
    return Caller(call.app, headers)


def status(method: str, path: str, body: Any = None, **more: Any) -> Probe:
    """Return a probe for the status of an answer."""
    return lambda call: call(method, path, body, **more).status_code


def stored(name: str, **members: Any) -> Probe:
    """Return a probe for a member of a client that was created from others, or for the status."""

    def probe(call: Caller) -> Any:
        answer = call("POST", LIST, client(**members))
        return answer.json()["data"].get(name) if answer.status_code == 200 else answer.status_code

    return probe


def foreign(call: Caller) -> int:
    theirs = made(Caller(call.app, {"X-API-TOKEN": TOKENS[3]}))
    return call("GET", place(theirs)).status_code


def not_admin(call: Caller) -> int:
    headers = {"X-API-TOKEN": TOKENS[4], "X-API-PASSWORD": PASSWORDS[4]}
    employee = Caller(call.app, headers)
    return employee("POST", place(made(employee), "/purge")).status_code


def many(*texts: str) -> Probe:
    """Return a probe for the names that queries keep of three clients in all states."""

    def probe(call: Caller) -> Any:
        made(call, name="Bob active", number="10", custom_value1="x")
        bulk(call, "archive", made(call, name="the Bob* archived"))
        bulk(call, "delete", made(call, name="bob deleted"))
        return [[one.split()[-1] for one in names(call, text)] for text in texts]

    return probe


def text_body(call: Caller) -> int:
    return call(
        "POST", LIST, content=b'{"name": "X"}', headers={"Content-Type": "text/plain"}
    ).status_code


def malformed(call: Caller) -> int:
    return call(
        "POST", LIST, content=b"{", headers={"Content-Type": "application/json"}
    ).status_code


def contacts(**members: Any) -> Probe:
    def probe(call: Caller) -> Any:
        body = {name: value for name, value in client(**members).items() if value != "absent"}
        answer = call("POST", LIST, body)
        if answer.status_code != 200:
            return answer.status_code
        return [one["email"] for one in answer.json()["data"]["contacts"]]

    return probe


def updated(body: dict[str, Any], *shown: str, **members: Any) -> Probe:
    def probe(call: Caller) -> Any:
        answer = call("PUT", place(made(call, **members)), body)
        if answer.status_code != 200:
            return answer.status_code
        return [answer.json()["data"][name] for name in shown]

    return probe


def update_deleted(call: Caller) -> int:
    gone = made(call)
    bulk(call, "delete", gone)
    return call("PUT", place(gone), {"city": "X"}).status_code


def currency_after(call: Caller) -> str:
    changed = call("PUT", place(made(call, settings={"currency_id": "3"})), {"city": "X"}).json()
    return str(changed["data"]["settings"]["currency_id"])


def currency(value: str) -> Probe:
    return stored("name", settings={"currency_id": value})


def moved(call: Caller) -> bool:
    one = made(call)
    call("PUT", place(one), {"city": "X"})
    data = call("GET", "/_mock/state").json()
    for client_ in data["invoiceninja"]["clients"]:
        client_["updated_at"] = 5
    other = ninja(data=data, clock=CLOCK, variations=active(call))
    other("DELETE", place(one))
    return bool(listed(other)[0]["updated_at"] > 5)


def active(call: Caller) -> tuple[str, ...]:
    return tuple(one["id"] for one in call("GET", "/_mock/variations").json()["active"])


def order_of_bulk(call: Caller) -> list[str]:
    a, b, c = (made(call, name=name) for name in "abc")
    return [one["name"] for one in bulk(call, "archive", b, c, a).json()["data"]]


def done_in_bulk(action: str, **members: Any) -> Probe:
    return lambda call: bulk(call, action, made(call), **members).status_code


def upload(method: str, name: str, content: bytes, **fields: str) -> Probe:
    def probe(call: Caller) -> int:
        sent = {"documents[]": (name, content)}
        path = place(made(call), "/upload")
        return call(method, path, files=sent, data=fields).status_code

    return probe


def uploads(call: Caller) -> list[int]:
    ways: list[tuple[str, dict[str, str]]] = [
        *(("POST", {}), ("POST", {"_method": "POST"}), ("POST", {"_method": "PUT"}), ("PUT", {})),
    ]
    return [upload(method, "a.txt", b"a", **fields)(call) for method, fields in ways]


def purge(call: Caller) -> list[str]:
    return [*call("POST", place(made(call), "/purge"), headers=PASSWORD).json()]


def remembered(call: Caller) -> int:
    call("POST", place(made(call), "/purge"), headers=PASSWORD)
    return call("POST", place(made(call), "/purge")).status_code


def merged(*shown: str) -> Probe:
    def probe(call: Caller) -> Any:
        clients = [
            {"id": number, "company_id": 2, "user_id": 2, "name": f"C{number}", "credit_balance": 5}
            for number in (1, 2)
        ]
        contacts = [
            {
                "id": number,
                "client_id": number,
                "email": f"c{number}@example.com",
                "is_primary": True,
            }
            for number in (1, 2)
        ]
        data = {"clients": clients, "contacts": contacts}
        other = ninja(data=data, variations=active(call))
        path = f"{LIST}/{ids.encode(1)}/{ids.encode(2)}/merge"
        body = other("POST", path, headers=PASSWORD).json()["data"]
        primary = sum(one["is_primary"] for one in body["contacts"])
        return primary if shown == ("primary",) else body["credit_balance"]

    return probe


def email(bounce: str) -> Probe:
    def probe(call: Caller) -> Any:
        other = ninja(data="demo", variations=active(call))
        answer = other("POST", f"{BASE}/reactivate_email/{bounce}")
        return answer.status_code, bool(answer.content)

    return probe


def says_something(method: str, action: str) -> Probe:
    return lambda call: bool(call(method, place(made(call), action)).content)


def links(call: Caller) -> str:
    for name in "ab":
        made(call, name=name)
    answer = call("GET", f"{LIST}?per_page=1&name=").json()
    return str(answer["meta"]["pagination"]["links"]["next"]).partition("?")[2]


def includes(call: Caller) -> list[int]:
    one = made(call)
    paths = (LIST, place(one))
    return [call("GET", f"{path}?include=bogus").status_code for path in paths]


def since(call: Caller) -> list[int]:
    made(call)
    return [len(listed(call, f"created_at={NOON + shift}")) for shift in (-90_000, 0, 3600)]


def per_page(call: Caller) -> int:
    answer = call("GET", f"{LIST}?per_page=0").json()
    return int(answer["meta"]["pagination"]["per_page"])


def in_order(query: str) -> Probe:
    def probe(call: Caller) -> Any:
        for name in ("b", "a", "c"):
            made(call, name=name)
        answer = call("GET", f"{LIST}?{query}")
        shown = answer.json().get("data", answer.status_code)
        return "".join(one["name"] for one in shown) if isinstance(shown, list) else shown

    return probe


def shown(*members: str) -> Probe:
    return lambda call: [name in made(call) for name in members]


def of_contact(*members: str) -> Probe:
    return lambda call: [name in made(call)["contacts"][0] for name in members]


def invalid_in_browser(call: Caller) -> int:
    browser = stranger(call, **{"X-API-TOKEN": TOKENS[2], "Accept": "text/html"})
    return browser("POST", LIST, {"country_id": "x"}).status_code
