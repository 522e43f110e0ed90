from __future__ import annotations

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from mockserver.infranotes import auth
from mockserver.infranotes.options import DEVELOPMENT_SECRET
from tests.mockserver.calling import Caller, bearer, client_body, infranotes, token


def _encoded(part: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def _signed(claims: dict[str, Any], secret: str = DEVELOPMENT_SECRET, how: str = "HS256") -> str:
    return jwt.encode(claims, secret, algorithm=how)


def _status(authorization: str | None) -> int:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = Caller(infranotes().app, headers)("GET", "/api/clients")
    if answer.status_code == 401:
        assert list(answer.json()) == ["error"]
        assert answer.headers["www-authenticate"] == "Bearer"
    return answer.status_code


def _forged(header: Any, claims: Any, secret: bytes = DEVELOPMENT_SECRET.encode()) -> str:
    """Return a token of any header and claims, data or JSON text, that is signed with HMAC-SHA256."""
    parts = [
        one if isinstance(one, bytes) else json.dumps(one).encode() for one in (header, claims)
    ]
    signed = ".".join(base64.urlsafe_b64encode(one).decode().rstrip("=") for one in parts)
    signature = hmac.digest(secret, signed.encode(), "sha256")
    return f"Bearer {signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


HS256 = {"alg": "HS256", "typ": "JWT"}
SOMEBODY = {"sub": "2"}
HOUR = 3600
NOW = int(datetime.now(UTC).timestamp())
HEADER, CLAIMS, SIGNATURE = token().split(".")

REFUSED = {
    "nothing": None,
    "empty": "",
    "no token": "Bearer",
    "only spaces": "Bearer    ",
    "another scheme": f"Basic {token()}",
    "no scheme": token(),
    "two tokens": f"Bearer {token()} {token()}",
    "no signature": f"Bearer {HEADER}.{CLAIMS}.",
    "two parts": f"Bearer {HEADER}.{CLAIMS}",
    "another signature": f"Bearer {HEADER}.{CLAIMS}.{SIGNATURE[::-1]}",
    "other claims": f"Bearer {HEADER}.{_encoded({'sub': '3', 'user_id': 3})}.{SIGNATURE}",
    "unsigned": f"Bearer {_encoded({'alg': 'none'})}.{CLAIMS}.",
    "unsigned, in capitals": f"Bearer {_encoded({'alg': 'NONE'})}.{CLAIMS}.",
    "another secret": f"Bearer {_signed({'sub': '2'}, 'x' * 40)}",
    "another algorithm": f"Bearer {_signed({'sub': '2'}, 'x' * 64, 'HS512')}",
    "the right secret, another algorithm": f"Bearer {_signed({'sub': '2'}, how='HS384')}",
    "expired": f"Bearer {token(expires_in=-1)}",
    "not valid yet": f"Bearer {_signed({'sub': '2', 'nbf': NOW + HOUR})}",
    "expires at no time": f"Bearer {_signed({'sub': '2', 'exp': 'never'})}",
    "nobody": f"Bearer {_signed({'exp': NOW + HOUR})}",
    "a user that is no number": f"Bearer {_signed({'sub': 'admin'})}",
    "a negative user": f"Bearer {_signed({'user_id': -2})}",
    "too long": "Bearer " + "x" * 10_000,
    "no base64": "Bearer \xe4.\xf6.\xfc",
    "nested": f"Bearer {_encoded({'alg': 'HS256'})}."
    + base64.b64encode(b"[" * 5000).decode()
    + ".x",
    "twice, which may mean two": f"Bearer {token()}, Bearer {token()}",
    # Signed rightly, and said to be something else.
    "RS256 with the secret as its key": _forged({**HS256, "alg": "RS256"}, SOMEBODY),
    "ES256 with the secret as its key": _forged({**HS256, "alg": "ES256"}, SOMEBODY),
    "none, though signed": _forged({**HS256, "alg": "none"}, SOMEBODY),
    "no algorithm": _forged({"typ": "JWT"}, SOMEBODY),
    "no algorithm's name": _forged({**HS256, "alg": ["HS256"]}, SOMEBODY),
    "another case of the algorithm": _forged({**HS256, "alg": "hs256"}, SOMEBODY),
    "extensions that must be understood": _forged(
        {**HS256, "crit": ["b64"], "b64": False}, SOMEBODY
    ),
    "a header that is no object": _forged([HS256], SOMEBODY),
    "claims that are no object": _forged(HS256, ["sub", "2"]),
    "claims that are no text": _forged(HS256, b"\xff\xfe"),
    "claims nested deeply": _forged(HS256, b"[" * 3000),
    "a number without end": _forged(HS256, b'{"sub": "2", "exp": ' + b"9" * 5000 + b"}"),
    # Signed with what whoever forges it knows.
    "an empty secret": _forged(HS256, SOMEBODY, b""),
    "a key that it names": _forged({**HS256, "kid": "../../../dev/null"}, SOMEBODY, b""),
    "a key that it brings": _forged({**HS256, "jwk": {"kty": "oct", "k": "eA"}}, SOMEBODY, b"x"),
    "a key that it points to": _forged({**HS256, "jku": "https://evil.example"}, SOMEBODY, b"x"),
    # Of no time, and of nobody.
    "expires at what is no number": _forged(HS256, b'{"sub": "2", "exp": NaN}'),
    "never expires": _forged(HS256, b'{"sub": "2", "exp": 1e999}'),
    "valid since ever": _forged(HS256, b'{"sub": "2", "nbf": -1e999}'),
    "expires at yes": _forged(HS256, {**SOMEBODY, "exp": True}),
    "a user in other digits": _forged(HS256, {"sub": "\u00b2"}),
    "a user with spaces": _forged(HS256, {"sub": " 2"}),
    "several users": _forged(HS256, {"user_id": [2]}),
}


@pytest.mark.parametrize("authorization", REFUSED.values(), ids=REFUSED)
def test_what_is_no_valid_token_is_refused(authorization: str | None) -> None:
    encoded: Any = authorization if authorization is None else authorization.encode("latin-1")
    assert _status(encoded) == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "2"},
        {"user_id": 2},
        {"sub": 2},
        {"sub": "2", "aud": "somebody", "iss": "somebody"},
        {"sub": "2", "iat": NOW + HOUR},
        {"sub": "2", "nbf": NOW - HOUR, "exp": NOW + HOUR},
    ],
)
def test_whoever_signs_rightly_is_let_in(claims: dict[str, Any]) -> None:
    assert _status(f"bearer {_signed(claims)}") == 200


