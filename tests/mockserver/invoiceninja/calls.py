"""How the tests speak with an Invoice Ninja mock."""

from __future__ import annotations

from typing import Any

import yaml

import mockserver
from mockserver import data
from mockserver.invoiceninja.auth import TOKENS, headers
from mockserver.invoiceninja.ids import Ids
from tests.mockserver.calling import Caller

BASE = "/api/v1"
LIST = f"{BASE}/clients"
STATEMENT = f"{BASE}/client_statement"

ids = Ids()


def ninja(user: int = 2, **wanted: Any) -> Caller:
    """Return a caller of a fresh Invoice Ninja mock, without data unless they are wanted."""
    app = mockserver.asgi_app("invoiceninja", **{"data": "empty", **wanted})
    return Caller(app, headers(TOKENS[user]))


def client(**members: Any) -> dict[str, Any]:
    """Return the body of a client."""
    contact = {"first_name": "Ann", "email": "ann@example.com"}
    return {"name": "Example", "country_id": "840", "contacts": [contact]} | members


def made(call: Caller, **members: Any) -> dict[str, Any]:
    """Create a client and return it."""
    answer = call("POST", LIST, client(**members))
    assert answer.status_code == 200, answer.text
    created: dict[str, Any] = answer.json()["data"]
    return created


def place(of: dict[str, Any], action: str = "") -> str:
    """Return the path of a client."""
    return f"{LIST}/{of['id']}{action}"


def listed(call: Caller, query: str = "") -> list[dict[str, Any]]:
    """Return the clients that a list shows."""
    answer = call("GET", f"{LIST}?{query}")
    assert answer.status_code == 200, answer.text
    shown: list[dict[str, Any]] = answer.json()["data"]
    return shown


def names(call: Caller, query: str = "") -> list[str]:
    """Return the names of the clients that a list shows."""
    return [one["name"] for one in listed(call, query)]


def bulk(call: Caller, action: str, *clients: dict[str, Any], **members: Any) -> Any:
    """Do something to clients and return the answer."""
    body = {"action": action, "ids": [one["id"] for one in clients], **members}
    return call("POST", f"{LIST}/bulk", body)


def cases(name: str) -> Any:
    """Return a table of cases."""
    found = data.root() / "fixtures" / "invoiceninja" / "cases" / f"{name}.yaml"
    return yaml.safe_load(found.read_text(encoding="utf-8"))
