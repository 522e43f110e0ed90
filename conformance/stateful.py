"""What the state machines of all APIs share: one scene per example, shrunk to its shortest sequence."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from hypothesis import seed
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from conformance.driver import SAFE_METHODS, Driver
from conformance.expect import Violation
from conformance.explore import Counterexamples, configuration, run_all, watched

Performed = tuple[str, Mapping[str, Any]]


class Machine(RuleBasedStateMachine):
    """A model of an API beside the API itself: every step calls both, and compares.

    A subclass marks its methods with `step`; every expectation in them names its requirement. What
    an example creates is removed when it ends.
    """

    api: ClassVar[Any]
    found: ClassVar[Counterexamples]

    def __init__(self) -> None:
        super().__init__()
        self.performed: list[Performed] = []
        self._before = len(self.api.scene.created)
        self.api.scene.exchanges.clear()

    def teardown(self) -> None:
        """Remove what the example created."""
        self.api.clean_up(keep=self._before)


def step(**arguments: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """Make a method of a `Machine` one of its steps, called with values of these strategies."""

    def decorate(method: Callable[..., None]) -> Any:
        @functools.wraps(method)
        def examined(machine: Machine, **values: Any) -> None:
            if not machine.found.finished:
                _perform(machine, method, values)

        marked: Any = rule
        return marked(**arguments)(examined)

    return decorate


def _perform(machine: Machine, method: Callable[..., None], values: Mapping[str, Any]) -> None:
    exchanges, before = machine.api.scene.exchanges, len(machine.api.scene.exchanges)
    machine.performed.append((method.__name__, values))
    try:
        watched(machine.api, machine.found, lambda: method(machine, **values))
    except Violation as violation:
        violation.steps = tuple(machine.performed)
        raise
    # What was read agreed with the model, so it is no part of what leads to a violation later.
    made = [one for one in exchanges[before:] if one.request.method not in SAFE_METHODS]
    exchanges[before:] = made


def run(machine: type[Machine], driver: Driver, examples: int, steps: int) -> None:
    """Run a machine against the implementation.

    Raises:
        ExceptionGroup: of the violations found, each with its shortest sequence.
        CannotTell, Skipped: no violation was found, but a sequence could not be examined.
    """
    found = Counterexamples(driver.target.shrink_seconds)
    bound: Any = seed(driver.scene.key)(
        type(machine.__name__, (machine,), {"api": driver, "found": found})
    )
    settings = configuration(driver, examples, stateful_step_count=steps)
    try:
        run_all(lambda: run_state_machine_as_test(bound, settings=settings), found)
        for requirement in tuple(found.found):
            _shorten(bound, found, requirement)
    finally:
        # Hypothesis remembers the machines of former runs, which need not keep all that they knew.
        del bound.api, bound.found
    found.verdict()


def _shorten(machine: type[Machine], found: Counterexamples, requirement: str | None) -> None:
    """Leave out every step without which the requirement is broken just the same.

    Hypothesis leaves some: where it leaves out one, its choices of those after it mean other steps.
    """
    steps = found.found[requirement].steps
    for number in reversed(range(len(steps) - 1)):
        shorter = steps[:number] + steps[number + 1 :]
        if not found.finished and _breaks(machine, shorter, requirement):
            steps = shorter


def _breaks(machine: type[Machine], steps: Sequence[Performed], requirement: str | None) -> bool:
    """Perform steps, and say whether they break the requirement."""
    performing = machine()
    known: Any = performing.rules  # a method in older versions of Hypothesis
    rules = {one.function.__name__: one for one in (known() if callable(known) else known)}
    try:
        for name, values in steps:
            if not all(holds(performing) for holds in rules[name].preconditions):
                return False
            rules[name].function(performing, **values)
    except Violation as violation:
        return violation.requirement == requirement
    finally:
        performing.teardown()
    return False
