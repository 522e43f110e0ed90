"""The suite judges an inFakt server that shares no code with the mock, and takes other legal choices."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from conformance.outcome import Outcome
from conformance.run import run
from conformance.target import Target
from tests.implementations import infakt_stdlib


@contextmanager
def independent(*faults: str) -> Iterator[Target]:
    """Yield the server over HTTP; at the end it has to be as it was before."""
    server = infakt_stdlib.Server(faults)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Target(
            api="infakt",
            url=f"http://127.0.0.1:{server.server_port}",
            token=infakt_stdlib.make_key(2),
            other_token=infakt_stdlib.make_key(3),
            examples=6,
            shrink_seconds=2,
        )
        assert not server.clients, "the suite left something"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_it_passes_a_server_that_is_not_ours() -> None:
    with independent() as target:
        report = run(target)
    broken = [one.requirement.id for one in report.verdicts if one.outcome is not Outcome.PASSED]
    assert broken == []
    assert report.exit_status("should") == 0
    assert report.requests < 1500


@pytest.mark.parametrize(
    ("fault", "broken"),
    [("update-drops-note", {"FAK-UPDATE-05"}), ("clean-nip-ignored", {"FAK-SEARCH-07"})],
)
def test_it_finds_what_is_planted_in_it(fault: str, broken: set[str]) -> None:
    with independent(fault) as target:
        report = run(target)
    assert {one.requirement.id for one in report.of(Outcome.FAILED)} == broken


def test_reading_only_changes_nothing() -> None:
    with independent() as target:
        report = run(replace(target, read_only=True))
    sent = [one["request"]["method"] for result in report.results for one in result.exchanges]
    assert {*sent} == {"GET"}
    assert report.of(Outcome.PASSED)
    assert not report.of(Outcome.FAILED)
