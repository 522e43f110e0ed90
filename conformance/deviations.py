"""Known deviations: requirements that an implementation is known to break, for a reason, for a time.

A listed deviation does not fail a run. One that no longer happens, or whose time is over, does: so
the list never says more than what is true.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from conformance.catalogue import Requirement

# How long a deviation that `--write-deviations` lists may stay, until somebody looks at it again.
_FIRST_TERM = timedelta(days=90)
_MEMBERS = {"requirement", "reason", "expires"}


class BadDeviations(ValueError):
    """A file does not list deviations; the text says where, and what to write instead."""


@dataclass(frozen=True)
class Deviation:
    """One requirement that is known to be broken, why, and until when (that day included)."""

    requirement: str
    reason: str
    expires: date

    def expired(self, today: date) -> bool:
        """Whether its time is over."""
        return today > self.expires

    def as_json(self) -> dict[str, str]:
        """Return the deviation as a recording tells it."""
        return {
            "requirement": self.requirement,
            "reason": self.reason,
            "expires": self.expires.isoformat(),
        }

    @classmethod
    def of_json(cls, row: dict[str, str]) -> Deviation:
        """Return the deviation that a recording tells of."""
        return cls(row["requirement"], row["reason"], date.fromisoformat(row["expires"]))


def load(path: Path, known: Iterable[str]) -> tuple[Deviation, ...]:
    """Return the deviations that a file lists; `known` are the ids of all requirements.

    Raises:
        BadDeviations: the file cannot be read, or an entry is not right.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadDeviations(f"{path} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadDeviations(f"{path} is not YAML: {str(error).splitlines()[0]}") from error
    rows = content.get("deviations") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise BadDeviations(f"{path} needs a list named `deviations`")
    found = tuple(_deviation(f"{path}, entry {number}", row) for number, row in enumerate(rows, 1))
    _check_ids(path, [one.requirement for one in found], {*known})
    return found


def _deviation(where: str, row: Any) -> Deviation:
    if not isinstance(row, dict) or row.keys() != _MEMBERS:
        raise BadDeviations(f"{where}: needs just `requirement`, `reason` and `expires`")
    if not isinstance(row["reason"], str) or not row["reason"].strip():
        raise BadDeviations(f"{where}: needs a reason")
    if type(row["expires"]) is not date:
        raise BadDeviations(f"{where}: `expires` must be a day such as 2026-12-31")
    return Deviation(str(row["requirement"]), row["reason"].strip(), row["expires"])


def _check_ids(path: Path, listed: list[str], known: set[str]) -> None:
    unknown = [one for one in listed if one not in known]
    twice = [one for one in listed if listed.count(one) > 1]
    if unknown or twice:
        what = f"there is no requirement {unknown[0]}" if unknown else f"{twice[0]} is listed twice"
        raise BadDeviations(f"{path}: {what}")


def written(broken: Iterable[Requirement], today: date) -> str:
    """Return a first file of deviations: what is broken today, to be explained."""
    until = today + _FIRST_TERM
    lines = ["# Known deviations. Say why each is tolerated; remove those that are mended.\n"]
    rows = [
        f"  # {requirement.statement}\n"
        f"  - requirement: {requirement.id}\n"
        f"    reason: not looked at yet\n"
        f"    expires: {until.isoformat()}\n"
        for requirement in broken
    ]
    return "".join([*lines, "deviations:\n" if rows else "deviations: []\n", *rows])
