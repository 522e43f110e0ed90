"""Runs checks against one target: a scene for each, cleaned up after it, and a result for the record."""

from __future__ import annotations

import importlib
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance import catalogue, commands, references
from conformance.budget import Budget
from conformance.checks import Check, all_checks
from conformance.client import Client, Credential
from conformance.driver import Driver, Scene
from conformance.expect import CannotTell, Skipped, Violation
from conformance.masking import Mask
from conformance.outcome import Outcome
from conformance.target import Target


@dataclass(frozen=True)
class Finding:
    """One thing that a check reports against an implementation."""

    requirement: str
    message: str
    expected: str
    seen: str
    exchanges: tuple[dict[str, Any], ...]
    curl: tuple[str, ...]
    place: tuple[str | int, ...] | None = None


@dataclass(frozen=True)
class Result:
    """How one check came out. `reason` says why where it was skipped or errored.

    `calls` counts answers, those of its clean-up too: by operation (empty: none of the spec) and status.
    """

    check: str
    requirements: tuple[str, ...]
    outcome: Outcome
    reason: str | None
    findings: tuple[Finding, ...]
    requests: int
    seconds: float
    left: tuple[str, ...] = ()
    exchanges: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    calls: Mapping[str, Mapping[str, int]] = field(default_factory=dict, repr=False)


class Session:
    """One run against one target; checks run one after the other, in any order."""

    def __init__(self, target: Target, budget: Budget | None = None) -> None:
        self.target = target
        self.catalogue = catalogue.load(target.api)
        self.mask = Mask(target.written_secrets, self.catalogue.sensitive)
        self.client = Client(target, self.catalogue.base_path, self.mask, budget)
        # What is still on the server and the suite's, as far as is known.
        self.left: list[str] = []
        self._driver = importlib.import_module(f"conformance.{target.api}.driver").Driver

    def close(self) -> None:
        """Close the connections to the target."""
        self.client.close()

    def checks(self) -> Iterator[Check]:
        """Yield the checks that the target's selection asks for, in the order in which they run."""
        for check in all_checks(self.target.api):
            if self.target.quick and check.long:
                continue
            if any(self._selected(requirement) for requirement in check.requirements):
                yield check

    def _selected(self, identifier: str) -> bool:
        requirement = self.catalogue.requirements[identifier]
        wanted, operations = self.target.requirements, self.target.operations
        return (
            (not wanted or identifier in wanted)
            and (not operations or bool({*operations} & {*requirement.operations}))
            and (requirement.level != "observed" or self.target.profile == "observed")
        )

    def driver(self, name: str) -> Driver:
        """Return a driver with a new scene, for the check of that name."""
        token = self.target.token
        credential = Credential(token, "$TOKEN") if token else None
        scene = Scene(name, self.target.seed)
        driver: Driver = self._driver(self.client, self.target, self.catalogue, scene, credential)
        return driver

    def run(self, check: Check) -> Result:
        """Run one check and clean up after it, whatever happens."""
        driver = self.driver(check.name)
        requests, started = self.client.requests, time.perf_counter()
        calls = self.client.calls.copy()
        try:
            outcome, reason, violations = _outcome(check, driver)
        finally:
            self._clean_up(driver)
        return Result(
            check=check.name,
            requirements=check.requirements,
            outcome=outcome,
            reason=None if reason is None else self.mask.sentence(reason),
            findings=tuple(self._finding(check, driver, one) for one in violations),
            requests=self.client.requests - requests,
            seconds=time.perf_counter() - started,
            left=tuple(map(str, driver.scene.left)),
            exchanges=tuple(exchange.as_json() for exchange in driver.scene.exchanges),
            calls=_by_operation(self.client.calls - calls),
        )

    def _clean_up(self, driver: Driver) -> None:
        try:
            driver.clean_up()
        except KeyboardInterrupt:
            self.left += map(str, driver.scene.created)
            raise
        finally:
            self.left += map(str, driver.scene.left)

    def _finding(self, check: Check, driver: Driver, violation: Violation) -> Finding:
        exchanges = violation.exchanges
        if driver.scene.separately:
            exchanges = references.needed(exchanges)
        return Finding(
            requirement=violation.requirement or check.requirements[0],
            message=self.mask.sentence(str(violation)),
            expected=self.mask.sentence(violation.expected),
            seen=self.mask.sentence(violation.seen),
            exchanges=tuple(exchange.as_json() for exchange in exchanges),
            curl=commands.script(exchanges),
            place=violation.place,
        )


def _by_operation(calls: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (operation, status), count in sorted(calls.items()):
        found.setdefault(operation, {})[status] = count
    return found


def _outcome(check: Check, driver: Driver) -> tuple[Outcome, str | None, list[Violation]]:
    """Run a check; anything but a violation that breaks it means that the suite could not tell."""
    try:
        check.run(driver)
    except Violation as violation:
        violation.exchanges = violation.exchanges or tuple(driver.scene.exchanges)
        return _judged(check, [violation])
    except ExceptionGroup as group:
        return _judged(check, [one for one in group.exceptions if isinstance(one, Violation)])
    except Skipped as skipped:
        return Outcome.SKIPPED, str(skipped), []
    except CannotTell as unknown:
        return Outcome.ERRORED, str(unknown), []
    except Exception as error:
        return Outcome.ERRORED, f"the check itself broke: {type(error).__name__}: {error}", []
    return Outcome.PASSED, None, []


def _judged(
    check: Check, violations: list[Violation]
) -> tuple[Outcome, str | None, list[Violation]]:
    """A violation counts only where it is clear which requirement of the check it breaks."""
    named = {violation.requirement for violation in violations}
    if len(check.requirements) > 1 and not named <= {*check.requirements}:
        return Outcome.ERRORED, f"the check names other requirements than its own: {named}", []
    return Outcome.FAILED, None, violations
