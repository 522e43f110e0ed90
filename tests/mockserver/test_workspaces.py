"""Workspaces: isolated, bounded, made at first use."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

import mockserver
from mockserver import build
from mockserver.limits import Limits
from tests.mockserver.calling import Caller, bearer, client_body, infranotes


def _in(name: str) -> dict[str, dict[str, str]]:
    return {"headers": {"X-Mock-Workspace": name}}


def _names(call: Caller, workspace: str) -> list[str]:
    return [one["name"] for one in call("GET", "/api/clients", **_in(workspace)).json()]


def test_what_happens_in_one_is_seen_in_no_other() -> None:
    call = infranotes()
    call("POST", "/api/clients", client_body(name="A"), **_in("a"))
    call("POST", "/api/clients", client_body(name="B"), **_in("b"))
    assert (_names(call, "a"), _names(call, "b"), _names(call, "default")) == (["A"], ["B"], [])
    assert call("GET", "/api/clients").json() == []


def test_two_hundred_tests_at_once_never_see_each_other() -> None:
    transport = httpx.ASGITransport(mockserver.asgi_app("infranotes", data="empty"))

    async def one(number: int) -> tuple[list[int], list[str], int]:
        headers = bearer() | {"X-Mock-Workspace": f"test-{number}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://mock", headers=headers
        ) as client:
            created = []
            for turn in range(5):
                body = client_body(name=f"{number}-{turn}")
                created.append((await client.post("/api/clients", json=body)).json()["id"])
                await asyncio.sleep(0)
            listed = (await client.get("/api/clients")).json()
            journal = (await client.get("/_mock/requests")).json()["requests"]
            return created, [found["name"] for found in listed], len(journal)

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(one(number) for number in range(200)))

    for number, (ids, names, requests) in enumerate(asyncio.run(all_of_them())):
        assert ids == [1, 2, 3, 4, 5]
        assert names == [f"{number}-{turn}" for turn in range(5)]
        assert requests == 6


def test_each_is_as_a_fresh_mock_with_its_own_time_and_chance() -> None:
    call = infranotes(clock="2026-01-31T12:00:00Z", faults=["create-answers-202@0.5"], seed=7)

    def answers(workspace: str) -> list[tuple[int, str]]:
        sent = [call("POST", "/api/clients", client_body(), **_in(workspace)) for _ in range(20)]
        return [(one.status_code, one.text) for one in sent]

    assert answers("a") == answers("b")


def test_switches_and_latency_are_its_own() -> None:
    call = infranotes()
    call("PUT", "/_mock/faults", {"active": ["create-answers-202"]}, **_in("a"))
    call("PUT", "/_mock/latency", {"minimum": 1, "maximum": 2}, **_in("a"))
    assert call("POST", "/api/clients", client_body(), **_in("a")).status_code == 202
    assert call("POST", "/api/clients", client_body(), **_in("b")).status_code == 201
    assert call("GET", "/_mock/latency", **_in("b")).json() == {"minimum": 0, "maximum": 0}


def _small(most: int) -> Caller:
    request = build.Request(("infranotes",), data="empty", limits=Limits(max_workspaces=most))
    return Caller(build.server(request), bearer())


def test_the_least_recently_used_one_goes_and_the_log_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    call = _small(2)
    for name in ("a", "b", "default"):
        call("POST", "/api/clients", client_body(), **_in(name))
    assert _names(call, "a")
    with caplog.at_level(logging.WARNING, "mockserver"):
        assert _names(call, "c") == []
    assert "The workspace b is gone" in caplog.text
    assert "--max-workspaces" in caplog.text
    assert (len(_names(call, "a")), len(_names(call, "default"))) == (1, 1)
    listed = call("GET", "/_mock/workspaces").json()["workspaces"]
    assert [one["name"] for one in listed] == ["default", "a", "c"]
    assert _names(call, "b") == []


@pytest.mark.parametrize("name", ["default", "a", "tests.clients:test_one-2"])
def test_one_that_is_dropped_starts_anew(name: str) -> None:
    call = infranotes()
    call("POST", "/api/clients", client_body(), **_in(name))
    assert call("DELETE", f"/_mock/workspaces/{name}").status_code == 204
    assert call("GET", "/_mock/requests", **_in(name)).json()["requests"] == []
    assert _names(call, name) == []


def test_all_but_the_default_one_can_be_dropped() -> None:
    call = infranotes()
    for name in ("default", "a", "b"):
        call("POST", "/api/clients", client_body(), **_in(name))
    call("DELETE", "/_mock/workspaces")
    assert [len(_names(call, name)) for name in ("default", "a", "b")] == [1, 0, 0]
    assert call("DELETE", "/_mock/workspaces/nope").status_code == 404


@pytest.mark.parametrize("name", ["", " ", "-a", "a b", "a/b", "ä", "x" * 129, "a,b"])
@pytest.mark.parametrize("path", ["/api/clients", "/_mock/state"])
def test_a_name_that_is_none_is_refused(name: str, path: str) -> None:
    call = infranotes()
    answer = call("GET", path, headers={"X-Mock-Workspace": name.encode("latin-1")})
    if name.strip() or path.startswith("/api"):
        assert answer.status_code == 400
        assert "letters, digits" in answer.json()["detail"]
    assert len(call("GET", "/_mock/workspaces").json()["workspaces"]) == 1


def test_where_no_header_can_be_set_the_query_names_it() -> None:
    call = infranotes()
    call("POST", "/api/clients", client_body(name="A"), **_in("a"))
    assert call("GET", "/_mock/state?workspace=a").json()["infranotes"]["clients"][0]["name"] == "A"


def test_forking_and_going_back_cost_the_same_whatever_the_state_holds() -> None:
    call = infranotes(data="demo")
    template = call.app.worlds[0]
    fork = call.app.workspaces.get("a").worlds["infranotes"]
    assert fork.store.state is template.store.state  # shared, not copied
    before = fork.store.state
    call("POST", "/_mock/snapshots", **_in("a"))
    call("POST", "/api/clients", client_body(), **_in("a"))
    call("POST", "/_mock/snapshots/1/restore", **_in("a"))
    assert fork.store.state is before
