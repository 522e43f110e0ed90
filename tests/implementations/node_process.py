"""Starts the servers that are written in JavaScript, installing what they need the first time."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.implementations.running import Running

SOURCES = Path(__file__).parent / "node"
# What npm says when it can not reach where packages come from.
_UNREACHABLE = (
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONN",
    "TIMEDOUT",
    "TIMEOUT",
    "ENETUNREACH",
    "EHOSTUNREACH",
)
_INSTALL = (
    *("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"),
    *("--fetch-retries=1", "--fetch-timeout=30000"),
)


def _installed() -> Path:
    """Return a folder, outside of the checkout and kept, with the packages that the lock file names."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("not run: the servers in JavaScript need Node.js and npm, which are not here")
    key = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()[:16]
    cache = Path(tempfile.gettempdir()) / f"client-contracts-node-{os.getuid()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    assert cache.stat().st_uid == os.getuid(), f"{cache} belongs to somebody else"
    if not (cache / key).exists():
        _install(cache / key)
    return cache / key / "node_modules"


def _install(folder: Path) -> None:
    """Install elsewhere first, so that `folder` is complete as soon as it is there."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        making = Path(name) / "made"
        making.mkdir()
        for file in ("package.json", "package-lock.json"):
            shutil.copy(SOURCES / file, making)
        done = subprocess.run(_INSTALL, cwd=making, capture_output=True, text=True, timeout=300)
        if done.returncode and any(word in done.stderr for word in _UNREACHABLE):
            pytest.skip("not run: npm can not reach the packages of the servers in JavaScript")
        assert done.returncode == 0, done.stderr
        if not folder.exists():  # another run may have been faster
            making.rename(folder)


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
