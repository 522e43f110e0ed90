"""What the commands of the command line share: options made from the table of options, and their checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from conformance import data
from conformance.options import OPTIONS, BadOption, Option, target_of

if TYPE_CHECKING:
    from conformance.target import Target

COULD_NOT_TELL = 3
API = click.Choice(data.apis())
Decorator = Callable[[Any], Any]


def _option(option: Option) -> Decorator:
    kind: Any = click.Choice(option.choices) if option.choices else option.kind
    shown = f"{option.help} [env: {option.variable}]" if option.variable else option.help
    named: dict[str, Any] = {
        "help": shown,
        "multiple": option.many,
        "required": option.name == "url",
    }
    if option.kind is bool:
        return click.option(f"--{option.name}", is_flag=True, help=shown)
    if option.default is not None:
        named |= {"default": option.default, "show_default": True}
    return click.option(f"--{option.name}", type=kind, **named)


def options_of(*names: str) -> Decorator:
    """Add the options of these names to a command, or all where none is named."""

    def add(command: Any) -> Any:
        for option in reversed(OPTIONS):
            if not names or option.name in names:
                command = _option(option)(command)
        return command

    return add


def target_said(api: str, values: dict[str, Any]) -> Target:
    """Return the target that the options of a command describe.

    Raises:
        click.UsageError: an option cannot be understood, or names what the API does not have.
    """
    named = {option.name.replace("-", "_"): option.name for option in OPTIONS}
    said = {named[name]: value for name, value in values.items() if name in named}
    try:
        target = target_of(api, said)
    except BadOption as error:
        raise click.UsageError(str(error)) from error
    _check_names(api, "requirement", target.requirements)
    _check_names(api, "operation", target.operations)
    return target


def _check_names(api: str, what: str, names: tuple[str, ...]) -> None:
    from conformance import catalogue

    loaded = catalogue.load(api)
    known = loaded.requirements if what == "requirement" else loaded.operations
    for name in names:
        if name not in known:
            raise click.UsageError(
                f"{api} has no {what} {name!r}: see `conformance requirements {api}`"
            )


def told_interrupted(left: list[str]) -> str:
    """Return what a person is told who ended a run."""
    if not left:
        return "interrupted; what it had created is removed"
    return "interrupted; left on the server: " + ", ".join(left) + " (see `conformance clean`)"
