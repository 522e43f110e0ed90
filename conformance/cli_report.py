"""The command `conformance report`: what a recorded run says, without asking the server again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli_repro import repro_option, write_repro

if TYPE_CHECKING:
    from conformance.report import Report

_PATH = click.Path(dir_okay=False, path_type=Path)
_WIDTH = 110


@click.command()
@click.argument("recording", type=click.Path(path_type=Path), metavar="RUN.ndjson")
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "html", "junit", "markdown", "json"]),
    default="text",
    show_default=True,
    help="The form of the report.",
)
@click.option("--output", type=_PATH, help="Write it there, not to the terminal.")
@repro_option
def report(recording: Path, form: str, output: Path | None, repro: Path | None) -> None:
    """Report on a run that `conformance run --record RUN.ndjson` recorded.

    \b
    Exit status: 0 the report is written, whatever it says, 2 wrong use or a broken recording.
    """
    from conformance import rendering

    told = _read(recording)
    if repro is not None:
        write_repro(told, repro)
    if form == "text":
        text = _as_text(told, None if output is None else _WIDTH)
    else:
        text = rendering.render(told, form)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        rendering.write(text, output)
    except OSError as error:
        raise click.UsageError(f"--output: cannot write {output}: {error.strerror}") from error


def _read(path: Path) -> Report:
    from conformance import recording
    from conformance.report import build

    try:
        with path.open(encoding="utf-8") as stream:
            start, results, end = recording.read(stream)
    except OSError as error:
        raise click.UsageError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: this is no recording of a run (it is not text)") from error
    except recording.BrokenRecording as error:
        raise click.UsageError(f"{path}: {error}") from error
    return build(start, results, end["seconds"])


def _as_text(report: Report, width: int | None) -> str:
    from conformance.formats import terminal
    from conformance.formats.screen import Screen

    console = Screen(highlight=False, width=width, no_color=width is not None)
    with console.capture() as captured:
        terminal.render(report, console)
    return captured.get()
