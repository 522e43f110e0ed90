"""The command `conformance compare`: the same requests to two implementations."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from conformance.cli_options import (
    API,
    COULD_NOT_TELL,
    Decorator,
    options_of,
    target_said,
    told_interrupted,
)
from conformance.options import OPTIONS

if TYPE_CHECKING:
    from conformance.target import Target

# What can be said of the second implementation apart from the first.
_OF_ONE = ("url", "token", "other-token", "password", "jwt-secret", "base-path")
_WITHOUT = ("level",)  # whatever breaks a requirement is a difference


def _second(option: Any) -> Decorator:
    if option.name == "url":
        return click.option("--with", "with_url", required=True, help="Where the other one is.")
    variable = option.variable and option.variable.replace("CONFORMANCE_", "CONFORMANCE_WITH_")
    shown = f" [env: {variable}]" if variable else ""
    text = f"--{option.name} of the other one (default: the same).{shown}"
    return click.option(f"--with-{option.name}", help=text)


def _second_options(command: Any) -> Any:
    for option in reversed(OPTIONS):
        if option.name in _OF_ONE:
            command = _second(option)(command)
    return command


@click.command()
@click.argument("api", type=API)
@options_of(*(option.name for option in OPTIONS if option.name not in _WITHOUT))
@_second_options
@click.option("--strict", is_flag=True, help="Let every difference count.")
def compare(api: str, *, strict: bool, **values: Any) -> None:
    """Send the same requests to the implementations of API at --url and --with, and tell where they part.

    Ids and times are matched up. What counts is a requirement that just one of them breaks; what the
    document leaves open does not, unless --strict says so.

    \b
    Exit status: 0 they do not differ in what counts, 1 they do, 2 wrong use,
    3 the suite could not tell.
    """
    one = target_said(api, values)
    other = replace(one, **dict(_differing(values)))
    sys.exit(_compare(one, other, strict=strict))


def _differing(values: dict[str, Any]) -> Any:
    """Yield the members of the second target that are not the same as those of the first."""
    for option in OPTIONS:
        if option.name in _OF_ONE:
            value = values.get("with_" + option.name.replace("-", "_"))
            if value is None and option.variable:
                value = os.environ.get(option.variable.replace("CONFORMANCE_", "CONFORMANCE_WITH_"))
            if value is not None:
                yield option.member, value


def _problem(one: Target, other: Target) -> str | None:
    """Return why a comparison would be pointless, in the words of the options of each side."""
    from conformance import preflight

    problem = preflight.problem(one)
    if problem is not None:
        return f"A: {problem}"
    problem = preflight.problem(other)
    if problem is None:
        return None
    words = (("--url", "--with"), ("--token", "--with-token"), ("--base-path", "--with-base-path"))
    for option, with_option in words:
        problem = problem.replace(option, with_option)
    return f"B: {problem}"


def _compare(one: Target, other: Target, *, strict: bool) -> int:
    from conformance import catalogue, interruption, progress
    from conformance.compare import compare as examine
    from conformance.formats import side_by_side
    from conformance.formats.screen import Screen
    from conformance.run import Interrupted

    problem = _problem(one, other)
    if problem is not None:
        click.echo(f"conformance: {problem}", err=True)
        return COULD_NOT_TELL
    console = Screen(highlight=False)
    console.print(
        f"[bold]{catalogue.load(one.api).title}: A at {one.shown_url}, B at {other.shown_url}[/]"
    )
    try:
        with interruption.heeded(), progress.shown(console) as listener:
            comparison = examine(one, other, strict=strict, listener=listener)
    except Interrupted as interrupted:
        click.echo(f"conformance: {told_interrupted(interrupted.left)}", err=True)
        return COULD_NOT_TELL
    side_by_side.render(comparison, console, strict=strict)
    return comparison.exit_status(strict=strict)
