"""The suite as a pytest plugin: `pytest --pyargs conformance.<api> --contract-url URL`.

Does nothing unless a URL or an application is given, and imports nothing heavy before that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.options import OPTIONS, PREFIX, target_of

if TYPE_CHECKING:
    from conformance.checks import Check
    from conformance.session import Result, Session

FOLDER = Path(__file__).parent
RUN = "conformance-run"


class CheckFailed(Exception):
    """A check found something, or could not tell; the text says what."""


class ContractRun:
    """What one pytest run needs: a session for each API that is collected."""

    def __init__(self, config: pytest.Config, app: Any = None) -> None:
        self._options = {option.name: config.getoption(option.destination) for option in OPTIONS}
        self._app = app
        self._sessions: dict[str, Session] = {}

    def session(self, api: str) -> Session:
        """Return the session of an API, the same for all of its checks."""
        if api not in self._sessions:
            from conformance.session import Session

            self._sessions[api] = Session(target_of(api, self._options, app=self._app))
        return self._sessions[api]

    def pytest_collect_directory(
        self, path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        """Collect the checks of an API where its folder is asked for."""
        if path.parent == FOLDER and (path / "driver.py").is_file():
            folder: pytest.Collector = SuiteFolder.from_parent(parent, path=path)
            return folder
        return None

    def pytest_configure(self, config: pytest.Config) -> None:
        """In a worker process, end on Ctrl-C as in order as without workers."""
        if hasattr(config, "workerinput"):
            from conformance import interruption

            interruption.heed()

    @property
    def left(self) -> list[str]:
        """What is still on the servers."""
        return [one for session in self._sessions.values() for one in session.left]

    def pytest_unconfigure(self) -> None:
        """Close the connections."""
        for session in self._sessions.values():
            session.close()


class SuiteFolder(pytest.Directory):
    """The checks of one API."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each check that the run asks for."""
        run: Any = self.config.pluginmanager.get_plugin(RUN)
        session: Session = run.session(self.path.name)
        for check in session.checks():
            yield CheckItem.from_parent(self, name=check.name, check=check, examiner=session)


class CheckItem(pytest.Item):
    """One check as pytest runs it."""

    def __init__(self, *, check: Check, examiner: Session, **named: Any) -> None:
        super().__init__(**named)
        self._check = check
        self._examiner = examiner
        self.result: Result | None = None

    def runtest(self) -> None:
        """Run the check.

        Raises:
            CheckFailed: it found something, or could not tell.
        """
        from conformance.outcome import Outcome

        self.result = self._examiner.run(self._check)
        if self.result.outcome is Outcome.SKIPPED:
            pytest.skip(self.result.reason or "")
        if self.result.outcome in (Outcome.FAILED, Outcome.ERRORED):
            raise CheckFailed(_told(self.result))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what a person reads: the finding, never a traceback through the suite."""
        if isinstance(excinfo.value, CheckFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return what pytest calls the check."""
        return self.path, None, f"{', '.join(self._check.requirements[:3])}: {self._check.sentence}"


def _told(result: Result) -> str:
    lines = [] if result.reason is None else [f"the suite could not tell: {result.reason}"]
    for finding in result.findings:
        lines += [
            f"{finding.requirement}: {finding.message}",
            *(f"    {one}" for one in finding.curl),
        ]
    return "\n".join(lines)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer every option of `conformance run` as `--contract-…`."""
    group = parser.getgroup("contract", "conformance to a documented API (client-contracts)")
    for option in OPTIONS:
        group.addoption(f"--{PREFIX}{option.name}", **option.for_pytest())


def pytest_configure(config: pytest.Config) -> None:
    """Set up the run where a URL is given; a run in process registers its own beforehand."""
    if config.getoption("contract_url") and not config.pluginmanager.has_plugin(RUN):
        config.pluginmanager.register(ContractRun(config), RUN)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Attach what was found to the report, as data that survives the way from another process."""
    report = yield
    if isinstance(item, CheckItem) and item.result is not None and report.when == "call":
        from conformance.recording import of_result

        report.contract = of_result(item.result)
    return report
