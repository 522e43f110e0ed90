"""The command `conformance`. Wrong use is told in one sentence, with exit status 2."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from conformance import data
from conformance.options import OPTIONS, BadOption, Option, target_of

COULD_NOT_TELL = 3
_FORMATS = ("json", "junit")


def _file(text: str) -> Callable[[Any], Any]:
    return click.option(
        text, type=click.Path(dir_okay=False, path_type=Path), help="Write the report there."
    )


def _option(option: Option) -> Callable[[Any], Any]:
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


def _all_options(command: Any) -> Any:
    for option in reversed(OPTIONS):
        command = _option(option)(command)
    return command


API = click.Choice(data.apis())
_PATH = click.Path(dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="client-contracts")
def main() -> None:
    """Check an implementation against what the document of its API says."""


@main.command()
@click.argument("api", type=API)
@_all_options
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="How many processes to use.")
@_file("--json")
@_file("--junit")
@click.option(
    "--record", type=click.Path(dir_okay=False, path_type=Path), help="Write the recording there."
)
@click.option("--deviations", type=_PATH, help="Known deviations, which do not fail the run.")
@click.option("--write-deviations", type=_PATH, help="Write what is broken to a first such file.")
def run(
    api: str,
    workers: int,
    record: Path | None,
    deviations: Path | None,
    write_deviations: Path | None,
    **values: Any,
) -> None:
    """Examine the implementation of API at --url.

    \b
    Exit status: 0 nothing that the document demands is broken, 1 something is,
    2 wrong use, 3 the suite could not tell.
    """
    files = {name: values.pop(name) for name in _FORMATS}
    said = {name.replace("_", "-"): value for name, value in values.items()}
    try:
        target = target_of(api, said)
    except BadOption as error:
        raise click.UsageError(str(error)) from error
    _known(api, "requirement", target.requirements)
    _known(api, "operation", target.operations)
    more = {"workers": workers, "record": record, "deviations": _deviations(api, deviations)}
    sys.exit(_examine(target, more, files, write_deviations))


def _deviations(api: str, path: Path | None) -> tuple[Any, ...]:
    from conformance import catalogue
    from conformance.deviations import BadDeviations, load

    try:
        return () if path is None else load(path, catalogue.load(api).requirements)
    except BadDeviations as error:
        raise click.UsageError(f"--deviations: {error}") from error


def _known(api: str, what: str, names: tuple[str, ...]) -> None:
    from conformance import catalogue

    loaded = catalogue.load(api)
    known = loaded.requirements if what == "requirement" else loaded.operations
    for name in names:
        if name not in known:
            raise click.UsageError(
                f"{api} has no {what} {name!r}: see `conformance requirements {api}`"
            )


def _examine(
    target: Any, more: dict[str, Any], files: dict[str, Path | None], listed: Path | None
) -> int:
    from rich.console import Console

    from conformance import preflight, progress
    from conformance.formats import terminal
    from conformance.run import Interrupted
    from conformance.run import run as examine

    console = Console(highlight=False)
    problem = preflight.problem(target)
    if problem is not None:
        click.echo(f"conformance: {problem}", err=True)
        return COULD_NOT_TELL
    console.print(f"[bold]{preflight.title(target)}[/]")
    try:
        with progress.shown(console) as listener:
            report = examine(target, listener=listener, **more)
    except Interrupted:
        click.echo("conformance: interrupted; what it had created is removed", err=True)
        return COULD_NOT_TELL
    terminal.render(report, console, target.level)
    _write(report, files)
    if listed is not None:
        _list_deviations(report, listed)
    return report.exit_status(target.level)


def _list_deviations(report: Any, path: Path) -> None:
    from datetime import date

    from conformance.deviations import written
    from conformance.outcome import Outcome

    broken = [verdict.requirement for verdict in report.of(Outcome.FAILED)]
    path.write_text(written(broken, date.today()), encoding="utf-8")


def _write(report: Any, files: dict[str, Path | None]) -> None:
    from conformance.formats import as_json, junit

    renderers = {"json": as_json.render, "junit": junit.render}
    for name, path in files.items():
        if path is not None:
            try:
                path.write_text(renderers[name](report), encoding="utf-8")
            except OSError as error:
                raise click.UsageError(
                    f"--{name}: cannot write {path}: {error.strerror}"
                ) from error


@main.command()
@click.argument("api", type=API, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def requirements(api: str | None, as_json: bool) -> None:
    """Print the catalogue: every requirement with its source and its checks."""
    from conformance import listing

    for name in [api] if api else data.apis():
        click.echo(listing.as_json(name) if as_json else listing.as_text(name))
