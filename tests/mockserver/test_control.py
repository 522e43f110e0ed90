from __future__ import annotations

from typing import Any

import pytest

from mockserver import build
from tests.mockserver.calling import Caller, bearer, client_body, infranotes


def _problem(answer: Any) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return str(answer.json()["detail"])


def test_health_names_the_apis() -> None:
    assert infranotes()("GET", "/_mock/health").json() == {"status": "ok", "apis": ["infranotes"]}


def test_reset_goes_back_to_the_first_state() -> None:
    call = infranotes()
    before = call("GET", "/_mock/state").json()
    call("POST", "/api/clients", client_body())
    assert call("GET", "/_mock/state").json() != before
    assert call("POST", "/_mock/reset").status_code == 200
    assert call("GET", "/_mock/state").json() == before


def test_a_state_that_is_exported_can_be_started_with() -> None:
    state = infranotes(data="demo")("GET", "/_mock/state").json()
    assert infranotes(data=state)("GET", "/_mock/state").json() == state


def test_faults_are_switched_while_it_runs() -> None:
    call = infranotes()
    answer = call("PUT", "/_mock/faults", {"active": ["create-answers-202"]})
    assert [one["id"] for one in answer.json()["active"]] == ["create-answers-202"]
    assert call("POST", "/api/clients", client_body()).status_code == 202
    call("PUT", "/_mock/faults", {"active": []})
    assert call("POST", "/api/clients", client_body()).status_code == 201


def test_variations_are_switched_while_it_runs() -> None:
    call = infranotes()
    call("PUT", "/_mock/variations", {"active": ["create-answers-200"]})
    assert call("GET", "/_mock/variations").json()["active"][0]["id"] == "create-answers-200"
    assert call("POST", "/api/clients", client_body()).status_code == 200


def test_what_is_known_is_listed_with_what_it_means() -> None:
    fault = infranotes()("GET", "/_mock/faults").json()["known"][0]
    assert sorted(fault) == ["api", "breaks", "id", "sentence"]
    choice = infranotes()("GET", "/_mock/variations").json()["known"][0]
    assert sorted(choice) == ["api", "default", "id", "meaning", "question", "silence"]


@pytest.mark.parametrize("place", ["faults", "variations"])
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"active": 1}', b'{"active": ["nope"]}'])
def test_what_can_not_be_switched_changes_nothing(place: str, body: bytes) -> None:
    call = infranotes(faults=["limit-ignored"], variations=["create-answers-200"])
    before = call("GET", f"/_mock/{place}").json()
    answer = call("PUT", f"/_mock/{place}", content=body)
    assert answer.status_code == 400
    assert _problem(answer)
    assert call("GET", f"/_mock/{place}").json() == before


def test_unknown_places_and_methods_are_told_what_there_is() -> None:
    answer = infranotes()("GET", "/_mock/nothing")
    assert answer.status_code == 404
    assert "/_mock/health" in _problem(answer)
    answer = infranotes()("DELETE", "/_mock/faults")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, PUT")


def test_a_token_protects_everything_but_health() -> None:
    call = Caller(build.server(build.Request(("infranotes",), control_token="secret")), bearer())
    assert call("GET", "/_mock/health").status_code == 200
    assert call("GET", "/_mock/state").status_code == 401
    assert call("GET", "/_mock/state", headers={"X-Mock-Token": "wrong"}).status_code == 401
    assert call("GET", "/_mock/state", headers={"X-Mock-Token": "secret"}).status_code == 200
    assert "const credentials = {};" in call("GET", "/_mock/ui/infranotes/").text


def test_the_spec_and_swagger_ui_are_served_from_here() -> None:
    call = infranotes()
    assert call("GET", "/_mock/openapi/infranotes.json").json()["openapi"] == "3.0.3"
    page = call("GET", "/_mock/ui/infranotes/").text
    assert "http" not in page.replace("https", "").partition("<script>")[0]
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"):
        assert f"../{name}" in page
        assert call("GET", f"/_mock/ui/{name}").status_code == 200
    assert call("GET", "/_mock/ui/infranotes").headers["location"] == "infranotes/"
    assert call("GET", "/_mock/ui/../../etc/passwd").status_code == 404


