"""Several runs as one self-contained HTML page: requirements down, implementations across.

Without JavaScript everything is there; with it, rows can be filtered.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from conformance.matrix import Column, Matrix, Row
from conformance.outcome import Outcome

_CELLS = {
    Outcome.PASSED: ("passed", "✓"),
    Outcome.FAILED: ("failed", "✗"),
    Outcome.ERRORED: ("could not tell", "?"),
    Outcome.SKIPPED: ("skipped", ""),
    Outcome.NOT_RUN: ("not run", "·"),
    None: ("no run", "·"),
}
_VERDICTS = {
    0: ("passed", "conforms"),
    1: ("failed", "does not conform"),
    3: ("errored", "could not tell"),
}
_STYLE = """
:root { color-scheme: light dark; --page: #fff; --text: #1c2024; --soft: #60646c; --line: #d9dce1;
  --head: #f2f4f7; --passed: #18794e; --failed: #c62828; --failed-back: #fdeaea;
  --errored: #8e4ec6; --errored-back: #f7edfe; --skipped: #60646c; }
@media (prefers-color-scheme: dark) { :root { --page: #15171a; --text: #e6e8eb; --soft: #9ba1a6;
  --line: #34383d; --head: #1f2226; --passed: #4cc38a; --failed: #ff8a80; --failed-back: #3d1a1b;
  --errored: #c99bf0; --errored-back: #2d1f3b; --skipped: #9ba1a6; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; background: var(--page); color: var(--text);
  font: 15px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 1rem; }
code { font-family: ui-monospace, monospace; font-size: .92em; }
.verdicts { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem;
  margin: 0 0 1.25rem; padding: 0; list-style: none; }
.verdicts li { border: 1px solid var(--line); border-left: .3rem solid var(--line); padding: .6rem .8rem;
  border-radius: .3rem; overflow-wrap: anywhere; }
.verdicts .passed { border-left-color: var(--passed); }
.verdicts .failed { border-left-color: var(--failed); }
.verdicts .errored { border-left-color: var(--errored); }
.soft { color: var(--soft); font-size: .88rem; }
.choices { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem 1.2rem; margin: 0 0 .75rem; }
.choices label { cursor: pointer; padding: .25rem 0; }
table { width: 100%; border-collapse: separate; border-spacing: 0; }
thead th { position: sticky; top: 0; z-index: 1; background: var(--head); padding: .5rem .6rem;
  border-bottom: 2px solid var(--line); text-align: left; overflow-wrap: anywhere; }
thead th + th { text-align: center; min-width: 4.5rem; }
tbody th { font-weight: normal; text-align: left; }
td, tbody th { border-bottom: 1px solid var(--line); padding: .45rem .6rem; vertical-align: top; }
td { text-align: center; white-space: nowrap; }
td.passed { color: var(--passed); } td.skipped, td.not_run { color: var(--skipped); }
td.failed { color: var(--failed); background: var(--failed-back); font-weight: 600; }
td.errored { color: var(--errored); background: var(--errored-back); }
details { text-align: left; white-space: normal; font-weight: normal; }
summary { cursor: pointer; text-align: center; white-space: nowrap; list-style: none;
  text-decoration: underline dotted; text-underline-offset: .2em; }
summary::-webkit-details-marker { display: none; }
details p { color: var(--text); font-size: .85rem; margin: .4rem 0 0; overflow-wrap: anywhere;
  min-width: 8rem; max-width: 18rem; }
tr[hidden], .choices[hidden] { display: none; }
@media (max-width: 40rem) {
  body { padding: 1rem .75rem; }
  thead { display: none; }
  tr { display: block; padding: .6rem 0; border-bottom: 1px solid var(--line); }
  td, tbody th { display: block; border: 0; padding: .15rem .3rem; white-space: normal; text-align: left; }
  td { display: flex; gap: .6rem; align-items: baseline; }
  td::before { content: attr(data-name); color: var(--text); font-weight: normal; flex: 0 0 40%;
    overflow-wrap: anywhere; }
  summary { text-align: left; } details p { max-width: none; }
}
@media print { .choices { display: none; } thead th { position: static; } body { max-width: none; } }
"""
_SCRIPT = """
const rows = [...document.querySelectorAll("tbody tr")];
const shown = document.querySelector("#shown");
function choose() {
  const chosen = document.querySelector("[name=rows]:checked").value;
  for (const row of rows) row.hidden = chosen !== "all" && !(chosen in row.dataset);
  shown.textContent = rows.filter(row => !row.hidden).length + " of " + rows.length + " requirements";
}
document.querySelectorAll("[name=rows]").forEach(one => one.addEventListener("change", choose));
document.querySelector(".choices").hidden = false;
choose();
"""


def render(matrix: Matrix) -> str:
    """Return a matrix as HTML."""
    title = f"{escape(matrix.title)}: {len(matrix.columns)} implementations"
    head = "".join(f'<th scope="col">{escape(column.name)}</th>' for column in matrix.columns)
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>",
            '<ul class="verdicts">',
            *(_verdict(column, matrix.level) for column in matrix.columns),
            f"</ul>\n{_choices(matrix.rows)}",
            f'<table>\n<thead><tr><th scope="col">requirement</th>{head}</tr></thead>\n<tbody>',
            *(_row(row, matrix) for row in matrix.rows),
            f"</tbody>\n</table>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n",
        ]
    )


def _verdict(column: Column, level: str) -> str:
    colour, word = _VERDICTS[column.exit_status(level)]
    if column.report is None:
        told = escape(column.problem or "")
    else:
        report = column.report
        passed = f"{report.count(Outcome.PASSED)} of {len(report.verdicts)} requirements passed"
        told = f"{passed} · {report.requests} requests · {report.seconds:.1f} s"
        told += f" · seed {report.start['seed']}"
    return (
        f'<li class="{colour}"><strong>{escape(column.name)}</strong> {word}'
        f'<br><code>{escape(column.url)}</code><br><span class="soft">{told}</span></li>'
    )


def _choices(rows: list[Row]) -> str:
    failing = sum(not row.passed for row in rows)
    differing = sum(row.differs for row in rows)
    choices = (
        ("all", f"all ({len(rows)})", " checked"),
        ("open", f"not passed by all ({failing})", ""),
        ("differs", f"only differences ({differing})", ""),
    )
    labels = (
        f'<label><input type="radio" name="rows" value="{value}"{checked}> {text}</label>'
        for value, text, checked in choices
    )
    return (
        f'<div class="choices" hidden>{"".join(labels)} <span id="shown" class="soft"></span></div>'
    )


def _row(row: Row, matrix: Matrix) -> str:
    requirement, source = row.requirement, str(row.requirement.source)
    place = source.removeprefix(f"{row.requirement.source.document}, ")
    marks = (" data-differs" if row.differs else "") + ("" if row.passed else " data-open")
    cells = "".join(_cells(row, matrix))
    return (
        f'<tr{marks}><th scope="row"><code>{requirement.id}</code> <span class="soft"'
        f' title="{escape(source)}">{requirement.level} · {escape(place)}</span><br>'
        f"{escape(requirement.statement)}</th>{cells}</tr>"
    )


def _cells(row: Row, matrix: Matrix) -> Iterator[str]:
    for column, outcome in zip(matrix.columns, row.outcomes, strict=True):
        word, sign = _CELLS[outcome]
        shown = f"{sign} {word}".strip()
        told = _told(row, column, outcome)
        if told:
            shown = f"<details><summary>{shown}</summary><p>{escape(told)}</p></details>"
        kind = outcome.word if outcome is not None else "not_run"
        yield f'<td class="{kind}" data-name="{escape(column.name)}">{shown}</td>'


def _told(row: Row, column: Column, outcome: Outcome | None) -> str:
    """Return what there is to say of a requirement that did not pass."""
    verdict = column.verdict(row.requirement)
    if verdict is None:
        return ""
    if outcome is Outcome.FAILED:
        shortest = min(verdict.findings, key=lambda finding: len(finding.curl))
        return shortest.message
    return "; ".join(verdict.reasons) if outcome is not Outcome.PASSED else ""
