"""What a request may prefer: RFC 7240."""

from __future__ import annotations

import time

import pytest

from mockserver import preferences
from mockserver.preferences import Preferences
from tests.mockserver.calling import Caller, client_body, infranotes


@pytest.mark.parametrize(
    ("written", "code", "wait"),
    [
        ("code=404", 404, None),
        ("Code = 404; foo=bar, wait=2", 404, 2),
        ('code="500", code=404', 500, None),
        ("wait=0.25", None, 0.25),
        ("respond-async, wait=10", None, 10),
        ("code=200", None, None),
        ("code=4044", None, None),
        ("code", None, None),
        ("code=x,wait=-1", None, None),
        ("wait=99999", None, None),
        ("", None, None),
    ],
)
def test_what_is_understood_is_read(written: str, code: int | None, wait: float | None) -> None:
    assert preferences.read(written) == Preferences(code, wait)


def _preferring(call: Caller, code: int, api: str = "/api/clients") -> tuple[int, str | None]:
    answer = call("POST", api, client_body(), headers={"Prefer": f"code={code}"})
    return answer.status_code, answer.headers.get("preference-applied")


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 413, 415, 500])
def test_a_documented_error_is_answered_once_and_nothing_is_changed(code: int) -> None:
    call = infranotes()
    assert _preferring(call, code) == (code, f"code={code}")
    assert call("GET", "/api/clients").json() == []
    told = call("GET", "/_mock/requests/1").json()
    assert told["breaches"] == []
    assert list(call("POST", "/api/clients", {}).json()) == ["error"]


@pytest.mark.parametrize("code", [418, 451, 599])
def test_an_error_that_the_api_does_not_have_is_not_answered(code: int) -> None:
    assert _preferring(infranotes(), code) == (201, None)


def test_a_request_can_be_made_to_wait() -> None:
    started = time.perf_counter()
    answer = infranotes()("GET", "/api/clients", headers={"Prefer": "wait=0.1, code=404"})
    assert time.perf_counter() - started >= 0.1
    assert answer.status_code == 404
    assert answer.headers["preference-applied"] == "wait=0.1, code=404"
