"""The lines for whoever watches the terminal: none is lost, and many are written at once."""

from __future__ import annotations

import asyncio
import logging

import pytest

from mockserver.lines import WAIT, Lines


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
