"""The suite on a server that others use: it touches nothing of theirs, and leaves nothing of its own."""

from __future__ import annotations

import asyncio
import json
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from conformance import cleaning
from conformance.cli import main
from conformance.run import run
from conformance.target import Target
from tests.servers import running
from tests.targets import mock

KILLED = 20
COUNTING = re.compile(r"/(\d+)(?=/|$)")


class Watched:
    """Passes requests on, and notes every id in a path that no answer had told of as created."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.own: set[int] = set()
        self.foreign: set[str] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path, method = scope["path"], scope["method"]
        if any(int(one) not in self.own for one in COUNTING.findall(path)):
            self.foreign.add(f"{method} {path}")

        async def watching(message: Any) -> None:
            if method == "POST" and message["type"] == "http.response.body":
                told = json.loads(message["body"])
                self.own |= {told["id"]} if isinstance(told, dict) and "id" in told else set()
            await send(message)

        await self.app(scope, receive, watching)


def test_no_record_is_touched_that_is_not_its_own() -> None:
    target = mock(requirements=())
    watched = Watched(target.app)
    run(replace(target, app=watched))
    assert len(watched.own) > 100
    assert watched.foreign == set()


def test_the_watch_sees_a_foreign_id() -> None:
    target = mock()
    watched = Watched(target.app)
    assert target.token is not None
    from conformance.session import Session

    Session(replace(target, app=watched)).driver("a test").call("getClient", {"id": 1})
    assert watched.foreign == {"GET /api/clients/1"}


def state(url: str) -> Any:
    return httpx.get(f"{url}/_mock/state").json()["infranotes"]


@contextmanager
def started(target: Target, *more: str) -> Iterator[subprocess.Popen[str]]:
    """Yield the command as a process of its own."""
    command = [sys.executable, "-m", "conformance", "run", "infranotes", "--url", target.url]
    command += ["--token", str(target.token), "--other-token", str(target.other_token), *more]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def created(before: Any, after: Any) -> set[tuple[str, int]]:
    """Return the kind and id of each client and custom field that one state has and the other not."""
    return {
        (kind, record["id"])
        for kind in ("clients", "custom_fields")
        for record in after[kind]
        if record not in before[kind]
    }


KINDS = {"deleteClient": "clients", "deleteCustomField": "custom_fields"}


def test_what_a_killed_run_leaves_is_found_and_can_be_removed() -> None:
    chance = random.Random(20)
    with running(mock(requirements=())) as target:
        before, lost = state(target.url), 0
        for _ in range(KILLED):
            with started(target) as process:
                until_created(target, 1)
                time.sleep(chance.uniform(0.0, 1.5))
                process.send_signal(signal.SIGKILL)
            left = created(before, state(target.url))
            lost += bool(left)
            found = cleaning.leftovers(target, thoroughly=True)
            assert {(KINDS[one.removal.operation], one.id) for one in found} == left
        assert lost > 0, "no run was killed at a moment that matters"
        given = ["--url", target.url, "--token", str(target.token)]
        with started(target, "--requirement", "INF-CLIENT-21") as process:
            told = process.communicate()[0]
        assert "records of earlier runs are still there" in told
        assert "conformance clean infranotes" in told
        given += ["--other-token", str(target.other_token), "--yes"]
        cleaned = CliRunner().invoke(main, ["clean", "infranotes", *given])
        assert cleaned.exit_code == 0, cleaned.output
        assert state(target.url) == before


@pytest.mark.parametrize("moment", [0.0, 0.4, 1.1])
def test_an_interrupted_run_leaves_nothing(moment: float) -> None:
    with running(mock(requirements=())) as target:
        before = state(target.url)
        with started(target, "--rate", "300") as process:
            until_created(target, 1)
            time.sleep(moment)
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=30)
        assert process.returncode == 3
        assert "interrupted; what it had created is removed" in told
        assert state(target.url) == before


class SlowToDelete:
    """Passes requests on, deletions after a while."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope.get("method") == "DELETE":
            await asyncio.sleep(1.5)
        await self.app(scope, receive, send)


def test_the_second_interruption_ends_at_once_and_tells_what_is_left() -> None:
    target = mock(requirements=("INF-LIST-11",))
    with running(replace(target, app=SlowToDelete(target.app))) as served:
        with started(served, "--requirement", "INF-LIST-11") as process:
            until_created(served, 5)
            process.send_signal(signal.SIGINT)
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            asked = time.monotonic()
            _, told = process.communicate(timeout=30)
        assert time.monotonic() - asked < 3
        assert process.returncode == 3
        assert "left on the server: deleteClient" in told


def until_created(target: Target, count: int) -> None:
    before = len(state(target.url)["clients"])
    deadline = time.monotonic() + 30
    while len(state(target.url)["clients"]) < before + count:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_nothing_is_cleaned_without_being_asked() -> None:
    with running(mock(requirements=())) as target:
        run(replace(target, keep=True, requirements=("INF-CLIENT-20",)))
        before = state(target.url)
        given = ["clean", "infranotes", "--url", target.url, "--token", str(target.token)]
        refused = CliRunner().invoke(main, given, input="n\n")
        assert refused.exit_code == 1
        assert "Nothing was removed." in refused.output
        assert state(target.url) == before
        assert CliRunner().invoke(main, given, input="y\n").exit_code == 0
        again = CliRunner().invoke(main, given)
        assert "Nothing is left." in again.output
        assert again.exit_code == 0
