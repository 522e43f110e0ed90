"""The suite as a pytest plugin: `pytest --pyargs conformance.<api> --contract-url URL`.

Does nothing unless a URL or an application is given, and imports nothing heavy before that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from conformance.options import OPTIONS, PREFIX, new_seed, target_of

if TYPE_CHECKING:
    from conformance.checks import Check
    from conformance.in_process import Contract
    from conformance.session import Result, Session

FOLDER = Path(__file__).parent
RUN = "conformance-run"


class ContractRun:
    """What one pytest run needs: a session for each API that is collected."""

    def __init__(self, config: pytest.Config, app: Any = None) -> None:
        self._options = {option.name: config.getoption(option.destination) for option in OPTIONS}
        self._app = app
        self._sessions: dict[str, Session] = {}
        self._results: dict[str, list[Result]] = {}

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
            named: Any = {"path": path, "nodeid": f"{FOLDER.name}.{path.name}"}
            folder: pytest.Collector = SuiteFolder.from_parent(parent, **named)
            return folder
        return None

    def pytest_configure(self, config: pytest.Config) -> None:
        """In a worker process, end on Ctrl-C as in order as without workers."""
        if hasattr(config, "workerinput"):
            from conformance import interruption

            interruption.heed()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker process the seed: all of them have to use the same."""
        node.workerinput["contract_seed"] = self._options["seed"]

    @property
    def left(self) -> list[str]:
        """What is still on the servers."""
        return [one for session in self._sessions.values() for one in session.left]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what was found, in this process or in a worker."""
        if hasattr(report, "contract"):
            from conformance.recording import to_result

            self._results.setdefault(report.contract_api, []).append(to_result(report.contract))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Give the verdict by requirement, which the list of checks does not show."""
        from conformance.summary import lines

        for api, results in self._results.items():
            target = target_of(api, self._options, app=self._app)
            terminalreporter.section(f"conformance to {api} at {target.shown_url}")
            for line in lines(target, results):
                terminalreporter.line(line)

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
        self.check = check
        self._examiner = examiner
        # What was found, also where the check was run elsewhere.
        self.result: Result | None = None

    def setup(self) -> None:
        """Run the check, and fail if it could not examine what it is there for.

        What fails in the setup of a test is an error, in pytest's words too.
        """
        from conformance.outcome import Outcome

        self.result = self.result or self._examiner.run(self.check)
        if self.result.outcome is Outcome.ERRORED:
            _fail(f"the suite could not tell: {self.result.reason}")

    def runtest(self) -> None:
        """Say how the check came out: fail if it found something."""
        from conformance.outcome import Outcome

        assert self.result is not None
        if self.result.outcome is Outcome.SKIPPED:
            pytest.skip(self.result.reason or "")
        if self.result.outcome is Outcome.FAILED:
            _fail(_told(self.result))

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return what pytest calls the check."""
        return self.path, None, f"{', '.join(self.check.requirements[:3])}: {self.check.sentence}"


def _fail(text: str) -> NoReturn:
    # What a failure would say of the way through the suite takes pytest longer than the check itself.
    pytest.fail(text, pytrace=False)


def _told(result: Result) -> str:
    lines = []
    for finding in result.findings:
        lines += [
            f"{finding.requirement}: {finding.message}",
            *(f"    {one}" for one in finding.curl),
        ]
    return "\n".join(lines)


@pytest.fixture(scope="session")
def contract() -> Contract:
    """Examines an application of this project, in process and with no port: `contract.check(…)`."""
    from conformance.in_process import Contract

    return Contract()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer every option of `conformance run` as `--contract-…`."""
    group = parser.getgroup("contract", "conformance to a documented API (client-contracts)")
    for option in OPTIONS:
        group.addoption(f"--{PREFIX}{option.name}", **option.for_pytest())


def pytest_configure(config: pytest.Config) -> None:
    """Set up the run where a URL is given; a run in process registers its own beforehand."""
    if config.getoption("contract_url") and not config.pluginmanager.has_plugin(RUN):
        if config.option.contract_seed is None:
            of_workers = getattr(config, "workerinput", {})
            config.option.contract_seed = of_workers.get("contract_seed", new_seed())
        config.pluginmanager.register(ContractRun(config), RUN)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Attach what was found to the report, as data that survives the way from another process."""
    report = yield
    if not isinstance(item, CheckItem) or item.result is None:
        return report
    from conformance.formats.markup import visible

    if call.excinfo is not None and isinstance(call.excinfo.value, pytest.fail.Exception):
        report.longrepr = visible(str(call.excinfo.value))  # never a traceback through the suite
    if report.when == "call" or (report.when == "setup" and not report.passed):
        from conformance.recording import of_result

        report.contract = of_result(item.result)
        report.contract_api = item.path.name
    return report
