"""The vocabulary of misbehaviour: named changes of a behaviour's methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Honest:
    """The method that a change replaces: call it to go on as if nothing had been changed."""

    behaviour: Any
    method: Callable[..., Any]

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Do what the method does."""
        return self.method(*arguments, **named)


# A change is called in place of the method that it changes, with that method before its own
# arguments.
Change = Callable[..., Any]


@dataclass(frozen=True)
class Deviation:
    """Something that a mock can be told to do differently.

    `changes` names the methods of the behaviour that are changed, as `part.method`, and what is
    done instead.
    """

    id: str
    changes: Mapping[str, Change]


@dataclass(frozen=True)
class Variation(Deviation):
    """Another choice where the document leaves one; `id` is that of the choice in its silence."""


@dataclass(frozen=True)
class Fault(Deviation):
    """A breach of exactly the requirements in `breaks`; `sentence` says what is observed.

    `profile` is the one that the breach shows in.
    """

    sentence: str
    breaks: tuple[str, ...]
    profile: str = "documented"


def observed(name: str, changes: Mapping[str, Change], sentence: str, *breaks: str) -> Fault:
    """Return a fault that breaks what is known of the deployed service only."""
    return Fault(name, changes, sentence, breaks, profile="observed")


def compose(behaviour: B, deviations: Iterable[Deviation]) -> B:
    """Put deviations into effect on a fresh behaviour, the first one innermost, and return it.

    Raises:
        LookupError: a deviation names a method that the behaviour does not have.
    """
    for deviation in deviations:
        for seam, change in deviation.changes.items():
            part, _, name = seam.partition(".")
            owner = getattr(behaviour, part, None)
            method = getattr(owner, name, None)
            if method is None:
                raise LookupError(f"{deviation.id} changes {seam}, which does not exist")
            setattr(owner, name, _bound(change, Honest(behaviour, method)))
    return behaviour


def _bound(change: Change, honest: Honest) -> Callable[..., Any]:
    def changed(*arguments: Any, **named: Any) -> Any:
        return change(honest, *arguments, **named)

    return changed
