"""Unmistakable secrets, and every way in which a program may send one to a mock by right or by mistake."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import jwt

from mockserver.infakt.auth import KEYS
from mockserver.invoiceninja.auth import PASSWORDS, TOKENS

OWN_SECRET = "planted-signature-key-of-this-mock-and-no-other"


@dataclass(frozen=True)
class Planted:
    """A request, with the secrets in it."""

    secrets: tuple[str, ...]
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


class Garden:
    """Makes requests to one API that carry secrets, each its own."""

    def __init__(self, api: str) -> None:
        self.api = api
        self._number = 0

    def secret(self) -> str:
        """Return a secret that no other place has."""
        self._number += 1
        return f"PLANTED{self._number:04}ofthe{self.api}SECRETS"

    def planted(self) -> Iterator[Planted]:
        """Yield a request for every entrance."""
        yield from self._in_headers()
        yield from self._in_queries()
        yield from self._in_bodies()
        yield from _OWN[self.api](self)

    def _in_headers(self) -> Iterator[Planted]:
        path, known = _LISTS[self.api], _HEADERS[self.api]
        for name in _HEADERS_WITH_SECRETS:
            secret = self.secret()
            yield Planted((secret,), "GET", path, {**known, name: secret})
            yield Planted((secret,), "GET", "/nowhere", {name: f"Bearer {secret}"})
            yield Planted((secret,), "GET", path, {name: f"a={secret}; b={secret}"})
        user = base64.b64encode(f"user:{self.secret()}".encode()).decode()
        yield Planted((user,), "GET", path, {"Authorization": f"Basic {user}"})

    def _in_queries(self) -> Iterator[Planted]:
        path, known = _LISTS[self.api], _HEADERS[self.api]
        for name in ("api_key", "token", "password", "access_token", "client_secret"):
            secret = self.secret()
            yield Planted((secret,), "GET", f"{path}?{name}={secret}", known)
            yield Planted((secret,), "GET", f"{path}?a=1&{quote(name)}={secret}", {})
            yield Planted((secret,), "GET", f"/nowhere?{name}={secret}", {})

    def _in_bodies(self) -> Iterator[Planted]:
        """Yield bodies with a sensitive member: right, wrong, cut off, and in other forms."""
        path = _LISTS[self.api]
        for name in _SENSITIVE[self.api]:
            for written in _bodies(self.api, name, self.secret()):
                kind, body, secret = written
                headers = {**_HEADERS[self.api], "Content-Type": kind}
                yield Planted((secret,), "POST", path, headers, body)
                yield Planted((secret,), "POST", path, {"Content-Type": kind}, body)


def _bodies(api: str, name: str, secret: str) -> Iterator[tuple[str, bytes, str]]:
    right = _BODY[api](name, secret)
    number = str(int.from_bytes(secret.encode()[:11], "big"))
    yield "application/json", json.dumps(right).encode(), secret
    yield "application/json", json.dumps(right, indent=2).encode(), secret
    yield "application/json", json.dumps(_BODY[api](name, [secret])).encode(), secret
    yield "application/json", json.dumps(_BODY[api](name, {"a": secret})).encode(), secret
    yield "application/json", json.dumps(_BODY[api](name, secret * 20)).encode(), secret
    yield (
        "application/json",
        json.dumps({name: secret, "nonsense": {name: secret}}).encode(),
        secret,
    )
    yield "application/json", json.dumps([{name: secret}]).encode(), secret
    yield "application/json", json.dumps(_BODY[api](name, int(number))).encode(), number
    yield "application/json", json.dumps(_BODY[api](name.upper(), secret)).encode(), secret
    cut = json.dumps(right).encode()
    yield "application/json", cut[: cut.index(secret.encode()) + len(secret) + 1], secret
    yield "application/json", cut[: cut.index(secret.encode()) + len(secret)], secret
    yield "application/json", cut + b"}", secret
    yield "text/plain", cut, secret
    yield "application/x-www-form-urlencoded", f"a=1&{name}={secret}".encode(), secret
    yield "application/x-www-form-urlencoded", f"client[{name}]={secret}&b=".encode(), secret
    yield "application/x-www-form-urlencoded", cut, secret
    part = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{secret}\r\n'
    yield "multipart/form-data; boundary=x", f"{part}--x--\r\n".encode(), secret
    yield "multipart/form-data; boundary=x", part.encode(), secret
    nested = part.replace(f'name="{name}"', f'name="contacts[0][{name}]"')
    yield "multipart/form-data; boundary=x", f"{nested}--x--\r\n".encode(), secret
    escaped = json.dumps(_BODY[api](name, f'a"{secret}\n{secret}')).encode()
    yield "application/json", escaped, secret
    yield "application/json", escaped[:-2], secret
    yield "", cut, secret


def _infranotes(garden: Garden) -> Iterator[Planted]:
    for claims in ({"sub": "2"}, {"sub": "2", "exp": 1}, {"sub": garden.secret()}):
        for secret in (OWN_SECRET, "x" * 40):
            token = jwt.encode(claims, secret, algorithm="HS256")
            parts = (token, token.rpartition(".")[2], token.split(".")[1])
            yield Planted(parts, "GET", "/api/clients", {"Authorization": f"Bearer {token}"})
            yield Planted(parts, "GET", "/api/clients", {"Authorization": token})
            yield Planted(parts, "GET", "/api/clients", {"Authorization": f"Bearer {token}, x"})
    values = {"iban": garden.secret(), "account_number": garden.secret()}
    body = json.dumps({**_BODY["infranotes"]("swift", "x"), "custom_fields": values}).encode()
    headers = {**_HEADERS["infranotes"], "Content-Type": "application/json"}
    yield Planted(tuple(values.values()), "POST", "/api/clients", headers, body)


def _invoiceninja(garden: Garden) -> Iterator[Planted]:
    known = _HEADERS["invoiceninja"]
    wrong = garden.secret()
    coded = base64.b64encode(wrong.encode()).decode()
    coded_right = base64.b64encode(PASSWORDS[2].encode()).decode()
    for headers, secrets in (
        ({"X-API-PASSWORD": PASSWORDS[2]}, (PASSWORDS[2],)),
        ({"X-API-PASSWORD": wrong}, (wrong,)),
        ({"X-API-PASSWORD-BASE64": coded}, (wrong, coded)),
        ({"X-API-PASSWORD-BASE64": coded_right}, (PASSWORDS[2], coded_right)),
        ({"X-API-TOKEN": wrong}, (wrong,)),
        ({"X-API-SECRET": wrong}, (wrong,)),
    ):
        path = "/api/v1/clients/VolejRejNm/purge"
        yield Planted((*secrets, TOKENS[2]), "POST", path, {**known, **headers})


def _infakt(garden: Garden) -> Iterator[Planted]:
    for secret in (KEYS[2], garden.secret()):
        yield Planted((secret,), "GET", "/api/v3/clients.json", {"X-inFakt-ApiKey": secret})
        yield Planted((secret,), "GET", f"/api/v3/clients.json?limit=1&api_key={secret}", {})
        yield Planted((secret,), "GET", f"/v3/clients.json?api_key={secret}&offset=x", {})
    for predicate in ("eq", "cont", "in", "nonsense"):
        secret = garden.secret()
        query = f"q[bank_account_{predicate}]={secret}&q[iban_{predicate}]={secret}"
        yield Planted((secret,), "GET", f"/api/v3/clients.json?{query}", _HEADERS["infakt"])


_OWN: dict[str, Callable[[Garden], Iterator[Planted]]] = {
    "infranotes": _infranotes,
    "invoiceninja": _invoiceninja,
    "infakt": _infakt,
}

_LISTS = {
    "infranotes": "/api/clients",
    "invoiceninja": "/api/v1/clients",
    "infakt": "/api/v3/clients.json",
}
_HEADERS: dict[str, dict[str, str]] = {
    "infranotes": {
        "Authorization": f"Bearer {jwt.encode({'sub': '2'}, OWN_SECRET, algorithm='HS256')}"
    },
    "invoiceninja": {"X-API-TOKEN": TOKENS[2]},
    "infakt": {"X-inFakt-ApiKey": KEYS[2]},
}
_HEADERS_WITH_SECRETS = (
    *("Authorization", "Proxy-Authorization", "Cookie", "X-Auth-Token", "X-Api-Key"),
    *("X-API-TOKEN", "X-API-PASSWORD", "X-inFakt-ApiKey", "Api-Key", "X-Client-Secret"),
)
_SENSITIVE = {
    "infranotes": ("iban", "account_number", "swift", "bank_name", "account_name", "password"),
    "invoiceninja": ("password", "contact_key", "token"),
    "infakt": ("bank_account", "iban", "api_key"),
}


def _ninja(name: str, value: Any) -> Any:
    return {"name": "Example", "country_id": "840", "contacts": [{"first_name": "A", name: value}]}


_BODY: dict[str, Callable[[str, Any], Any]] = {
    "infranotes": lambda name, value: {
        "type": "client",
        "category": "individual",
        "name": "Example",
        name: value,
    },
    "invoiceninja": _ninja,
    "infakt": lambda name, value: {"client": {"company_name": "X", "country": "PL", name: value}},
}
