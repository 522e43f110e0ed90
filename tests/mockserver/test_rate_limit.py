"""The limit of requests: counted in windows, told by each API in its own form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from mockserver import build
from mockserver.api import api
from mockserver.cli import main
from mockserver.limiter import Limiter, Rate
from mockserver.limits import Limits
from tests.mockserver.calling import Caller

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
PATHS = {
    "infranotes": "/api/clients",
    "infakt": "/api/v3/clients.json",
    "invoiceninja": "/api/v1/clients",
}


def _caller(name: str, rate: Rate | None = None, **wanted: Any) -> Caller:
    limits = Limits(rate=rate or Rate())
    request = build.Request((name,), data="empty", limits=limits, **wanted)
    one = api(name)
    settings = {key: setting.default for key, setting in one.settings.items()}
    credential = one.credential(2, settings, datetime.now(UTC), 86_400.0)
    return Caller(build.server(request), one.headers(credential))


@pytest.mark.parametrize(
    ("written", "limit", "seconds"),
    [("60/minute", 60, 60), ("1/second", 1, 1), ("999/hour", 999, 3600)],
)
def test_rates_are_written_as_a_number_and_a_time(written: str, limit: int, seconds: int) -> None:
    assert Rate.of(written) == Rate(limit, seconds)


@pytest.mark.parametrize(
    "written", ["", "0/minute", "60", "-1/minute", "5/week", "1/minute/minute"]
)
def test_other_rates_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="60/minute"):
        Rate.of(written)


def test_a_window_begins_with_its_first_request() -> None:
    limiter, rate = Limiter(), Rate(2)
    taken = [limiter.take(rate, NOON + timedelta(seconds=second)) for second in (0, 30, 59, 60, 61)]
    assert [one.is_exceeded for one in taken] == [False, False, True, False, False]
    assert [one.remaining(2) for one in taken] == [1, 0, 0, 1, 0]
    assert taken[2].seconds == 1
    limiter.forget()
    assert limiter.take(rate, NOON).taken == 1


def test_a_clock_that_goes_back_opens_a_new_window() -> None:
    limiter = Limiter()
    limiter.take(Rate(1), NOON)
    assert not limiter.take(Rate(1), NOON - timedelta(days=1)).is_exceeded


def test_without_a_limit_nothing_is_refused() -> None:
    limiter = Limiter()
    assert not any(limiter.take(Rate(), NOON).is_exceeded for _ in range(5000))


@pytest.mark.parametrize("name", PATHS)
def test_each_api_refuses_in_its_own_form(name: str) -> None:
    call = _caller(name, Rate(3))
    answers = [call("GET", PATHS[name]) for _ in range(5)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
    refused, usual = answers[-1], _caller(name)("GET", f"{PATHS[name]}/nothing")
    assert refused.json().keys() == usual.json().keys()
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    call("POST", "/_mock/reset")
    assert call("GET", PATHS[name]).status_code == 200


def test_the_limit_comes_before_the_token() -> None:
    call = Caller(_caller("invoiceninja", Rate(1)).app)
    assert [call("GET", PATHS["invoiceninja"]).status_code for _ in range(2)] == [401, 429]


def test_headers_tell_what_is_left() -> None:
    call = _caller("invoiceninja", Rate(2))
    answers = [call("GET", PATHS["invoiceninja"]) for _ in range(3)]
    told = [
        (one.headers["x-ratelimit-limit"], one.headers["x-ratelimit-remaining"]) for one in answers
    ]
    assert told == [("2", "1"), ("2", "0"), ("2", "0")]


def test_headers_count_where_there_is_no_limit() -> None:
    call = _caller("invoiceninja")
    left = [call("GET", PATHS["invoiceninja"]).headers["x-ratelimit-remaining"] for _ in range(302)]
    assert (left[0], left[-2:]) == ("299", ["0", "0"])


def test_the_deployed_service_has_no_such_headers() -> None:
    answer = _caller("invoiceninja", profile="observed")("GET", PATHS["invoiceninja"])
    assert "x-ratelimit-limit" not in answer.headers


def test_the_command_line_refuses_other_rates() -> None:
    told = CliRunner().invoke(main, ["run", "invoiceninja", "--rate-limit", "often", "--port", "0"])
    assert told.exit_code == 2
    assert "write a number and a time: 60/minute" in told.output


def test_tax_data_have_a_limit_of_their_own() -> None:
    call = _caller("invoiceninja")
    client = call("POST", PATHS["invoiceninja"], {"name": "X"}).json()["data"]["id"]
    path = f"{PATHS['invoiceninja']}/{client}/updateTaxData"
    assert [call("POST", path).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert isinstance(call("POST", path).json()["message"], str)
