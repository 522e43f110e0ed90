"""How far a long piece of work has come, for somebody who waits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# Smaller files are read before anybody could look.
WORTH_SHOWING = 5_000_000


@contextmanager
def reading(path: Path | None) -> Iterator[Callable[[float], None]]:
    """Yield what takes the part of a file, from 0 to 1, that has been read; a bar shows it.

    Before it is told any part, the bar says only that something goes on.
    """
    if path is None or not _is_worth_showing(path):
        yield lambda _: None
        return
    from rich.console import Console  # takes longer to import than a small file to read
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("Reading {task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(path.name, total=None)
        yield lambda part: bar.update(task, total=1.0, completed=part)


def _is_worth_showing(path: Path) -> bool:
    return sys.stderr.isatty() and path.is_file() and path.stat().st_size > WORTH_SHOWING
