from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mockserver import clock
from mockserver.clock import Clock

NOON = "2026-01-31T12:00:00.000000Z"


def test_a_fixed_clock_moves_with_changes_only() -> None:
    fixed = Clock(clock.moment(NOON))
    assert clock.text(fixed.now()) == clock.text(fixed.now()) == NOON
    assert clock.text(fixed.tick()) == "2026-01-31T12:00:00.001000Z"


def test_without_a_start_it_is_the_real_time() -> None:
    assert abs((Clock().now() - datetime.now(UTC)).total_seconds()) < 5


def test_the_time_of_a_change_is_the_present_one_in_the_same_form() -> None:
    before, told, after = clock.text(Clock().now()), Clock().stamp(), clock.text(Clock().now())
    assert before <= told <= after
    assert clock.normal(told) == clock.text(clock.moment(told)) == told
    assert Clock(clock.moment(NOON)).stamp() == "2026-01-31T12:00:00.001000Z"


@pytest.mark.parametrize(
    ("nanoseconds", "written"),
    [
        (1_700_000_000_000_000_999, "2023-11-14T22:13:20.000000Z"),
        (1_700_000_000_999_999_999, "2023-11-14T22:13:20.999999Z"),
        (1_700_000_001_000_001_000, "2023-11-14T22:13:21.000001Z"),
    ],
)
def test_each_second_and_part_of_it_is_told(
    nanoseconds: int, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time_ns", lambda: nanoseconds)
    assert Clock().stamp() == written


@pytest.mark.parametrize("written", ["2026-01-31T13:00:00+01:00", "2026-01-31T12:00", NOON])
def test_times_are_told_in_utc(written: str) -> None:
    assert clock.text(clock.moment(written)) == NOON


@pytest.mark.parametrize("former", [NOON, "2026-02-01T00:00:00.000000Z"])
def test_a_change_is_always_later_than_the_former(former: str) -> None:
    assert clock.later(NOON, former) > former


def test_a_late_change_keeps_its_time() -> None:
    assert clock.later("2026-02-01T00:00:00.000000Z", NOON) == "2026-02-01T00:00:00.000000Z"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("2025-05-22T16:45:23.123456Z", "2025-05-22T16:45:23.123456Z"),
        ("2025-05-22T16:45:23Z", "2025-05-22T16:45:23.000000Z"),
        ("2025-05-22T18:45:23.123+02:00", "2025-05-22T16:45:23.123000Z"),
        ("2025-05-22 16:45:23.123456Z", "2025-05-22T16:45:23.123456Z"),
        ("2025-W21-4T16:45:23.123456Z", "2025-05-22T16:45:23.123456Z"),
    ],
)
def test_a_time_is_written_in_one_form(written: str, normal: str) -> None:
    assert clock.normal(written) == clock.text(clock.moment(written)) == normal


@pytest.mark.parametrize("written", ["2025-13-22T16:45:23.123456Z", "yesterday", ""])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"month|isoformat"):
        clock.normal(written)
