"""Which forms a report can be written in, and how it gets into a file."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conformance.report import Report

# Each is a module of `formats` with a function `render`, imported only when it is asked for.
_MODULES = {"json": "as_json", "junit": "junit", "html": "html", "markdown": "markdown"}
FORMATS = tuple(_MODULES)


def render(report: Report, name: str) -> str:
    """Return a report in one of the `FORMATS`."""
    module: Any = importlib.import_module(f"conformance.formats.{_MODULES[name]}")
    text: str = module.render(report)
    return text


def write(text: str, path: Path) -> None:
    """Write a report to a file.

    Raises:
        OSError: it cannot be written.
    """
    # What has no UTF-8 form (a lone surrogate) is written as its escape.
    path.write_text(text, encoding="utf-8", errors="backslashreplace")


def obstacle(path: Path) -> str | None:
    """Return why a file could not be written later, None where nothing speaks against it."""
    if path.is_dir():
        return "it is a folder"
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}"
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return "permission denied"
    return None
