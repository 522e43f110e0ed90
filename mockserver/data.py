"""Where the specs and fixtures are: in the checkout, or shipped beside an installed wheel."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

# The C loader reads a spec nine times faster; it is missing only where PyYAML was built without
# libyaml.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def root() -> Traversable:
    """Return the folder that holds `specs/` and `fixtures/`.

    The checkout is asked first: an editable install carries a copy that an edit does not reach.
    """
    checkout = Path(__file__).parent.parent
    return checkout if (checkout / "pyproject.toml").is_file() else files("client_contracts")


@functools.cache
def specification(api: str, name: str = "openapi") -> Any:
    """Return `specs/<api>/<name>.yaml` as Python data, shared by all callers: never change it.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return parsed((root() / "specs" / api / f"{name}.yaml").read_text(encoding="utf-8"))


def parsed(text: str) -> Any:
    """Return what a YAML text says."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader


@functools.cache
def fixture(api: str, name: str) -> Any:
    """Return `fixtures/<api>/<name>.json` as Python data, shared by all callers: never change it.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return json.loads((root() / "fixtures" / api / f"{name}.json").read_text(encoding="utf-8"))
