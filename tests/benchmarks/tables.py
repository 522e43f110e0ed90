"""Results for people: a table for the terminal, one for documents, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from tests.benchmarks.figures import Row

NONE = "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass
class Results:
    """All that one run measured, for each way of measuring the rows of every server."""

    date: str
    titles: Mapping[str, str]  # of the servers, by name
    http: Sequence[Row]
    in_process: Sequence[Row]
    memory: Mapping[str, tuple[float, float]]  # idle and after load, in MB
    remarks: Sequence[str]
    soak: Mapping[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """Return the results as JSON data."""
        return asdict(self)


def operations(rows: Sequence[Row]) -> list[str]:
    """Return the operations of rows, each once, in alphabetical order of their API."""
    return sorted(dict.fromkeys(one.operation for one in rows), key=lambda name: name.split()[0])


def servers(rows: Sequence[Row], titles: Mapping[str, str]) -> list[str]:
    """Return the names of the servers in rows, in the order of their titles."""
    there = {one.peer for one in rows}
    return [name for name in titles if name in there]


def cell(row: Row | None, base: str) -> str:
    """Return what is told of one server at one operation: its ratio, or what the yardstick takes."""
    if row is None:
        return NONE
    if row.peer == base:
        return f"{row.microseconds.median:.0f} µs"
    return f"{_short(row.ratio.median)}{TIMES}"


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 9.995 else f"{value:.0f}"


def ratios(rows: Sequence[Row], titles: Mapping[str, str], base: str, title: str) -> Table:
    """Return the table of processor time for each request, against that of the yardstick."""
    return _table(title, rows, titles, lambda row: _with_range(row, base))


def _table(
    title: str, rows: Sequence[Row], titles: Mapping[str, str], tell: Callable[[Row], str]
) -> Table:
    """Return a table of operations and servers, the APIs apart."""
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    table.add_column("operation", no_wrap=True)
    names = servers(rows, titles)
    for name in names:
        table.add_column(titles[name], justify="right")
    found = {(one.operation, one.peer): one for one in rows}
    former = ""
    for operation in operations(rows):
        api, _, name = operation.partition(" ")
        if api != former:
            table.add_row(f"[bold]{api}[/bold]")
            former = api
        told = (found.get((operation, one)) for one in names)
        table.add_row(f"  {name}", *(tell(one) if one else NONE for one in told))
    return table


def _with_range(row: Row, base: str) -> str:
    if row.peer == base:
        return cell(row, base)
    return f"{cell(row, base)} [dim]{_short(row.ratio.low)}-{_short(row.ratio.high)}[/dim]"


def latencies(rows: Sequence[Row], titles: Mapping[str, str]) -> Table:
    """Return the table of how long a lone connection waits."""
    title = "How long a lone connection waits: p50, p99 (µs)"
    return _table(title, rows, titles, lambda row: f"{row.p50:,.0f}, {row.p99:,.0f}")


def memory(found: Mapping[str, tuple[float, float]], titles: Mapping[str, str]) -> Table:
    """Return the table of resident memory."""
    table = Table(title="Memory (MB)", title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for name, side in (("server", "left"), ("idle", "right"), ("after load", "right")):
        table.add_column(name, justify="right" if side == "right" else "left")
    for name, (idle, loaded) in found.items():
        table.add_row(titles[name], f"{idle:.0f}", f"{loaded:.0f}")
    return table


def markdown(results: Results, base: str) -> str:
    """Return the results as tables for a document."""
    parts = [f"Measured on {results.date}."]
    for rows, title in (
        (results.http, "Processor time of the server for a request, over HTTP"),
        (results.in_process, "The same in process, without an HTTP server"),
    ):
        if rows:
            parts += [f"**{title}**", _markdown(rows, results.titles, base)]
    parts += [f"- {one}" for one in results.remarks]
    return "\n\n".join(parts) + "\n"


def _markdown(rows: Sequence[Row], titles: Mapping[str, str], base: str) -> str:
    names = servers(rows, titles)
    found = {(one.operation, one.peer): one for one in rows}
    lines = [["operation", *(titles[name] for name in names)], ["---", *["---:"] * len(names)]]
    lines += [
        [operation, *(cell(found.get((operation, name)), base) for name in names)]
        for operation in operations(rows)
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
