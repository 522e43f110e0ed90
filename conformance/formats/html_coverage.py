"""The part of the HTML report about what was covered: requirements, operations and statuses."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from conformance import coverage, data
from conformance.coverage import OperationCoverage
from conformance.formats import wording
from conformance.formats.html_requirements import outcome
from conformance.formats.markup import Child, element, prose
from conformance.report import Report


def section(report: Report) -> Element:
    """Return the section about coverage."""
    return element(
        "section",
        element("h2", "Coverage"),
        element("h3", "Requirements"),
        _by_level(report),
        *_left_out(report),
        element("h3", "Operations and their statuses"),
        *_operations(report),
        id="coverage",
    )


def document(report: Report) -> str:
    """Return which document the requirements are from."""
    told = data.specification(report.start["api"], "document")
    return f"{told['title']} {told['version']} ({told['file']})"


def _by_level(report: Report) -> Element:
    levels = wording.levels(report)
    heads = [element("th", name, scope="col", class_="number") for name in (*levels, "all")]
    rows = []
    for one in wording.ORDER:
        counts = [report.count(one, level) for level in levels] + [report.count(one)]
        cells = [element("td", str(count), class_="number") for count in counts]
        rows.append(element("tr", element("th", outcome(one), scope="row"), *cells))
    head = element("thead", element("tr", element("td"), *heads))
    return element("table", head, element("tbody", *rows), class_="narrow")


def _left_out(report: Report) -> list[Element]:
    """Tell which requirements of the catalogue the run did not look at, and why."""
    told = {verdict.requirement.id for verdict in report.verdicts}
    others = [one for one in report.catalogue.requirements.values() if one.id not in told]
    unchecked = [one for one in others if one.unchecked is not None]
    parts = []
    if unchecked:
        items = [
            element(
                "li",
                element("code", one.id),
                " ",
                prose("span", f"{one.statement} {one.unchecked}"),
            )
            for one in unchecked
        ]
        summary = element("summary", f"{len(items)} more can not be seen by any client of the API")
        parts.append(element("details", summary, element("ul", *items)))
    if len(others) > len(unchecked):
        count = len(others) - len(unchecked)
        parts.append(element("p", f"{count} more were not asked for in this run."))
    return parts


def _operations(report: Report) -> list[Element]:
    found = coverage.operations(report)
    called = sum(1 for one in found if one.calls)
    names = (
        "Operation",
        "Calls",
        "Documented, seen",
        "Documented, not seen",
        "Seen, not documented",
    )
    heads = [element("th", name, scope="col", role="columnheader") for name in names]
    heads[1].set("class", "number")
    table = element(
        "table",
        element("thead", element("tr", *heads, role="row"), role="rowgroup"),
        element("tbody", *map(_operation, found), role="rowgroup"),
        class_="cards",
        role="table",
    )
    told = f"{called} of {len(found)} operations were called."
    elsewhere = coverage.elsewhere(report)
    if elsewhere:
        told += f" {elsewhere} requests went to none of them, to see that they are refused."
    return [element("p", told), table]


def _operation(one: OperationCoverage) -> Element:
    operation = one.operation
    seen = [f"{status} ({one.times(status)})" for status in one.documented]
    undocumented = [f"{status} ({one.seen[status]})" for status in one.undocumented]
    return element(
        "tr",
        element(
            "th",
            element("code", f"{operation.method} {operation.path}"),
            element("div", operation.id, class_="dim small"),
            scope="row",
            role="rowheader",
        ),
        _cell("Calls", str(one.calls), class_="number"),
        _cell("Documented, seen:", _chips(seen)),
        _cell("Documented, not seen:", _chips([*one.unseen])),
        _cell("Seen, not documented:", _chips(undocumented)),
        role="row",
    )


def _cell(name: str, child: Child, class_: str | None = None) -> Element:
    return element("td", child, role="cell", data_name=name, class_=class_)


def _chips(texts: list[str]) -> Child:
    if not texts:
        return element("span", "none", class_="dim")
    return element("ul", *(element("li", text) for text in texts), class_="chips")
