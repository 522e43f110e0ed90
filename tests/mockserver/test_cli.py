"""The command line, in process; see test_process.py for one that runs."""

from __future__ import annotations

import json
import socket

import jwt
import pytest
from click.testing import CliRunner, Result

from mockserver.cli import main


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def _sentence(result: Result) -> str:
    assert result.exit_code == 2
    assert result.stderr.startswith("mockserver: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.mark.parametrize("words", [(), ("run",), ("token",), ("list",)])
def test_help_says_what_there_is(words: tuple[str, ...]) -> None:
    result = _run(*words, "--help")
    assert result.exit_code == 0
    assert "Usage: " in result.stdout


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("run", "nope"), "no API 'nope'; there are: "),
        (("run", "--fault", "nope"), "no fault 'nope'"),
        (("run", "--fault", "limit-ignored@2"), "from 0 to 1"),
        (("run", "--variation", "nope"), "no variation 'nope'"),
        (("run", "--data", "/nowhere.json"), "/nowhere.json cannot be read"),
        (("run", "--clock", "noon"), "ISO 8601"),
        (("run", "--latency", "fast"), "--latency fast"),
        (("run", "--latency", "300-100"), "--latency 300-100"),
        (("run", "--latency", "0-1e12"), "600000 at most"),
        (("run", "--jwt-secret", "short"), "32 bytes"),
        (("run", "--max-uploads", "1 MB"), "--max-uploads 1 MB"),
        (("run", "infakt", "--max-records", "1"), "and --max-records is 1"),
        (("run", "--host", "0.0.0.0"), "--control-token"),
        (("run", "--host", "203.0.113.1", "--control-token", "x"), "Cannot listen at"),
        (("token", "nope"), "no API 'nope'"),
        (("token", "infranotes", "--password"), "no passwords"),
        (("token", "infranotes", "--jwt-secret", "short"), "32 bytes"),
        (("token", "infranotes", "--expires-in", "inf"), "mockserver: "),
        (("list", "faults", "nope"), "no API 'nope'"),
    ],
)
def test_wrong_use_gets_one_sentence(words: tuple[str, ...], part: str) -> None:
    assert part in _sentence(_run(*words))


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port}" in _sentence(_run("run", "--port", str(port)))


def test_token_prints_nothing_but_a_credential() -> None:
    printed = _run("token", "infranotes", "--user", "3", "--expires-in", "-5").stdout
    claims = jwt.decode(printed.strip(), options={"verify_signature": False})
    assert (claims["sub"], claims["user_id"]) == ("3", 3)
    assert claims["exp"] == claims["iat"] - 5


def test_another_secret_signs_other_tokens() -> None:
    secret = "another-secret-that-is-long-enough"
    printed = _run("token", "infranotes", "--jwt-secret", secret).stdout.strip()
    assert jwt.decode(printed, secret, algorithms=["HS256"])["sub"] == "2"


@pytest.mark.parametrize(
    ("what", "known"),
    [
        ("operations", "createClient"),
        ("requirements", "INF-CONTACT-02"),
        ("silences", "INF-OPEN-LIST-ORDER"),
        ("variations", "lists-by-name"),
        ("faults", "primary-not-demoted-on-add"),
    ],
)
def test_what_there_is_can_be_listed(what: str, known: str) -> None:
    assert f"\n{known} " in f"\n{_run('list', what).stdout}"
    entries = json.loads(_run("list", what, "infranotes", "--json").stdout)
    assert known in [entry["id"] for entry in entries]
    assert {entry["api"] for entry in entries} == {"infranotes"}
