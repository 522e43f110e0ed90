"""The option `--repro`, of each command that knows what a run found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.report import Report

repro_option = click.option(
    "--repro",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write a standalone pytest file for each broken requirement there.",
)


def write_repro(report: Report, folder: Path) -> None:
    """Write the files, and say on standard error how many.

    Raises:
        click.UsageError: the folder or a file cannot be written.
    """
    from conformance import repro

    try:
        written = repro.write(report, folder)
    except OSError as error:
        raise click.UsageError(f"--repro: cannot write {folder}: {error.strerror}") from error
    if written:
        files = "1 reproduction" if len(written) == 1 else f"{len(written)} reproductions"
        click.echo(f"{files} in {folder}", err=True)
