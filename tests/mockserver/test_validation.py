"""A mock that examines its answers says which break the contract, and leaves them as they are."""

from __future__ import annotations

import logging

import pytest

from mockserver import build
from tests.mockserver.calling import Caller, bearer


def _told(caplog: pytest.LogCaptureFixture, *faults: str, validates: bool = True) -> list[str]:
    request = build.Request(("infranotes",), faults=faults, validate_responses=validates)
    call = Caller(build.server(request), bearer())
    with caplog.at_level(logging.WARNING, "mockserver"):
        listed = call("GET", "/api/clients?limit=5")
        assert (listed.status_code, len(listed.json())) == (200, 5)
        assert call("GET", "/api/clients?limit=none").status_code == 400
    latest = call("GET", "/_mock/requests").json()["requests"][-1]
    assert latest["verdict"] == ("broken" if faults else "kept")
    return caplog.messages


def test_what_is_in_order_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    assert _told(caplog) == []


def test_what_breaks_the_contract_is_told(caplog: pytest.LogCaptureFixture) -> None:
    [said] = _told(caplog, "list-without-user")
    assert said == (
        "GET /api/clients: the answer breaks the contract: [0].user_id is required; [1].user_id "
        "is required; [2].user_id is required; and 2 more. See /_mock/requests/1."
    )


def test_nothing_is_told_unless_that_is_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    assert _told(caplog, "list-without-user", validates=False) == []
