"""Runs a property on generated input with Hypothesis, and keeps the shortest counterexample of each kind.

Hypothesis shrinks by running more examples. Here that has a time limit: when it is over, the
remaining examples do nothing, and the best counterexample so far stands, whatever Hypothesis makes
of it. So a server that answers differently the second time does not hide what was seen the first.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from conformance import constants
from conformance.driver import Driver
from conformance.expect import CannotTell, Skipped, Violation


@dataclass
class Counterexamples:
    """The shortest violation seen so far of each requirement, and when to stop looking for shorter."""

    seconds: float
    found: dict[str | None, Violation] = field(default_factory=dict)
    stopped: BaseException | None = None
    _until: float = float("inf")

    @property
    def finished(self) -> bool:
        """Whether there is nothing more to learn from further examples."""
        return self.stopped is not None or time.monotonic() > self._until

    def add(self, violation: Violation) -> None:
        """Keep a violation if it is the shortest of its requirement."""
        if not self.found:
            self._until = time.monotonic() + self.seconds
        best = self.found.get(violation.requirement)
        # Of two as long, the later one: Hypothesis turns to ever simpler values.
        if best is None or _length(violation) <= _length(best):
            self.found[violation.requirement] = violation

    def verdict(self) -> None:
        """Raise what was found.

        Raises:
            ExceptionGroup: of violations, one for each requirement that is broken.
            CannotTell, Skipped: nothing is broken, but an example could not be examined.
        """
        if self.found:
            raise ExceptionGroup("counterexamples", list(self.found.values()))
        if self.stopped is not None:
            raise self.stopped


def _length(violation: Violation) -> tuple[int, int]:
    sent = [exchange.request for exchange in violation.exchanges]
    return len(sent), sum(len(request.url) + len(request.body or "") for request in sent)


def configuration(driver: Driver, examples: int, **more: Any) -> settings:
    """Return the Hypothesis settings of a run: reproducible, silent, without a database or deadlines."""
    phases = [Phase.explicit, Phase.generate]
    return settings(
        max_examples=examples,
        phases=[*phases, Phase.shrink] if driver.target.shrink_seconds > 0 else phases,
        database=None,
        deadline=None,
        print_blob=False,
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=True,
        **more,
    )


def watched(driver: Driver, found: Counterexamples, examine: Callable[[], None]) -> None:
    """Run one example; hand what it violates to `found`, with its exchanges."""
    try:
        examine()
    except Violation as violation:
        violation.exchanges = tuple(driver.scene.exchanges)
        found.add(violation)
        raise
    except (CannotTell, Skipped) as stop:
        found.stopped = stop


def explore(
    driver: Driver, strategy: st.SearchStrategy[Any], examine: Callable[[Any], None], examples: int
) -> None:
    """Call `examine` with `examples` values of `strategy`, each in a scene of its own.

    Raises:
        ExceptionGroup: of the violations found, each shrunk.
        CannotTell, Skipped: no violation was found, but an example could not be examined.
    """
    found = Counterexamples(driver.target.shrink_seconds)
    arranged = list(driver.scene.exchanges)

    @seed(driver.scene.key)
    @configuration(driver, examples)
    @given(strategy)
    def run(value: Any) -> None:
        if not found.finished:
            driver.scene.exchanges[:] = arranged
            watched(driver, found, lambda: examine(value))

    run_all(run, found)
    found.verdict()


def run_all(run: Callable[[], None], found: Counterexamples) -> None:
    """Run all examples; what Hypothesis itself says of violations is not needed.

    Raises:
        Exception: the run broke for another reason than a violation.
    """
    try:
        with constants.of_no_source():
            run()
    except Exception:
        if not found.found:
            raise
