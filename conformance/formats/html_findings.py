"""The part of the HTML report about what is broken, and what could not be examined."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from conformance.formats import wording
from conformance.formats.markup import element, prose
from conformance.formats.pretty import indented
from conformance.outcome import Outcome
from conformance.report import Report, Verdict
from conformance.session import Finding

# A longer body is cut: the recording has the whole, and a page must stay small enough to be opened.
_LONGEST_BODY = 6_000
_LONGEST_SENTENCE = 4_000


def failed(report: Report) -> Element | None:
    """Return the section of the broken requirements, None where there is none."""
    broken = report.of(Outcome.FAILED)
    if not broken:
        return None
    articles = [_article(verdict, report.start["url"]) for verdict in broken]
    return element("section", element("h2", f"Broken ({len(broken)})"), *articles, id="findings")


def unexamined(report: Report) -> Element | None:
    """Return the section of what could not be told, was skipped or did not run, by reason."""
    parts = []
    for outcome in (Outcome.ERRORED, Outcome.SKIPPED, Outcome.NOT_RUN):
        groups = wording.by_reason(report, outcome)
        if groups:
            word, count = wording.word(outcome).capitalize(), report.count(outcome)
            parts.append(element("h3", f"{word} ({count})", class_=outcome.word))
            parts += [_group(reason, verdicts) for reason, verdicts in groups.items()]
    count = sum(report.count(one) for one in (Outcome.ERRORED, Outcome.SKIPPED, Outcome.NOT_RUN))
    heading = element("h2", f"Not examined ({count})")
    return element("section", heading, *parts, id="unexamined") if parts else None


def _group(reason: str, verdicts: list[Verdict]) -> Element:
    items = [
        element(
            "li",
            element("code", one.requirement.id),
            " ",
            prose("span", one.requirement.statement),
        )
        for one in verdicts
    ]
    count = f"{len(items)} requirement{'s' if len(items) > 1 else ''}"
    listed = element("details", element("summary", count), element("ul", *items))
    return element("div", element("p", _cut(reason, _LONGEST_SENTENCE)), listed)


def _article(verdict: Verdict, origin: str) -> Element:
    requirement = verdict.requirement
    first, *others = wording.findings(verdict)
    known = verdict.deviation
    told = f"Known until {known.expires}: {known.reason}" if known else ""
    return element(
        "article",
        element(
            "h3",
            element("a", requirement.id, href=f"#{requirement.id}"),
            element("span", "✗ failed", class_="outcome failed"),
            element("span", requirement.level, class_="level"),
        ),
        prose("p", requirement.statement, class_="statement"),
        element("p", str(requirement.source), class_="dim small"),
        element("p", element("strong", told)) if known else None,
        *_finding(first, origin),
        _others(others, origin) if others else None,
        id=requirement.id,
    )


def _others(findings: list[Finding], origin: str) -> Element:
    count = f"Found {len(findings)} more time{'s' if len(findings) > 1 else ''}"
    parts = [part for finding in findings for part in [element("hr"), *_finding(finding, origin)]]
    return element("details", element("summary", count), *parts)


def _finding(finding: Finding, origin: str) -> list[Element]:
    pairs = (("Expected", finding.expected), ("Seen", finding.seen))
    told = [
        child
        for name, text in pairs
        for child in (
            element("dt", name),
            element("dd", element("code", _cut(text, _LONGEST_SENTENCE))),
        )
    ]
    parts = [element("dl", *told, class_="facts")]
    if finding.curl:
        parts.append(_commands(finding))
    if finding.exchanges:
        parts.append(element("h4", "What was sent and answered"))
        parts += [_exchange(exchange, origin) for exchange in finding.exchanges]
    return parts


def _commands(finding: Finding) -> Element:
    lines = [element("code", command) for command in finding.curl]
    count = f"{len(lines)} command{'s' if len(lines) > 1 else ''}"
    button = element("button", "Copy", type="button", class_="copy", hidden=True)
    head = element("div", element("h4", f"See it: {count}"), button, class_="head")
    return element("div", head, element("pre", *lines), class_="commands")


def _exchange(exchange: dict[str, Any], origin: str) -> Element:
    sent, received = exchange["request"], exchange["response"]
    milliseconds = f" {exchange['seconds'] * 1000:.1f} ms"
    path = sent["url"].removeprefix(origin)
    return element(
        "details",
        element(
            "summary",
            element("code", f"{sent['method']} {path}"),
            " ",
            element("span", f"→ {received['status']}", class_="status"),
            element("span", milliseconds, class_="dim small"),
        ),
        element("h4", "Request"),
        _message(f"{sent['method']} {sent['url']}", sent),
        element("h4", "Answer"),
        _message(str(received["status"]), received),
        class_="exchange",
    )


def _message(first: str, message: dict[str, Any]) -> Element:
    headers = [f"{name}: {value}" for name, value in message["headers"].items()]
    body = message["body"]
    parts = [first, *headers] + (["", _cut(indented(body), _LONGEST_BODY)] if body else [])
    return element("pre", "\n".join(parts))


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return f"{text[:most]}\n… {len(text) - most} more characters are in the recording"
