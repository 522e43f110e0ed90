"""A report as Markdown, for the summary of a CI job: the verdict first, and never too long for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import cycle

from conformance.formats import wording
from conformance.formats.markup import visible
from conformance.outcome import Outcome
from conformance.report import Report, Verdict
from conformance.session import Finding

# The summary of a GitHub job holds 1 MiB, which its other steps share.
_MOST_BYTES = 900_000
_LONGEST_SENTENCE = 1_000
_LONGEST_COMMANDS = 20_000
_SIGNS = {0: "✅", 1: "❌", 3: "❓"}
# What Markdown could take for markup within a line (links too), and at the start of one; what HTML
# could is written as entities.
_SPECIAL = re.compile(r"([\\`*_\[\]#|~$]|:(?=//)|(?<=www)\.)")
_AT_START = re.compile(r"^(\d*)([-+=.)])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def render(report: Report) -> str:
    """Return the report as Markdown text of less than 1 MiB."""
    head = [*_head(report), *_warnings(report)]
    tail = [*_together(report, Outcome.ERRORED), *_together(report, Outcome.SKIPPED)]
    tail += _together(report, Outcome.NOT_RUN)
    room = _MOST_BYTES - _size(head) - _size(tail)
    return "\n".join([*head, *_failed(report, room), *tail]) + "\n"


def escaped(text: str) -> str:
    """Return text on one line, in which nothing is markup."""
    return _AT_START.sub(r"\1\\\2", _escaped(_line(text)))


def prose(text: str) -> str:
    """Return a sentence of ours, in which `code` is code and nothing else is markup."""
    parts = _line(text).split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    return "".join(
        code(part) if odd else _escaped(part) for odd, part in zip(cycle((False, True)), parts)
    )


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).translate(_ENTITIES)


def _line(text: str) -> str:
    clipped = text if len(text) <= _LONGEST_SENTENCE else text[: _LONGEST_SENTENCE - 1] + "…"
    return visible(" ".join(clipped.split()))


def code(text: str) -> str:
    """Return text as code within a line."""
    line = _line(text) or " "
    fence = "`" * (_longest_run(line) + 1)
    space = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{space}{line}{space}{fence}"


def block(lines: Iterable[str]) -> list[str]:
    """Return commands as a fenced block."""
    text = visible("\n".join(lines))
    fence = "`" * max(3, _longest_run(text) + 1)
    return [f"{fence}sh", text, fence]


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _size(lines: list[str]) -> int:
    return sum(len(line.encode("utf-8", "backslashreplace")) + 1 for line in lines)


def _head(report: Report) -> list[str]:
    sign, start = _SIGNS[wording.status(report)], report.start
    facts = f"{escaped(wording.counted(report))}. {code(start['url'])}, {wording.spent(report)}."
    title = f"## {sign} {escaped(report.catalogue.title)}: {escaped(wording.verdict(report))}"
    return [title, "", facts, "", *_counts(report), ""]


def _counts(report: Report) -> list[str]:
    levels = wording.levels(report)
    rows = [
        f"| {wording.word(outcome)} "
        + "".join(f"| {report.count(outcome, level)} " for level in levels)
        + f"| {report.count(outcome)} |"
        for outcome in wording.ORDER
        if report.count(outcome)
    ]
    heads = "".join(f" {level} |" for level in levels)
    return [f"| |{heads} all |", "|---|" + "--:|" * (len(levels) + 1), *rows]


def _warnings(report: Report) -> list[str]:
    lines = [
        f"- The list of known deviations is not true: {escaped(one)}" for one in report.overdue
    ]
    lines += [f"- Left on the server: {code(one)}" for one in report.left]
    return [*lines[:50], ""] if lines else []


def _failed(report: Report, room: int) -> list[str]:
    """Tell of the broken requirements, and of those for which there is no room by their ids."""
    failed = report.of(Outcome.FAILED)
    lines = ["### Failed", ""] if failed else []
    # An id and a comma for each that is left out.
    room -= _size(lines) + 200 + sum(len(one.requirement.id) + 10 for one in failed)
    untold = []
    for one in failed:
        told = _one(one)
        room -= _size(told)
        if room < 0:
            untold.append(one.requirement.id)
        else:
            lines += told
    if untold:
        lines += [f"For {len(untold)} more there is no room here: {', '.join(untold)}", ""]
    return lines


def _one(verdict: Verdict) -> list[str]:
    requirement, finding = verdict.requirement, wording.findings(verdict)[0]
    known = verdict.deviation
    lines = [
        f"#### {requirement.id} ({requirement.level})",
        "",
        f"{prose(requirement.statement)}  ",
        escaped(str(requirement.source)),
        "",
        *([f"- known until {known.expires}: {escaped(known.reason)}"] if known else []),
        f"- expected {code(finding.expected)}",
        f"- seen {code(finding.seen)}",
        "",
    ]
    return [*lines, *_commands(finding), ""] if finding.curl else lines


def _commands(finding: Finding) -> list[str]:
    shown: list[str] = []
    for command in finding.curl:
        if sum(map(len, shown)) + len(command) > _LONGEST_COMMANDS:
            shown.append(f"# {len(finding.curl) - len(shown)} more are in the other reports")
            break
        shown.append(command)
    count = len(finding.curl)
    summary = f"{count} command{'s' if count > 1 else ''}"
    return [f"<details><summary>{summary}</summary>", "", *block(shown), "", "</details>"]


def _together(report: Report, outcome: Outcome) -> list[str]:
    """Tell once what is the same for many requirements."""
    groups = wording.by_reason(report, outcome)
    lines = [f"### {wording.word(outcome).capitalize()}", ""] if groups else []
    for reason, verdicts in groups.items():
        ids = ", ".join(one.requirement.id for one in verdicts)
        lines.append(f"- {escaped(reason)}: {ids}")
    return [*lines, ""] if lines else []
