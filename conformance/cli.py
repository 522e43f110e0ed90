"""The command `conformance`. Wrong use is told in one sentence, with exit status 2."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from conformance import data, own_process, processes, rendering
from conformance.cli_compare import compare
from conformance.cli_matrix import matrix
from conformance.cli_options import API, COULD_NOT_TELL, options_of, target_said, told_interrupted
from conformance.cli_report import report as report_command
from conformance.cli_repro import repro_option, write_repro


def _file(text: str) -> Callable[[Any], Any]:
    return click.option(
        text, type=click.Path(dir_okay=False, path_type=Path), help="Write the report there."
    )


_PATH = click.Path(dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="client-contracts")
def main() -> None:
    """Check an implementation against what the document of its API says."""
    own_process.settle()


@main.command()
@click.argument("api", type=API)
@options_of()
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="How many processes to use.")
@_file("--json")
@_file("--junit")
@_file("--html")
@_file("--markdown")
@click.option(
    "--record", type=click.Path(dir_okay=False, path_type=Path), help="Write the recording there."
)
@repro_option
@click.option("--deviations", type=_PATH, help="Known deviations, which do not fail the run.")
@click.option("--write-deviations", type=_PATH, help="Write what is broken to a first such file.")
def run(
    api: str,
    workers: int,
    record: Path | None,
    repro: Path | None,
    deviations: Path | None,
    write_deviations: Path | None,
    **values: Any,
) -> None:
    """Examine the implementation of API at --url.

    \b
    Exit status: 0 nothing that the document demands is broken, 1 something is,
    2 wrong use, 3 the suite could not tell.
    """
    files = {name: values.pop(name) for name in rendering.FORMATS}
    _refuse_unwritable({**files, "record": record, "write-deviations": write_deviations})
    if workers > 1:
        processes.prepared(api)  # meanwhile
    target = target_said(api, values)
    more = {"workers": workers, "record": record, "deviations": _deviations(api, deviations)}
    sys.exit(_examine(target, more, files, write_deviations, repro))


def _refuse_unwritable(files: dict[str, Path | None]) -> None:
    """Say so before the run that a file cannot be written after it."""
    for name, path in files.items():
        obstacle = None if path is None else rendering.obstacle(path)
        if obstacle is not None:
            raise click.UsageError(f"--{name}: cannot write {path}: {obstacle}")


def _deviations(api: str, path: Path | None) -> tuple[Any, ...]:
    from conformance import catalogue
    from conformance.deviations import BadDeviations, load

    try:
        return () if path is None else load(path, catalogue.load(api).requirements)
    except BadDeviations as error:
        raise click.UsageError(f"--deviations: {error}") from error


def _examine(
    target: Any,
    more: dict[str, Any],
    files: dict[str, Path | None],
    listed: Path | None,
    repro: Path | None,
) -> int:
    from conformance import interruption, preflight, progress
    from conformance.formats import terminal
    from conformance.formats.screen import Screen
    from conformance.run import Interrupted
    from conformance.run import run as examine

    console = Screen(highlight=False)
    problem = preflight.problem(target)
    if problem is not None:
        click.echo(f"conformance: {problem}", err=True)
        return COULD_NOT_TELL
    console.print(f"[bold]{preflight.title(target)}[/]", soft_wrap=True)
    _tell_leftovers(target, console)
    try:
        with interruption.heeded(), progress.shown(console) as listener:
            report = examine(target, listener=listener, **more)
    except Interrupted as interrupted:
        click.echo(f"conformance: {told_interrupted(interrupted.left)}", err=True)
        return COULD_NOT_TELL
    except RuntimeError as error:
        click.echo(f"conformance: {error}", err=True)
        return COULD_NOT_TELL
    terminal.render(report, console)
    _write(report, files)
    if listed is not None:
        _list_deviations(report, listed)
    if repro is not None:
        write_repro(report, repro)
    return report.exit_status(target.level)


def _tell_leftovers(target: Any, console: Any) -> None:
    from conformance import cleaning
    from conformance.expect import CannotTell, Skipped

    try:
        count = len(cleaning.leftovers(target, thoroughly=False))
    except (CannotTell, Skipped):
        return
    if count:
        console.print(
            f"[yellow]{count} records of earlier runs are still there:[/]"
            f" `conformance clean {target.api} --url {target.shown_url} …` removes them"
        )


def _list_deviations(report: Any, path: Path) -> None:
    from datetime import date

    from conformance.deviations import written
    from conformance.outcome import Outcome

    broken = [verdict.requirement for verdict in report.of(Outcome.FAILED)]
    path.write_text(written(broken, date.today()), encoding="utf-8")


def _write(report: Any, files: dict[str, Path | None]) -> None:
    for name, path in files.items():
        if path is not None:
            try:
                rendering.write(rendering.render(report, name), path)
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


@main.command()
@click.argument("api", type=API)
@options_of("url", "token", "other-token", "base-path", "header", "timeout")
@click.option("--yes", is_flag=True, help="Remove them without asking.")
def clean(api: str, yes: bool, **values: Any) -> None:
    """Remove what earlier runs left at --url because they were killed.

    \b
    Only records whose names bear the suite's mark are touched.
    Exit status: 0 nothing is left, 1 something is, 3 the server cannot be asked.
    """
    from conformance import cleaning, preflight
    from conformance.expect import CannotTell
    from conformance.formats.markup import visible
    from conformance.masking import Mask

    target = target_said(api, values)
    problem = preflight.problem(target)
    if problem is not None:
        click.echo(f"conformance: {problem}", err=True)
        sys.exit(COULD_NOT_TELL)
    try:
        found = cleaning.leftovers(target, thoroughly=True)
    except CannotTell as error:
        told = visible(Mask(target.written_secrets).sentence(str(error)))
        click.echo(f"conformance: {told}", err=True)
        sys.exit(COULD_NOT_TELL)
    for record in found:
        click.echo(f"left by an earlier run: {visible(str(record))}")
    if not found or not (yes or click.confirm(f"Remove these {len(found)} records?")):
        click.echo("Nothing is left." if not found else "Nothing was removed.")
        sys.exit(1 if found else 0)
    left = cleaning.remove(target, found)
    click.echo(f"{len(found) - len(left)} of {len(found)} records removed.")
    sys.exit(1 if left else 0)


main.add_command(compare)
main.add_command(matrix)
main.add_command(report_command)
