"""A state that outlives its mock: --state and --reload."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockserver import build, persistence, wire
from mockserver.api import Api, apis
from mockserver.persistence import Keeper, StateFileError
from mockserver.reloading import stamps
from mockserver.store import Table
from tests.mockserver.calling import Caller, bearer, client_body

ROOT = Path(__file__).parent.parent.parent


def _mock(path: Path, *names: str, data: str = "empty") -> tuple[Caller, Keeper]:
    server = build.server(build.Request(names or ("infranotes",), data=data))
    keeper = Keeper(server.workspaces, path)
    keeper.load()
    return Caller(server, bearer()), keeper


def test_what_was_done_is_still_there_and_ids_go_on(tmp_path: Path) -> None:
    call, keeper = _mock(tmp_path / "state")
    for _ in range(3):
        call("POST", "/api/clients", client_body(name="Ω", notes="1" * 30))
    call("DELETE", "/api/clients/3")
    call("POST", "/api/clients", client_body(), headers={"X-Mock-Workspace": "a"})
    keeper.save()
    again, _ = _mock(tmp_path / "state")
    for headers in ({}, {"X-Mock-Workspace": "a"}):
        before, after = (one("GET", "/_mock/state", headers=headers) for one in (call, again))
        assert before.json() == after.json()
    assert again("POST", "/api/clients", client_body()).json()["id"] == 4
    assert again("POST", "/_mock/reset").status_code == 200
    assert again("GET", "/api/clients").json() == []


def test_many_rows_are_kept(tmp_path: Path) -> None:
    call, keeper = _mock(tmp_path / "state")
    for _ in range(persistence.ROWS + 1):
        call("POST", "/api/clients", client_body())
    keeper.save()
    again, _ = _mock(tmp_path / "state")
    assert again("GET", "/_mock/state").json() == call("GET", "/_mock/state").json()


@pytest.mark.skipif(os.name != "posix", reason="needs permissions as POSIX has them")
def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    _, keeper = _mock(tmp_path / "state")
    keeper.save()
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("api", apis().values(), ids=apis())
def test_every_state_is_made_of_tables(api: Api) -> None:
    state = api.load({})
    assert all(isinstance(getattr(state, one.name), Table) for one in dataclasses.fields(state))


def test_a_file_of_the_former_form_is_read(tmp_path: Path) -> None:
    path = tmp_path / "state"
    call, keeper = _mock(path)
    for name in ("Ann", "Bob"):
        call("POST", "/api/clients", client_body(name=name))
    keeper.save()
    lines = path.read_bytes().splitlines()[:-1]
    lines[0] = b'{"format":"mockserver state","version":1}'
    for place, line in enumerate(map(json.loads, lines)):
        if "names" in line:  # each row had the names of its members then
            names = line.pop("names")
            line["rows"] = [dict(zip(names, row, strict=True)) for row in line["rows"]]
            lines[place] = wire.write(line)
    raw = b"".join(line + b"\n" for line in lines)
    path.write_bytes(raw + wire.write({"sha256": hashlib.sha256(raw).hexdigest()}) + b"\n")
    again, _ = _mock(path)
    assert again("GET", "/_mock/state").json() == call("GET", "/_mock/state").json()
    assert [one["name"] for one in again("GET", "/api/clients").json()] == ["Ann", "Bob"]


def _written(path: Path) -> bytes:
    call, keeper = _mock(path)
    call("POST", "/api/clients", client_body())
    keeper.save()
    return path.read_bytes()


FOREIGN = {
    "empty": (b"", "no state that a mock has written"),
    "something else": (b"hello\n", "no state that a mock has written"),
    "an export": (b'{"infranotes": {}}', "no state that a mock has written"),
    "not UTF-8": (b"\xff\xfe", "no state that a mock has written"),
}


@pytest.mark.parametrize(("raw", "part"), FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_file_is_refused_and_left_as_it_is(tmp_path: Path, raw: bytes, part: str) -> None:
    path = tmp_path / "state"
    path.write_bytes(raw)
    with pytest.raises(StateFileError, match=part):
        _mock(path)
    assert path.read_bytes() == raw


def test_a_torn_or_changed_file_is_refused_wherever_it_was_torn(tmp_path: Path) -> None:
    path = tmp_path / "state"
    whole = _written(path)
    fresh = build.server(build.Request(("infranotes",), data="empty")).workspaces
    changed = whole.replace(b"Example", b"example")
    for raw in (*(whole[:end] for end in range(45, len(whole) - 1, 7)), changed):
        path.write_bytes(raw)
        with pytest.raises(StateFileError, match="is not whole, or was changed"):
            Keeper(fresh, path).load()
        assert path.read_bytes() == raw


def test_data_of_an_api_that_does_not_run_are_not_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "state"
    call, keeper = _mock(path, "infranotes", "infakt")
    call("POST", "/api/clients", client_body())
    keeper.save()
    with pytest.raises(StateFileError, match=r"data of infranotes, which is not among"):
        _mock(path, "infakt")


def test_a_place_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StateFileError, match="there is no folder"):
        _mock(tmp_path / "nowhere" / "state")
    with pytest.raises(StateFileError, match="no file can be written"):
        _mock(tmp_path)


def test_a_write_that_fails_leaves_the_former_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "state"
    call, keeper = _mock(path)
    before = path.read_bytes()

    def full(_: Any) -> None:
        raise OSError(28, "No space left on device")

    call("POST", "/api/clients", client_body())
    monkeypatch.setattr(os, "fsync", full)
    keeper.save()
    assert "No space left on device" in caplog.text
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_it_is_written_after_changes_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persistence, "INTERVAL", 0.01)
    call, keeper = _mock(tmp_path / "state")

    async def a_while() -> list[int]:
        task = asyncio.ensure_future(keeper.run())
        seen = []
        for changed in (False, True, False):
            if changed:
                state = call.app.worlds[0].store
                state.state = dataclasses.replace(state.state)
            await asyncio.sleep(0.1)
            seen.append((tmp_path / "state").stat().st_ino)
        task.cancel()
        return seen

    first, second, third = asyncio.run(a_while())
    assert first != second == third


@contextmanager
def _running(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "mockserver", "run", "infranotes", "--data", "empty"]
    process = subprocess.Popen(
        [*command, "--port", "0", *options], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().removeprefix("Listening on ").strip()
    finally:
        process.kill()
        process.wait()


def test_a_mock_that_is_killed_loses_a_second_at_most(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with _running("--state", str(path)) as (process, url):
        httpx.post(f"{url}/api/clients", json=client_body(name="A"), headers=bearer())
        before = path.read_bytes()
        while path.read_bytes() == before:
            time.sleep(0.05)
        process.kill()
        process.wait()
    with _running("--state", str(path)) as (process, url):
        listed = httpx.get(f"{url}/api/clients", headers=bearer()).json()
        assert [one["name"] for one in listed] == ["A"]
        httpx.post(f"{url}/api/clients", json=client_body(name="B"), headers=bearer())
        process.terminate()
        process.wait()
    call, _ = _mock(path)
    assert [one["name"] for one in call("GET", "/api/clients").json()] == ["A", "B"]


def test_changes_of_specs_and_code_are_seen(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    before = stamps([tmp_path])
    (tmp_path / "inner" / "openapi.yaml").write_text("a")
    (tmp_path / "notes.txt").write_text("a")
    assert len(stamps([tmp_path]).items() - before.items()) == 1


@contextmanager
def _checkout(folder: Path) -> Iterator[str]:
    """Yield the URL of a mock that runs, and reloads, from a copy of this checkout."""
    for name in ("mockserver", "specs", "fixtures"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    command = [sys.executable, "-m", "mockserver", "run", "infranotes", "--data", "empty"]
    process = subprocess.Popen(
        [*command, "--port", "0", "--reload"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("Listening on ").strip()
    finally:
        process.terminate()
        process.wait()


def test_a_changed_spec_is_taken_over_and_the_state_is_kept(tmp_path: Path) -> None:
    spec = tmp_path / "specs" / "infranotes" / "openapi.yaml"
    with _checkout(tmp_path) as url, httpx.Client(base_url=url, headers=bearer()) as client:
        client.post("/api/clients", json=client_body(name="A"))
        written = spec.read_text(encoding="utf-8")
        spec.write_text("openapi: [", encoding="utf-8")  # half an edit does not end it
        spec.write_text(written.replace("version: 1.35.9", "version: 2.0.0"), encoding="utf-8")
        document = "/_mock/openapi/infranotes.json"
        while client.get(document, timeout=30).json()["info"]["version"] != "2.0.0":
            time.sleep(0.1)
        assert [one["name"] for one in client.get("/api/clients").json()] == ["A"]


def test_who_waits_is_told_how_far_it_has_come(tmp_path: Path) -> None:
    _written(tmp_path / "state")
    told: list[float] = []
    fresh = build.server(build.Request(("infranotes",), data="empty")).workspaces
    Keeper(fresh, tmp_path / "state").load(told.append)
    assert told == sorted(told)
    assert told[0] < 0.5
    assert told[-1] == 1.0
