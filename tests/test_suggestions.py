"""What a mock tells people to paste is something that the suite understands."""

from __future__ import annotations

import re

import pytest

from conformance.cli import main
from mockserver import build, running
from mockserver.api import apis


@pytest.mark.parametrize("api", apis())
def test_the_suite_knows_the_options_that_a_mock_suggests(api: str) -> None:
    (world,) = build.worlds(build.Request((api,)))
    command = running.suite_command("http://127.0.0.1:8080", world)
    without_tokens = re.sub(r"\$\(.*?\)", "", command)
    known = {option for one in main.commands["run"].params for option in one.opts}
    said = set(re.findall(r"--[a-z-]+", without_tokens))
    assert {"--url", "--token", "--other-token"} <= said <= known
