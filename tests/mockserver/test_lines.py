"""The lines for whoever watches the terminal: none is lost, and many are written at once."""

from __future__ import annotations

import asyncio
import logging

import pytest

from mockserver.lines import WAIT, Lines, shown
from tests.mockserver.calling import infranotes


def test_the_first_line_comes_at_once_and_a_rush_together(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def rush() -> list[int]:
        lines, seen = Lines(), []
        for number in range(20):
            lines.add("GET", f"/{number}", 200, 0.0012)
            seen.append(len(caplog.messages))
        await asyncio.sleep(2 * WAIT)
        seen.append(len(caplog.messages))
        return seen

    with caplog.at_level(logging.INFO, "mockserver.requests"):
        assert asyncio.run(rush()) == [1] * 20 + [2]
    told = "\n".join(caplog.messages).splitlines()
    assert told == [f"GET /{number} 200 1.2 ms" for number in range(20)]


def test_what_waits_at_the_end_is_written(caplog: pytest.LogCaptureFixture) -> None:
    async def rush() -> None:
        lines = Lines()
        for number in range(3):
            lines.add("GET", f"/{number}", 200, 0)
        lines.write()

    with caplog.at_level(logging.INFO, "mockserver.requests"):
        asyncio.run(rush())
    assert len("\n".join(caplog.messages).splitlines()) == 3


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("/api/clients", "/api/clients"),
        ("/api/Zażółć 文件", "/api/Zażółć 文件"),
        ("/\x1b]0;owned\x07", r"/\x1b]0;owned\x07"),
        ("/a\r\nGET /forged 200", r"/a\r\nGET /forged 200"),
        ("/\x9b2J\x7f\u202e\u2028\ud800", r"/\x9b2J\x7f\u202e\u2028\ud800"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(sent: str, told: str) -> None:
    assert shown(sent) == told


def test_the_line_of_a_request_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "mockserver")
    infranotes()("GET", "/%1b%5d0;owned%07%0d%0aGET%20/forged")
    assert [one for one in caplog.messages if "forged" in one] != []
    assert not [one for one in caplog.messages if set(one) & set("\x1b\x07\r\n")]
