"""Several requirements examined on the same answers, so that a finding about one hides none about another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from conformance.client import Answer
from conformance.expect import Violation
from conformance.invoiceninja.driver import Driver


@dataclass
class Gathering:
    """The first violation of each requirement, with the exchanges that led to it."""

    api: Driver
    found: dict[str, Violation] = field(default_factory=dict)

    def examine(
        self, requirement: str, expectation: Callable[[Answer, str], None], answer: Answer
    ) -> None:
        """Hold an answer to an expectation of a requirement that nothing was found about yet."""
        if requirement in self.found:
            return
        try:
            expectation(answer, requirement)
        except Violation as violation:
            violation.exchanges = tuple(self.api.scene.exchanges)
            self.found[requirement] = violation

    def tell(self) -> None:
        """Tell what was found.

        Raises:
            ExceptionGroup: of violations, one for each requirement that is broken.
        """
        if self.found:
            raise ExceptionGroup("what was found", list(self.found.values()))
