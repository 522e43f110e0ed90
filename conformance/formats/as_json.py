"""A report as one JSON object; its members are described in the README."""

from __future__ import annotations

import json
import re
from typing import Any

from conformance import coverage
from conformance.coverage import OperationCoverage
from conformance.outcome import Outcome
from conformance.report import Report, Verdict


def summary(report: Report) -> dict[str, int]:
    """Return how many requirements there are and how they came out."""
    outcomes = (Outcome.PASSED, Outcome.FAILED, Outcome.ERRORED, Outcome.SKIPPED, Outcome.NOT_RUN)
    return {
        "requirements": len(report.verdicts),
        **{outcome.word: report.count(outcome) for outcome in outcomes},
        "must_failed": report.count(Outcome.FAILED, "must"),
        "should_failed": report.count(Outcome.FAILED, "should"),
        "observed_failed": report.count(Outcome.FAILED, "observed"),
        "tolerated": sum(verdict.tolerated for verdict in report.verdicts),
    }


def _requirement(verdict: Verdict) -> dict[str, Any]:
    requirement, source = verdict.requirement, verdict.requirement.source
    return {
        "id": requirement.id,
        "level": requirement.level,
        "statement": requirement.statement,
        "source": {"document": source.document, "lines": [source.first, source.last]},
        "outcome": verdict.outcome.word,
        "deviation": verdict.deviation.as_json() if verdict.deviation else None,
        "reasons": list(verdict.reasons),
        "checks": list(verdict.checks),
        "requests": verdict.requests,
        "findings": [
            {
                "message": finding.message,
                "expected": finding.expected,
                "seen": finding.seen,
                "curl": list(finding.curl),
                "exchanges": list(finding.exchanges),
            }
            for finding in verdict.findings
        ],
    }


def _operation(one: OperationCoverage) -> dict[str, Any]:
    operation = one.operation
    return {
        "id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "calls": one.calls,
        "documented": list(operation.statuses),
        "seen": dict(one.seen),
    }


def render(report: Report) -> str:
    """Return the report as JSON text."""
    start = report.start
    content = {
        **{
            name: start[name]
            for name in ("api", "url", "profile", "seed", "started_at", "versions")
        },
        "seconds": round(report.seconds, 3),
        "requests": report.requests,
        "summary": summary(report),
        "left": list(report.left),
        "overdue_deviations": list(report.overdue),
        "operations": [_operation(one) for one in coverage.operations(report)],
        "requirements": [_requirement(verdict) for verdict in report.verdicts],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    # Terminals obey these, which JSON does not have to escape.
    return re.sub("[\x7f-\x9f]", lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
