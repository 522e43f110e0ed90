"""Whatever is done, in any order, the implementation and a model of it agree."""

from __future__ import annotations

from conformance import stateful
from conformance.checks import check
from conformance.expect import Skipped
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.machine import (
    PROTECTED_REQUIREMENTS,
    REQUIREMENTS,
    ClientMachine,
    ProtectedMachine,
)

STEPS = 8


@check(*REQUIREMENTS)
def any_sequence_of_changes_leaves_what_the_document_says(api: Driver) -> None:
    stateful.run(ClientMachine, api, examples=api.target.examples * 3 // 5, steps=STEPS)


@check(*REQUIREMENTS, *PROTECTED_REQUIREMENTS)
def purging_and_merging_in_any_sequence_does_too(api: Driver) -> None:
    if not api.target.password:
        raise Skipped("needs the password of the token's user (--password)")
    stateful.run(ProtectedMachine, api, examples=api.target.examples * 3 // 5, steps=STEPS)
