"""From the command to the first answers of all APIs: ours, stock Connexion, Prism and Mockoon.

`python -m tests.benchmarks.start [--repetitions 5] [--folder FOLDER] [--json FILE]`

Each repetition starts every contestant once, in random order, and asks each API for its first list
as soon as the port is open. The figures are the processor time that the processes have spent by the
end of the last answer, and the time on the clock; the first depends little on what else the machine
does. A start with nothing cached fills the cache for those that follow. Prism serves one document
per process, so it is three processes; the others are one. Prism and Mockoon come from npm; what
cannot be installed is told as not run. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from mockserver.api import apis
from mockserver.contract import contract
from tests.benchmarks import machine, npm_peers
from tests.benchmarks.peer import NotRunError, free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
OURS = "mockserver"
COLD = "  nothing cached"
FOLDER = Path("build/benchmarks")

# The most of a contestant's processor time that ours may take, with its caches filled.
TARGETS = {"stock Connexion": 0.7, "Prism": 0.4, "Mockoon": 0.6}


@dataclass(frozen=True)
class Question:
    """The first request to an API: a path under its base path, and who asks."""

    api: str
    base_path: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Start:
    """What one start took, in seconds."""

    cpu: float
    wall: float


@dataclass(frozen=True)
class Contestant:
    """A way to serve all APIs.

    `commands` gets a free port for each API and returns what to run; where `alone`, each API has
    its port, and otherwise all are at the first. `cold` empties what it caches before each start.
    """

    name: str
    commands: Callable[[Sequence[int]], list[list[str]]]
    alone: bool = False
    based: bool = True
    cold: bool = False


def questions() -> list[Question]:
    """Return the first request to each API, one that the mock answers with 200."""
    found = []
    for name, api in apis().items():
        settings = {key: one.default for key, one in api.settings.items()}
        credential = api.credential(2, settings, datetime.now(UTC), 3600.0)
        base_path = contract(name).base_path
        found.append(Question(name, base_path, api.example, api.headers(credential)))
    return found


def contestants(folder: Path) -> tuple[list[Contestant], dict[str, str]]:
    """Return who takes part, and why others do not; what comes from npm is in a folder."""
    specs = [str(ROOT / "specs" / name / "openapi.yaml") for name in apis()]
    places = [
        f"{contract(name).base_path}={spec}" for name, spec in zip(apis(), specs, strict=True)
    ]
    run = [sys.executable, "-m", "mockserver", "run", "--port"]
    stock = [sys.executable, "-m", "tests.benchmarks.empty_connexion"]
    found = [
        Contestant(OURS, lambda ports: [[*run, str(ports[0])]]),
        Contestant(COLD, lambda ports: [[*run, str(ports[0])]], cold=True),
        Contestant("stock Connexion", lambda ports: [[*stock, str(ports[0]), *places]]),
    ]
    missing: dict[str, str] = {}
    for make in (_prism, _mockoon):
        try:
            found.append(make(folder, specs))
        except NotRunError as error:
            missing[make.__name__.strip("_").title()] = str(error)
    return found, missing


def _prism(folder: Path, specs: Sequence[str]) -> Contestant:
    program = str(npm_peers.program(folder, "prism"))

    def commands(ports: Sequence[int]) -> list[list[str]]:
        pairs = zip(ports, specs, strict=True)
        return [[program, "mock", "--port", str(port), spec] for port, spec in pairs]

    return Contestant("Prism", commands, alone=True, based=False)


def _mockoon(folder: Path, specs: Sequence[str]) -> Contestant:
    program = str(npm_peers.program(folder, "mockoon-cli"))
    start = [program, "start", "--disable-log-to-file", "--data", *specs, "--port"]
    return Contestant("Mockoon", lambda ports: [[*start, *map(str, ports)]], alone=True)


def measured(contestant: Contestant, asked: Sequence[Question], folder: Path) -> Start:
    """Start a contestant, ask each API its question, and return what that took."""
    ports = [free_port() for _ in asked]
    if contestant.cold:
        shutil.rmtree(folder / "cache", ignore_errors=True)
    environment = _environment(folder)
    begun = time.perf_counter()
    running = [
        subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in contestant.commands(ports)
    ]
    try:
        for place, question in enumerate(asked):
            path = (question.base_path if contestant.based else "") + question.path
            ask(ports[place if contestant.alone else 0], path, question.headers, begun)
        wall = time.perf_counter() - begun
        return Start(sum(_cpu(one.pid) for one in running), wall)
    finally:
        for one in running:
            one.kill()
            one.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment in which caches, of compiled code too, are kept in a folder of ours."""
    kept = {key: one for key, one in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }


