"""Several runs as one self-contained HTML page: requirements down, implementations across."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from conformance.formats import wording
from conformance.formats.markup import element, prose
from conformance.formats.page import page
from conformance.matrix import Column, Matrix, Row
from conformance.outcome import Outcome

_VERDICTS = {
    0: ("passed", "conforms"),
    1: ("failed", "does not conform"),
    3: ("errored", "could not tell"),
}


def render(matrix: Matrix) -> str:
    """Return a matrix as HTML."""
    rows = matrix.rows
    implementations = [_implementation(column, matrix.level) for column in matrix.columns]
    heads = [element("th", "Requirement", scope="col")]
    heads += [element("th", column.name, scope="col") for column in matrix.columns]
    table = element(
        "table",
        element("thead", element("tr", *heads)),
        element("tbody", *(_row(row, matrix.columns) for row in rows)),
        id="matrix",
        class_="cards",
    )
    body = [_header(matrix), element("ul", *implementations, id="implementations")]
    return page(f"{matrix.title}: {_sum(matrix)}", [*body, _choices(rows), table], "table.css")


def _sum(matrix: Matrix) -> str:
    right = sum(column.exit_status(matrix.level) == 0 for column in matrix.columns)
    return f"{right} of {len(matrix.columns)} implementations conform"


def _header(matrix: Matrix) -> Element:
    kicker = element("p", matrix.title, class_="kicker")
    return element(
        "header", kicker, element("h1", _sum(matrix)), class_=f"status-{matrix.exit_status}"
    )


def _implementation(column: Column, level: str) -> Element:
    kind, word = _VERDICTS[column.exit_status(level)]
    told = [column.problem or ""]
    if column.report is not None:
        told = [wording.counted(column.report), wording.spent(column.report)]
    return element(
        "li",
        element("div", element("strong", column.name), " ", element("span", word, class_=kind)),
        element("div", element("code", column.url)),
        *(element("div", one, class_="small") for one in told),
        class_=kind,
    )


def _choices(rows: Sequence[Row]) -> Element:
    choices = (
        ("only-all", f"all ({len(rows)})"),
        ("only-open", f"not passed by all ({sum(not row.passed for row in rows)})"),
        ("only-differing", f"only differences ({sum(row.differs for row in rows)})"),
    )
    labels = []
    for name, text in choices:
        first = name == "only-all"
        radio = element("input", type="radio", name="rows", id=name, checked=first)
        labels.append(element("label", radio, text))
    return element("fieldset", *labels, aria_label="Which requirements are shown")


def _row(row: Row, columns: Sequence[Column]) -> Element:
    requirement = row.requirement
    told = element(
        "th",
        element("code", requirement.id),
        element("span", f" {requirement.level}, {requirement.source}", class_="dim small"),
        prose("div", requirement.statement),
        scope="row",
    )
    kinds = {"agreed": row.passed, "alike": not row.differs}
    cells = (_cell(row, *pair) for pair in zip(columns, row.outcomes, strict=True))
    return element("tr", told, *cells, class_=" ".join(kind for kind in kinds if kinds[kind]))


def _cell(row: Row, column: Column, outcome: Outcome | None) -> Element:
    if outcome is None:
        return element("td", "no run", class_="not_run", data_name=column.name)
    shown = element("span", f"{wording.SIGNS[outcome]} {wording.word(outcome)}", class_="outcome")
    told = _told(row, column)
    if told:
        shown = element("details", element("summary", shown), element("p", told))
    return element("td", shown, class_=outcome.word, data_name=column.name)


def _told(row: Row, column: Column) -> str:
    """Return what there is to say of a requirement that did not pass."""
    verdict = column.verdict(row.requirement)
    if verdict is None or column.report is None or verdict.outcome is Outcome.PASSED:
        return ""
    if verdict.outcome is Outcome.FAILED:
        return wording.findings(verdict)[0].message
    return wording.reason(column.report, verdict)
