"""Where two implementations part: what a comparison found, for people to read. Sends nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from conformance.exchange import Exchange
from conformance.pairing import Difference

NAMES = ("A", "B")


class Pair(NamedTuple):
    """The same request to both; None where one of them was never asked."""

    one: Exchange | None
    other: Exchange | None


@dataclass(frozen=True)
class Broken:
    """A requirement that one implementation breaks in a check that the other passes."""

    requirement: str
    check: str
    by: str
    expected: str
    seen: str


@dataclass(frozen=True)
class Divergence:
    """The shortest way to see two implementations part.

    `pairs` are the exchanges that lead there, `differences` what differs in the last; with `broken`
    None the difference breaks no requirement.
    """

    broken: Broken | None
    pairs: tuple[Pair, ...]
    differences: tuple[Difference, ...]


@dataclass
class Comparison:
    """What a comparison found.

    `differences` counts where answers to the same requests differ, by operation and place; `unclear`
    says why checks could not tell; `left` what could not be removed, by implementation.
    """

    api: str
    urls: Mapping[str, str]
    seed: int
    checks: int = 0
    passed: int = 0
    requests: int = 0
    seconds: float = 0.0
    broken: list[Broken] = field(default_factory=list)
    first: Divergence | None = None
    differences: Counter[tuple[str, str]] = field(default_factory=Counter)
    unclear: dict[str, str] = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)

    def exit_status(self, *, strict: bool) -> int:
        """Return 1 where they differ in a requirement (`strict`: in anything), 0 where they do not.

        3 means that the suite could not tell: a check errored on one of them, or none passed.
        """
        if self.broken or (strict and self.differences):
            return 1
        return 3 if self.unclear or not self.passed else 0
