"""The part of the HTML report that lists every requirement, with filters."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from conformance.formats import wording
from conformance.formats.markup import element, prose
from conformance.outcome import Outcome
from conformance.report import Report, Verdict


def outcome(one: Outcome) -> Element:
    """Return an outcome as a sign and a word, so that nobody has to tell colours apart."""
    return element(
        "span", f"{wording.SIGNS[one]} {wording.word(one)}", class_=f"outcome {one.word}"
    )


def section(report: Report) -> Element:
    """Return the section of all requirements."""
    heads = [element("th", name, scope="col") for name in ("Requirement", "Level", "Outcome", "")]
    heads[3].text = "Statement"
    heads.append(element("th", "Requests", scope="col", class_="number"))
    rows = [_row(verdict) for verdict in report.verdicts]
    table = element(
        "table",
        element("thead", element("tr", *heads, role="row")),
        element("tbody", *rows, role="rowgroup"),
        id="list",
        class_="cards",
        role="table",
    )
    note = element("p", "Requests: of all checks that examine the requirement.", class_="dim small")
    heading = element("h2", f"Requirements ({len(rows)})")
    return element("section", heading, _filters(report), table, note, id="requirements")


def _row(verdict: Verdict) -> Element:
    requirement = verdict.requirement
    name = element("code", requirement.id)
    if verdict.outcome is Outcome.FAILED:
        name = element("a", name, href=f"#{requirement.id}")
    told = [
        prose("div", requirement.statement),
        element("div", str(requirement.source), class_="dim small"),
    ]
    known = element("div", "known", class_="dim small") if verdict.tolerated else None
    return element(
        "tr",
        element("th", name, scope="row", role="rowheader"),
        element("td", requirement.level, role="cell", class_="inline"),
        element("td", outcome(verdict.outcome), known, role="cell", class_="inline"),
        element("td", *told, role="cell"),
        element(
            "td", str(verdict.requests), role="cell", class_="number small", data_name="Requests"
        ),
        role="row",
        data_outcome=verdict.outcome.word,
        data_level=requirement.level,
        data_requests=str(verdict.requests),
    )


def _filters(report: Report) -> Element:
    outcomes = [
        (one.word, f"{wording.word(one)} ({report.count(one)})")
        for one in wording.ORDER
        if report.count(one)
    ]
    orders = [("most", "most requests"), ("fewest", "fewest requests")]
    search = element("input", type="search", name="text", placeholder="id, words or a line")
    return element(
        "form",
        _choice("Outcome", "outcome", "all", outcomes),
        _choice("Level", "level", "all", [(one, one) for one in wording.levels(report)]),
        _choice("Order", "order", "as in the document", orders),
        element("label", "Text", search, class_="wide"),
        element("button", "Reset", type="reset"),
        element("output", name="shown", class_="small"),
        id="filters",
        hidden=True,
        aria_label="Filter requirements",
    )


def _choice(label: str, name: str, all_: str, options: list[tuple[str, str]]) -> Element:
    offered = [element("option", text, value=value) for value, text in [("", all_), *options]]
    return element("label", label, element("select", *offered, name=name))
