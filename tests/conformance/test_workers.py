"""Several processes that examine one target: as one does, in order, and whatever becomes of one of them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance import processes
from conformance.cli import main
from conformance.outcome import Outcome
from conformance.run import Interrupted, Listener, run
from conformance.session import Result
from conformance.workers import Workers
from tests.conformance.test_safety import started, state, until_created
from tests.servers import running
from tests.targets import mock

POSIX = pytest.mark.skipif(os.name == "nt", reason="processes are asked to end by a signal")


class Counting:
    """Passes requests on, notes when they came, and counts those that clean nothing up."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.count = 0
        self.times: list[float] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.count += scope["method"] != "DELETE"
            self.times.append(time.monotonic())
        await self.app(scope, receive, send)


def test_a_budget_of_requests_is_kept_by_all_together() -> None:
    target = mock(requirements=())
    counting = Counting(target.app)
    with running(replace(target, app=counting)) as served:
        report = run(replace(served, max_requests=100), workers=2)
    reasons = {reason for one in report.of(Outcome.ERRORED) for reason in one.reasons}
    assert reasons == {"the budget of 100 requests is used up"}
    assert 50 < counting.count <= 101, "both may be at the last one"


def test_the_pace_is_that_of_all_together() -> None:
    target = mock(requirements=())
    counting = Counting(target.app)
    with running(replace(target, app=counting)) as served:
        run(replace(served, rate=100.0, max_requests=120), workers=2)
    assert len(counting.times) >= 120
    taken = counting.times[-1] - counting.times[0]
    assert taken >= 0.9 * (len(counting.times) - 2) / 100


def test_results_are_told_as_they_come() -> None:
    results: list[str] = []
    counts: list[int] = []
    with running(mock(requirements=())) as target:
        listener = Listener(counts.append, lambda result: results.append(result.check))
        report = run(replace(target, quick=True), workers=2, listener=listener)
    assert counts == [len(results)] == [len(set(results))]
    assert [one.check for one in report.results] == results


def test_more_workers_than_checks_are_of_no_harm() -> None:
    with running(mock()) as target:
        report = run(replace(target, requirements=("INF-CLIENT-21",)), workers=5)
    assert not report.of(Outcome.ERRORED)
    assert report.of(Outcome.PASSED)


def test_an_application_in_process_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="an application in this process"):
        run(mock(), workers=2)


@POSIX
@pytest.mark.parametrize("moment", [0.0, 0.7])
@pytest.mark.parametrize("everybody", [True, False], ids=["Ctrl-C", "told alone"])
def test_an_interrupted_run_leaves_nothing(moment: float, *, everybody: bool) -> None:
    with running(mock(requirements=())) as target:
        before = state(target.url)
        with started(target, "--rate", "300", "--workers", "2") as process:
            until_created(target, 1)
            time.sleep(moment)
            if everybody:
                os.killpg(process.pid, signal.SIGINT)
            else:
                process.send_signal(signal.SIGTERM)
            out, told = process.communicate(timeout=30)
        assert process.returncode == 3, out
        assert "interrupted; what it had created is removed" in told
        assert "Traceback" not in told
        assert state(target.url) == before


@POSIX
@pytest.mark.parametrize("pause", [0.5, 0.01], ids=["after a while", "right after"])
def test_the_second_interruption_ends_at_once_and_tells_what_is_left(pause: float) -> None:
    from tests.conformance.test_safety import SlowToDelete

    target = mock(requirements=("INF-LIST-11",))
    with running(replace(target, app=SlowToDelete(target.app))) as served:
        with started(served, "--requirement", "INF-LIST-11", "--workers", "2") as process:
            until_created(served, 5)
            for _ in range(2):
                process.send_signal(signal.SIGINT)
                time.sleep(pause)
            asked = time.monotonic()
            _, told = process.communicate(timeout=30)
        assert time.monotonic() - asked < 3
        assert process.returncode == 3
        # Two signals that come together may be one to a worker, which then says nothing in time.
        names = "deleteClient" if pause == 0.5 else "(deleteClient|what .+ had created)"
        assert re.search(f"left on the server: {names}", told)
        assert "Traceback" not in told


def test_a_check_whose_process_ends_could_not_tell_and_the_others_go_on() -> None:
    with running(mock(requirements=())) as target, closing(Workers(target, 2)) as workers:
        checks = {f"clients:{name}": ("INF-CLIENT-01",) for name in ("no_such_check",)}
        known = "clients:" + _a_check_of_clients()
        found = {one.check: one for one in workers.run({**checks, known: ("INF-CLIENT-02",)})}
    assert found["clients:no_such_check"].outcome is Outcome.ERRORED
    assert found["clients:no_such_check"].reason == (
        "the process that ran the check has ended; what it had created may still be there"
    )
    assert found[known].outcome is Outcome.PASSED


