"""Whatever is done, in any order, the implementation and a model of it agree."""

from __future__ import annotations

from conformance import stateful
from conformance.checks import check
from conformance.infranotes.driver import Driver
from conformance.infranotes.machine import REQUIREMENTS, ClientMachine

STEPS = 11


@check(*REQUIREMENTS, long=True)
def any_sequence_of_changes_leaves_what_the_document_says(api: Driver) -> None:
    stateful.run(ClientMachine, api, examples=api.target.examples * 4 // 5, steps=STEPS)
