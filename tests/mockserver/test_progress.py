"""What somebody sees who waits for a file to be read."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from mockserver import progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stderr", "size", "shown"),
    [(_Terminal(), 10, True), (_Terminal(), 1, False), (io.StringIO(), 10, False)],
    ids=["large", "small", "no terminal"],
)
def test_a_bar_is_shown_at_a_terminal_for_a_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stderr: io.StringIO, size: int, shown: bool
) -> None:
    path = tmp_path / "kept.state"
    path.write_bytes(b"x" * size)
    monkeypatch.setattr(progress, "WORTH_SHOWING", 5)
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    with progress.reading(path) as told:
        told(0.5)
        told(1.0)
    assert ("Reading kept.state" in stderr.getvalue()) is shown
    assert ("100%" in stderr.getvalue()) is shown
