"""A report as a person reads it in a terminal: findings first, the verdict last, where the eye is."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from conformance.deviations import Deviation
from conformance.formats import wording
from conformance.outcome import Outcome
from conformance.report import Report, Verdict
from conformance.session import Finding

_COLOURS = {"must": "red", "observed": "red", "should": "yellow"}


def render(report: Report, console: Console) -> None:
    """Write the report to a console."""
    for verdict in report.of(Outcome.FAILED):
        if verdict.deviation is None:
            _failed(verdict, console)
        else:
            _known(verdict.deviation, console)
    _told_together(report, Outcome.ERRORED, "could not tell", "magenta", console)
    _told_together(report, Outcome.SKIPPED, "skipped", "cyan", console)
    _told_together(report, Outcome.NOT_RUN, "not run", "default", console)
    if report.left:
        console.print("\n[yellow]Left on the server[/], because removing it failed:")
        for one in report.left:
            console.print(f"  {escape(one)}")
    for one in report.overdue:
        console.print(f"\n[bold red]deviations[/]  {escape(one)}")
    _verdict(report, console)


def _known(deviation: Deviation, console: Console) -> None:
    until = f"known until {deviation.expires}"
    console.print(f"\n[yellow]deviates[/]  [bold]{deviation.requirement}[/]  ({until})")
    console.print(Padding(Text(deviation.reason), (0, 0, 0, 2)))


def _failed(verdict: Verdict, console: Console) -> None:
    requirement = verdict.requirement
    colour = _COLOURS[requirement.level]
    console.print()
    console.print(f"[bold {colour}]FAILED[/]  [bold]{requirement.id}[/]  ({requirement.level})")
    console.print(Padding(Text(requirement.statement), (0, 0, 0, 2)))
    console.print(Padding(Text(str(requirement.source), style="dim"), (0, 0, 0, 2)))
    # Several checks may have found it; the shortest way to see it is told.
    _finding(wording.findings(verdict)[0], console)


def _finding(finding: Finding, console: Console) -> None:
    console.print(Padding(Text.assemble(("expected  ", "green"), finding.expected), (0, 0, 0, 2)))
    console.print(Padding(Text.assemble(("seen      ", "red"), finding.seen), (0, 0, 0, 2)))
    for command in finding.curl:
        # Never wrapped: a command is there to be copied.
        console.print(Text("    " + command, style="dim"), soft_wrap=True)


def _told_together(
    report: Report, outcome: Outcome, word: str, colour: str, console: Console
) -> None:
    """Tell once what is the same for many requirements."""
    for reason, verdicts in wording.by_reason(report, outcome).items():
        ids = ", ".join(verdict.requirement.id for verdict in verdicts)
        console.print(f"\n[bold {colour}]{word}[/]  {ids}")
        console.print(Padding(Text(reason), (0, 0, 0, 2)))


def _verdict(report: Report, console: Console) -> None:
    colour = {0: "green", 1: "red", 3: "magenta"}[wording.status(report)]
    console.print()
    console.print(f"{wording.counted(report)}  [dim]({wording.spent(report)})[/]")
    console.print(f"[bold {colour}]{wording.verdict(report)}[/]")
