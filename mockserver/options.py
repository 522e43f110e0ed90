"""What can be set for an API at the command line, told without all that the API is made of."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass

from mockserver import data


@dataclass(frozen=True)
class Setting:
    """Something that can be set for an API at the command line, as `--<name>`."""

    default: str
    help: str
    is_secret: bool = (
        False  # whether only those may know it who make credentials or examine the API
    )


def declared() -> dict[str, Setting]:
    """Return the settings of all APIs by name: `SETTINGS` in the `options` module of each."""
    found: dict[str, Setting] = {}
    for api in data.apis():
        of_one: Mapping[str, Setting] = importlib.import_module(
            f"mockserver.{api}.options"
        ).SETTINGS
        found.update(of_one)
    return found
