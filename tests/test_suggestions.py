"""What a mock tells people to paste is something that the suite understands."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from conformance.cli import main
from mockserver import build, running
from mockserver.api import apis
from mockserver.cli import main as mockserver


@pytest.mark.parametrize("api", apis())
def test_the_suite_knows_the_options_that_a_mock_suggests(api: str) -> None:
    (world,) = build.worlds(build.Request((api,)))
    command = running.suite_command("http://127.0.0.1:8080", world)
    without_tokens = re.sub(r"\$\(.*?\)", "", command)
    known = {option for one in main.commands["run"].params for option in one.opts}
    said = set(re.findall(r"--[a-z-]+", without_tokens))
    assert {"--url", "--token", "--other-token"} <= said <= known


def test_a_secret_that_somebody_chose_is_not_told() -> None:
    secret = "a-secret-that-somebody-chose-for-this"
    request = build.Request(("infranotes",), settings={"jwt-secret": secret})
    (world,) = build.worlds(request)
    told = running.welcome("http://127.0.0.1:8080", world)
    (known,) = build.worlds(build.Request(("infranotes",)))
    assert "eyJ" in running.welcome("http://127.0.0.1:8080", known)
    assert secret not in told
    assert "eyJ" not in told  # nor what is signed with it
    token = 'mockserver token infranotes --jwt-secret "$JWT_SECRET"'
    assert f'-H "Authorization: Bearer $({token})"' in told
    assert '--jwt-secret "$JWT_SECRET"' in told.partition("check it")[2]


def test_the_token_of_the_control_surface_may_be_in_the_environment() -> None:
    elsewhere = ["run", "infranotes", "--host", "192.0.2.1", "--port", "1"]
    told = CliRunner().invoke(mockserver, elsewhere, env={"MOCKSERVER_CONTROL_TOKEN": "x"})
    assert "Cannot listen at 192.0.2.1:1" in told.output
