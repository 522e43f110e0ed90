"""Runs the suite against an application of one's own, in process: what the fixture `contract` gives.

def test_contract(contract):
    contract.check("<api>", app, token=..., other_token=...)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from conformance import catalogue, data, preflight
from conformance.applications import Interface, serving
from conformance.expect import CannotTell
from conformance.formats import wording
from conformance.outcome import Outcome
from conformance.report import Report, Verdict
from conformance.run import run as examine
from conformance.target import Target

_WEIGHED = (Outcome.FAILED, Outcome.ERRORED)


class Options(TypedDict, total=False):
    """How to examine; the same words as those of `conformance run`."""

    token: str
    other_token: str
    password: str
    jwt_secret: str
    base_path: str
    headers: Mapping[str, str]
    requirements: tuple[str, ...]
    operations: tuple[str, ...]
    level: str
    profile: str
    read_only: bool
    seed: int
    examples: int
    quick: bool
    timeout: float
    max_requests: int
    shrink_seconds: float


class ContractBroken(AssertionError):
    """An application breaks what its document says, or could not be examined; `report` says how."""

    def __init__(self, report: Report) -> None:
        super().__init__(told(report))
        self.report = report


class Contract:
    """Examines applications in process; the same seed, 0 unless another is given, for every run."""

    def run(
        self,
        api: str,
        app: Callable[..., Any],
        *,
        interface: Interface | None = None,
        **options: Unpack[Options],
    ) -> Report:
        """Examine an ASGI or WSGI application, and return what was found of each requirement.

        `interface` says which of both it is, where its signature does not. An ASGI application is
        started before, and ended after, as a server does it.

        Raises:
            CannotTell: the application does not speak this API, or refuses the credential.
            LookupError: there is no such API, requirement or operation.
            UnknownApplication: it is not clear what kind of application it is.
            LifespanFailed: the application says that it could not start.
            RuntimeError: an event loop is running, so no other one can.
        """
        target = _target(api, options)
        _refuse_running_loop()
        with serving(app, interface) as application:
            target = replace(target, app=application)
            problem = preflight.problem(target)
            if problem is not None:
                raise CannotTell(problem)
            return examine(target)

    def check(
        self,
        api: str,
        app: Callable[..., Any],
        *,
        interface: Interface | None = None,
        **options: Unpack[Options],
    ) -> Report:
        """Examine an application as `run` does, and return the report if it conforms.

        Raises:
            ContractBroken: it does not, or the suite could not tell.
        """
        __tracebackhide__ = True  # pytest shows the test that called this
        report = self.run(api, app, interface=interface, **options)
        if wording.status(report):
            raise ContractBroken(report)
        return report


def told(report: Report) -> str:
    """Return what a person reads of a run that did not end well: the verdict, then each finding."""
    lines = [f"{wording.verdict(report)} {wording.counted(report)} ({wording.spent(report)})"]
    for outcome in _WEIGHED:
        for verdict in report.of(outcome):
            lines += ["", *_told(report, verdict)]
    return "\n".join(lines)


def _told(report: Report, verdict: Verdict) -> list[str]:
    requirement = verdict.requirement
    lines = [
        f"{wording.word(verdict.outcome)}  {requirement.id} ({requirement.level})"
        f"  {requirement.statement}",
        f"  {requirement.source}",
    ]
    if verdict.outcome is Outcome.ERRORED:
        return [*lines, f"  the suite could not tell: {wording.reason(report, verdict)}"]
    finding = wording.findings(verdict)[0]
    lines += [f"  expected  {finding.expected}", f"  seen      {finding.seen}"]
    return lines + [f"    {_call(report, one)}" for one in finding.exchanges]


def _call(report: Report, exchange: Mapping[str, Any]) -> str:
    sent = exchange["request"]
    path = sent["url"].removeprefix(report.start["url"])
    parts = [sent["method"], path, *([sent["body"]] if sent["body"] else [])]
    return f"{' '.join(parts)} -> {exchange['response']['status']}"


def _target(api: str, options: Options) -> Target:
    if api not in data.apis():
        raise LookupError(f"there is no API {api!r}: there are {', '.join(data.apis())}")
    values: dict[str, Any] = {**options}
    values["secret"] = values.pop("jwt_secret", None)
    target = Target(api=api, **values)
    known = catalogue.load(api)
    for what, names, present in (
        ("requirement", target.requirements, known.requirements),
        ("operation", target.operations, known.operations),
    ):
        for name in names:
            if name not in present:
                raise LookupError(f"{api} has no {what} {name!r}")
    return target


def _refuse_running_loop() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("an event loop is running here: make the test a plain function, not async")
