"""What the README says to paste works as pasted."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

README = (Path(__file__).parent.parent / "README.md").read_text()


def _steps() -> list[dict[str, Any]]:
    (workflow,) = re.findall(r"```yaml\n(jobs:.*?)```", README, re.S)
    steps: list[dict[str, Any]] = yaml.safe_load(workflow)["jobs"]["contract"]["steps"]
    return steps


def _free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def test_the_workflow_checks_a_mock_and_leaves_reports(tmp_path: Path) -> None:
    (script,) = [step["run"] for step in _steps() if "conformance run" in step.get("run", "")]
    summary = tmp_path / "summary.md"
    environment = os.environ | {
        "GITHUB_STEP_SUMMARY": str(summary),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    told = subprocess.run(
        # As a runner does; what still runs at the end of a step is ended.
        [
            "bash",
            "-e",
            "-c",
            "trap 'kill $(jobs -p)' EXIT\n" + script.replace("8080", _free_port()),
        ],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "requirements passed" in summary.read_text()
    (upload,) = [step["with"]["path"] for step in _steps() if "upload" in step.get("uses", "")]
    kept = {path for path in upload.split() if (tmp_path / path).exists()}
    assert {"report.xml", "report.html"} <= kept
