"""What checks say: each function states one expectation, and raises a `Violation` where it is not met."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from conformance.client import Answer
    from conformance.exchange import Exchange


class Violation(AssertionError):
    """An implementation does other than a requirement says.

    `expected` and `seen` are sentences or values; `requirement` is None where the check examines just
    one; `exchanges` are filled in by the driver when the check ends. `place` says where in the last
    answer it shows, where that is one place; `steps` are those of a state machine that lead to it.
    """

    def __init__(self, expected: str, seen: str, requirement: str | None = None) -> None:
        super().__init__(f"expected {expected}; saw {seen}")
        self.expected = expected
        self.seen = seen
        self.requirement = requirement
        self.exchanges: tuple[Exchange, ...] = ()
        self.place: tuple[str | int, ...] | None = None
        self.steps: tuple[tuple[str, Mapping[str, Any]], ...] = ()


class CannotTell(Exception):
    """The suite could not examine what it meant to: no answer came, or preparing the scene failed."""


class CredentialRefused(CannotTell):
    """The credential that the suite was given is not accepted (any more)."""


class Skipped(Exception):
    """A check does not apply to this run; the text says why."""


_BY_REQUIREMENT: dict[str | None, type[Violation]] = {None: Violation}


def violation(expected: str, seen: str, requirement: str | None = None) -> Violation:
    """Return a `Violation`; of a class for each requirement, so that Hypothesis tells them apart."""
    if requirement not in _BY_REQUIREMENT:
        name = f"Violation_{str(requirement).replace('-', '_')}"
        _BY_REQUIREMENT[requirement] = type(name, (Violation,), {})
    return _BY_REQUIREMENT[requirement](expected, seen, requirement)


def violated(expected: str, seen: str, requirement: str | None = None) -> NoReturn:
    """Raise a `Violation`."""
    raise violation(expected, seen, requirement)


def that(holds: object, expected: str, seen: str, requirement: str | None = None) -> None:
    """Expect `holds` to be true; `expected` and `seen` say what about."""
    if not holds:
        violated(expected, seen, requirement)


def equal(seen: object, expected: object, what: str, requirement: str | None = None) -> None:
    """Expect two JSON values to be the same; 1 and 1.0 are, 1 and True are not."""
    if not same(seen, expected):
        violated(f"{what} {show(expected)}", show(seen), requirement)


def same(one: object, other: object) -> bool:
    """Compare two JSON values, keeping booleans and numbers apart."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def members(
    record: object, expected: Mapping[str, object], what: str, requirement: str | None = None
) -> None:
    """Expect `record` to be an object with the `expected` members; others may stand beside them.

    A member that is expected to be null may be absent. An object inside is compared in the same way.
    """
    that(isinstance(record, Mapping), f"{what} to be an object", show(record), requirement)
    assert isinstance(record, Mapping)
    for name, value in expected.items():
        seen = record.get(name)
        if isinstance(value, Mapping) and isinstance(seen, Mapping):
            members(seen, value, f"{what}'s {name}", requirement)
        elif value is not None or seen is not None:
            that(
                name in record and same(seen, value),
                f"{what}'s {name} to be {show(value)}",
                show(seen) if name in record else f"no {name}",
                requirement,
            )


def status(answer: Answer, *accepted: int, requirement: str | None = None) -> None:
    """Expect one of the `accepted` statuses."""
    wanted = " or ".join(str(code) for code in accepted)
    that(answer.status in accepted, f"status {wanted}", answer.summary, requirement)


def success(answer: Answer, requirement: str | None = None) -> None:
    """Expect any 2xx status."""
    that(answer.ok, "a success", answer.summary, requirement)


def refused(answer: Answer, requirement: str | None = None) -> None:
    """Expect any 4xx status: which one is the matter of another requirement."""
    that(400 <= answer.status < 500, "a refusal (4xx)", answer.summary, requirement)


def none(wrong: Sequence[Any], expected: str, requirement: str | None = None) -> None:
    """Expect no record among those that break what `expected` says."""
    that(not wrong, expected, show(wrong[0]) if wrong else "", requirement)


def show(value: object, limit: int = 160) -> str:
    """Return a value as a person reads it in a sentence, cut where it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=False)
    except (TypeError, ValueError):
        text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
