"""Compares two implementations: every check of the suite runs on one, then with the same seed on the other.

So both get the same requests, each with its own ids. They part where a check finds a requirement
broken by just one of them; whatever else differs is something that the document leaves open, and
counts only where somebody asks for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from conformance import interruption
from conformance.catalogue import Catalogue
from conformance.checks import Check
from conformance.divergence import NAMES, Broken, Comparison, Divergence, Pair
from conformance.driver import Driver, Scene
from conformance.outcome import Outcome
from conformance.pairing import Difference, Pairing
from conformance.replay import request, subject
from conformance.run import Interrupted, Listener
from conformance.session import Finding, Result, Session
from conformance.shortening import Drivers, Shortener, differences, origins
from conformance.tape import Step, Tape
from conformance.target import Target

Compared = tuple[Step, Step, tuple[Difference, ...]]


class Side:
    """One of the two implementations, and what the latest check sent to it."""

    def __init__(self, name: str, target: Target) -> None:
        self.name = name
        self.target = target
        self.session = session = Session(target)
        session.client.close()
        self.tape = session.client = Tape(target, session.catalogue.base_path, session.mask)
        self._scenes: list[Scene] = []

    def run(self, check: Check) -> Result:
        """Run a check; the tape has what was sent for it, cleaning up included."""
        self.tape.steps = []
        return self.session.run(check)

    def driver(self) -> Driver:
        """Return a driver in a new scene, to send again what a check sent."""
        driver = self.session.driver("replay")
        self._scenes.append(driver.scene)
        return driver

    @property
    def left(self) -> list[str]:
        """What is still on the server and ours."""
        replayed = [one for scene in self._scenes for one in (*scene.created, *scene.left)]
        return [*self.session.left, *map(str, replayed)]


def compare(
    one: Target, other: Target, *, strict: bool = False, listener: Listener | None = None
) -> Comparison:
    """Compare two implementations of one API; `strict` shows the first difference of any kind.

    Raises:
        Interrupted: somebody ended the comparison.
    """
    comparing = _Comparing(Side("A", one), Side("B", other), strict=strict)
    listener, started = listener or Listener(), time.perf_counter()
    try:
        checks = [*comparing.sides[0].session.checks()]
        listener.started(len(checks))
        for check in checks:
            listener.finished(comparing.examine(check))
            if interruption.requested():
                raise Interrupted([f"{name}: {one}" for name, one in comparing.left])
    finally:
        comparing.close()
    comparing.found.seconds = time.perf_counter() - started
    return comparing.found


class _Comparing:
    """A comparison as it goes on."""

    def __init__(self, one: Side, other: Side, *, strict: bool) -> None:
        self.sides = (one, other)
        self.strict = strict
        urls = {
            side.name: side.session.mask.text(side.session.client.base_url) for side in self.sides
        }
        self.found = Comparison(one.target.api, urls, one.target.seed)

    def close(self) -> None:
        """Close the connections, and note what was sent and what is left."""
        for side in self.sides:
            side.session.close()
            self.found.requests += side.tape.requests
        self.found.left = self.left

    @property
    def left(self) -> list[tuple[str, str]]:
        """What is left on the servers, by the name of the side."""
        return [(side.name, one) for side in self.sides for one in side.left]

    def examine(self, check: Check) -> Result:
        """Run a check on both and note where they part; returns the graver result."""
        one, other = (side.run(check) for side in self.sides)
        left, right = (side.tape.steps for side in self.sides)
        self._count(one, other)
        compared = [*_compared(self.sides[0].session.catalogue, left, right)]
        for step, _, found in compared:
            told = step.call.operation or step.call.method
            self.found.differences.update((told, difference.anywhere) for difference in found)
        broken = [*_broken(one, other)]
        self.found.broken += [told for told, _ in broken]
        if self.found.first is None:
            self.found.first = self._parting(compared, (left, right), broken)
            if self.found.first is not None:
                self._hasten()
        return max(one, other, key=lambda result: result.outcome)

    def _hasten(self) -> None:
        """Look for no shorter counterexamples any more: just the first is shown."""
        for side in self.sides:
            side.session.target = replace(side.session.target, shrink_seconds=0)

    def _count(self, one: Result, other: Result) -> None:
        self.found.checks += 1
        self.found.passed += one.outcome is other.outcome is Outcome.PASSED
        for side, result in zip(self.sides, (one, other), strict=True):
            if result.outcome is Outcome.ERRORED:
                self.found.unclear[result.check] = f"{side.name}: {result.reason}"

    def _parting(
        self,
        compared: Sequence[Compared],
        tapes: tuple[Sequence[Step], Sequence[Step]],
        broken: Sequence[tuple[Broken, Finding]],
    ) -> Divergence | None:
        """Return the shortest way to see what a check found, None where it found nothing to show."""
        if broken:
            told, finding = broken[0]
            tape = tapes[NAMES.index(told.by)]
            return self._shortest(told, tape, _numbers(tape, finding), compared)
        differing = [number for number, (_, _, found) in enumerate(compared) if found]
        if not self.strict or not differing:
            return None
        return self._shortest(None, tapes[0], {differing[0]}, compared)

    def _shortest(
        self,
        broken: Broken | None,
        tape: Sequence[Step],
        numbers: set[int],
        compared: Sequence[Compared],
    ) -> Divergence:
        seconds = self.sides[0].target.shrink_seconds
        attempt = Shortener(self._scenes, tape, seconds).shortest(origins(tape, numbers))
        if attempt is not None:
            pairs = [Pair(one.exchange, other.exchange) for one, other in attempt.answers]
            return Divergence(broken, tuple(pairs), attempt.differences[-1])
        return _as_it_went(broken, tape, numbers, compared)

    def _scenes(self) -> Drivers:
        one, other = (side.driver() for side in self.sides)
        return one, other


def _compared(
    catalogue: Catalogue, one: Sequence[Step], other: Sequence[Step]
) -> Iterator[Compared]:
    """Yield the steps of both with what differs in their answers, as long as the requests are the same."""
    pairing = Pairing()
    for left, right in zip(one, other, strict=False):
        within = subject(catalogue, left.call)
        same = (left.call.operation, left.call.method) == (right.call.operation, right.call.method)
        if not same or pairing.differences(request(left.call), request(right.call), within):
            return
        found = differences(pairing, catalogue, left.call, left.answer, right.answer)
        yield left, right, found


def _broken(one: Result, other: Result) -> Iterator[tuple[Broken, Finding]]:
    """Yield what just one of the two breaks, where the other was examined as well."""
    for name, result, another in ((NAMES[0], one, other), (NAMES[1], other, one)):
        kept = {finding.requirement for finding in another.findings}
        if another.outcome in (Outcome.PASSED, Outcome.FAILED):
            for finding in result.findings:
                if finding.requirement not in kept:
                    told = (finding.requirement, result.check, name, finding.expected, finding.seen)
                    yield Broken(*told), finding


def _numbers(tape: Sequence[Step], finding: Finding) -> set[int]:
    """Return which steps of a tape a finding shows."""
    return {
        number
        for number, step in enumerate(tape)
        if step.answer.exchange.as_json() in finding.exchanges
    }


def _as_it_went(
    broken: Broken | None, tape: Sequence[Step], numbers: set[int], compared: Sequence[Compared]
) -> Divergence:
    """Return a divergence that cannot be seen again in a shorter way."""
    pairs = []
    for number in sorted(numbers):
        if number < len(compared):
            left, right, _ = compared[number]
            pairs.append(Pair(left.answer.exchange, right.answer.exchange))
        else:
            alone = tape[number].answer.exchange
            of_other = broken is not None and broken.by == NAMES[1]
            pairs.append(Pair(None, alone) if of_other else Pair(alone, None))
    last = max(numbers, default=-1)
    found = compared[last][2] if 0 <= last < len(compared) else ()
    return Divergence(broken, tuple(pairs), found)
