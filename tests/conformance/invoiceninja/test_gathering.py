"""A finding about one requirement hides none about another."""

from __future__ import annotations

from typing import Any

import pytest

from conformance import expect
from conformance.client import Answer
from conformance.expect import Violation
from conformance.invoiceninja.gathering import Gathering
from conformance.session import Session
from mockserver.api import api as find
from tests.cases import Case, target


def _teapot(answer: Answer, requirement: str) -> None:
    expect.status(answer, 418, requirement=requirement)


def _ok(answer: Answer, requirement: str) -> None:
    expect.success(answer, requirement)


def test_the_first_violation_of_each_requirement_is_told() -> None:
    session = Session(target(find("invoiceninja"), Case("invoiceninja")))
    api: Any = session.driver("a check")
    gathering = Gathering(api)
    for credential in (api.credential, None):
        answer = api.call("getClients", credential=credential)
        gathering.examine("NIN-A", _teapot, answer)
        gathering.examine("NIN-B", _ok, answer)
    with pytest.raises(ExceptionGroup) as told:
        gathering.tell()
    found = {
        one.requirement: len(one.exchanges)
        for one in told.value.exceptions
        if isinstance(one, Violation)
    }
    assert found == {"NIN-A": 1, "NIN-B": 2}
    session.close()