def _a_check_of_clients() -> str:
    from conformance.checks import all_checks

    names = (check.name for check in all_checks("infranotes"))
    return next(name for name in names if name.startswith("clients:")).partition(":")[2]


def test_checks_are_told_of_where_no_process_is_left() -> None:
    with running(mock()) as target, closing(Workers(target, 1)) as workers:
        found = list(workers.run({"a:b": ("INF-CLIENT-01",), "c:d": ("INF-CLIENT-02",)}))
    assert [one.outcome for one in found] == [Outcome.ERRORED] * 2
    assert [one.requirements for one in found] == [("INF-CLIENT-01",), ("INF-CLIENT-02",)]


PROGRAM = """
from conformance.run import run
from conformance.target import Target

print("begun")
target = Target("infranotes", url={url!r}, token={token!r}, requirements=("INF-CLIENT-21",))
print(len(run(target, workers=2).results), "results")
"""


def test_a_program_that_runs_it_is_not_run_again(tmp_path: Path) -> None:
    with running(mock()) as target:
        path = tmp_path / "program.py"
        path.write_text(PROGRAM.format(url=target.url, token=target.token))
        told = subprocess.run(
            [sys.executable, str(path)], capture_output=True, text=True, timeout=60
        )
    assert told.stdout.split("\n")[0] == "begun", told.stderr
    assert told.stdout.count("begun") == 1
    assert "results" in told.stdout
    assert told.stderr == ""


def test_what_lies_around_is_not_taken_for_the_suite(tmp_path: Path) -> None:
    """A new process of Python looks for modules in the folder in which it is started."""
    for name in ("conformance", "mockserver", "hypothesis"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('not this one')")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "command.py"
    program.write_text("from conformance.cli import main\nmain()\n")
    with running(mock()) as target:
        given = ["--url", target.url, "--token", str(target.token), "--workers", "2"]
        given += ["--requirement", "INF-CLIENT-21"]
        told = subprocess.run(
            [sys.executable, str(program), "run", "infranotes", *given],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    assert "1 of 1 requirements passed" in told.stdout, told.stdout + told.stderr
    assert told.stderr == ""


def test_what_processes_are_started_with_is_left_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", "of the user")
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    before, program = {**os.environ}, sys.modules["__main__"]
    with processes._told("infranotes"), processes.starting():  # noqa: SLF001
        assert os.environ["PYTHONSAFEPATH"] == "1"
        assert sys.modules["__main__"] is not program
    assert {**os.environ} == before
    assert sys.modules["__main__"] is program


@POSIX
def test_workers_end_with_the_run_that_is_killed() -> None:
    with running(mock(requirements=())) as target:
        with started(target, "--workers", "2", "--rate", "50") as process:
            until_created(target, 1)
            group = os.getpgid(process.pid)
            process.kill()
        deadline = time.monotonic() + 20
        while _are_there(group):
            assert time.monotonic() < deadline, "its processes are still there"
            time.sleep(0.1)


def _are_there(group: int) -> bool:
    """Tell whether a group has processes; those that have ended are none, whoever should take note of it."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    states = [_state_and_group(path) for path in Path("/proc").glob("[0-9]*/stat")]
    return not states or any(state != "Z" and of == group for state, of in states)


def _state_and_group(path: Path) -> tuple[str, int]:
    try:
        state, _parent, group = path.read_text().rpartition(")")[2].split()[:3]
    except OSError:  # it has gone meanwhile
        return "Z", 0
    return state, int(group)


def test_an_interruption_is_told_to_those_who_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_result: Result) -> None:
        raise KeyboardInterrupt

    with running(mock(requirements=())) as target, pytest.raises(Interrupted):
        run(target, workers=2, listener=Listener(finished=stop))


@pytest.mark.parametrize(("command", "where"), [("run", "--url={}"), ("matrix", "--target=it={}")])
def test_a_process_that_cannot_be_started_is_told_in_a_sentence(
    command: str,
    where: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("conformance.workers._Worker.__init__", refuse)
    with running(mock()) as target:
        given = [command, "infranotes", where.format(target.url), "--token", str(target.token)]
        result = CliRunner().invoke(main, [*given, "--workers", "2"])
    assert result.exit_code == 3
    assert "conformance: the suite is broken: OSError: no more processes\n" in result.output
    assert "Traceback" not in result.output + "".join(capfd.readouterr())
