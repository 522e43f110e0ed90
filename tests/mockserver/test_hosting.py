"""The mock in other people's programs and tests."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import httpx
import pytest

import mockserver
from mockserver import running_mock
from mockserver.running import PortTakenError
from tests.mockserver.calling import client_body

TESTS = """
import httpx
import pytest

def test_one(mock_api):
    with mock_api.client("infranotes") as client:
        body = {"type": "client", "category": "individual", "name": "A"}
        assert client.post("/api/clients", json=body).json()["id"] == 1

@pytest.mark.parametrize("name", ["a/b c", "ä"])
def test_two(mock_api, name):
    listed = httpx.get(f"{mock_api.url}/api/clients", headers=mock_api.headers())
    assert listed.json() == []

def test_three(mock_api):
    mock_api.control("PUT", "/faults", {"active": ["create-answers-202"]})
    with mock_api.client(user=3) as client:
        body = {"type": "client", "category": "individual", "name": "A"}
        answer = client.post("/api/clients", json=body)
    assert (answer.status_code, answer.json()["user_id"]) == (202, 3)
    with pytest.raises(ValueError, match="no fault 'nope'"):
        mock_api.control("PUT", "/faults", {"active": ["nope"]})
"""


def test_a_mock_runs_inside_a_program() -> None:
    with running_mock("infranotes", data="empty") as mock:
        headers = mock.headers("infranotes", user=3)
        made = httpx.post(f"{mock.url}/api/clients", json=client_body(), headers=headers)
        assert made.json()["user_id"] == 3
        elsewhere = mock.headers("infranotes", user=3, workspace="a")
        assert httpx.get(f"{mock.url}/api/clients", headers=elsewhere).json() == []
        url = mock.url
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


def test_a_mock_runs_inside_an_asynchronous_program() -> None:
    async def listed() -> int:
        async with running_mock("infranotes") as mock, httpx.AsyncClient(base_url=mock.url) as ask:
            answer = await ask.get("/api/clients", headers=mock.headers("infranotes"))
            return answer.status_code

    assert asyncio.run(listed()) == 200


def test_two_run_beside_each_other_and_a_taken_port_is_told() -> None:
    with running_mock("infranotes") as one, running_mock("infranotes") as other:
        assert one.url != other.url
        with (
            pytest.raises(PortTakenError),
            running_mock("infakt", port=int(one.url[-5:].strip(":"))),
        ):
            pass


def test_it_ends_though_somebody_follows() -> None:
    with running_mock("infranotes") as mock, socket.socket() as follower:
        host, port = mock.url.removeprefix("http://").split(":")
        follower.connect((host, int(port)))
        follower.sendall(b"GET /_mock/requests?follow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert follower.recv(1000).startswith(b"HTTP/1.1 200")


def test_wrong_use_is_told_before_anything_runs() -> None:
    with pytest.raises(ValueError, match="no API 'nope'"):
        running_mock("nope")


def test_what_is_public_is_what_is_promised() -> None:
    assert mockserver.__all__ == ["asgi_app", "running_mock"]
    assert (Path(mockserver.__file__).parent / "py.typed").is_file()


def _pytest(folder: Path, *options: str) -> str:
    (folder / "test_theirs.py").write_text(TESTS, encoding="utf-8")
    (folder / "pytest.ini").write_text(
        "[pytest]\nmock_apis = infranotes\nmock_data = empty\n", encoding="utf-8"
    )
    plugin = () if _is_installed() else ("-p", "mockserver.plugin")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, *options]
    root = str(Path(mockserver.__file__).parent.parent)
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": root},
    ).stdout


def _is_installed() -> bool:
    return any(one.name == "mockserver" for one in entry_points(group="pytest11"))


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_each_test_of_theirs_has_a_workspace(tmp_path: Path, options: tuple[str, ...]) -> None:
    assert "4 passed" in _pytest(tmp_path, *options)


def test_theirs_can_use_a_mock_that_runs_already(tmp_path: Path) -> None:
    with running_mock("infranotes", data="empty") as mock:
        assert "4 passed" in _pytest(tmp_path, "--mock-url", mock.url)
        assert [one.name for one in mock.app.workspaces] == ["default"]
