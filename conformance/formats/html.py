"""A report as one HTML file, for people: the verdict first, then what is broken, then everything else."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from conformance.formats import html_coverage, html_findings, html_requirements, wording
from conformance.formats.markup import Child, element
from conformance.formats.page import page
from conformance.report import Report


def render(report: Report) -> str:
    """Return the report as an HTML document that needs nothing else."""
    sections = [
        html_findings.failed(report),
        html_findings.unexamined(report),
        html_requirements.section(report),
        html_coverage.section(report),
        _run(report),
    ]
    present = [section for section in sections if section is not None]
    main = element("main", *_notes(report), *present, id="main")
    title = f"{wording.verdict(report)} {report.catalogue.title}"
    skip = element("a", "Skip to the findings", class_="skip-link", href="#main")
    return page(title, [skip, _header(report), _contents(present), main])


def _header(report: Report) -> Element:
    start = report.start
    return element(
        "header",
        element("p", f"Conformance report: {report.catalogue.title}", class_="kicker"),
        element("h1", wording.verdict(report)),
        element("p", f"{wording.counted(report)}."),
        _bar(report),
        _counts(report),
        facts(
            ("Target", element("code", start["url"])),
            ("Started", time(start["started_at"])),
            ("Took", f"{report.seconds:.1f} s, {report.requests} requests"),
            ("Seed", str(start["seed"])),
        ),
        class_=f"status-{wording.status(report)}",
    )


def _bar(report: Report) -> Element:
    """Return how the requirements came out as a bar; the counts below say the same in words."""
    parts, at = [], 0
    for outcome in wording.ORDER:
        count = report.count(outcome)
        place = {"x": str(at), "y": "0", "width": str(count), "height": "1"}
        parts.append(element("rect", class_=outcome.word, **place))
        at += count
    named = {"viewBox": f"0 0 {max(at, 1)} 1", "preserveAspectRatio": "none", "aria_hidden": "true"}
    return element("svg", *parts, class_="bar", **named)


def _counts(report: Report) -> Element:
    items = [
        element(
            "li",
            element(
                "a",
                f"{wording.SIGNS[outcome]} {report.count(outcome)} {wording.word(outcome)}",
                href="#requirements",
                data_outcome=outcome.word,
            ),
            class_=f"outcome {outcome.word}",
        )
        for outcome in wording.ORDER
        if report.count(outcome)
    ]
    return element("ul", *items, class_="counts")


def _contents(sections: list[Element]) -> Element:
    items = [
        element("li", element("a", section[0].text, href=f"#{section.get('id')}"))
        for section in sections
    ]
    return element("nav", element("ul", *items), aria_label="Contents")


def _notes(report: Report) -> list[Element]:
    notes = []
    for told, heading in (
        (report.overdue, "The list of known deviations is not true"),
        (report.left, "Left on the server, because removing it failed"),
    ):
        if told:
            items = element("ul", *(element("li", one) for one in told))
            notes.append(element("section", element("h2", heading), items, class_="note"))
    return notes


def _run(report: Report) -> Element:
    start = report.start
    versions = ", ".join(f"{name} {version}" for name, version in start["versions"].items())
    return element(
        "section",
        element("h2", "The run"),
        facts(
            ("API", report.catalogue.title),
            ("Document", html_coverage.document(report)),
            ("Target", element("code", start["url"])),
            ("Base path", start["target"].get("base_path") or report.catalogue.base_path or "/"),
            ("Profile", start["profile"]),
            ("Fails on", f"a broken {wording.level(report)} requirement"),
            ("Started", time(start["started_at"])),
            ("Took", f"{report.seconds:.1f} s"),
            ("Requests", str(report.requests)),
            ("Checks", str(len(report.results))),
            ("Seed", str(start["seed"])),
            ("Versions", versions),
            ("Again", element("code", wording.command(start))),
        ),
        id="run",
    )


def facts(*pairs: tuple[str, Child]) -> Element:
    """Return names and values as a list."""
    children = [one for name, value in pairs for one in (element("dt", name), element("dd", value))]
    return element("dl", *children, class_="facts")


def time(text: str) -> Element:
    """Return a time as people read it."""
    return element("time", text[:19].replace("T", " ") + " UTC", datetime=text)
