"""What `make interop` rests on, without the programs: its data are consistent, and it can fail."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from conformance import data
from tests.installed import UnavailableError
from tests.interop import clients, false_alarms, linting, postman, running
from tests.interop.false_alarms import FalseAlarm
from tests.interop.outcome import BrokenError, Outcome, Verdict, render

FOLDERS = [linting.CONFIGURATION, clients.SOURCES, postman.SOURCES]
# Schemathesis also sends methods that the paths do not have.
METHODS = ("get", "put", "post", "delete", "patch", "options")


def _paths(api: str) -> set[str]:
    return {f"{method.upper()} {path}" for path in _spec(api)["paths"] for method in METHODS}


def _spec(api: str) -> Any:
    return data.specification(api, "openapi")


@pytest.mark.parametrize("api", data.apis())
def test_every_api_has_the_same_files(api: str) -> None:
    programs = {f"{name}.{'py' if 'python' in name else 'ts'}" for name in clients.GENERATORS}
    present = {file.name for file in (running.HERE / api).iterdir()}
    assert present >= programs | {"false_alarms.yaml", "postman.yaml"}


@pytest.mark.parametrize("api", data.apis())
def test_a_false_alarm_is_of_an_operation_and_has_a_reason(api: str) -> None:
    known = false_alarms.load(running.HERE / api / "false_alarms.yaml")
    assert known
    for one in known:
        assert re.fullmatch(r"ST[0-9]{3}", one.failure)
        assert any(re.fullmatch(one.operations, path) for path in _paths(api)), one.operations
        assert re.compile(one.saying).groups >= 0
        assert one.reason.endswith(".")
        assert one.profile in ("documented", "observed")


@pytest.mark.parametrize("api", data.apis())
def test_what_is_filled_in_is_of_an_operation(api: str) -> None:
    filled = yaml.safe_load((running.HERE / api / "postman.yaml").read_text())
    items = _spec(api)["paths"].values()
    known = {one["operationId"] for item in items for one in item.values() if "summary" in one}
    assert filled.keys() <= known | {"variables"}
    assert len(postman.operations(api)) == len(known)  # their summaries are unique


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_versions_are_exact(folder: Path) -> None:
    assert all(re.fullmatch(r"[0-9]+(\.[0-9]+){2}", one) for one in running.pinned(folder).values())


ALARM = FalseAlarm("ST201", "GET /clients", "in query", "Nobody minds.")


@pytest.mark.parametrize(
    ("code", "operation", "said", "fits"),
    [
        ("ST201", "GET /clients", "Invalid: `a` in query", True),
        ("ST202", "GET /clients", "Invalid: `a` in query", False),
        ("ST201", "GET /clients/{id}", "Invalid: `a` in query", False),
        ("ST201", "GET /clients", "Invalid: `a` in body", False),
    ],
)
def test_a_false_alarm_fits_nothing_else(code: str, operation: str, said: str, fits: bool) -> None:
    assert ALARM.fits(code, operation, said) is fits


def test_a_false_alarm_that_no_longer_happens_is_told(tmp_path: Path) -> None:
    other = FalseAlarm("ST204", ".*", "PATCH", "It is served.", profile="observed")
    met = tmp_path / "met"
    seldom = replace(ALARM, seldom=True)
    assert false_alarms.unmet([ALARM, other, seldom], met, "documented") == [ALARM]
    met.write_text("0\n0\n")
    assert false_alarms.unmet([ALARM, other], met, "documented") == []
    assert false_alarms.unmet([ALARM, other], met, "observed") == [other]


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        (["passed", "not run"], 0),
        (["passed", "failed"], 1),
        (["not run"], 3),
        ([], 3),
    ],
)
def test_a_run_in_which_nothing_was_run_is_no_success(verdicts: list[Verdict], status: int) -> None:
    written = io.StringIO()
    outcomes = [Outcome("p", "1", "an-api", "work, [all]", one, "why") for one in verdicts]
    assert render(outcomes, Console(file=written)) == status
    assert all(f"{one} p, an-api" in written.getvalue() for one in verdicts)
    assert written.getvalue().count("work, [all]") == len(verdicts)


@pytest.mark.parametrize(
    ("error", "verdict", "done"),
    [
        (BrokenError("It is broken."), "failed", "planned"),
        (UnavailableError("npm is not installed"), "not run", "nothing: npm is not installed"),
        (KeyError("unforeseen"), "failed", "planned"),
    ],
)
def test_what_does_not_work_never_passes(error: Exception, verdict: Verdict, done: str) -> None:
    def work() -> str:
        raise error

    outcome = running.outcome("p", "1", "an-api", "planned", work)
    assert (outcome.verdict, outcome.done) == (verdict, done)
    assert str(error) in outcome.reason + outcome.done


def test_a_mock_that_nobody_asked_shows_nothing() -> None:
    with running.mock(data.apis()[0]) as mock, pytest.raises(BrokenError, match="nobody asked"):
        mock.told()
