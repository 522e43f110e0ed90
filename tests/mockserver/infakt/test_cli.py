"""inFakt at the command line, and what a newcomer is told."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from mockserver import build
from mockserver.cli import main
from mockserver.infakt.auth import KEYS
from mockserver.running import welcome


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("user", [2, 3])
def test_token_prints_nothing_but_a_key(user: int) -> None:
    assert _run("token", "infakt", "--user", str(user)).stdout == f"{KEYS[user]}\n"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("token", "infakt", "--user", "4"), "keys for the users 2 and 3"),
        (("token", "infakt", "--expires-in", "-1"), "do not expire"),
        (("token", "infakt", "--password"), "no passwords"),
        (("run", "infakt", "--fault", "primary-not-demoted-on-add"), "no fault"),
    ],
)
def test_wrong_use_gets_one_sentence(words: tuple[str, ...], part: str) -> None:
    result = _run(*words)
    assert result.exit_code == 2
    assert part in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("what", "known", "least"),
    [
        ("operations", "listClients", 5),
        ("requirements", "FAK-LIST-01", 190),
        ("silences", "FAK-OPEN-COLLATION", 60),
        ("variations", "names-by-code-point", 60),
        ("faults", "bearer-accepted", 45),
    ],
)
def test_what_there_is_can_be_listed(what: str, known: str, least: int) -> None:
    listed = json.loads(_run("list", what, "infakt", "--json").stdout)
    assert known in {one["id"] for one in listed}
    assert len(listed) >= least


def test_a_newcomer_is_told_what_to_paste() -> None:
    worlds = build.worlds(build.Request(apis=("infakt", "infranotes")))
    told = welcome("http://127.0.0.1:8080", worlds[0])
    assert f"curl -H 'X-inFakt-ApiKey: {KEYS[2]}' http://127.0.0.1:8080/api/v3/clients.json" in told
    assert "http://127.0.0.1:8080/_mock/ui/infakt/" in told
    assert '--other-token "$(mockserver token infakt --user 3)"' in told
