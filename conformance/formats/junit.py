"""A report as JUnit XML: a test case for each requirement, so that CI systems show them by name."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from conformance.formats import wording
from conformance.outcome import Outcome
from conformance.report import Report, Verdict

# Characters that XML 1.0 cannot carry, whatever stands for them.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """Return the report as JUnit XML text.

    A known deviation counts as skipped, as an expected failure of a test does; where the list of known
    deviations is not true, the requirement fails, since the run does.
    """
    suites = Element("testsuites")
    suite = _suite(report, suites)
    seconds, overdue = _seconds(report), report.overdue_by_requirement
    for verdict in report.verdicts:
        case = _case(suite, verdict, report.start["api"], seconds[verdict.requirement.id])
        _add_outcome(case, verdict, overdue.get(verdict.requirement.id), report)
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))
    SubElement(suite, "system-out").text = _clean(
        f"{wording.counted(report)}. {wording.verdict(report)}"
    )
    SubElement(suite, "system-err")
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _suite(report: Report, suites: Element) -> Element:
    suite = SubElement(
        suites,
        "testsuite",
        id="0",
        package="conformance",
        name=f"conformance.{report.start['api']}",
        tests=str(len(report.verdicts)),
        time=f"{report.seconds:.3f}",
        timestamp=report.start["started_at"][:19],
        hostname="localhost",
    )
    properties = SubElement(suite, "properties")
    for name in ("url", "profile", "seed"):
        SubElement(properties, "property", name=name, value=_clean(str(report.start[name])))
    return suite


def _seconds(report: Report) -> dict[str, float]:
    """Return the time of each requirement: its share of the checks that examine it."""
    spent = {verdict.requirement.id: 0.0 for verdict in report.verdicts}
    for result in report.results:
        for requirement in result.requirements:
            if requirement in spent:
                spent[requirement] += result.seconds / len(result.requirements)
    return spent


def _case(suite: Element, verdict: Verdict, api: str, seconds: float) -> Element:
    requirement = verdict.requirement
    return SubElement(
        suite,
        "testcase",
        name=f"{requirement.id} {requirement.statement}",
        classname=f"conformance.{api}.{requirement.level}",
        time=f"{seconds:.3f}",
    )


def _add_outcome(case: Element, verdict: Verdict, overdue: str | None, report: Report) -> None:
    if overdue is not None:
        _add(case, "failure", "Deviation", overdue, _text(verdict))
    elif verdict.tolerated and verdict.deviation is not None:
        known = f"known deviation until {verdict.deviation.expires}: {verdict.deviation.reason}"
        _add(case, "skipped", "KnownDeviation", known, _text(verdict))
    elif verdict.outcome is Outcome.FAILED:
        _add(case, "failure", "Violation", verdict.findings[0].message, _text(verdict))
    elif verdict.outcome is Outcome.ERRORED:
        reason = wording.reason(report, verdict)
        _add(case, "error", "CannotTell", reason, reason)
    elif verdict.outcome is not Outcome.PASSED:
        kind = "Skipped" if verdict.outcome is Outcome.SKIPPED else "NotRun"
        _add(case, "skipped", kind, wording.reason(report, verdict), "")


def _add(case: Element, tag: str, kind: str, message: str, text: str) -> None:
    SubElement(case, tag, type=kind, message=_clean(message)).text = _clean(text) or None


def _text(verdict: Verdict) -> str:
    lines = [f"source: {verdict.requirement.source}"]
    for finding in wording.findings(verdict):
        lines += [f"expected: {finding.expected}", f"seen: {finding.seen}", *finding.curl, ""]
    return "\n".join(lines)


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
