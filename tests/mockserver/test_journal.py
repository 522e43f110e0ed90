"""The journal: what is remembered, how it is told, and what is not told."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from mockserver import build
from mockserver.journal import Journal, Record
from mockserver.limits import Limits
from tests.mockserver.calling import Caller, bearer, client_body, infranotes


def _requests(call: Caller) -> Any:
    return call("GET", "/_mock/requests").json()["requests"]


def _last(call: Caller) -> Any:
    return call("GET", f"/_mock/requests/{_requests(call)[0]['id']}").json()


def test_it_tells_how_much_it_has_grown_or_shrunk() -> None:
    sizes: list[int] = []
    journal = Journal(2, sizes.append)
    for length in (10, 3000, 500, 0):
        journal.add(Record(0.0, "GET", "/", b"", [], body=b"x" * length))
        assert sum(sizes) == sum(one.size for one in journal)
    journal.clear()
    assert sum(sizes) == 0


def test_the_newest_request_comes_first_with_its_verdict() -> None:
    call = infranotes(faults=["percent-answers-500"])
    call("POST", "/api/clients", client_body())
    call("POST", "/api/clients", {"type": "x"})
    call("GET", "/api/clients/search?query=%25")
    call("GET", "/elsewhere")
    told = _requests(call)
    assert [one["id"] for one in told] == [4, 3, 2, 1]
    assert [one["status"] for one in told] == [404, 500, 400, 201]
    assert [one["verdict"] for one in told] == ["refused", "broken", "refused", "kept"]
    assert told[2]["operation"] == "createClient"
    assert "type must be one of client, vendor." in told[2]["refused"]
    assert told[1]["target"] == "/api/clients/search?query=%25"


def test_it_is_told_which_requests_changed_something() -> None:
    call = infranotes()
    call("POST", "/api/clients", client_body())
    call("POST", "/api/clients", {"type": "x"})
    call("GET", "/api/clients")
    assert [one["changed"] for one in _requests(call)] == [False, False, True]


def test_both_messages_are_told_as_they_were_sent() -> None:
    call = infranotes()
    raw = b'{"type":"client",\n "category":"individual", "name":"Zo\xc3\xab"}'
    answer = call(
        "POST", "/api/clients?x=1", content=raw, headers={"Content-Type": "text/json+json"}
    )
    told = _last(call)
    assert told["request"]["body"] == raw.decode()
    assert told["request"]["size"] == len(raw)
    assert told["answer"]["body"] == answer.text
    headers = {one["name"]: one["value"] for one in told["request"]["headers"]}
    assert headers["content-type"] == "text/json+json"
    assert told["breaches"] == []


def test_secrets_and_banking_details_are_masked_in_both_messages() -> None:
    call = infranotes()
    secret = "DE89370400440532013000"
    call("POST", "/api/clients", client_body(iban=secret, bank_name="Sparkasse", notes="kept"))
    call("GET", f"/api/clients?iban={secret}&api_key=hidden-key")
    call("POST", "/api/clients", content=f'{{"iban" : "{secret}", nonsense'.encode())
    call("PUT", "/api/clients/1", content=f'{{"custom_fields": {{"iban": "{secret}"}}}}'.encode())
    told = json.dumps([call("GET", f"/_mock/requests/{one}").json() for one in (1, 2, 3, 4)])
    assert secret not in told
    assert "****3000" in told
    assert "Sparkasse" not in told
    assert "hidden-key" not in told
    assert call.headers["Authorization"].removeprefix("Bearer ") not in told
    assert "Bearer ****" in told
    assert '\\"notes\\": \\"kept\\"' in told


def test_an_answer_that_is_not_as_the_spec_says_is_told_with_the_rule() -> None:
    call = infranotes(faults=["create-answers-202"])
    call("POST", "/api/clients", client_body())
    told = _last(call)
    assert told["verdict"] == "broken"
    assert told["breaches"][0]["message"] == "createClient is not documented to answer 202"
    assert told["breaches"][0]["rule"] == "#/paths/~1clients/post/responses"


def test_a_wrong_member_of_an_answer_is_told_with_the_rule() -> None:
    call = infranotes(faults=["payment-terms-retyped"])
    call("POST", "/api/clients", client_body(payment_terms_id=3))
    breach = _last(call)["breaches"][0]
    assert breach["where"] == "payment_terms_id"
    assert breach["rule"] == "#/components/schemas/Client/properties/payment_terms_id/type"


def test_an_error_links_to_its_record() -> None:
    call = infranotes()
    headers = {"X-Mock-Workspace": "a"}
    answer = call("GET", "/api/clients/77", headers=headers)
    assert answer.headers["link"] == '<http://mock/_mock/requests/1?workspace=a>; rel="help"'
    help_ = call("GET", answer.links["help"]["url"])
    assert help_.json()["status"] == 404
    assert "link" not in call("GET", "/api/clients", headers=headers).headers
    assert "rel=" in call("GET", "/nothing").headers["link"]


def test_head_is_noted_without_a_body() -> None:
    call = infranotes()
    call("HEAD", "/api/clients")
    assert (_last(call)["answer"]["body"], _last(call)["verdict"]) == (None, "kept")


def test_only_the_latest_requests_are_kept() -> None:
    request = build.Request(("infranotes",), limits=Limits(max_requests=3))
    call = Caller(build.server(request), bearer())
    for _ in range(5):
        call("GET", "/api/clients")
    assert [one["id"] for one in _requests(call)] == [5, 4, 3]
    assert call("GET", "/_mock/requests/2").status_code == 404
    assert [one["id"] for one in call("GET", "/_mock/requests?limit=1").json()["requests"]] == [5]
    assert call("DELETE", "/_mock/requests").status_code == 204
    call("GET", "/api/clients")
    assert [one["id"] for one in _requests(call)] == [6]


def test_large_bodies_push_out_those_of_workspaces_not_used_for_longest() -> None:
    request = build.Request(("infranotes",), data="empty", limits=Limits(max_journal=80_000))
    call = Caller(build.server(request), bearer())
    for name in ("a", "b"):
        for _ in range(4):
            body = client_body(notes="x" * 5000)
            call("POST", "/api/clients", body, headers={"X-Mock-Workspace": name})
    kept = [len(workspace.journal) for workspace in call.app.workspaces]
    assert kept[1] == 4  # b, the last used one
    assert kept[2] < 4


@pytest.mark.parametrize("written", ["0", "x", "9" * 30, "-1", "1.0", "²"])
def test_a_request_that_is_not_there_is_a_problem(written: str) -> None:
    assert infranotes()("GET", f"/_mock/requests/{written}").status_code == 404


def test_going_back_to_what_a_request_left_behind() -> None:
    call = infranotes()
    call("POST", "/api/clients", client_body(name="A"))
    call("POST", "/api/clients", client_body(name="B"))
    call("DELETE", "/api/clients/1")
    assert call("POST", "/_mock/requests/2/restore").status_code == 200
    assert [one["name"] for one in call("GET", "/api/clients").json()] == ["A", "B"]
    assert call("POST", "/_mock/requests/1/restore").status_code == 200
    assert [one["name"] for one in call("GET", "/api/clients").json()] == ["A"]


# Following


def _record() -> Record:
    return Record(0.0, "GET", "/", b"", [])


def test_those_who_follow_see_what_is_there_and_what_comes() -> None:
    async def followed() -> list[int]:
        journal = Journal(10)
        _entered(journal)
        seen: list[int] = []

        async def follow() -> None:
            async for record in journal.follow(0):
                assert record is not None
                seen.append(record.id)

        task = asyncio.ensure_future(follow())
        for _ in range(2):
            await asyncio.sleep(0)
            _entered(journal)
        await asyncio.sleep(0.01)
        journal.close()
        await task
        return seen

    assert asyncio.run(followed()) == [1, 2, 3]


def _entered(journal: Journal) -> Record:
    record = _record()
    journal.add(record)
    return record


@pytest.mark.parametrize(("after", "seen"), [(0, [3, 4]), (3, [4]), (4, []), (99, [3, 4])])
def test_since_leaves_out_what_was_seen(after: int, seen: list[int]) -> None:
    journal = Journal(2)
    for _ in range(4):
        _entered(journal)
    assert [record.id for record in journal.since(after)] == seen


class _Browser:
    """Follows over ASGI, and goes away after the first request that it is told."""

    def __init__(self, path: str, **headers: str) -> None:
        path, _, query = path.partition("?")
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        self.scope: Any = {"type": "http", "method": "GET", "path": path, "headers": raw}
        self.scope["query_string"] = query.encode()
        self.seen: list[Any] = []
        self._asked = False
        self._enough = asyncio.Event()

    async def receive(self) -> Any:
        if not self._asked:
            self._asked = True
            return {"type": "http.request"}
        await self._enough.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.seen.append(message)
        if b"event: request" in message.get("body", b""):
            self._enough.set()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/_mock/requests?follow", {}),
        ("/_mock/requests?follow=1&after=0", {}),
        ("/_mock/requests", {"accept": "text/event-stream"}),
    ],
)
def test_requests_are_told_live(path: str, headers: dict[str, str]) -> None:
    call = infranotes()
    call("GET", "/api/clients")

    async def first_event() -> list[Any]:
        browser = _Browser(path, **headers)
        await call.app(browser.scope, browser.receive, browser.send)
        return browser.seen

    start, _, event = asyncio.run(first_event())[:3]
    assert (b"content-type", b"text/event-stream") in start["headers"]
    lines = event["body"].decode().splitlines()
    assert lines[:2] == ["event: request", "id: 1"]
    assert json.loads(lines[2].removeprefix("data: "))["target"] == "/api/clients"
