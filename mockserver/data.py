"""Where the specs and fixtures are: in the checkout, or shipped beside an installed wheel."""

from __future__ import annotations

import functools
import json
import pkgutil
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from mockserver.caching import cached


def root() -> Traversable:
    """Return the folder that holds `specs/` and `fixtures/`.

    The checkout is asked first: an editable install carries a copy that an edit does not reach.
    """
    checkout = Path(__file__).parent.parent
    return checkout if (checkout / "pyproject.toml").is_file() else files("client_contracts")


@functools.cache
def apis() -> tuple[str, ...]:
    """Return the names of all APIs: every folder of this package is one that there are specs for."""
    folders = [one.name for one in pkgutil.iter_modules([str(Path(__file__).parent)]) if one.ispkg]
    return tuple(name for name in sorted(folders) if (root() / "specs" / name).is_dir())


@functools.cache
def specification(api: str, name: str = "openapi") -> Any:
    """Return `specs/<api>/<name>.yaml` as Python data, shared by all callers: never change it.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return parsed((root() / "specs" / api / f"{name}.yaml").read_text(encoding="utf-8"))


def parsed(text: str) -> Any:
    """Return what a YAML text says."""
    return cached(text, _parse)


def _parse(text: str) -> Any:
    import yaml  # when it is needed: most starts find what it would say in the cache

    # The C loader is nine times faster; it is missing only where PyYAML was built without libyaml.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader


@functools.cache
def fixture(api: str, name: str) -> Any:
    """Return `fixtures/<api>/<name>.json` as Python data, shared by all callers: never change it.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return json.loads((root() / "fixtures" / api / f"{name}.json").read_text(encoding="utf-8"))
