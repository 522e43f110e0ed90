"""The command `conformance matrix`: the suite against several implementations."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli_options import API, COULD_NOT_TELL, options_of, target_said, told_interrupted
from conformance.options import OPTIONS

if TYPE_CHECKING:
    from conformance.formats.screen import Screen
    from conformance.matrix import Column, Matrix
    from conformance.target import Target

# What may be said for each implementation apart, as NAME=VALUE.
_OF_ONE = ("token", "other-token", "password", "jwt-secret", "base-path")
_SHARED = [option.name for option in OPTIONS if option.name not in (*_OF_ONE, "url")]
_PATH = click.Path(dir_okay=False, path_type=Path)


def _options_of_one(command: Any) -> Any:
    for option in reversed(OPTIONS):
        if option.name in _OF_ONE:
            help_ = f"{option.help} NAME=VALUE for one implementation, VALUE for all."
            name = f"--{option.name}"
            command = click.option(name, multiple=True, metavar="[NAME=]VALUE", help=help_)(command)
    return command


@click.command()
@click.argument("api", type=API)
@click.option(
    "--target",
    "targets",
    metavar="NAME=URL",
    multiple=True,
    required=True,
    help="An implementation: what to call it, and where it is.",
)
@_options_of_one
@options_of(*_SHARED)
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="How many processes to use.")
@click.option(
    "--all", "everything", is_flag=True, help="Print the requirements that all pass, too."
)
@click.option("--html", type=_PATH, help="Write the table there, as one file.")
@click.option("--json", type=_PATH, help="Write the reports there.")
def matrix(
    api: str,
    targets: tuple[str, ...],
    workers: int,
    *,
    everything: bool,
    html: Path | None,
    json: Path | None,
    **values: Any,
) -> None:
    """Examine several implementations of API, and print what each makes of every requirement.

    \b
    Exit status: the worst of the runs (1 something is broken, then 3 the suite could not tell,
    then 0), 2 wrong use.
    """
    named = _named(targets)
    found = {name: _target(api, name, url, named, values) for name, url in named.items()}
    sys.exit(_examine(found, workers, {"html": html, "json": json}, everything=everything))


def _named(texts: Sequence[str]) -> dict[str, str]:
    """Return URLs by name, from texts of the form NAME=URL."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, url = text.partition("=")
        if not equals or not name or not url:
            raise click.UsageError(f"--target takes NAME=URL, not {text!r}")
        if name in found:
            raise click.UsageError(f"--target: {name!r} is named twice")
        found[name] = url
    return found


def _target(
    api: str, name: str, url: str, named: Mapping[str, str], values: Mapping[str, Any]
) -> Target:
    said = {key: value for key, value in values.items() if key.replace("_", "-") not in _OF_ONE}
    for option in _OF_ONE:
        key = option.replace("-", "_")
        said[key] = _said_for(name, values[key], named)
    return target_said(api, {**said, "url": url})


def _said_for(name: str, texts: Sequence[str], named: Mapping[str, str]) -> str | None:
    """Return what holds for one implementation: its own value, or else the one that all share."""
    shared = None
    for text in texts:
        before, equals, value = text.partition("=")
        if not equals or before not in named:  # a credential may have an equals sign in it
            shared = text
        elif before == name:
            return value
    return shared


def _examine(
    targets: Mapping[str, Target],
    workers: int,
    files: Mapping[str, Path | None],
    *,
    everything: bool,
) -> int:
    from conformance import catalogue, interruption
    from conformance.formats import table
    from conformance.formats.screen import Screen
    from conformance.matrix import Matrix
    from conformance.run import Interrupted

    console = Screen(highlight=False)
    first = next(iter(targets.values()))
    console.print(f"[bold]{catalogue.load(first.api).title}, seed {first.seed}[/]")
    try:
        with interruption.heeded():
            columns = tuple(_columns(targets, workers, console))
    except Interrupted as interrupted:
        click.echo(f"conformance: {told_interrupted(interrupted.left)}", err=True)
        return COULD_NOT_TELL
    except RuntimeError as error:
        click.echo(f"conformance: {error}", err=True)
        return COULD_NOT_TELL
    found = Matrix(first.api, catalogue.load(first.api).title, first.level, columns)
    table.render(found, console, everything=everything)
    _write(found, files)
    return found.exit_status


def _columns(targets: Mapping[str, Target], workers: int, console: Screen) -> Iterator[Column]:
    from conformance import preflight, progress
    from conformance.matrix import Column
    from conformance.run import run

    seed = next(iter(targets.values())).seed
    for name, target in targets.items():
        console.print(f"{name} at {target.shown_url}")
        problem = preflight.problem(target)
        if problem is not None:
            yield Column(name, target.shown_url, problem=problem)
            continue
        with progress.shown(console) as listener:
            report = run(replace(target, seed=seed), workers=workers, listener=listener)
        yield Column(name, target.shown_url, report)


def _write(found: Matrix, files: Mapping[str, Path | None]) -> None:
    from conformance.formats import table_html, table_json

    renderers = {"html": table_html.render, "json": table_json.render}
    for name, path in files.items():
        if path is not None:
            try:
                path.write_text(renderers[name](found), encoding="utf-8")
            except OSError as error:
                raise click.UsageError(
                    f"--{name}: cannot write {path}: {error.strerror}"
                ) from error
