"""What all forms of a report say in the same words."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from conformance.outcome import Outcome
from conformance.report import Report, Verdict
from conformance.session import Finding

# The order in which people ask for them.
ORDER = (Outcome.FAILED, Outcome.ERRORED, Outcome.SKIPPED, Outcome.NOT_RUN, Outcome.PASSED)
_LEVELS = ("must", "should", "observed")
# For those who cannot tell colours apart.
SIGNS = {
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.ERRORED: "?",
    Outcome.SKIPPED: "\N{EN DASH}",
    Outcome.NOT_RUN: "○",
}
_SENTENCES = {
    0: "Conforms: nothing that the document demands is broken.",
    1: "Does not conform.",
    3: "The suite could not tell.",
}
_DEFAULTS = {"profile": "documented", "level": "must", "examples": 10}


def word(outcome: Outcome) -> str:
    """Return an outcome as people read it, e.g. `not run`."""
    return outcome.word.replace("_", " ")


def level(report: Report) -> str:
    """Return the level that fails the run, as it was asked for."""
    return str(report.start["target"]["level"])


def levels(report: Report) -> list[str]:
    """Return the levels of the requirements that the run looked at, the gravest first."""
    present = {one.requirement.level for one in report.verdicts}
    return [one for one in _LEVELS if one in present]


def status(report: Report) -> int:
    """Return the exit status of the run."""
    return report.exit_status(level(report))


def verdict(report: Report) -> str:
    """Return the verdict as a sentence."""
    return _SENTENCES[status(report)]


def counted(report: Report) -> str:
    """Return how the requirements came out, e.g. `3 of 5 requirements passed, 2 failed`."""
    parts = [f"{report.count(Outcome.PASSED)} of {len(report.verdicts)} requirements passed"]
    parts += [
        f"{report.count(outcome)} {word(outcome)}{_known(report, outcome)}"
        for outcome in ORDER[:-1]
        if report.count(outcome)
    ]
    return ", ".join(parts)


def _known(report: Report, outcome: Outcome) -> str:
    known = sum(one.tolerated for one in report.of(outcome))
    return f" ({known} of them known)" if known else ""


def spent(report: Report) -> str:
    """Return what the run took, e.g. `1763 requests, 4.6 s, seed 7`."""
    return f"{report.requests} requests, {report.seconds:.1f} s, seed {report.start['seed']}"


def reason(report: Report, one: Verdict) -> str:
    """Return why a requirement was not examined."""
    if one.outcome is Outcome.NOT_RUN:
        quick = report.start["target"].get("quick") and not one.checks
        return (
            "a quick run leaves this out"
            if quick
            else "the check ended early, for another requirement"
        )
    return "; ".join(one.reasons) or "no reason given"


def by_reason(report: Report, outcome: Outcome) -> dict[str, list[Verdict]]:
    """Return the requirements that came out so, by the reason that they share."""
    found: dict[str, list[Verdict]] = {}
    for one in report.of(outcome):
        found.setdefault(reason(report, one), []).append(one)
    return found


def findings(one: Verdict) -> list[Finding]:
    """Return what was found of a requirement, the shortest way to see it first."""
    return sorted(one.findings, key=lambda finding: len(finding.curl))


def command(start: Mapping[str, Any]) -> str:
    """Return the command that makes the same run again; credentials come from the environment."""
    target = start["target"]
    parts = ["conformance", "run", start["api"], "--url", start["url"]]
    parts += ["--seed", str(start["seed"])]
    for name in ("base_path", "profile", "level", "examples"):
        if target.get(name) not in (None, _DEFAULTS.get(name)):
            parts += [f"--{name.replace('_', '-')}", str(target[name])]
    parts += [f"--{name.replace('_', '-')}" for name in ("quick", "read_only") if target.get(name)]
    for name, values in (("requirement", "requirements"), ("operation", "operations")):
        parts += [text for value in target[values] for text in (f"--{name}", value)]
    return shlex.join(parts)
