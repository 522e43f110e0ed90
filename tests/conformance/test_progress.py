"""What is told of a run while it goes on, where there is no terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from conformance import progress
from conformance.outcome import Outcome
from conformance.session import Result


def _told(seconds: list[float], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the lines about checks that end at these times, the last of which has failed."""
    written = io.StringIO()
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    with progress.shown(Console(file=written)) as listener:
        listener.started(len(seconds))
        for number, moment in enumerate(seconds):
            now = moment
            outcome = Outcome.FAILED if number == len(seconds) - 1 else Outcome.PASSED
            listener.finished(Result("check", (), outcome, None, (), 0, 0.0))
    return written.getvalue().splitlines()


def test_a_line_comes_now_and_then_and_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    told = _told([1, 4, 6, 7, 12, 13], monkeypatch)
    assert told == [
        "3 of 6 checks, 0 failed",
        "5 of 6 checks, 0 failed",
        "6 of 6 checks, 1 failed",
    ]


def test_nothing_is_told_of_a_short_run(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _told([1, 2, 3], monkeypatch) == []
