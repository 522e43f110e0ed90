"""Known deviations: tolerated while they are true and not overdue, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from conformance.cli import main
from conformance.deviations import BadDeviations, Deviation, load, written
from conformance.outcome import Outcome
from conformance.report import Report
from conformance.run import run
from conformance.target import Target
from tests.servers import running
from tests.targets import Broken, mock

TODAY = date.today()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def examined(target: Target, *deviations: Deviation) -> Report:
    return run(target, deviations=deviations)


def broken() -> Target:
    """A server on which a client is never found again under its tag (INF-LIST-07)."""
    target = mock(requirements=("INF-LIST-07", "INF-CONTACT-01"))
    return replace(target, app=Broken(target.app, "/api/clients", "GET", 200, b"[]"))


def test_a_known_deviation_does_not_fail_the_run() -> None:
    known = Deviation("INF-LIST-07", "the new index is being built", TOMORROW)
    report = examined(broken(), known)
    (verdict,) = report.of(Outcome.FAILED)
    assert verdict.tolerated
    assert report.exit_status("must") == 0
    assert examined(broken()).exit_status("must") == 1


def test_its_last_day_counts() -> None:
    assert examined(broken(), Deviation("INF-LIST-07", "?", TODAY)).exit_status("must") == 0


def test_an_expired_one_fails_the_run() -> None:
    report = examined(broken(), Deviation("INF-LIST-07", "soon", YESTERDAY))
    assert report.exit_status("must") == 1
    assert str(YESTERDAY) in report.overdue[0]


def test_one_that_no_longer_happens_fails_the_run() -> None:
    target = mock(requirements=("INF-LIST-07",))
    report = examined(target, Deviation("INF-LIST-07", "the new index is being built", TOMORROW))
    assert report.exit_status("must") == 1
    assert "no longer deviates" in report.overdue[0]


def test_one_that_was_not_examined_says_nothing() -> None:
    target = mock(requirements=("INF-CONTACT-01",))
    assert examined(target, Deviation("INF-LIST-07", "?", TOMORROW)).exit_status("must") == 0


def test_a_first_file_is_written_and_accepted(tmp_path: Path) -> None:
    path = tmp_path / "deviations.yaml"
    target = broken()
    with running(target) as served:
        given = ["run", "infranotes", "--url", served.url, "--token", str(served.token)]
        given += ["--requirement", "INF-LIST-07"]
        first = CliRunner().invoke(main, [*given, "--write-deviations", str(path)])
        second = CliRunner().invoke(main, [*given, "--deviations", str(path)])
    assert first.exit_code == 1
    assert second.exit_code == 0, second.output
    assert "deviates  INF-LIST-07" in second.output
    assert load(path, ["INF-LIST-07"])[0].expires > TODAY


def test_an_empty_file_lists_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deviations.yaml"
    path.write_text(written([], TODAY))
    assert load(path, []) == ()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[", "is not YAML"),
        ("{}", "a list named `deviations`"),
        ("deviations: [INF-LIST-07]", "entry 1"),
        ([{"requirement": "INF-LIST-07", "expires": TODAY}], "`reason`"),
        ([{"requirement": "INF-LIST-07", "expires": TODAY, "reason": " "}], "needs a reason"),
        ([{"requirement": "INF-LIST-07", "expires": "soon", "reason": "x"}], "`expires`"),
        (
            [{"requirement": "INF-NO-01", "expires": TODAY, "reason": "x"}],
            "no requirement INF-NO-01",
        ),
        ([{"requirement": "INF-LIST-07", "expires": TODAY, "reason": "x"}] * 2, "twice"),
    ],
)
def test_a_file_that_is_not_right_is_refused(
    tmp_path: Path, content: object, sentence: str
) -> None:
    path = tmp_path / "deviations.yaml"
    text = content if isinstance(content, str) else yaml.safe_dump({"deviations": content})
    path.write_text(text)
    with pytest.raises(BadDeviations, match=sentence):
        load(path, ["INF-LIST-07"])