def ask(port: int, path: str, headers: Mapping[str, str], begun: float) -> None:
    """Ask as soon as the port is open; the answer must be complete, and a 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    while True:
        try:
            connection.connect()
            break
        except ConnectionRefusedError:
            if time.perf_counter() - begun > PATIENCE:
                raise
            time.sleep(0.005)
    with contextlib.closing(connection):
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} at port {port} was answered with {answer.status}.")


def _cpu(process: int) -> float:
    """Return the seconds of processor time of a process and its descendants, ended threads too."""
    clocks = [(~one << 3) | 2 for one in machine.family(process)]  # see clock_getcpuclockid(3)
    return sum(map(time.clock_gettime, clocks))


def compared(
    found: Sequence[Contestant], repetitions: int, told: Callable[[str], None]
) -> dict[str, list[Start]]:
    """Return what each start of each contestant took, after one of each that does not count."""
    asked = questions()
    starts: dict[str, list[Start]] = {one.name: [] for one in found}
    with tempfile.TemporaryDirectory() as folder:
        for repetition in range(repetitions + 1):
            for one in random.sample(found, len(found)):
                told(f"{repetition} of {repetitions}: {one.name}")
                taken = measured(one, asked, Path(folder))
                starts[one.name] += [taken] if repetition else []
    return starts


def summary(starts: Mapping[str, Sequence[Start]]) -> list[dict[str, Any]]:
    """Return a row for each contestant: times, and what share of its processor time is ours."""
    ours = statistics.median(one.cpu for one in starts[OURS])
    rows = []
    for name, taken in starts.items():
        cpu, wall = [one.cpu for one in taken], [one.wall for one in taken]
        rows.append(
            {
                "name": name,
                "cpu": {"least": min(cpu), "median": statistics.median(cpu)},
                "wall": {"least": min(wall), "median": statistics.median(wall)},
                "share": ours / statistics.median(cpu),
                "target": TARGETS.get(name),
            }
        )
    return rows


def table(rows: Sequence[Mapping[str, Any]], missing: Mapping[str, str]) -> Table:
    """Return the rows for people."""
    shown = Table(title="From the command to the first answers of all APIs", title_justify="left")
    shown.add_column("seconds", no_wrap=True)
    for heading in ("CPU\nleast", "\nmedian", "clock\nleast", "\nmedian", "ours\n/ it", "\ntarget"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        times = [f"{row[kind][which]:.2f}" for kind in ("cpu", "wall") for which in row[kind]]
        target = "" if row["target"] is None else f"≤ {row['target']}"
        shown.add_row(row["name"], *times, f"{row['share']:.2f}", target)
    for name in missing:
        shown.add_row(name, "not run", *[""] * 4, f"≤ {TARGETS[name]}")
    return shown


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print the table, and return 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.start", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"for programs ({FOLDER})")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    console = Console()
    with console.status("Starting …") as status:
        found, missing = contestants(options.folder.absolute() / "node")
        rows = summary(compared(found, options.repetitions, status.update))
    console.print(table(rows, missing))
    for name, reason in missing.items():
        console.print(f"{name} was not run: {reason}.")
    if options.json:
        written = {"date": datetime.now(UTC).date().isoformat(), "rows": rows, "not_run": missing}
        options.json.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    return int(any(row["target"] and row["share"] > row["target"] for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
