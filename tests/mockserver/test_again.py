"""A request of the journal once more: as a command, sent again, and what it did."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from mockserver import curl
from mockserver.journal import Record
from tests.mockserver.calling import Caller, client_body, infranotes


def _command(**members: Any) -> list[str]:
    given: dict[str, Any] = {
        "started": 0.0,
        "method": "GET",
        "path": "/",
        "query": b"",
        "headers": [],
    }
    return shlex.split(curl.command("http://mock", Record(**{**given, **members})))


@pytest.mark.parametrize(
    ("members", "command"),
    [
        ({}, ["curl", "http://mock/"]),
        ({"method": "DELETE"}, ["curl", "-X", "DELETE", "http://mock/"]),
        ({"method": "HEAD"}, ["curl", "--head", "http://mock/"]),
        (
            {"path": "/a b/ż", "query": b"q[x]={1}"},
            ["curl", "http://mock/a%20b/%C5%BC?q%5Bx%5D=%7B1%7D"],
        ),
        (
            {"headers": [(b"Host", b"x"), (b"X-Key", b"it's"), (b"X-Empty", b"")]},
            ["curl", "http://mock/", "-H", "x-key: it's", "-H", "x-empty;"],
        ),
        (
            {"method": "POST", "headers": [(b"content-type", b"a/b")], "body": b"it's @\n"},
            ["curl", "http://mock/", "-H", "content-type: a/b", "--data-raw", "it's @\n"],
        ),
        (
            {"method": "POST", "body": b"x"},
            ["curl", "http://mock/", "-H", "content-type:", "--data-raw", "x"],
        ),
        (
            {"method": "POST", "body": b"\xff\x00", "headers": [(b"content-type", b"a/b")]},
            [
                *("echo", "/wA=", "|", "base64", "-d", "|"),
                *("curl", "http://mock/", "-H", "content-type: a/b", "--data-binary", "@-"),
            ],
        ),
    ],
)
def test_a_command_says_what_was_sent(members: dict[str, Any], command: list[str]) -> None:
    assert _command(**members) == command


def test_a_command_has_what_the_journal_masks() -> None:
    call = infranotes()
    call("POST", "/api/clients", client_body(iban="DE94000000000000104201"))
    command = call("GET", "/_mock/requests/1/curl").text
    assert command.startswith("curl http://mock/api/clients -H ")
    assert call.headers["Authorization"] in command
    assert "DE94000000000000104201" in command
    assert "DE94000000000000104201" not in call("GET", "/_mock/requests/1").text


def test_a_replay_is_a_request_of_its_own_with_the_same_bytes() -> None:
    call = infranotes()
    first = call("POST", "/api/clients", client_body(iban="DE94000000000000104201"))
    assert call("POST", "/_mock/requests/1/replay").json() == {"id": 2, "status": 201}
    again = call("GET", "/api/clients/2").json()
    assert again["iban"] == first.json()["iban"] == "DE94000000000000104201"
    assert again["id"] != first.json()["id"]


def test_a_replay_stays_in_its_workspace() -> None:
    call = infranotes()
    there = {"X-Mock-Workspace": "there"}
    call("POST", "/api/clients", client_body(), headers=there)
    call("POST", "/_mock/requests/1/replay", headers=there)
    assert len(call("GET", "/api/clients", headers=there).json()) == 2
    assert call("GET", "/api/clients").json() == []


def test_a_refused_request_is_sent_as_it_would_have_passed() -> None:
    call = infranotes()
    call("POST", "/api/clients", {"type": "x", "category": "organization", "name": "A"})
    assert call("POST", "/_mock/requests/1/replay?corrected").json()["status"] == 201
    assert '"type":"client"' in call("GET", "/_mock/requests/1/curl?corrected").text.replace(
        ": ", ":"
    )


def test_what_nobody_can_correct_is_told() -> None:
    call = infranotes()
    call("GET", "/api/clients")
    for method, path in (("POST", "replay"), ("GET", "curl")):
        answer = call(method, f"/_mock/requests/1/{path}?corrected")
        assert answer.status_code == 404
        assert "Nothing is known" in answer.json()["detail"]


def _changes(call: Caller, number: int) -> list[Any]:
    found = call("GET", f"/_mock/requests/{number}/changes").json()
    assert found["complete"]
    return [(one["table"], one["id"], one["members"]) for one in found["changes"]]


def test_what_a_request_changed_is_told() -> None:
    call = infranotes()
    call("POST", "/api/clients", client_body(iban="DE94000000000000104201"))
    call("PUT", "/api/clients/1", {"name": "Another", "iban": "DE94000000000000104202"})
    call("GET", "/api/clients/1")
    call("DELETE", "/api/clients/1")
    listed = call("GET", "/_mock/requests").json()["requests"]
    assert [one["changed"] for one in listed] == [True, False, True, True]
    assert _changes(call, 1) == [("clients", 1, [])]
    assert _changes(call, 2) == [("clients", 1, ["name", "iban", "updated_at"])]
    assert _changes(call, 3) == []
    assert _changes(call, 4) == [("clients", 1, [])]
    told = call("GET", "/_mock/requests/2/changes").json()["changes"][0]
    assert (told["before"]["name"], told["after"]["name"]) == ("Example", "Another")
    assert (told["before"]["iban"], told["after"]["iban"]) == ("****4201", "****4202")


def test_only_so_many_changes_are_told() -> None:
    call = infranotes(data="demo")
    state = call("GET", "/_mock/state").json()["infranotes"]
    first, *_ = state["clients"]
    many = [{**state["contacts"][0], "id": one, "client_id": first["id"]} for one in range(1, 250)]
    changed = {"clients": [first], "contacts": many, "custom_field_values": []}
    call("PUT", "/_mock/state", {"infranotes": {**state, **changed}})
    call("DELETE", f"/api/clients/{first['id']}")
    found = call("GET", "/_mock/requests/1/changes").json()
    assert (len(found["changes"]), found["complete"]) == (200, False)


def test_the_help_of_a_refusal_is_a_page_in_a_browser() -> None:
    call = infranotes()
    call("POST", "/api/clients", {})
    read = {"Accept": "text/html,*/*;q=0.8"}
    answer = call("GET", "/_mock/requests/1", headers=read)
    assert (answer.status_code, answer.headers["location"]) == (303, "../#/requests/1")
    answer = call("GET", "/_mock/requests/1?workspace=a", headers=read)
    assert answer.headers["location"] == "../?workspace=a#/requests/1"
