"""Failures that Schemathesis reports and that are none, and its own errors: data of each API."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class FalseAlarm:
    """A kind of failure that says nothing against the mock."""

    failure: str  # the code of Schemathesis, such as ST201
    operations: str  # a pattern of the whole of "METHOD /path"
    saying: str  # a pattern of what was asked, what Schemathesis says, and the answer, in one line
    reason: str
    profile: str = "documented"  # where it happens, in others perhaps too
    seldom: bool = False  # not in every run: what Schemathesis draws is not quite repeatable

    def fits(self, code: str, operation: str, said: str) -> bool:
        """Return whether a failure is this one."""
        return (
            self.failure == code
            and bool(re.fullmatch(self.operations, operation))
            and bool(re.search(self.saying, said))
        )


@dataclass(frozen=True)
class OwnError:
    """Something that Schemathesis cannot do."""

    title: str
    operation: str
    reason: str


def load(file: Path) -> list[FalseAlarm]:
    """Return the failures in a file."""
    return [FalseAlarm(**one) for one in yaml.safe_load(file.read_text())["false_alarms"]]


def errors(file: Path) -> list[OwnError]:
    """Return the errors of Schemathesis itself in a file."""
    return [OwnError(**one) for one in yaml.safe_load(file.read_text()).get("errors", [])]


def unmet(known: Iterable[FalseAlarm], met: Path, profile: str) -> list[FalseAlarm]:
    """Return those that should have happened in a profile, and did not."""
    happened = {int(line) for line in met.read_text().split()} if met.exists() else set()
    expected = [(number, one) for number, one in enumerate(known) if not one.seldom]
    return [one for number, one in expected if number not in happened and one.profile == profile]
