"""Invoice Ninja over HTTP: what only shows there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockserver.api import DataError
from mockserver.contract import contract
from mockserver.invoiceninja.auth import PASSWORDS
from tests.mockserver.invoiceninja.calls import BASE, LIST, cases, client, made, ninja, place

PASSWORD = {"X-API-PASSWORD": PASSWORDS[2]}


def test_a_client_is_created_read_changed_and_deleted() -> None:
    call = ninja()
    created = made(call, name="Łąka & Söhne")
    assert call("GET", place(created)).json() == {"data": created}
    assert call("GET", place(created, "/edit")).json() == {"data": created}
    changed = call("PUT", place(created), {"city": "Łódź"}).json()["data"]
    assert (changed["city"], changed["contacts"]) == ("Łódź", created["contacts"])
    gone = call("DELETE", place(created))
    assert (gone.status_code, gone.json()["data"]["is_deleted"]) == (200, True)


def test_all_that_is_wrong_is_told_at_once() -> None:
    body = {
        "country_id": "A",
        "classification": "zzz",
        "settings": {"send_reminders": "faaalse", "language_id": "a"},
        "contacts": [{"email": "bad"}, {"email": "a@b.c", "password": "1"}],
        "documents": "wut",
    }
    answer = ninja()("POST", LIST, body)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert {*answer.json()["errors"]} == {
        *("country_id", "classification", "settings", "documents"),
        *("contacts.0.email", "contacts.1.password"),
    }


@pytest.mark.parametrize("group", ["create", "update"])
def test_the_table_of_refusals_is_refused(group: str) -> None:
    call = ninja()
    taken = made(call, number="T-1", id_number="T-2")
    for row in cases("refused")[group]:
        words = {"{taken.number}": taken["number"], "{taken.id_number}": taken["id_number"]}
        sent = {name: words.get(str(value), value) for name, value in row["sent"].items()}
        answer = (
            call("POST", LIST, client() | sent)
            if group == "create"
            else call("PUT", place(made(call)), sent)
        )
        assert answer.status_code == 422, row
        named = row["named"].replace("*", "0")
        assert named in answer.json()["errors"], row


@pytest.mark.parametrize("path", ["/", "//"])
def test_slashes_at_the_end_change_nothing(path: str) -> None:
    assert ninja()("GET", LIST + path).status_code == 200


def test_every_answer_tells_versions_and_allows_all_origins() -> None:
    call = ninja()
    for method, path in (
        *(("GET", LIST), ("OPTIONS", LIST), ("DELETE", LIST), ("GET", f"{BASE}/nothing")),
        *(("GET", f"{LIST}/x"), ("POST", LIST)),
    ):
        answer = call(method, path)
        assert answer.headers["x-minimum-client-version"] == "5.0.16"
        assert answer.headers["x-app-version"]
        assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    browser = call("GET", LIST, headers={"Origin": "http://localhost:5173"})
    assert browser.headers.get_list("access-control-allow-origin") == ["*"]


@pytest.mark.parametrize(("profile", "status"), [("documented", 405), ("observed", 404)])
def test_a_method_that_a_path_does_not_have(profile: str, status: int) -> None:
    answer = ninja(profile=profile)("DELETE", LIST)
    assert answer.status_code == status
    assert answer.json()["message"] == "Method not supported for this route"


def test_an_unknown_path_is_not_found() -> None:
    answer = ninja()("GET", f"{BASE}/nothing")
    assert (answer.status_code, answer.json()) == (404, {"message": "Route does not exist"})


@pytest.mark.parametrize("text", ["123", "0", "not-an-id!", "VolejRejNm", "Wpmbk5ezJm"])
def test_an_id_that_no_client_has_is_refused(text: str) -> None:
    call = ninja()
    for method, more in (("GET", ""), ("PUT", ""), ("DELETE", ""), ("GET", "/edit")):
        body: Any = {} if method == "PUT" else None
        answer = call(method, f"{LIST}/{text}{more}", body)
        assert (answer.status_code, [*answer.json()]) == (400, ["message"])


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"a": NaN}'])
def test_what_is_no_json_is_malformed(body: bytes) -> None:
    label = {"Content-Type": "application/json"}
    assert ninja()("POST", LIST, content=body, headers=label).status_code == 400
    observed = ninja(profile="observed")
    assert observed("POST", LIST, content=body, headers=label).status_code == 200


@pytest.mark.parametrize("body", [[], "text", 7, None])
def test_a_body_that_is_no_object_is_invalid(body: Any) -> None:
    answer = ninja()("POST", LIST, content=json.dumps(body))
    assert answer.status_code == 422


def test_index_names_what_is_answered() -> None:
    call = ninja()
    created = made(call)
    assert [*call("GET", f"{place(created)}?index=user").json()] == ["user"]
    assert call("GET", f"{place(created)}?index=none").json() == created
    assert [*call("GET", f"{place(created)}?index=").json()] == ["data"]
    assert [*call("GET", f"{LIST}?index=user").json()] == ["user", "meta"]
    assert call("GET", f"{LIST}?index=none").json() == [created]


def test_the_blank_client_has_nothing_and_is_not_stored() -> None:
    call = ninja()
    first, second = (call("GET", f"{LIST}/create").json()["data"] for _ in range(2))
    assert first["client_hash"] != second["client_hash"]
    assert (first["id"], first["contacts"], first["created_at"]) == ("", [], 0)
    assert "currency_id" not in first["settings"]
    assert call("GET", LIST).json()["data"] == []
    assert made(call)["number"] == "0001"


@pytest.mark.parametrize("profile", ["documented", "observed"])
def test_answers_are_as_described(profile: str) -> None:
    known = contract("invoiceninja")
    call = ninja(data="demo", profile=profile)
    include = "include=activities,ledger,system_logs,group_settings"
    answer = call("GET", f"{LIST}?per_page=100&{include}")
    assert known.schema("ClientsAnswer").problems(answer.json()) == []
    assert len(answer.json()["data"]) == 15
    one = answer.json()["data"][0]
    assert known.schema("ClientAnswer").problems(call("GET", place(one)).json()) == []


def test_what_was_observed_is_served() -> None:
    call = ninja()
    created = made(call)
    patched = call("PATCH", place(created), {"city": "Oslo"})
    assert (patched.status_code, patched.json()["data"]["city"]) == (200, "Oslo")


def test_a_state_is_exported_and_imported() -> None:
    call = ninja(data="demo")
    state = call("GET", "/_mock/state").json()
    again = ninja(data=state)
    assert again("GET", f"{LIST}?per_page=99").json() == call("GET", f"{LIST}?per_page=99").json()


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"things": []},
        {"clients": {}},
        {"clients": [{"name": "x"}]},
        {"clients": [{"id": 1, "company_id": 9}]},
        {"clients": [{"id": 1, "company_id": 2}, {"id": 1, "company_id": 2}]},
        {"clients": [{"id": 1, "company_id": 2, "name": 7}]},
        {
            "clients": [
                {"id": one, "company_id": 2, "name": name} for one, name in [(1, "a"), (2, 7)]
            ]
        },
        {"clients": [{"id": 1, "company_id": 2, "colour": "red"}]},
        {"contacts": [{"id": 1, "client_id": 1}]},
    ],
)
def test_data_that_are_not_right_are_refused(data: Any) -> None:
    with pytest.raises(DataError):
        ninja(data=data)


def test_a_mock_with_a_seed_repeats_itself() -> None:
    first, second = (ninja(seed=7, clock="2026-01-31T12:00:00Z") for _ in range(2))
    assert first("POST", LIST, client()).content == second("POST", LIST, client()).content
