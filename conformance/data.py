"""Where the specs and fixtures are: in the checkout, or shipped beside an installed wheel."""

from __future__ import annotations

import copy
import functools
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

# The C loader reads a spec nine times faster; it is missing only where PyYAML was built without libyaml.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def root() -> Traversable:
    """Return the folder that holds `specs/` and `fixtures/`.

    The checkout is asked first: an editable install carries a copy that an edit does not reach.
    """
    checkout = Path(__file__).parent.parent
    return checkout if (checkout / "pyproject.toml").is_file() else files("client_contracts")


def apis() -> list[str]:
    """Return the names of all documented APIs, sorted."""
    return sorted(entry.name for entry in (root() / "specs").iterdir() if entry.is_dir())


@functools.cache
def _text(*parts: str) -> str:
    entry = root()
    for part in parts:
        entry = entry / part
    return entry.read_text(encoding="utf-8")


def specification(api: str, name: str) -> Any:
    """Return `specs/<api>/<name>.yaml` as Python data, a fresh copy for each caller.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return copy.deepcopy(_parsed("specs", api, f"{name}.yaml"))  # a tenth of reading it anew


@functools.cache
def _parsed(*parts: str) -> Any:
    return yaml.load(_text(*parts), Loader=_Loader)  # noqa: S506 - a safe loader


def fixture(api: str, *path: str) -> Any:
    """Return `fixtures/<api>/<path>` (JSON or YAML, by its ending) as Python data.

    Raises:
        FileNotFoundError: there is no such file.
    """
    text = _text("fixtures", api, *path)
    return json.loads(text) if path[-1].endswith(".json") else yaml.load(text, Loader=_Loader)  # noqa: S506


def fixture_names(api: str, folder: str) -> list[str]:
    """Return the names of the files in `fixtures/<api>/<folder>`, sorted; none where it is absent."""
    entry = root() / "fixtures" / api / folder
    return sorted(file.name for file in entry.iterdir()) if entry.is_dir() else []
