"""Starts the servers that are written in JavaScript, installing what they need the first time."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import installed
from tests.implementations.running import Running

SOURCES = Path(__file__).parent / "node"


def _installed() -> Path:
    """Return a folder, outside of the checkout and kept, with the packages that the lock file names."""
    try:
        return installed.node_modules(SOURCES)
    except installed.UnavailableError as reason:
        pytest.skip(f"not run: the servers in JavaScript need npm: {reason}")


@contextmanager
def started(api: str, *faults: str) -> Iterator[Running]:
    """Yield a server on a free port; it ends when its standard input does, whatever becomes of us."""
    packages = _installed()
    with tempfile.TemporaryDirectory() as name:
        # Modules are looked for beside those that import them, so the sources are copied to a link.
        copy = Path(name) / "node"
        shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("node_modules"))
        (copy / "node_modules").symlink_to(packages)
        command = ["node", str(copy / api / "server.js"), *faults]
        with subprocess.Popen(
            command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout
            running = Running(**json.loads(process.stdout.readline()))
            try:
                yield running
            finally:
                running.left = _ended(process)


def _ended(process: subprocess.Popen[str]) -> int:
    """End a server by ending its standard input, and return how many records it had."""
    try:
        told, _ = process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return int(json.loads(told)["left"])
