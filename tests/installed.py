"""Programs from npm and PyPI, installed the first time and kept in the folder for temporary files."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

# What npm and pip say when they cannot reach where packages come from.
_UNREACHABLE = (
    *("ENOTFOUND", "EAI_AGAIN", "ECONN", "TIMEDOUT", "TIMEOUT", "ENETUNREACH", "EHOSTUNREACH"),
    *("NewConnectionError", "ConnectTimeout", "NameResolutionError", "ReadTimeout"),
)
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund")
_IMPATIENT = ("--fetch-retries=1", "--fetch-timeout=30000")


class InstallationError(Exception):
    """A program could not be installed; the message says why."""


class UnavailableError(InstallationError):
    """What installs a program is not here, or does not reach where it comes from."""


def node_modules(source: Path) -> Path:
    """Return the packages that the `package.json` of a folder names, and its lock if it has one.

    Raises:
        UnavailableError: Node.js or npm is not here, or npm does not reach its registry.
        InstallationError: npm cannot install them.
    """
    files = [source / name for name in ("package.json", "package-lock.json", ".npmrc")]
    present = [file for file in files if file.exists()]

    def install(folder: Path) -> None:
        for file in present:
            shutil.copy(file, folder)
        wanted = "ci" if (folder / "package-lock.json").exists() else "install"
        npm(wanted, *QUIET, "--prefer-offline", folder=folder)

    contents = b"".join(file.read_bytes() for file in present)
    return kept("node", contents, install) / "node_modules"


def npm(*arguments: str, folder: Path) -> str:
    """Run npm in a folder, and return what it prints.

    Raises:
        UnavailableError: Node.js or npm is not here, or npm does not reach its registry.
        InstallationError: npm fails.
    """
    for name in ("node", "npm"):
        if not shutil.which(name):
            raise UnavailableError(f"{name} is not installed")
    return _run("npm", *arguments, *_IMPATIENT, folder=folder)


def python(requirements: Sequence[str]) -> Path:
    """Return the interpreter of an environment that has these packages.

    Raises:
        UnavailableError: pip does not reach its index.
        InstallationError: pip cannot install them.
    """

    def install(folder: Path) -> None:
        _run(sys.executable, "-m", "venv", ".", folder=folder)
        _run("bin/python", "-m", "pip", "install", "--quiet", *requirements, folder=folder)

    contents = "\n".join([sys.executable, *requirements]).encode()
    return kept("python", contents, install) / "bin" / "python"


def kept(kind: str, contents: bytes, install: Callable[[Path], None]) -> Path:
    """Return the folder that these contents were installed in, now or earlier.

    Raises:
        InstallationError: `install` raises it; the next call tries again.
    """
    cache = Path(tempfile.gettempdir()) / f"client-contracts-{kind}-{os.getuid()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    assert cache.stat().st_uid == os.getuid(), f"{cache} belongs to somebody else"
    folder = cache / hashlib.sha256(contents).hexdigest()[:16]
    complete = folder / ".complete"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another run may be installing the same
        if not complete.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            install(folder)
            complete.touch()
    return folder


def _run(*command: str, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    told = done.stdout + done.stderr
    if done.returncode and any(word in told for word in _UNREACHABLE):
        raise UnavailableError(f"{Path(command[0]).name} cannot reach where packages come from")
    if done.returncode:
        raise InstallationError(told.strip())
    return done.stdout.strip()
