"""Looking through records, as they are and as they were, and changing one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mockserver.calling import Caller, client_body, infranotes

CLIENTS = "/_mock/state/infranotes/clients"


def _names(call: Caller, query: str = "") -> list[str]:
    return [one["name"] for one in call("GET", f"{CLIENTS}{query}").json()["records"]]


def _two() -> Caller:
    call = infranotes()
    call("POST", "/api/clients", client_body(name="First", iban="DE94000000000000104201"))
    call("POST", "/api/clients", client_body(name="Second", notes="Ring twice"))
    return call


def test_tables_are_told_with_their_members() -> None:
    tables = infranotes(data="demo")("GET", "/_mock/state/infranotes").json()["tables"]
    contacts = next(one for one in tables if one["name"] == "contacts")
    assert contacts["records"] > 5
    assert "client_id" in contacts["members"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["First", "Second"]),
        ("?search=SEC twice", ["Second"]),
        ("?search=name", []),  # what members are called is not searched
        ("?member=id&value=1", ["First"]),
        ("?limit=1&offset=1", ["Second"]),
        ("?limit=0", []),
        ("?at=1", ["First"]),
        ("?at=2", ["First", "Second"]),
    ],
)
def test_records_are_found(query: str, names: list[str]) -> None:
    assert _names(_two(), query) == names


def test_banking_details_are_masked_where_records_are_listed() -> None:
    call = _two()
    assert call("GET", CLIENTS).json()["records"][0]["iban"] == "****4201"
    assert call("GET", f"{CLIENTS}/1").json()["record"]["iban"] == "DE94000000000000104201"


def test_a_record_is_changed() -> None:
    call = _two()
    record = call("GET", f"{CLIENTS}/1").json()["record"]
    answer = call("PUT", f"{CLIENTS}/1", {**record, "name": "Changed"})
    assert answer.json()["record"]["name"] == "Changed"
    assert call("GET", "/api/clients/1").json()["name"] == "Changed"
    assert _names(call) == ["Changed", "Second"]


def test_no_id_is_given_again_after_a_record_was_changed() -> None:
    call = _two()
    call("DELETE", "/api/clients/2")
    record = call("GET", f"{CLIENTS}/1").json()["record"]
    call("PUT", f"{CLIENTS}/1", record)
    assert call("POST", "/api/clients", client_body()).json()["id"] == 3


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ({"type": "x"}, "type must be one of"),
        ({"id": 7}, "whose id stays 1"),
        ({"name": None}, "name"),
        ([], "must be an object"),
    ],
)
def test_a_record_that_does_not_fit_changes_nothing(body: Any, part: str) -> None:
    call = _two()
    record = call("GET", f"{CLIENTS}/1").json()["record"]
    answer = call("PUT", f"{CLIENTS}/1", {**record, **body} if body else body)
    assert answer.status_code == 400
    assert part in answer.json()["detail"]
    assert call("GET", f"{CLIENTS}/1").json()["record"] == record


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("nope", "There is no API nope."),
        ("infranotes/nope", "There is no table nope."),
        ("infranotes/clients/9", "There is no record 9."),
        ("infranotes/clients?at=9", "There is no request 9."),
    ],
)
def test_what_there_is_not_is_told(path: str, sentence: str) -> None:
    answer = _two()("GET", f"/_mock/state/{path}")
    assert (answer.status_code, answer.json()["detail"]) == (404, sentence)
