from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from mockserver.infranotes.auth import DEVELOPMENT_SECRET
from tests.mockserver.calling import Caller, client_body, infranotes, token


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
