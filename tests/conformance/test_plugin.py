"""The suite inside somebody else's pytest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.servers import running
from tests.targets import mock


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


def test_it_does_nothing_where_it_is_not_asked_to(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")
    result = pytest_away_from_here(tmp_path, "-q")
    assert result.returncode == 0
    assert "1 passed" in result.stdout
