"""Where the time of a run of the suite goes, and what a second worker is worth.

`python -m tests.benchmarks suite`: each API over HTTP against its mock, in processor time, which depends
little on what else the machine does; the workers in time on the clock, against a mock that answers at once
and against one that takes its time, as most servers do. Linux only.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from conformance import catalogue
from conformance.session import Session
from conformance.target import Target
from mockserver.api import api as find
from mockserver.api import apis
from tests.benchmarks import machine
from tests.benchmarks.peer import free_port
from tests.cases import Case, target_of

FOLDER = Path("build/benchmarks")
ROUNDS = 5
REQUESTS = 200
PAIRS = 3
# How long the slower of the two mocks takes for an answer, in milliseconds.
LATENCY = 10


@dataclass(frozen=True)
class Spent:
    """Where the time of one run goes, in seconds of processor time, and how often it asks.

    `starting` is until the first check, `asking` what its client takes, `bare_asking` what httpx would
    take for as many requests, `rest` the checks and what Hypothesis makes up for them.
    """

    api: str
    requests: int
    starting: float
    asking: float
    bare_asking: float
    rest: float
    server: float
    workers: dict[str, float]  # by the mock: how many times sooner a second worker makes an end
    independent: float  # what `independent` returns


# What keeps a core busy as checks do: with small objects.
BUSY = "known = {}\nfor number in range(2_000_000): known[number % 5000] = str(number)"


def independent() -> float:
    """Return how many times sooner two processes end side by side than one after the other.

    Two cores that share a memory, or are two threads of one core, are not worth two.
    """
    ratios = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for count in (1, 1):
            _side_by_side(count)
        alone, started = time.perf_counter() - started, time.perf_counter()
        _side_by_side(2)
        ratios.append(alone / (time.perf_counter() - started))
    return statistics.median(ratios)


def _side_by_side(count: int) -> None:
    running = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    for process in running:
        process.wait()


@dataclass(frozen=True)
class Mock:
    """A mock in a process of its own, as the target of a run."""

    process: int
    target: Target


@contextlib.contextmanager
def serving(api: str, latency: int = 0) -> Iterator[Mock]:
    """Yield the mock of an API, over HTTP."""
    port = free_port()
    command = [sys.executable, "-m", "mockserver", "run", api, "--port", str(port)]
    command += ["--latency", str(latency)] if latency else []
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url)
            at = target_of(find(api), Case(api), None, datetime.now(UTC))
            yield Mock(process.pid, replace(at, url=url))
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    while True:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"{url}/_mock/health")
            return
        time.sleep(0.05)


def measured(api: str) -> Spent:
    """Measure one API."""
    with serving(api) as mock:
        ours, bare = _clients(mock.target)
        before = machine.nanoseconds(mock.process)
        run = _run(mock.target, 1)
        server = (machine.nanoseconds(mock.process) - before) / 1e9
        requests = json.loads(run.report)["requests"]
        first = next(iter(catalogue.load(api).requirements))
        starting = _run(mock.target, 1, "--requirement", first).processor
        at_once = _sooner(mock.target)
    with serving(api, LATENCY) as mock:
        later = _sooner(mock.target, pairs=1)  # which hardly depends on what else a machine does
    return Spent(
        api=api,
        requests=requests,
        starting=starting,
        asking=requests * ours,
        bare_asking=requests * bare,
        rest=run.processor - starting - requests * ours,
        server=server,
        workers={"at once": at_once, f"after {LATENCY} ms": later},
        independent=independent(),
    )


def _sooner(target: Target, pairs: int = PAIRS) -> float:
    """Return how many times sooner a run ends with two workers: the median of some pairs of runs."""
    clocks = [[_run(target, workers).clock for workers in (1, 2)] for _ in range(pairs)]
    return statistics.median(one / two for one, two in clocks)


def _clients(target: Target) -> tuple[float, float]:
    """Return what one request takes with the client of the suite, and with httpx alone, in seconds."""
    session = Session(target)
    driver = session.driver("benchmark")
    sent = driver.greet().exchange.request
    headers = driver.authorization(driver.credential) if driver.credential else {}
    taken: dict[str, list[float]] = {"ours": [], "bare": []}
    with httpx.Client(trust_env=False, headers=headers) as client:
        for _ in range(ROUNDS):
            taken["ours"].append(_each(driver.greet))
            taken["bare"].append(_each(lambda: client.get(sent.url)))
    session.close()
    return statistics.median(taken["ours"]), statistics.median(taken["bare"])


def _each(call: Callable[[], object]) -> float:
    started = time.process_time()
    for _ in range(REQUESTS):
        call()
    return (time.process_time() - started) / REQUESTS


@dataclass(frozen=True)
class Run:
    """A run from the command line: its time, of the processor and on the clock, and its report."""

    processor: float
    clock: float
    report: str


def _run(target: Target, workers: int, *more: str) -> Run:
    given = {
        "token": target.token,
        "other-token": target.other_token,
        "password": target.password,
        "jwt-secret": target.secret,
    }
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "conformance", "run", target.api, "--url", target.url]
        command += [text for name, value in given.items() if value for text in (f"--{name}", value)]
        command += ["--workers", str(workers), "--json", str(report), *more]
        before, started = _children(), time.perf_counter()
        subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
        )
        clock, processor = time.perf_counter() - started, _children() - before
        return Run(processor, clock, report.read_text())


def _children() -> float:
    """Return the processor time of all processes that this one started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def table(rows: list[Spent]) -> Table:
    """Return what was measured, for the terminal."""
    made = Table(
        title="Where the time of a run goes, in seconds, and what two workers are worth",
        title_justify="left",
        box=SIMPLE_HEAD,
        collapse_padding=True,
    )
    made.add_column("API", no_wrap=True)
    for title in ("requests", "starting", "asking", "httpx", "checks", "mock"):
        made.add_column(title, justify="right", no_wrap=True)
    for name in rows[0].workers:
        made.add_column(f"asked {name}", justify="right")
    made.add_column("any two processes", justify="right")
    for row in rows:
        seconds = (row.starting, row.asking, row.bare_asking, row.rest, row.server)
        made.add_row(
            row.api,
            str(row.requests),
            *(f"{value:.2f}" for value in seconds),
            *(
                f"{value:.2f}\N{MULTIPLICATION SIGN}"
                for value in (*row.workers.values(), row.independent)
            ),
        )
    return made


def main() -> None:
    """Measure the runs of all APIs, and print and keep what was found."""
    machine.check()
    rows = [measured(api) for api in apis()]
    console = Console()
    (console if console.is_terminal else Console(width=150)).print(table(rows))
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "suite.json"
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
    print(f"All of it: {path}")


if __name__ == "__main__":
    main()
