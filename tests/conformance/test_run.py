"""A run: what it selects, records, cleans up, and how it ends."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from conformance import recording
from conformance.outcome import Outcome
from conformance.run import run
from conformance.target import Target
from conformance.transport import AsgiTransport
from tests.servers import running
from tests.targets import FEW, mock


def state(target: Target) -> Any:
    """Return all that a mock holds."""
    app: Any = target.app
    with httpx.Client(transport=AsgiTransport(app), base_url=target.url) as client:
        return client.get("/_mock/state").json()


def test_an_honest_mock_passes() -> None:
    report = run(mock())
    assert {one.requirement.id for one in report.of(Outcome.PASSED)} == {*FEW}
    assert report.exit_status("must") == 0


def test_a_broken_requirement_is_told_with_its_exchanges() -> None:
    report = run(mock("primary-not-demoted-on-add"))
    (verdict,) = report.of(Outcome.FAILED)
    assert verdict.requirement.id == "INF-CONTACT-02"
    finding = verdict.findings[0]
    assert [exchange["request"]["method"] for exchange in finding.exchanges][-1] == "GET"
    assert [command.partition("=$(")[0] for command in finding.curl[:1]] == ["CLIENT_ID"]
    assert all("curl " in command for command in finding.curl)
    assert "$TOKEN" in finding.curl[0]
    assert report.exit_status("must") == 1


def test_nothing_is_left_behind() -> None:
    target = mock(requirements=())
    before = state(target)
    assert run(target).left == ()
    assert state(target) == before


def test_nothing_is_left_behind_after_failures_either() -> None:
    target = mock("primary-not-demoted-on-add", requirements=())
    before = state(target)
    run(target)
    assert state(target) == before


class _Undeletable:
    """Passes requests on, but fails every deletion."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "DELETE":
            await send({"type": "http.response.start", "status": 500, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self.app(scope, receive, send)


def test_what_can_not_be_removed_is_told() -> None:
    target = mock(requirements=("INF-CLIENT-01",))
    report = run(replace(target, app=_Undeletable(target.app)))
    assert report.count(Outcome.PASSED) == 1
    assert {one.split()[0] for one in report.left} >= {"deleteClient"}


def test_keep_leaves_everything() -> None:
    target = replace(mock(), keep=True)
    before = state(target)
    run(target)
    assert state(target) != before


class _Writes:
    """Passes requests on, and counts those that may change something."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.writes = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.writes += scope["method"] not in ("GET", "HEAD", "OPTIONS")
        await self.app(scope, receive, send)


def test_a_read_only_run_writes_nothing() -> None:
    target = mock(requirements=())
    counting = _Writes(target.app)
    report = run(replace(target, app=counting, read_only=True))
    assert counting.writes == 0
    assert report.count(Outcome.PASSED) > 0
    assert report.count(Outcome.FAILED) == report.count(Outcome.ERRORED) == 0
    assert all(
        "read-only" in reason for one in report.of(Outcome.SKIPPED) for reason in one.reasons
    )


def test_without_a_second_user_isolation_is_skipped_with_the_reason() -> None:
    report = run(replace(mock(requirements=("INF-OWNER-01",)), other_token=None))
    (verdict,) = report.of(Outcome.SKIPPED)
    assert "--other-token" in verdict.reasons[0]
    assert report.exit_status("must") == 3, "a run in which nothing ran is no success"


def test_an_arrangement_that_breaks_is_an_error_and_no_failure() -> None:
    report = run(replace(mock(), token="not-a-token"))
    assert {verdict.outcome for verdict in report.verdicts} == {Outcome.ERRORED}
    assert report.exit_status("must") == 3


def test_a_budget_of_requests_is_kept() -> None:
    report = run(replace(mock(), max_requests=5))
    assert report.requests <= 5 + 5, "five, and what removes the records that these made"
    assert "budget" in report.of(Outcome.ERRORED)[0].reasons[0]


def test_two_workers_find_the_same(tmp_path: Path) -> None:
    with running(mock("primary-not-demoted-on-add")) as target:
        alone = run(target)
        together = run(target, workers=2, record=tmp_path / "run.ndjson")
    assert _outcomes(alone) == _outcomes(together)
    start, results, _ = recording.read((tmp_path / "run.ndjson").read_text().splitlines())
    assert start["api"] == "infranotes"
    assert len(results) == len(together.results)


def _outcomes(report: Any) -> dict[str, Outcome]:
    return {verdict.requirement.id: verdict.outcome for verdict in report.verdicts}


def test_secrets_and_banking_details_are_in_no_recording(tmp_path: Path) -> None:
    target = mock(requirements=("INF-CLIENT-02", "INF-CLIENT-16", "INF-AUTH-03"))
    run(target, record=tmp_path / "run.ndjson")
    text = (tmp_path / "run.ndjson").read_text()
    assert "$TOKEN" in text
    for secret in (target.token, target.other_token, target.secret, "US12345678901234567890"):
        assert str(secret) not in text
    assert "****7890" in text


@pytest.mark.parametrize("cut", [0, 1, -1])
def test_a_recording_that_was_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    run(mock(), record=tmp_path / "run.ndjson")
    lines = (tmp_path / "run.ndjson").read_text().splitlines()
    with pytest.raises(recording.BrokenRecording):
        recording.read(lines[:cut])
    with pytest.raises(recording.BrokenRecording):
        recording.read(["not JSON", *lines])
    assert json.loads(lines[0])["kind"] == "run"
