"""What was shown of a record is sent again only while nothing that it depends on has changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

import mockserver
from mockserver import kept, kept_answers, wire
from mockserver.answers import Reply
from mockserver.api import api, apis
from mockserver.call import Call
from mockserver.http import Written, sent_by
from mockserver.infranotes.handlers import Handlers
from mockserver.invoiceninja.auth import TOKENS
from mockserver.kept import Kept
from tests.mockserver.calling import A_DAY, LOOP, Caller, bearer, client_body, infranotes, token

ROW = {"id": 1, "name": "A"}


def _shown(memory: Kept, *rows: Any, rests_on: Any = (), asked: Any = None, as_: str = "") -> Any:
    return json.loads(wire.write(memory.all(rows, lambda row: as_ or row["name"], rests_on, asked)))


def test_a_row_is_shown_once() -> None:
    memory = Kept()
    assert _shown(memory, ROW) == ["A"]
    assert _shown(memory, ROW, as_="never asked") == ["A"]
    assert json.loads(wire.write(memory.one(ROW, lambda _: "never asked"))) == "A"


@pytest.mark.parametrize("change", [{"rests_on": (object(),)}, {"asked": "fields"}])
def test_it_is_shown_anew_where_something_else_is_different(change: Any) -> None:
    memory = Kept()
    _shown(memory, ROW)
    assert _shown(memory, ROW, as_="new", **change) == ["new"]


def test_an_equal_row_is_another_one() -> None:
    memory = Kept()
    _shown(memory, ROW)
    assert _shown(memory, dict(ROW), ROW, as_="new") == ["new", "A"]


def test_it_is_shown_anew_where_a_row_that_it_is_shown_with_is_another_one() -> None:
    memory, beside = Kept(), {"id": 5}

    def shown(as_: str, *others: Any) -> Any:
        table = [object()]
        [text] = memory.all([ROW], lambda _: as_, table, besides=lambda _: others)
        [again] = memory.all([ROW], lambda _: "never asked", table, besides=lambda _: [][0])
        assert text is again, "while the table is the same, nobody wants to know"
        return json.loads(wire.write(text))

    assert shown("A", beside) == shown("never asked", beside) == "A"
    assert shown("B", dict(beside)) == "B"
    assert shown("C") == "C"
    assert shown("D", beside, beside) == "D"
    assert shown("never asked", beside) == "A"


def test_nothing_is_kept_where_that_is_off() -> None:
    memory = Kept()
    memory.is_off = True
    assert memory.all([ROW], lambda row: row["name"]) == ["A"]
    assert memory.one(ROW, lambda _: "new") == "new"


def test_there_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_TEXTS", 3)
    monkeypatch.setattr(kept, "MOST_SHELVES", 2)
    memory, rows = Kept(), [{"id": number, "name": str(number)} for number in range(10)]
    for part in ("a", "b", "c"):
        assert _shown(memory, *rows, asked=part) == [str(number) for number in range(10)]
    shelves = memory._shelves._shelves.values()  # noqa: SLF001
    assert len(shelves) == 2
    assert all(len(texts.texts) <= 3 for texts, _ in shelves)


def test_an_integer_that_the_fast_writer_does_not_take_stands_beside_kept_text() -> None:
    text = Kept().one(ROW, lambda row: row)
    assert wire.read(wire.write({"large": 2**70, "row": text})) == {"large": 2**70, "row": ROW}


@pytest.mark.parametrize("name", apis())
def test_a_mock_that_deviates_keeps_nothing(name: str) -> None:
    api = apis()[name]
    assert not api.composed([]).views.memory.is_off
    assert api.composed([api.faults[0].id]).views.memory.is_off
    assert api.composed([api.variations[0].id]).views.memory.is_off


def test_what_changes_is_shown_changed() -> None:
    call = infranotes()
    number = call("POST", "/api/clients", client_body(name="Before")).json()["id"]
    for name in ("Between", "After"):
        assert call("GET", f"/api/clients/{number}").json()["name"] != name
        call("PUT", f"/api/clients/{number}", {"name": name})
        assert call("GET", f"/api/clients/{number}").json()["name"] == name
        assert [one["name"] for one in call("GET", "/api/clients").json()] == [name]
    contact = {"name": "A", "is_primary": True}
    call("POST", f"/api/clients/{number}/contacts", contact)
    assert [one["name"] for one in call("GET", f"/api/clients/{number}").json()["contacts"]] == [
        "A"
    ]


# Answers to reads.


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the clients that were read by their handler, not from what was kept."""
    seen: list[str] = []
    read = Handlers.get_client

    def get_client(self: Handlers, call: Call) -> Reply:
        seen.append(call.path)
        return read(self, call)

    monkeypatch.setattr(Handlers, "get_client", get_client)
    return seen


