"""Reports of runs that never were, with all outcomes, and with whatever a server might send."""

from __future__ import annotations

from typing import Any

from conformance import catalogue
from conformance.outcome import Outcome
from conformance.report import Report, build
from conformance.session import Finding, Result

API = "infranotes"
MARKUP = "</pre></script><script>alert(1)</script><img src=x onerror=alert(2)> \"'&amp; | `a` ```b``` [c](d)"
# Controls, half a character, a character that no XML can carry, one that turns the reading direction.
UNWRITABLE = "\x00\x1b[31m\x7f \ud800 \uffff \u202e"
HOSTILE = MARKUP + UNWRITABLE


def start(**more: Any) -> dict[str, Any]:
    target = {"requirements": [], "operations": [], "level": "must", "profile": "documented"}
    return {
        "kind": "run",
        "format": 1,
        "api": API,
        "url": "http://127.0.0.1:1",
        "profile": "documented",
        "seed": 7,
        "started_at": "2026-01-31T12:00:00+00:00",
        "versions": {"client-contracts": "0.1.0"},
        "target": target,
        "deviations": [],
        **more,
    }


def exchange(text: str) -> dict[str, Any]:
    body = '{"id": 1.50, "name": ' + f'"{text}"' + ', "tags": [], "id": 2}'
    request = {"method": "POST", "url": "http://127.0.0.1:1/api/clients", "headers": {"a": text}}
    response = {"status": 200, "headers": {"x-name": text}, "body": body}
    return {
        "operation": "createClient",
        "seconds": 0.0012,
        "request": {**request, "body": text},
        "response": response,
    }


def result(requirement: str, outcome: Outcome, text: str = "a text", times: int = 1) -> Result:
    findings = [
        Finding(requirement, text, text, text, (exchange(text),) * times, (f"curl {text}",) * times)
    ]
    failed = outcome is Outcome.FAILED
    told = outcome in (Outcome.ERRORED, Outcome.SKIPPED)
    return Result(
        check=f"clients:{requirement}",
        requirements=(requirement,),
        outcome=outcome,
        reason=text if told else None,
        findings=tuple(findings) if failed else (),
        requests=3,
        seconds=0.01,
        left=(text,) if failed else (),
        calls={"createClient": {"200": 2, "418": 1}, "": {"404": 1}},
    )


def ids() -> list[str]:
    """Return the ids of all requirements that can be examined in the documented profile."""
    known = catalogue.load(API).requirements.values()
    return [one.id for one in known if one.unchecked is None and one.level != "observed"]


def mixed(text: str = "a text", **more: Any) -> Report:
    """Return a report with every outcome, in which whatever a server may say is `text`."""
    outcomes = [Outcome.FAILED, Outcome.ERRORED, Outcome.SKIPPED, Outcome.NOT_RUN]
    results = [
        result(one, outcomes[number % 4] if number < 8 else Outcome.PASSED, text)
        for number, one in enumerate(ids())
    ]
    return build(start(**more), results, 1.5)


def all_failed(text: str, times: int) -> Report:
    """Return a report in which everything is broken, with `times` exchanges each."""
    return build(start(), [result(one, Outcome.FAILED, text, times) for one in ids()], 1.5)
