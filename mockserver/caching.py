"""What was made of a text, kept between starts: to read it back takes a fortieth of parsing YAML.

Each text has a file, named by the text's digest, so that nothing ever has to be brought up to date.
The files are in the user's cache folder, where they may be deleted at any time. What cannot be read
or was damaged is made anew; where nothing can be written, nothing is kept. A file is moved to its
place as a whole, so any number of mocks may start at the same time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

# How many files are kept, the newest; the specs of an API take two.
KEPT = 40


def folder() -> Path:
    """Return where the files are: `$XDG_CACHE_HOME/client-contracts`.

    Raises:
        RuntimeError: the user has no home.
    """
    named = os.environ.get("XDG_CACHE_HOME", "")
    caches = Path(named) if named.startswith("/") else Path.home() / ".cache"
    return caches / "client-contracts"


def cached(text: str, make: Callable[[str], Any]) -> Any:
    """Return what a function makes of a text: from its file if there is one.

    What JSON cannot carry without a change, such as a date, is made anew each time.
    """
    try:
        path = folder() / f"{_digest(text.encode())}.json"
    except RuntimeError:
        return make(text)
    try:
        return _read(path)
    except (OSError, ValueError):
        made = make(text)
    with contextlib.suppress(OSError, ValueError):
        _write(path, made)
    return made


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> Any:
    """Return what a file carries; raise a ValueError if it is not what was written."""
    digest, _, content = path.read_bytes().partition(b"\n")
    if digest != _digest(content).encode():
        raise ValueError(f"{path} is damaged.")
    return orjson.loads(content)


def _write(path: Path, made: Any) -> None:
    """Write a file as a whole; raise a ValueError if it could not be read back as it is."""
    try:
        content = orjson.dumps(made)
    except TypeError as error:
        raise ValueError(str(error)) from None
    if orjson.loads(content) != made:
        raise ValueError("JSON changes it.")
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_digest(content).encode() + b"\n" + content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    for old in sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)