def _client(call: Caller) -> str:
    return f"/api/clients/{call('POST', '/api/clients', client_body()).json()['id']}"


def test_a_read_is_answered_once_while_nothing_changes(handled: list[str]) -> None:
    call = infranotes()
    path = _client(call)
    answers = [call("GET", path) for _ in range(3)]
    assert handled == [path]
    assert {one.content for one in answers} == {answers[0].content}
    assert answers[0].json()["name"] == "Example"
    records = call("GET", "/_mock/requests").json()["requests"]
    assert [one["target"] for one in records].count(path) == 3, "each of them is in the journal"


@pytest.mark.parametrize(
    "change",
    [
        lambda call, path: call("PUT", path, {"name": "Other"}),
        lambda call, path: call("POST", "/api/clients", client_body()),
        lambda call, path: call.headers.update(bearer(3)),
        lambda call, path: call.headers.update(Accept="text/html"),
        lambda call, path: call.headers.update({"X-Mock-Workspace": "another"}),
    ],
    ids=["another state", "another record", "somebody else", "another header", "another workspace"],
)
def test_it_is_answered_anew_where_anything_is_different(change: Any, handled: list[str]) -> None:
    call = infranotes()
    path = _client(call)
    call("GET", path)
    change(call, path)
    call("GET", path)
    assert handled == [path, path]


def test_a_token_that_has_expired_reads_nothing_that_is_kept() -> None:
    call = infranotes(clock="2026-01-01T00:00:00Z")
    call.headers |= {"Authorization": f"Bearer {token(expires_in=-A_DAY)}"}
    assert call("GET", "/api/clients").status_code == 200
    call.app.worlds[0].clock.fixed = datetime.now(UTC)
    assert call("GET", "/api/clients").status_code == 401


def test_a_header_is_not_taken_for_a_parameter() -> None:
    app, who = mockserver.asgi_app("infranotes"), bearer()["Authorization"].encode()
    limit, user = (b"limit", b"2"), (b"authorization", who)

    def asked(query: bytes, *headers: tuple[bytes, bytes]) -> Any:
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/clients",
            "query_string": query,
            "headers": [*headers],
        }
        return json.loads(LOOP.run_until_complete(sent_by(app, scope, _nothing_more)).body)

    assert len(asked(b"limit=2", user)) == 2
    assert len(asked(b"", limit, user)) > 2


async def _nothing_more() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


@pytest.mark.parametrize(
    "switched", [{"faults": ["client-update-not-stored"]}, {"variations": ["all"]}]
)
def test_a_mock_that_deviates_answers_each_read(switched: Any, handled: list[str]) -> None:
    call = infranotes(**switched)
    path = _client(call)
    assert call("GET", path).json() == call("GET", path).json()
    assert len(handled) == 2


def test_each_blank_client_has_a_hash_of_its_own() -> None:
    ninja = api("invoiceninja")
    call = Caller(mockserver.asgi_app("invoiceninja"), ninja.headers(TOKENS[2]))
    hashes = {call("GET", "/api/v1/clients/create").json()["data"]["client_hash"] for _ in range(3)}
    assert len(hashes) == 3


def test_answers_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answers, "MOST_BYTES", 10 * kept_answers.ROOM)
    monkeypatch.setattr(kept_answers, "LONGEST", 100)
    answers = kept_answers.KeptAnswers()
    state, headers = object(), {"accept": "any"}
    for number in range(50):
        answers.of(state).add(number, headers, Written(200, [], b"x" * 50))
        assert len(answers.of(state).found) <= 10
    answers.of(state).add("long", headers, Written(200, [], b"x" * 101))
    assert answers.of(state).get("long", headers) is None
    assert answers.of(state).get(49, headers) == Written(200, [], b"x" * 50)
    assert answers.of(state).get(49, dict(headers)) is None, "only the very same are known"
    for _ in range(kept_answers.MOST_STATES):
        answers.of(object())
    assert not answers.of(state).found, "the oldest state has gone"
