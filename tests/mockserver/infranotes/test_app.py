"""InfraNotes over HTTP: what only shows there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mockserver.calling import Caller, bearer, client_body, infranotes


def test_all_problems_of_a_body_are_told_at_once() -> None:
    body = {"type": "partner", "name": "", "tags": "x", "default_currency": "eur"}
    error = infranotes()("POST", "/api/clients", body).json()["error"]
    for member in ("type", "category", "name", "tags", "default_currency"):
        assert member in error


def test_all_problems_of_a_query_are_told_at_once() -> None:
    answer = infranotes()("GET", "/api/clients?type=x&limit=-1&offset=1.5")
    assert answer.status_code == 400
    assert all(name in answer.json()["error"] for name in ("type", "limit", "offset"))


@pytest.mark.parametrize("limit", ["", "x", "1.0", "+1", "1e1", "٣", "0x1", " 1", "-1", "9" * 5000])
def test_a_limit_that_is_none_is_refused(limit: str) -> None:
    call = infranotes()
    assert call("GET", "/api/clients", params={"limit": limit}).status_code == 400
    query = {"query": "x", "limit": limit}
    assert call("GET", "/api/clients/search", params=query).status_code == 400


def test_a_huge_limit_is_none_the_less_a_limit() -> None:
    answer = infranotes(data="demo")("GET", "/api/clients", params={"limit": "9" * 30})
    assert answer.status_code == 200


def test_of_a_parameter_that_is_repeated_the_last_counts() -> None:
    call = infranotes(data="demo")
    assert len(call("GET", "/api/clients?limit=1&limit=2").json()) == 2


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/clients/x"),
        ("PUT", "/api/clients/1.0"),
        ("DELETE", "/api/clients/" + "9" * 5000),
        ("GET", "/api/contacts/-1"),
        ("PUT", "/api/contacts/0/primary"),
        ("DELETE", "/api/custom-fields/client"),
        ("GET", "/api/clients/%00"),
        ("GET", "/api/clients/%F0%9F%98%80/contacts"),
    ],
)
def test_an_id_that_names_nothing_is_not_found(method: str, path: str) -> None:
    body: Any = {"json": {}} if method == "PUT" else {}
    answer = infranotes()(method, path, **body)
    assert answer.status_code == 404
    assert answer.json()["error"]


@pytest.mark.parametrize("entity", ["planet", "1", "Client"])
def test_an_entity_that_is_not_documented_is_refused(entity: str) -> None:
    call = infranotes()
    assert call("GET", f"/api/custom-fields/{entity}").status_code == 400
    body = {"custom_field_id": 1, "value": "x"}
    answer = call("POST", f"/api/custom-field-values/{entity}/1", body)
    assert answer.status_code == 400
    assert "entity" in answer.json()["error"]


def test_null_for_what_a_client_must_have_is_refused() -> None:
    call = infranotes()
    call("POST", "/api/clients", client_body())
    for name in ("name", "type", "category"):
        answer = call("PUT", "/api/clients/1", {name: None})
        assert (answer.status_code, name in answer.json()["error"]) == (400, True)


def test_one_value_is_answered_with_one_and_several_with_several() -> None:
    call = infranotes()
    call("POST", "/api/clients", client_body())
    call("POST", "/api/custom-fields", {"name": "F", "type": "number", "entity": "client"})
    item = {"custom_field_id": 1, "value": 2**70}
    assert call("POST", "/api/custom-field-values/client/1", item).json()["value"] == 2**70
    several = call("POST", "/api/custom-field-values/client/1", [item, item]).json()
    assert [one["value"] for one in several] == [2**70, 2**70]
    assert call("POST", "/api/custom-field-values/client/1", json=[]).status_code == 400


def test_users_are_kept_apart() -> None:
    mine = infranotes()
    theirs = Caller(mine.app, bearer(3))
    assert theirs("POST", "/api/clients", client_body()).json()["user_id"] == 3
    assert mine("GET", "/api/clients").json() == []
    assert mine("GET", "/api/clients/1").status_code == 404
    assert mine("POST", "/api/clients", client_body()).json()["id"] == 2


def test_many_at_once_leave_one_primary() -> None:
    call = infranotes()
    call("POST", "/api/clients", client_body())
    for _ in range(10):
        call("POST", "/api/clients/1/contacts", {"name": "x"})
    requests = [("PUT", f"/api/contacts/{number % 10 + 1}/primary") for number in range(200)]
    assert {answer.status_code for answer in call.together(*requests)} == {200}
    contacts = call("GET", "/api/clients/1/contacts").json()
    assert sum(contact["is_primary"] for contact in contacts) == 1


def test_text_comes_back_as_it_was_sent() -> None:
    text = " <b>\u00e9e\u0301\r\n\t\"'\\ +00 \N{FAMILY} \u2028 "
    call = infranotes()
    sent: Any = dict.fromkeys(("notes", "iban", "phone"), text)
    created = call("POST", "/api/clients", client_body(**sent, tags=[text, text])).json()
    assert {name: created[name] for name in sent} == sent
    assert call("GET", "/api/clients/1").json()["tags"] == [text, text]
