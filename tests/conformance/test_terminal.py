"""A server cannot speak to the terminal of whoever examines it: no colours, no bells, no moving about."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance import rendering
from conformance.cli import main
from conformance.formats import terminal
from conformance.formats.screen import Screen
from tests.reports import mixed
from tests.servers import serving

# The title of the window, the clipboard, clearing, a bell, the beginning of a line, C1, and direction.
ORDERS = "a\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[2J\x9b31m\x9d0;x\x9c\r\x08\x0e\x7f\u202eb"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")
OF_OURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("is_terminal", [False, True])
def test_a_report_in_a_terminal_shows_what_others_would_obey(is_terminal: bool) -> None:
    written = io.StringIO()
    screen = Screen(file=written, force_terminal=is_terminal, highlight=False, width=100)
    terminal.render(mixed(ORDERS), screen)
    text = OF_OURS.sub("", written.getvalue())
    assert OBEYED.findall(text) == []
    assert "␛]0;owned" in text.replace("\n", "")
    assert ("\x1b[" in written.getvalue()) is is_terminal


@pytest.mark.parametrize("form", rendering.FORMATS)
def test_reports_that_somebody_prints_hold_nothing_to_obey(form: str) -> None:
    text = rendering.render(mixed(ORDERS), form).replace("\u202e", "").replace("\r", "")
    assert OBEYED.findall(text) == []


async def _speaks(scope: Any, receive: Any, send: Any) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": ORDERS.encode()})


@pytest.mark.parametrize("command", ["run", "clean"])
def test_errors_show_what_others_would_obey(command: str, tmp_path: Path) -> None:
    with serving(_speaks) as url:
        said = CliRunner().invoke(main, [command, "infakt", "--url", url, "--token", "x" * 32])
    assert "does not answer with JSON" in said.output
    assert OBEYED.findall(said.output) == []
