"""Keys: who is let in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mockserver.infakt import auth
from tests.mockserver.calling import Caller
from tests.mockserver.infakt.calls import LIST, firm, infakt, show

NOW = datetime(2026, 1, 31, tzinfo=UTC)
MISSING = {"error": "Musisz podać klucz API."}
WRONG = {"error": "Klucz API który podałeś jest nieprawidłowy."}


def _stranger() -> Caller:
    return Caller(infakt(data="demo").app)


@pytest.mark.parametrize("name", ["X-inFakt-ApiKey", "x-infakt-apikey", "X-INFAKT-APIKEY"])
def test_the_header_is_understood_in_any_case(name: str) -> None:
    assert _stranger()("GET", LIST, headers={name: auth.KEYS[2]}).status_code == 200


def test_the_key_may_be_in_the_query() -> None:
    answer = _stranger()("GET", f"{LIST}?limit=1&api_key={auth.KEYS[3]}")
    assert answer.json()["metainfo"]["total_count"] == 3
    assert _stranger()("GET", answer.json()["metainfo"]["next"]).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", LIST), ("POST", LIST), ("GET", show(1)), ("PUT", show(1)), ("DELETE", show(999))],
)
def test_strangers_are_told_in_polish(method: str, path: str) -> None:
    call = _stranger()
    body = firm() if method in ("POST", "PUT") else None
    answer = call(method, path, body)
    assert (answer.status_code, answer.json()) == (401, MISSING)
    answer = call(method, path, body, headers={auth.HEADER: "x"})
    assert (answer.status_code, answer.json()) == (401, WRONG)


@pytest.mark.parametrize(
    "key",
    [
        *(auth.KEYS[2][:-1], auth.KEYS[2] + "0", auth.KEYS[2].upper(), auth.KEYS[2][::-1]),
        *(auth.KEYS[2] + auth.KEYS[3], f"{auth.KEYS[2]}, {auth.KEYS[2]}", f"Bearer {auth.KEYS[2]}"),
        *(f'"{auth.KEYS[2]}"', "null", "*", "%", "x" * 10_000, "\xe4\xf6\xfc"),
    ],
)
def test_what_is_no_key_is_refused(key: str) -> None:
    answer = _stranger()("GET", LIST, headers={auth.HEADER: key.encode("latin-1")})
    assert (answer.status_code, answer.json()) == (401, WRONG)


def test_other_ways_do_not_open() -> None:
    call = _stranger()
    for headers in ({"Authorization": f"Bearer {auth.KEYS[2]}"}, {auth.HEADER: ""}):
        assert call("GET", LIST, headers=headers).status_code == 401


def test_keys_are_of_two_users_and_of_usual_length() -> None:
    assert {len(key) for key in auth.KEYS.values()} == {32}
    assert auth.credential(3, {}, NOW, 60) == auth.KEYS[3]
    for user, seconds, part in ((4, 60, "users 2 and 3"), (2, -1, "do not expire")):
        with pytest.raises(ValueError, match=part):
            auth.credential(user, {}, NOW, seconds)
