"""What a person sees while a run goes on: a bar in a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from conformance.outcome import Outcome
from conformance.run import Listener
from conformance.session import Result

_SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def shown(console: Console) -> Iterator[Listener]:
    """Yield a listener that shows the progress of a run on the console."""
    if console.is_terminal:
        with _bar(console) as listener:
            yield listener
    else:
        yield _lines(console)


@contextmanager
def _bar(console: Console) -> Iterator[Listener]:
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("starting")
        failed = 0

        def finished(result: Result) -> None:
            nonlocal failed
            failed += result.outcome is Outcome.FAILED
            so_far = f"[red]{failed} failed[/]  " if failed else ""
            progress.update(task, advance=1, description=so_far + result.check.replace("_", " "))

        yield Listener(lambda count: progress.update(task, total=count), finished)


def _lines(console: Console) -> Listener:
    state = {"total": 0, "done": 0, "failed": 0}
    told_at, has_told = time.monotonic(), False

    def started(count: int) -> None:
        state["total"] = count

    def finished(result: Result) -> None:
        nonlocal told_at, has_told
        state["done"] += 1
        state["failed"] += result.outcome is Outcome.FAILED
        is_last = has_told and state["done"] == state["total"]
        if is_last or time.monotonic() - told_at > _SECONDS_BETWEEN_LINES:
            told_at, has_told = time.monotonic(), True
            console.print(f"{state['done']} of {state['total']} checks, {state['failed']} failed")

    return Listener(started, finished)
