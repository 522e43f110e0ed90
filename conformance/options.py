"""What a user can say about a run: one table for the command line and for pytest."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conformance.target import Target

PREFIX = "contract-"
QUICK_EXAMPLES = 2


@dataclass(frozen=True)
class Option:
    """One option: `kind` is str, int, float or bool (a flag); `many` may be given several times."""

    name: str
    help: str
    kind: type = str
    default: Any = None
    many: bool = False
    choices: tuple[str, ...] = ()
    variable: str | None = None
    field: str | None = None

    @property
    def destination(self) -> str:
        """The name under which pytest keeps the value."""
        return (PREFIX + self.name).replace("-", "_")

    @property
    def member(self) -> str:
        """The member of a `Target` that the option sets."""
        return self.field or self.name.replace("-", "_")

    def for_pytest(self) -> dict[str, Any]:
        """Return the arguments of argparse for this option."""
        named: dict[str, Any] = {
            "help": self.help,
            "dest": self.destination,
            "default": self.default,
        }
        if self.kind is bool:
            return named | {"action": "store_true"}
        if self.many:
            return named | {"action": "append", "type": self.kind}
        return named | {"type": self.kind} | ({"choices": self.choices} if self.choices else {})


OPTIONS = (
    Option("url", "Where the implementation is: scheme, host and port."),
    Option("token", "A credential that the implementation accepts.", variable="CONFORMANCE_TOKEN"),
    Option(
        "other-token",
        "A second user's credential, to check that users are kept apart.",
        variable="CONFORMANCE_OTHER_TOKEN",
    ),
    Option(
        "password",
        "The user's password, where the API asks for one.",
        variable="CONFORMANCE_PASSWORD",
    ),
    Option(
        "jwt-secret",
        "The secret that signs tokens, to check that expired ones are refused.",
        variable="CONFORMANCE_JWT_SECRET",
        field="secret",
    ),
    Option("base-path", "Where the implementation serves the base path of the spec, if elsewhere."),
    Option(
        "header", "A header to send with every request, 'Name: value'.", many=True, field="headers"
    ),
    Option("requirement", "Only this requirement.", many=True, field="requirements"),
    Option("operation", "Only requirements of this operation.", many=True, field="operations"),
    Option("level", "What fails the run.", default="must", choices=("must", "should")),
    Option(
        "profile",
        "Whether `observed` requirements count.",
        default="documented",
        choices=("documented", "observed"),
    ),
    Option("read-only", "Only what changes nothing.", kind=bool, default=False),
    Option("keep", "Do not clean up.", kind=bool, default=False),
    Option("seed", "The seed of everything that is generated (default: a new one).", kind=int),
    Option("examples", "How many examples to generate for each property.", kind=int, default=10),
    Option(
        "quick", "Leave out what takes long, and generate few examples.", kind=bool, default=False
    ),
    Option("rate", "At most so many requests a second.", kind=float),
    Option("timeout", "How many seconds to wait for an answer.", kind=float, default=10.0),
    Option("max-requests", "At most so many requests in all.", kind=int),
    Option(
        "shrink-seconds",
        "How long to look for a shorter counterexample of each property.",
        kind=float,
        default=10.0,
    ),
)


class BadOption(ValueError):
    """What a user said cannot be understood; the text says what to say instead."""


def headers(texts: tuple[str, ...]) -> dict[str, str]:
    """Return headers from texts of the form `Name: value`.

    Raises:
        BadOption: a text has another form.
    """
    found = {}
    for text in texts:
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            raise BadOption(f"--header takes 'Name: value', not {text!r}")
        found[name.strip()] = value.strip()
    return found


def new_seed() -> int:
    """Return a seed that was not asked for: short enough to be typed."""
    return random.SystemRandom().randrange(2**16)


def target_of(api: str, values: Mapping[str, Any], app: Any = None) -> Target:
    """Return the target that option values describe; secrets may stand in the environment.

    Raises:
        BadOption: a value cannot be understood.
    """
    from conformance.target import IN_PROCESS, Target

    said = {option.member: _value(option, values) for option in OPTIONS}
    said["url"] = said["url"] or IN_PROCESS
    said["headers"] = headers(said["headers"])
    if said["quick"]:
        said["examples"] = min(said["examples"], QUICK_EXAMPLES)
    if said["seed"] is None:
        said["seed"] = new_seed()
    return Target(api=api, app=app, **said)


def _value(option: Option, values: Mapping[str, Any]) -> Any:
    value = values.get(option.name)
    if option.many:
        return tuple(value or ())
    if value is None and option.variable:
        return os.environ.get(option.variable) or None
    return option.default if value is None else value
