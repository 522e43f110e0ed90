"""Has many connections work on a mock at once, and tells whether what they saw can be.

python -m tests.concurrency --seconds 60 --api infranotes
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from mockserver.api import api as find
from mockserver.api import apis
from tests.concurrency.examination import SCENARIOS, examined
from tests.concurrency.load import Scenario, run

MOST_TOLD = 5


@contextmanager
def _mock(name: str, scenario: Scenario) -> Iterator[str]:
    """Yield the URL of a mock that runs in a process of its own."""
    command = [sys.executable, "-m", "mockserver", "run", name, "--port", "0"]
    command += ["--data", "empty"]
    command += [part for one in scenario.variations for part in ("--variation", one)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().rpartition(" ")[2].strip()
    finally:
        process.terminate()
        process.wait()


def headers(name: str) -> Mapping[str, str]:
    """Return the headers of a user of a mock that was started with no settings."""
    one = find(name)
    settings = {known: setting.default for known, setting in one.settings.items()}
    return one.headers(one.credential(2, settings, datetime.now(UTC), 86_400.0))


@click.command()
@click.option("--api", "names", multiple=True, type=click.Choice([*apis()]), help="All if none.")
@click.option("--seconds", default=60.0, show_default=True, help="How long, for each API.")
@click.option("--connections", default=64, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=0, show_default=True)
def main(names: tuple[str, ...], seconds: float, connections: int, seed: int) -> None:
    """Have many connections work on a mock at once, and tell whether what they saw can be."""
    failed = False
    for name in names or tuple(SCENARIOS):
        scenario = SCENARIOS[name]()
        with _mock(name, scenario) as url:
            work = run(
                scenario,
                url,
                headers(name),
                connections=connections,
                seconds=seconds,
                seed=seed,
            )
            found = examined(asyncio.run(work))
        verdict = "not linearizable, or worse" if found.problems else "linearizable"
        click.echo(
            f"{name}: {found.requests} requests on {connections} connections in {seconds:g} s,"
            f" {found.operations} operations on {found.clients} clients: {verdict}"
            f" (examined in {found.seconds:.1f} s)"
        )
        for problem in found.problems[:MOST_TOLD]:
            click.echo(f"  {problem}")
        failed = failed or bool(found.problems)
    sys.exit(failed)


if __name__ == "__main__":
    main()