def test_the_credentials_are_filled_in_with_a_token_that_works() -> None:
    call = infranotes()
    page = call("GET", "/_mock/ui/infranotes/").text
    token = page.partition('"bearer": "')[2].partition('"')[0]
    answer = Caller(call.app)("GET", "/api/clients", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200


def test_a_state_is_imported_where_it_is_named_and_valid() -> None:
    call = infranotes()
    state = infranotes(data="demo")("GET", "/_mock/state").json()
    assert call("PUT", "/_mock/state", state).status_code == 200
    assert call("GET", "/_mock/state").json() == state
    assert call("PUT", "/_mock/state", {}).status_code == 200
    assert call("GET", "/_mock/state").json() == state
    call("POST", "/_mock/reset")
    assert call("GET", "/api/clients").json() == []


@pytest.mark.parametrize(
    ("state", "part"),
    [
        ({"infranotes": {"clients": [{"id": 1}]}}, r"In infranotes: clients[0]."),
        ({"infranotes": {"clients": {}}}, "In infranotes: clients must be an array"),
        ({"infranotes": {"client": []}}, "client is none of the tables"),
        ({"infranotes": []}, "In infranotes: The data must be an object"),
        ({"nope": {}}, "nope is no API of this mock; there are infranotes"),
        ([], "must be an object with infranotes"),
        (1, "must be an object with infranotes"),
    ],
)
def test_a_state_that_is_wrong_changes_nothing(state: Any, part: str) -> None:
    call = infranotes(data="demo")
    before = call("GET", "/_mock/state").json()
    answer = call("PUT", "/_mock/state", state)
    assert answer.status_code == 400
    assert part in _problem(answer)
    assert call("GET", "/_mock/state").json() == before


def test_all_apis_are_imported_or_none() -> None:
    call = Caller(build.server(build.Request(("infakt", "infranotes"))), bearer())
    before = call("GET", "/_mock/state").json()
    wrong = {"infakt": {"clients": []}, "infranotes": {"clients": [{}]}}
    assert call("PUT", "/_mock/state", wrong).status_code == 400
    assert call("GET", "/_mock/state").json() == before


def test_a_snapshot_is_gone_back_to_with_its_time_and_chance() -> None:
    call = infranotes(clock="2026-01-31T12:00:00Z", faults=["create-answers-202@0.5"])
    taken = call("POST", "/_mock/snapshots", {"name": "empty"}).json()
    assert (taken["id"], taken["name"]) == ("1", "empty")

    def answers() -> list[tuple[int, str]]:
        sent = [call("POST", "/api/clients", client_body()) for _ in range(20)]
        return [(one.status_code, one.text) for one in sent]

    first = answers()
    call("POST", "/_mock/snapshots/1/restore")
    assert answers() == first
    assert call("DELETE", "/_mock/snapshots/1").status_code == 204
    assert call("POST", "/_mock/snapshots/1/restore").status_code == 404
    assert call("GET", "/_mock/snapshots").json() == {"snapshots": []}


def test_the_hundred_latest_snapshots_are_kept() -> None:
    call = infranotes()
    for _ in range(102):
        call("POST", "/_mock/snapshots")
    ids = [one["id"] for one in call("GET", "/_mock/snapshots").json()["snapshots"]]
    assert (ids[0], len(ids)) == ("3", 100)


def test_reset_leaves_what_is_switched() -> None:
    call = infranotes(clock="2026-01-31T12:00:00Z")
    call("PUT", "/_mock/faults", {"active": ["create-answers-202"]})
    first = call("POST", "/api/clients", client_body())
    call("POST", "/_mock/reset")
    again = call("POST", "/api/clients", client_body())
    assert (again.status_code, again.text) == (202, first.text)


@pytest.mark.parametrize(
    "body",
    [
        *({}, {"minimum": 2, "maximum": 1}, {"minimum": -1, "maximum": 1}, {"minimum": True}),
        {"minimum": 1, "maximum": 1e9},
    ],
)
def test_a_latency_that_is_none_is_refused(body: Any) -> None:
    call = infranotes()
    assert "milliseconds" in _problem(call("PUT", "/_mock/latency", body))
    assert call("GET", "/_mock/latency").json() == {"minimum": 0, "maximum": 0}


def test_credentials_of_both_users_work() -> None:
    call = infranotes()
    for user in call("GET", "/_mock/apis").json()["apis"][0]["users"]:
        answer = Caller(call.app, user["headers"])("POST", "/api/clients", client_body())
        assert answer.json()["user_id"] == user["id"]
