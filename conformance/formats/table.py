"""Several runs as a table in a terminal: requirements down, implementations across."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from conformance.matrix import Column, Matrix, Row
from conformance.outcome import Outcome

_SHOWN = {
    Outcome.PASSED: ("passed", "green"),
    Outcome.FAILED: ("FAILED", "bold red"),
    Outcome.ERRORED: ("could not tell", "magenta"),
    Outcome.SKIPPED: ("skipped", "cyan"),
    Outcome.NOT_RUN: ("not run", "dim"),
    None: ("-", "dim"),
}
_VERDICTS = {
    0: ("conforms", "green"),
    1: ("does not conform", "red"),
    3: ("could not tell", "magenta"),
}


def render(matrix: Matrix, console: Console, *, everything: bool) -> None:
    """Write a matrix to a console; requirements that all pass only where `everything` is asked for."""
    rows = matrix.rows
    shown = [row for row in rows if everything or not row.passed]
    if shown:
        console.print(_table(matrix, shown))
    passed = sum(row.passed for row in rows)
    if passed:
        told = "" if everything else " (--all prints them)"
        console.print(f"{passed} requirements are passed by all{told}.")
    for column in matrix.columns:
        _verdict(column, matrix.level, console)


def _table(matrix: Matrix, rows: list[Row]) -> Table:
    table = Table(expand=True)
    table.add_column("requirement", no_wrap=True)
    table.add_column("", ratio=1)
    for column in matrix.columns:
        table.add_column(escape(column.name), justify="center")
    for row in rows:
        cells = [Text(*_SHOWN[outcome]) for outcome in row.outcomes]
        statement = Text(row.requirement.statement, style="" if row.differs else "dim")
        table.add_row(row.requirement.id, statement, *cells)
    return table


def _verdict(column: Column, level: str, console: Console) -> None:
    word, colour = _VERDICTS[column.exit_status(level)]
    if column.report is None:
        console.print(
            Text.assemble((column.name, "bold"), "  ", (word, colour), f": {column.problem}")
        )
        return
    count = f"{column.report.count(Outcome.PASSED)} of {len(column.report.verdicts)} passed"
    spent = f"({column.report.requests} requests, {column.report.seconds:.1f} s)"
    console.print(
        Text.assemble((column.name, "bold"), "  ", (word, colour), f", {count}  ", (spent, "dim"))
    )
    for one in column.report.left:
        console.print(f"  [yellow]left on the server[/], because removing it failed: {escape(one)}")
