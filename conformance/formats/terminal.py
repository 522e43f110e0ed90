"""A report as a person reads it in a terminal: findings first, the verdict last, where the eye is."""

from __future__ import annotations

from collections import defaultdict

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from conformance.deviations import Deviation
from conformance.formats.as_json import summary
from conformance.outcome import Outcome
from conformance.report import Report, Verdict
from conformance.session import Finding

_COLOURS = {"must": "red", "observed": "red", "should": "yellow"}


def render(report: Report, console: Console, level: str = "must") -> None:
    """Write the report to a console; `level` is what fails the run."""
    for verdict in report.of(Outcome.FAILED):
        if verdict.deviation is None:
            _failed(verdict, console)
        else:
            _known(verdict.deviation, console)
    _told_together(report, Outcome.ERRORED, "could not tell", "magenta", console)
    _told_together(report, Outcome.SKIPPED, "skipped", "cyan", console)
    _not_run(report, console)
    if report.left:
        console.print("\n[yellow]Left on the server[/], because removing it failed:")
        for one in report.left:
            console.print(f"  {escape(one)}")
    for one in report.overdue:
        console.print(f"\n[bold red]deviations[/]  {escape(one)}")
    _verdict(report, console, level)


def _not_run(report: Report, console: Console) -> None:
    ids = ", ".join(verdict.requirement.id for verdict in report.of(Outcome.NOT_RUN))
    quick = report.start["target"].get("quick")
    reason = (
        "a quick run leaves this out" if quick else "the check ended early, for another requirement"
    )
    if ids:
        console.print(f"\n[bold]not run[/]  {ids}")
        console.print(Padding(Text(reason), (0, 0, 0, 2)))


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
    _finding(min(verdict.findings, key=lambda finding: len(finding.curl)), console)


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
    by_reason: dict[str, list[str]] = defaultdict(list)
    for verdict in report.of(outcome):
        by_reason["; ".join(verdict.reasons) or "no reason given"].append(verdict.requirement.id)
    for reason, identifiers in by_reason.items():
        console.print(f"\n[bold {colour}]{word}[/]  {', '.join(identifiers)}")
        console.print(Padding(Text(reason), (0, 0, 0, 2)))


def _verdict(report: Report, console: Console, level: str) -> None:
    counts = summary(report)
    parts = [f"{counts['passed']} of {counts['requirements']} requirements passed"]
    parts += [
        f"{counts[word]} {word.replace('_', ' ')}"
        for word in ("failed", "errored", "skipped", "not_run")
        if counts[word]
    ]
    sentence, colour = {
        0: ("Conforms: nothing that the document demands is broken.", "green"),
        1: ("Does not conform.", "red"),
        3: ("The suite could not tell.", "magenta"),
    }[report.exit_status(level)]
    console.print()
    console.print(
        f"{', '.join(parts)}  [dim]({report.requests} requests, {report.seconds:.1f} s,"
        f" seed {report.start['seed']})[/]",
        soft_wrap=True,
    )
    console.print(f"[bold {colour}]{sentence}[/]")
