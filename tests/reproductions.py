"""Runs generated pytest files and printed commands as their readers would: in processes of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance.target import Target


def _environment(target: Target) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "COLUMNS": "1000",  # or pytest would cut its summary
        "CONTRACT_URL": target.url,
        "CONFORMANCE_TOKEN": str(target.token),
        "CONFORMANCE_OTHER_TOKEN": str(target.other_token),
        "CONFORMANCE_JWT_SECRET": str(target.secret),
        "TOKEN": str(target.token),
        "OTHER_TOKEN": str(target.other_token),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def play(folder: Path, target: Target) -> dict[str, str]:
    """Run the pytest files below a folder against a server; return `passed` or what failed, by file."""
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider"]
    command += ["--import-mode=importlib", "--rootdir", str(folder), str(folder)]
    result = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, env=_environment(target)
    )
    told = re.findall(r"^(PASSED|FAILED|ERROR) (\S+?\.py)\S*(?: - (.*))?$", result.stdout, re.M)
    assert told, result.stdout + result.stderr
    return {path: "passed" if word == "PASSED" else reason for word, path, reason in told}


def paste(commands: Sequence[str], target: Target) -> str:
    """Run commands as a POSIX shell script; return what they print."""
    result = subprocess.run(
        ["sh", "-eu"],
        input="\n".join(commands),
        capture_output=True,
        text=True,
        timeout=60,
        env=_environment(target),
    )
    assert result.returncode == 0, result.stderr
    return result.stdout
