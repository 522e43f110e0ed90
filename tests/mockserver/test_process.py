"""A mock as a process of its own: it starts, answers, and ends quietly."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.mockserver.calling import bearer


@contextmanager
def _running(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "mockserver", "run", "infranotes", "--port", "0", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_once_it_says_so_and_ends_quietly(how: signal.Signals) -> None:
    with _running() as (process, line):
        url = line.removeprefix("Listening on ").strip()
        assert httpx.get(f"{url}/_mock/health").json()["status"] == "ok"
        assert len(httpx.get(f"{url}/api/clients", headers=bearer()).json()) > 5
        assert httpx.head(f"{url}/api/clients", headers=bearer()).content == b""
        process.send_signal(how)
        process.wait(timeout=10)
        assert process.stdout is not None
        assert process.stderr is not None
        printed, complaints = process.stdout.read(), process.stderr.read()
        assert process.returncode in (0, 130, -signal.SIGTERM)
        assert complaints == ""
        assert "curl -H 'Authorization: Bearer " in printed
        assert f"conformance run infranotes --url {url} " in printed


def test_a_body_that_is_too_large_is_answered_while_it_is_sent() -> None:
    with _running("--max-body", "1000") as (_, line):
        url = line.removeprefix("Listening on ").strip()
        answer = httpx.post(f"{url}/api/clients", content=b"x" * 5_000_000, headers=bearer())
        assert answer.status_code == 413
        assert list(answer.json()) == ["error"]
