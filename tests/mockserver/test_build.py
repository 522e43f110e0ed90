"""What a mock is started with, and how wrong data are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import mockserver
from tests.mockserver.calling import infranotes

CLIENT = {
    "id": 1,
    "type": "client",
    "category": "organization",
    "name": "A",
    "user_id": 2,
    "created_at": "2026-01-31T12:00:00Z",
    "updated_at": "2026-01-31T13:00:00+01:00",
}
CONTACT = {
    "id": 1,
    "client_id": 1,
    "name": "B",
    "is_primary": True,
    "created_at": "2026-01-31T12:00:00Z",
    "updated_at": "2026-01-31T12:00:00Z",
}


@pytest.mark.parametrize("data", [{"clients": [CLIENT]}, {"infranotes": {"clients": [CLIENT]}}])
def test_data_may_stand_under_the_name_of_the_api(data: Any) -> None:
    client = infranotes(data=data)("GET", "/api/clients/1").json()
    assert client["name"] == "A"
    assert client["updated_at"] == "2026-01-31T12:00:00.000000Z"
    assert client["tags"] is None


def test_data_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    file.write_text(json.dumps({"clients": [CLIENT], "contacts": [CONTACT]}), encoding="utf-8")
    assert infranotes(data=str(file))("GET", "/api/clients/1/contacts").json()[0]["name"] == "B"


BROKEN: dict[str, tuple[Any, str]] = {
    "an array": ([], "must be an object"),
    "an unknown table": ({"client": []}, "client is none of the tables"),
    "no array": ({"clients": {}}, "clients must be an array"),
    "a wrong type": (
        {"clients": [CLIENT, CLIENT | {"id": 2, "type": "x"}]},
        r"clients\[1\].type must be one of client, vendor",
    ),
    "a missing member": ({"clients": [{"id": 1}]}, r"clients\[0\].\w+ is required"),
    "an id twice": ({"clients": [CLIENT, CLIENT]}, r"clients\[1\].id is 1, which another"),
    "no time": (
        {"clients": [CLIENT | {"created_at": "yesterday"}]},
        r"clients\[0\].created_at must",
    ),
    "no such client": (
        {"clients": [], "contacts": [CONTACT]},
        r"contacts\[0\].client_id is 1, and there is no such client",
    ),
    "no such field": (
        {"custom_field_values": [{"id": 1, "custom_field_id": 9, "value": "x"}]},
        r"custom_field_values\[0\]",
    ),
    "no id": (
        {"custom_field_values": [{"custom_field_id": 9, "value": "x"}]},
        r"custom_field_values\[0\].id must be an integer",
    ),
}


@pytest.mark.parametrize(("data", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_data_are_refused_with_the_place(data: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        infranotes(data=data)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"data": "/nowhere/data.json"}, "cannot be read"),
        ({"clock": "noon"}, "ISO 8601"),
        ({"settings": {"jwt-secret": "short"}}, "32 bytes"),
        ({"faults": ["nope"]}, "no fault 'nope'"),
        ({"variations": ["nope"]}, "no variation 'nope'"),
    ],
)
def test_what_does_not_exist_is_refused(wanted: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        infranotes(**wanted)


def test_an_unknown_api_is_told_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no API 'nope'; there are: .*infranotes"):
        mockserver.asgi_app("nope")


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="is not JSON"):
        infranotes(data=str(file))


def test_seed_and_clock_make_a_mock_repeatable() -> None:
    wanted: Any = {"seed": 7, "clock": "2026-01-31T12:00:00Z", "faults": ["create-answers-202@0.5"]}
    calls = [infranotes(**wanted) for _ in range(2)]
    first, second = (
        [call("POST", "/api/clients", json={"type": "client"}).text for _ in range(3)]
        + [_create(call) for _ in range(20)]
        for call in calls
    )
    assert first == second
    assert {one[0] for one in first[3:]} == {201, 202}


def _create(call: Any) -> tuple[int, str]:
    body = {"type": "client", "category": "organization", "name": "A"}
    answer = call("POST", "/api/clients", body)
    return answer.status_code, answer.text
