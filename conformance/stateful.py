"""What the state machines of all APIs share: one scene per example, shrunk to its shortest sequence."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import seed
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from conformance.driver import Driver
from conformance.explore import Counterexamples, conclude, configuration, watched


class Machine(RuleBasedStateMachine):
    """A model of an API beside the API itself: every step calls both, and compares.

    A subclass marks its methods with `step`; every expectation in them names its requirement. What
    an example creates is removed when it ends.
    """

    api: ClassVar[Any]
    found: ClassVar[Counterexamples]

    def __init__(self) -> None:
        super().__init__()
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
                watched(machine.api, machine.found, lambda: method(machine, **values))

        marked: Any = rule
        return marked(**arguments)(examined)

    return decorate


def run(machine: type[Machine], driver: Driver, examples: int, steps: int) -> None:
    """Run a machine against the implementation.

    Raises:
        ExceptionGroup: of the violations found, each with its shortest sequence.
        CannotTell, Skipped: no violation was found, but a sequence could not be examined.
    """
    found = Counterexamples(driver.target.shrink_seconds)
    bound = seed(driver.scene.key)(
        type(machine.__name__, (machine,), {"api": driver, "found": found})
    )
    settings = configuration(driver, examples, stateful_step_count=steps)
    conclude(lambda: run_state_machine_as_test(bound, settings=settings), found)
