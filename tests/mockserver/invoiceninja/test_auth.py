"""Tokens, passwords, companies and rights."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from mockserver.api import api
from mockserver.invoiceninja.auth import PASSWORDS, TOKENS, headers
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import LIST, STATEMENT, bulk, made, names, ninja, place

NINJA = api("invoiceninja")
NOW = datetime(2026, 1, 31, tzinfo=UTC)


def _purge(call: Caller, path: str, more: Mapping[str, str | bytes]) -> int:
    return call("POST", f"{path}/purge", headers=more).status_code


@pytest.mark.parametrize(
    ("profile", "status", "body"),
    [
        ("documented", 401, {"message": "Invalid token"}),
        ("observed", 403, {"message": "Invalid token", "errors": {}}),
    ],
)
def test_a_token_is_needed(profile: str, status: int, body: object) -> None:
    call = Caller(ninja(profile=profile).app)
    for token in ({}, {"X-API-TOKEN": ""}, {"X-API-TOKEN": "x"}, {"x-api-token": TOKENS[2] + "x"}):
        for path in (LIST, f"{LIST}/x", f"{LIST}/create"):
            answer = call("GET", path, headers=token)
            assert (answer.status_code, answer.json()) == (status, body)


def test_header_names_have_no_case() -> None:
    call = Caller(ninja().app)
    assert call("GET", LIST, headers={"x-Api-ToKen": TOKENS[2]}).status_code == 200


def test_credentials_are_of_realistic_length() -> None:
    for user, token in TOKENS.items():
        assert len(token) == 64
        assert NINJA.credential(user, {}, NOW, 60) == token
    assert NINJA.password is not None
    assert NINJA.password(2) == PASSWORDS[2]
    with pytest.raises(ValueError, match="users 2, 3, 4"):
        NINJA.credential(9, {}, NOW, 60)
    with pytest.raises(ValueError, match="do not expire"):
        NINJA.credential(2, {}, NOW, -1)


@pytest.mark.parametrize(
    "token",
    [
        *(TOKENS[2][:-1], TOKENS[2] + "0", TOKENS[2].lower(), TOKENS[2][::-1]),
        *(TOKENS[2] + TOKENS[3], f"{TOKENS[2]}, {TOKENS[2]}", f"Bearer {TOKENS[2]}", "*", "null"),
        *("x" * 10_000, "\xe4\xf6\xfc"),
    ],
)
def test_what_is_no_token_is_refused(token: str) -> None:
    sent: Any = {"X-API-TOKEN": token.encode("latin-1")}
    answer = Caller(ninja().app)("GET", LIST, headers=sent)
    assert (answer.status_code, answer.json()) == (401, {"message": "Invalid token"})


@pytest.mark.parametrize(("profile", "status"), [("documented", 403), ("observed", 401)])
def test_companies_are_kept_apart(profile: str, status: int) -> None:
    mine = ninja(profile=profile)
    theirs = Caller(mine.app, headers(TOKENS[3]))
    foreign = made(theirs, name="Foreign")
    assert names(mine) == []
    for method, action in (("GET", ""), ("PUT", ""), ("DELETE", ""), ("GET", "/edit")):
        answer = mine(method, place(foreign, action), {} if method == "PUT" else None)
        assert (answer.status_code, [*answer.json()]) == (status, ["message"])
    assert bulk(mine, "archive", foreign).status_code == 422
    assert _purge(mine, place(foreign), {"X-API-PASSWORD": PASSWORDS[2]}) == status
    own = made(mine)
    merge = f"{place(own)}/{foreign['id']}/merge"
    refused = mine("POST", merge, headers={"X-API-PASSWORD": PASSWORDS[2]})
    assert refused.status_code == status
    assert theirs("GET", place(foreign)).json()["data"] == foreign


def test_numbers_and_defaults_are_each_companys_own() -> None:
    mine = ninja()
    theirs = Caller(mine.app, headers(TOKENS[3]))
    first, second = made(mine, country_id=None), made(theirs, country_id=None)
    assert (first["number"], second["number"]) == ("0001", "0001")
    assert (first["country_id"], second["country_id"]) == ("840", "276")
    assert (first["settings"]["currency_id"], second["settings"]["currency_id"]) == ("1", "3")


def test_who_is_no_administrator_sees_what_is_theirs() -> None:
    call = Caller(ninja(data="demo").app, headers(TOKENS[4]))
    assert names(call, "sort=id|asc") == [
        "Brückner & Söhne Maschinenbau GmbH",
        "Okonkwo Community Trust",
    ]
    other = "Wpmbk5ezJn"
    assert call("GET", f"{LIST}/{other}").status_code == 403
    assert bulk(call, "archive", {"id": other}).status_code == 200
    assert (
        Caller(call.app, headers(TOKENS[2]))("GET", f"{LIST}/{other}").json()["data"]["archived_at"]
        == 0
    )


@pytest.mark.parametrize(("profile", "status"), [("documented", 403), ("observed", 401)])
def test_who_is_no_administrator_cannot_purge_nor_merge(profile: str, status: int) -> None:
    call = Caller(ninja(data="demo", profile=profile).app, headers(TOKENS[4]))
    own = f"{LIST}/VolejRejNm"
    password = {"X-API-PASSWORD": PASSWORDS[4]}
    assert _purge(call, own, password) == status
    assert call("POST", f"{own}/{'Y0ZaKvbxQy'}/merge", headers=password).status_code in (
        400,
        status,
    )
    assert call("POST", f"{own}/updateTaxData").status_code == status
    assert call("GET", own).status_code == 200


@pytest.mark.parametrize("wrong", [{}, {"X-API-PASSWORD": "x"}, {"X-API-PASSWORD": PASSWORDS[3]}])
def test_the_password_of_the_user_is_needed(wrong: Mapping[str, str]) -> None:
    call = ninja()
    client = made(call)
    for path in (place(client), f"{LIST}/unknown"):
        answer = call("POST", f"{path}/purge", headers=dict(wrong))
        assert answer.status_code == 412
        assert answer.json() == {"message": "Invalid Password", "errors": {}}
    assert call("GET", place(client)).status_code == 200


def test_the_password_may_be_in_base64() -> None:
    call = ninja()
    coded = base64.b64encode(PASSWORDS[2].encode()).decode()
    for wrong in ("*", "YQ", b"\xff"):
        assert _purge(call, place(made(call)), {"X-API-PASSWORD-BASE64": wrong}) == 412
    assert _purge(call, place(made(call)), {"X-API-PASSWORD-BASE64": coded}) == 200


def test_the_password_is_asked_each_time() -> None:
    call = ninja()
    assert _purge(call, place(made(call)), {"X-API-PASSWORD": PASSWORDS[2]}) == 200
    assert _purge(call, place(made(call)), {}) == 412


def test_the_deployed_service_remembers_the_password() -> None:
    call = ninja(profile="observed")
    assert _purge(call, place(made(call)), {}) == 412
    assert _purge(call, place(made(call)), {"X-API-PASSWORD": PASSWORDS[2]}) == 200
    assert _purge(call, place(made(call)), {}) == 200
    assert _purge(call, place(made(call)), {"X-API-PASSWORD": "wrong"}) == 412
    other = Caller(call.app, headers(TOKENS[3]))
    assert _purge(other, place(made(other)), {}) == 412


def test_the_password_is_forgotten_after_half_an_hour() -> None:
    call = ninja(profile="observed")
    assert _purge(call, place(made(call)), {"X-API-PASSWORD": PASSWORDS[2]}) == 200
    state = call("GET", "/_mock/state").json()
    assert [one["id"] for one in state["invoiceninja"]["passwords"]] == [2]
    state["invoiceninja"]["passwords"][0]["until"] -= 1801
    later = ninja(profile="observed", data=state)
    assert _purge(later, place(made(later)), {}) == 412


def test_a_statement_of_a_foreign_client_is_refused() -> None:
    mine = ninja()
    foreign = made(Caller(mine.app, headers(TOKENS[3])))
    period = {"start_date": "2025-01-01", "end_date": "2025-12-31"}
    assert mine("POST", STATEMENT, {"client_id": foreign["id"], **period}).status_code == 403
