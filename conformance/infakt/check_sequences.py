"""Whatever is done, in any order, the implementation and a model of it agree."""

from __future__ import annotations

from conformance import stateful
from conformance.checks import check
from conformance.infakt.driver import Driver
from conformance.infakt.machine import REQUIREMENTS, ClientMachine

STEPS = 10


@check(*REQUIREMENTS)
def any_sequence_of_changes_leaves_what_the_document_says(api: Driver) -> None:
    stateful.run(ClientMachine, api, examples=api.target.examples * 3 // 5, steps=STEPS)
