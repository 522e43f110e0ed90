"""What became of one program, and the table of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

Verdict = Literal["passed", "failed", "not run"]
_STYLES: dict[Verdict, str] = {"passed": "green", "failed": "bold red", "not run": "yellow"}


@dataclass(frozen=True)
class Outcome:
    """One program on one API: what it did, and whether that went well."""

    program: str
    version: str
    api: str
    done: str
    verdict: Verdict
    reason: str = ""  # what it told, where it failed


class BrokenError(Exception):
    """A program does not work on a spec or on the mock; the message says what it told."""


def render(outcomes: Iterable[Outcome], console: Console) -> int:
    """Print everything as a table, then what went wrong.

    Returns:
        0 if all that was run passed, 1 if something failed, 3 if nothing was run.
    """
    everything = list(outcomes)
    table = Table("program", "version", "API", "what was done", "verdict", show_lines=False)
    for one in everything:
        verdict = f"[{_STYLES[one.verdict]}]{one.verdict}[/]"
        table.add_row(one.program, one.version, one.api, escape(one.done), verdict)
    console.print(table)
    for one in everything:
        if one.reason:
            console.print(f"\n[{_STYLES[one.verdict]}]{one.verdict}[/] {one.program}, {one.api}")
            console.print(one.reason.strip(), markup=False, highlight=False, soft_wrap=True)
    counts = {word: sum(one.verdict == word for one in everything) for word in _STYLES}
    console.print("\n" + ", ".join(f"{count} {word}" for word, count in counts.items()))
    if counts["failed"]:
        return 1
    return 0 if counts["passed"] else 3