def test_the_time_is_the_mocks_own() -> None:
    later = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    call = Caller(infranotes(clock=later).app, {"Authorization": f"Bearer {token()}"})
    assert call("GET", "/api/clients").status_code == 401


def test_another_secret_can_be_set() -> None:
    secret = "another-secret-that-is-long-enough"
    app = infranotes(settings={"jwt-secret": secret}).app
    settings: Any = {"jwt-secret": secret}
    mine = token(**settings)
    assert Caller(app, {"Authorization": f"Bearer {mine}"})("GET", "/api/clients").is_success
    assert Caller(app, {"Authorization": f"Bearer {token()}"})("GET", "/api/clients").is_error


@pytest.mark.parametrize("path", ["/api/clients/1", "/api/clients/x", "/api/contacts/99"])
def test_strangers_learn_nothing(path: str) -> None:
    assert Caller(infranotes().app)("GET", path).status_code == 401


def test_strangers_change_nothing() -> None:
    call = infranotes()
    assert Caller(call.app)("POST", "/api/clients", client_body(type="x")).status_code == 401
    assert call("GET", "/api/clients").json() == []


def test_users_are_told_apart_however_often_they_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "MOST_KNOWN", 5)
    app = infranotes().app
    for user in (2, 3):
        Caller(app, bearer(user))("POST", "/api/clients", client_body())
    for number in range(20):
        user = 2 + number % 2
        authorization = {"Authorization": f"Bearer {token(user, expires_in=HOUR + number)}"}
        for target in ("/api/clients", "/api/clients?limit=5"):  # the same would not be asked again
            clients = Caller(app, authorization)("GET", target).json()
            assert {one["user_id"] for one in clients} == {user}
    known = app.worlds[0].behaviour().access._known  # noqa: SLF001
    assert 0 < len(known) <= auth.MOST_KNOWN
