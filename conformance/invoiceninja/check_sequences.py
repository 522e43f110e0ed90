"""Whatever is done, in any order, the implementation and a model of it agree."""

from __future__ import annotations

from conformance import stateful
from conformance.checks import check
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.machine import REQUIREMENTS, ClientMachine

STEPS = 8


@check(*REQUIREMENTS)
def any_sequence_of_changes_leaves_what_the_document_says(api: Driver) -> None:
    stateful.run(ClientMachine, api, examples=api.target.examples * 3 // 5, steps=STEPS)
