"""Runs the checks of one API against one target, through pytest, and returns what was found."""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from conformance import interruption, recording, report
from conformance.deviations import Deviation
from conformance.options import OPTIONS, PREFIX
from conformance.plugin import RUN, ContractRun
from conformance.session import Result
from conformance.target import Target
from conformance.workers import Workers

_INTERRUPTED = pytest.ExitCode.INTERRUPTED
_LIBRARIES = ("client-contracts", "schemathesis", "hypothesis", "pytest", "httpx")


class Interrupted(Exception):
    """The run was ended before its end; `left` is what it had created and could not remove."""

    def __init__(self, left: list[str]) -> None:
        super().__init__("the run was interrupted")
        self.left = left


@dataclass
class Listener:
    """Follows a run: called with the number of checks, then with each result, as it comes."""

    started: Callable[[int], None] = lambda _count: None
    finished: Callable[[Result], None] = lambda _result: None


@dataclass(eq=False)  # a plugin, which pytest before 9 keeps in a set
class _Collector:
    """The pytest plugin that gathers results, from this process or from `workers`."""

    listener: Listener
    target: Target
    record: Callable[[dict[str, Any]], None]
    results: list[Result] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    workers: Workers | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        if self.target.app is not None:
            config.pluginmanager.register(ContractRun(config, self.target.app), RUN)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.listener.started(len(session.items))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(report.longreprtext)

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Keep what went wrong, for whoever called; nothing is printed."""
        self.broken.append(excinfo.exconly())
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        row = getattr(report, "contract", None)
        if row is not None:
            self.record(row)
            self.results.append(recording.to_result(row))
            self.listener.finished(self.results[-1])

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        run: Any = config.pluginmanager.get_plugin(RUN)
        self.left = [] if run is None else run.left
        self.left += [] if self.workers is None else self.workers.left

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Have the checks run by the workers, if there are any."""
        if self.workers is None or session.testsfailed:
            return None
        # Those that take long first, so that no worker is left with one when the others are done.
        known: list[Any] = sorted(session.items, key=lambda item: not item.check.long)
        items = {item.name: item for item in known}
        asked = {name: item.check.requirements for name, item in items.items()}
        with contextlib.closing(self.workers.run(asked)) as results:
            for result in results:
                item = items[result.check]
                item.result = result
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return True


def start_of(target: Target, deviations: Sequence[Deviation] = ()) -> dict[str, Any]:
    """Return the first line of a recording of a run that starts now."""
    versions = {name: version(name) for name in _LIBRARIES}
    versions["python"] = platform.python_version()
    return recording.line(
        "run",
        format=recording.FORMAT,
        api=target.api,
        url=target.shown_url,
        profile=target.profile,
        seed=target.seed,
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        versions=versions,
        target=target.as_json(),
        deviations=[deviation.as_json() for deviation in deviations],
    )


def run(
    target: Target,
    *,
    workers: int = 1,
    listener: Listener | None = None,
    record: Path | None = None,
    deviations: Sequence[Deviation] = (),
) -> report.Report:
    """Examine a target; with `record`, the run is also written to that file as it goes.

    Raises:
        OSError: the recording cannot be written.
        Interrupted: somebody ended the run.
        RuntimeError: the suite itself is broken.
    """
    start, began = start_of(target, deviations), time.perf_counter()
    with recording.recorder(record) as write:
        write(start)
        collector = _Collector(listener or Listener(), target, write)
        with _own_pytest(), _several(target, workers) as collector.workers:
            status = pytest.main(_arguments(target), plugins=[collector])
        _refuse_partial(collector, status)
        seconds = time.perf_counter() - began
        write(recording.line("end", seconds=seconds))
    return report.build(start, collector.results, seconds)


def _refuse_partial(collector: _Collector, status: int) -> None:
    if interruption.requested() or (status is _INTERRUPTED and not collector.broken):
        raise Interrupted(collector.left)
    if collector.broken or status in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
        raise RuntimeError("the suite is broken: " + " ".join(collector.broken))


def _arguments(target: Target) -> list[str]:
    """Return what pytest is told: our plugin alone, no files, no output of its own."""
    package = Path(__file__).parent
    told = [str(package / target.api), f"--rootdir={package}", "-c", os.devnull]
    told += ["--disable-plugin-autoload", "-p", "conformance.plugin", "-p", "no:terminal"]
    told += [
        "-p",
        "no:cacheprovider",
        "-p",
        "no:faulthandler",
        "-p",
        "no:unraisableexception",
        # The suite may be run from within a test: nothing of that pytest's may be changed.
        "-p",
        "no:threadexception",
        "-p",
        "no:assertion",
        "-p",
        "no:logging",
        "-p",
        "no:tmpdir",
        "--import-mode=importlib",
        "--capture=no",
        "-W",
        "ignore",
    ]
    return told + [text for option in OPTIONS for text in _told(option, target)]


def _told(option: Any, target: Target) -> Iterator[str]:
    value = getattr(target, option.member)
    name = f"--{PREFIX}{option.name}"
    if option.member == "headers":
        value = tuple(f"{header}: {text}" for header, text in value.items())
    if option.kind is bool:
        yield from [name] if value else []
    elif value is not None:
        yield from (f"{name}={one}" for one in (value if option.many else [value]))


def _several(target: Target, workers: int) -> contextlib.AbstractContextManager[Workers | None]:
    return contextlib.closing(Workers(target, workers)) if workers > 1 else contextlib.nullcontext()


@contextlib.contextmanager
def _own_pytest() -> Iterator[None]:
    """Keep the user's own pytest configuration out of the run, and what pytest sets out of the user's."""
    names = (
        *("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD"),
        "PYTEST_CURRENT_TEST",
    )
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
