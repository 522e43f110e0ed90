"""The suite inside somebody else's pytest."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conformance.formats import wording
from conformance.outcome import Outcome
from conformance.plugin import CheckItem
from conformance.run import run
from conformance.session import Result
from conformance.target import Target
from tests.servers import running, serving
from tests.targets import Broken, mock


def pytest_away_from_here(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_it_runs_by_name_of_the_package(tmp_path: Path) -> None:
    with running(mock("primary-not-demoted-on-add")) as target:
        result = pytest_away_from_here(
            tmp_path,
            *("--pyargs", "conformance.infranotes", "--contract-url", target.url),
            *("--contract-token", str(target.token), "--contract-requirement", "INF-CONTACT-02"),
        )
    assert result.returncode == 1
    assert "INF-CONTACT-02" in result.stdout
    assert "curl -i" in result.stdout
    assert "Traceback" not in result.stdout


@pytest.mark.parametrize(
    ("outcome", "step"),
    [(Outcome.ERRORED, CheckItem.setup), (Outcome.FAILED, CheckItem.runtest)],
    ids=["errored", "failed"],
)
def test_pytest_is_not_asked_for_the_way_to_a_failure(
    outcome: Outcome, step: Callable[[Any], None]
) -> None:
    """To put it together takes longer than the check, and nobody gets to see it."""
    result = Result("a:check", ("INF-CLIENT-01",), outcome, "a reason", (), 0, 0.0)
    with pytest.raises(pytest.fail.Exception) as raised:
        step(SimpleNamespace(result=result))
    assert not raised.value.pytrace


def given(target: Target, *requirements: str) -> list[str]:
    told = ["--pyargs", "conformance.infranotes", "--contract-url", target.url]
    told += ["--contract-token", str(target.token)]
    return told + [text for one in requirements for text in ("--contract-requirement", one)]


def test_what_could_not_be_told_is_an_error_and_no_failure(tmp_path: Path) -> None:
    failing = mock("tag-filter-ignored")
    assert failing.app is not None
    broken = Broken(failing.app, "/api/custom-fields", "POST", 503, b'{"error": "busy"}')
    with serving(broken) as url:
        target = replace(failing, app=None, url=url)
        selected = ("INF-LIST-07", "INF-FIELD-09", "INF-OWNER-01", "INF-LIST-06")
        result = pytest_away_from_here(tmp_path, *given(target, *selected))
    assert result.returncode == 1
    assert "1 failed, 1 passed, 1 skipped, 1 error in" in result.stdout
    summary = result.stdout.partition("conformance to infranotes at")[2].splitlines()
    assert summary[1].startswith("FAILED   INF-LIST-07  (must)  `tag` keeps")
    assert summary[2].startswith("ERRORED  INF-FIELD-09: POST ")
    assert summary[3].startswith("SKIPPED  INF-OWNER-01: needs a second user's credential")
    assert summary[4].startswith("1 of 4 requirements passed, 1 failed, 1 errored, 1 skipped  (")
    assert summary[5] == "Does not conform."
    assert "Traceback" not in result.stdout
    assert "plugin.py" not in result.stdout.partition("short test summary")[0]


def told_failed(text: str) -> set[str]:
    return set(re.findall(r"^FAILED   (\S+)", text, re.M))


def test_two_workers_and_one_say_the_same(tmp_path: Path) -> None:
    """A full run over HTTP, in this process, with workers, and as somebody else's pytest."""
    faulty = replace(mock("contacts-survive-their-client", requirements=()), examples=2, seed=7)
    with running(faulty) as target:
        alone, together = run(target), run(target, workers=2)
        more = ("--contract-examples=2", "--contract-seed=7", "--contract-shrink-seconds=0")
        secrets = ["--contract-other-token", str(target.other_token)]
        secrets += ["--contract-jwt-secret", str(target.secret)]
        result = pytest_away_from_here(tmp_path, *given(target), *more, *secrets, "-n", "2")
    outcomes = {one.requirement.id: one.outcome for one in alone.verdicts}
    assert outcomes == {one.requirement.id: one.outcome for one in together.verdicts}
    broken = {one for one, outcome in outcomes.items() if outcome is Outcome.FAILED}
    assert broken == told_failed(result.stdout) == {"INF-CLIENT-24"}
    counts = wording.counted(alone)
    assert counts in result.stdout
    assert "seed 7" in result.stdout


class Listening:
    """Passes requests on, and keeps their queries."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.queries = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.queries += scope.get("query_string", b"").decode() + " "
        await self.app(scope, receive, send)


def test_workers_share_a_seed_that_was_not_asked_for(tmp_path: Path) -> None:
    target = mock()
    listening = Listening(target.app)
    with running(replace(target, app=listening)) as target:
        result = pytest_away_from_here(
            tmp_path, *given(target, "INF-LIST-06", "INF-LIST-07"), "-n", "2"
        )
    assert "2 of 2 requirements passed" in result.stdout
    (told,) = re.findall(r"seed (\d+)\)", result.stdout)
    used = re.findall(r"=conformance-([0-9a-f]+)-", listening.queries)
    assert {int(seed, 16) for seed in used} == {int(told)}
    assert len(used) == 2


def test_it_costs_nothing_where_it_is_not_used(tmp_path: Path) -> None:
    code = "import sys, conformance.plugin; print(*(one for one in sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    ours = {one for one in result.stdout.split() if one.startswith("conformance.")}
    assert ours == {"conformance.options", "conformance.plugin"}
    heavy = {"schemathesis", "hypothesis", "httpx", "yaml", "rich", "click"}
    assert not heavy & {*result.stdout.split()}


def test_it_does_nothing_where_it_is_not_asked_to(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")
    result = pytest_away_from_here(tmp_path, "-q")
    assert result.returncode == 0
    assert "1 passed" in result.stdout
