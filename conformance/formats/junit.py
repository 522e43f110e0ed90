"""A report as JUnit XML: a test case for each requirement, so that CI systems show them by name."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from conformance.outcome import Outcome
from conformance.report import Report, Verdict

# Characters that XML 1.0 cannot carry, whatever stands for them.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """Return the report as JUnit XML text."""
    suites = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(
        suites,
        "testsuite",
        name=f"conformance.{report.start['api']}",
        tests=str(len(report.verdicts)),
        failures=str(report.count(Outcome.FAILED)),
        errors=str(report.count(Outcome.ERRORED)),
        skipped=str(report.count(Outcome.SKIPPED) + report.count(Outcome.NOT_RUN)),
        time=f"{report.seconds:.3f}",
        timestamp=report.start["started_at"][:19],
        hostname="localhost",
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name in ("url", "profile", "seed"):
        ElementTree.SubElement(properties, "property", name=name, value=str(report.start[name]))
    seconds = _seconds(report)
    for verdict in report.verdicts:
        _add(suite, verdict, report.start["api"], seconds[verdict.requirement.id])
    ElementTree.SubElement(suite, "system-out")
    ElementTree.SubElement(suite, "system-err")
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _seconds(report: Report) -> dict[str, float]:
    """Return the time of each requirement: its share of the checks that examine it."""
    spent = {verdict.requirement.id: 0.0 for verdict in report.verdicts}
    for result in report.results:
        for requirement in result.requirements:
            if requirement in spent:
                spent[requirement] += result.seconds / len(result.requirements)
    return spent


def _add(suite: ElementTree.Element, verdict: Verdict, api: str, seconds: float) -> None:
    requirement = verdict.requirement
    case = ElementTree.SubElement(
        suite,
        "testcase",
        name=f"{requirement.id} {requirement.statement}",
        classname=f"conformance.{api}.{requirement.level}",
        time=f"{seconds:.3f}",
    )
    if verdict.outcome is Outcome.FAILED:
        first = verdict.findings[0]
        element = ElementTree.SubElement(
            case, "failure", type="Violation", message=_clean(first.message)
        )
        element.text = _clean(_text(verdict))
    elif verdict.outcome is Outcome.ERRORED:
        reason = _clean("; ".join(verdict.reasons))
        ElementTree.SubElement(case, "error", type="CannotTell", message=reason).text = reason
    elif verdict.outcome is not Outcome.PASSED:
        reason = "; ".join(verdict.reasons) or "not run"
        ElementTree.SubElement(case, "skipped", message=_clean(reason))


def _text(verdict: Verdict) -> str:
    lines = [f"source: {verdict.requirement.source}"]
    for finding in verdict.findings:
        lines += [f"expected: {finding.expected}", f"seen: {finding.seen}", *finding.curl, ""]
    return "\n".join(lines)


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
