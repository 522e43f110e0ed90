"""The command of the benchmarks: all, or one of them."""

from __future__ import annotations

import argparse
import datetime
import importlib
import json
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console

from tests.benchmarks import (
    figures,
    in_process,
    machine,
    npm_peers,
    plot,
    prepared,
    python_peers,
    rounds,
    soak,
    tables,
    workload,
)
from tests.benchmarks.load import WrongAnswerError
from tests.benchmarks.peer import NotRunError, Peer
from tests.benchmarks.python_peers import Job
from tests.benchmarks.rounds import Plan
from tests.benchmarks.tables import Results

FOLDER = Path("build/benchmarks")
BASE, OURS = "bare", "mock"
OTHERS: dict[str, Callable[[Job], Peer]] = {
    "mock": python_peers.mock,
    "stock": python_peers.stock,
    "prism": npm_peers.prism,
    "mockoon": npm_peers.mockoon,
    "watched": python_peers.watched,
    "validating": python_peers.validating,
}
# What is measured by a program of its own, which needs no server of these.
ALONE = ("growth", "start", "suite")
HTTP_TITLE = "Processor time of the server for a request, against bare Starlette + orjson"


def main(arguments: Sequence[str]) -> int:
    """Measure what the command line asks for and return an exit status."""
    asked = _parser().parse_args(arguments)
    if asked.what in ALONE:
        return importlib.import_module(f"tests.benchmarks.{asked.what}").main() or 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are stopped
    try:
        machine.check()
        with machine.on_core(machine.DRIVER_CORE):
            return _soak(asked) if asked.what == "soak" else _all(asked)
    except (machine.MachineError, NotRunError, WrongAnswerError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", default="all", choices=["all", "soak", *ALONE])
    parser.add_argument("--quick", action="store_true", help="few and short rounds")
    parser.add_argument("--rounds", type=int, help="how often everything is measured (8)")
    parser.add_argument("--seconds", type=float, help="how long each time (0.5)")
    parser.add_argument("--api", action="append", help="only operations of this API")
    parser.add_argument(
        "--operation", action="append", help="only operations with this in the name"
    )
    parser.add_argument("--without", action="append", default=[], choices=[*OTHERS, "soak"])
    parser.add_argument("--only", action="append", choices=list(OTHERS), help="only these servers")
    parser.add_argument("--minutes", type=float, default=0.5, help="how long the soak takes (0.5)")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"for results ({FOLDER})")
    return parser


def _wanted(asked: argparse.Namespace) -> list[workload.Operation]:
    return [
        one
        for one in workload.operations()
        if (not asked.api or one.api in asked.api)
        and (not asked.operation or any(part in one.title for part in asked.operation))
    ]


def _plan(asked: argparse.Namespace) -> Plan:
    usual = Plan(3, 0.2, 0.05, 0.3) if asked.quick else Plan()
    given = {name: getattr(asked, name) for name in ("rounds", "seconds") if getattr(asked, name)}
    return Plan(**{**asdict(usual), **given})


def _job(asked: argparse.Namespace) -> Job:
    asked.folder.mkdir(parents=True, exist_ok=True)
    wanted = _wanted(asked)
    job = Job(wanted, workload.answers(wanted), workload.credentials(), asked.folder.absolute())
    prepared.save(job.operations, job.answers, job.folder / "prepared.json")
    return job


def _all(asked: argparse.Namespace) -> int:
    console, plan, job = _console(), _plan(asked), _job(asked)
    tell = _telling(console)
    tell("in process")
    file = job.folder / "prepared.json"
    inside = in_process.run(job.operations, job.answers, job.credentials, file, plan)
    with ExitStack() as ending:
        everybody, remarks = _started(job, asked, ending, tell)
        idle = {one.name: one.megabytes() for one in everybody}
        base, *others = everybody
        slots = rounds.run(base, others, job.operations, plan, tell)
        memory = {one.name: (idle[one.name], one.megabytes()) for one in everybody}
        ours = next((one for one in others if one.name == OURS), None)
        kept = _soaked(ours, base, asked, tell)
    remarks += [f"{one.title}: {text}" for one in everybody for text in one.remarks]
    results = Results(
        date=f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}",
        titles={one.name: one.title for one in everybody}
        | {in_process.FIRST: in_process.FIRST_TITLE},
        http=figures.rows(slots, OURS),
        in_process=figures.rows(inside, OURS),
        memory=memory,
        remarks=remarks,
        soak=kept,
    )
    _report(results, job.folder, console)
    return 0


def _console() -> Console:
    """Return a console that has room for the tables, also where it is no terminal."""
    console = Console()
    return console if console.is_terminal else Console(width=150)


def _telling(console: Console) -> Callable[[str], None]:
    return lambda text: console.print(f"[dim]{text}[/dim]")


def _started(
    job: Job, asked: argparse.Namespace, ending: ExitStack, tell: Callable[[str], None]
) -> tuple[list[Peer], list[str]]:
    """Return the servers that start, the yardstick first, and why others do not.

    They are stopped in the end.
    """
    names = [one for one in asked.only or OTHERS if one not in asked.without]
    started, remarks = [python_peers.bare(job)], []
    ending.callback(started[0].stop)
    for name in names:
        tell(f"starting {name}")
        try:
            started.append(OTHERS[name](job))
            ending.callback(started[-1].stop)
        except NotRunError as error:
            remarks.append(f"{name}: not run: {error}")
    return started, remarks


def _soaked(
    ours: Peer | None, base: Peer, asked: argparse.Namespace, tell: Callable[[str], None]
) -> Any:
    if ours is None or "soak" in asked.without:
        return {}
    tell("soak")
    seconds = 5.0 if asked.quick else asked.minutes * 60
    return asdict(soak.run(ours, base, seconds, max(1.0, seconds / 10), tell))


def _soak(asked: argparse.Namespace) -> int:
    console, job, seconds = _console(), _job(asked), asked.minutes * 60
    with ExitStack() as ending:
        ours, base = python_peers.mock(job), python_peers.bare(job)
        for one in (ours, base):
            ending.callback(one.stop)
        found = soak.run(ours, base, seconds, max(1.0, seconds / 20), _telling(console))
    (asked.folder / "soak.json").write_text(json.dumps(asdict(found), indent=2))
    flat = "flat" if found.is_flat else "GROWING"
    first, last = found.windows[0], found.windows[-1]
    waits = [median(getattr(one, name) for one in found.windows) for name in ("p99", "other_p99")]
    console.print(
        f"{found.answers:,} answers in {seconds / 60:g} minutes, {found.per_second:,.0f} a second of "
        f"{found.most_per_second:,.0f} at most, no error; memory {flat}: {first.megabytes:.0f} to "
        f"{last.megabytes:.0f} MB; p99 {waits[0]:.1f} ms, of {base.title} {waits[1]:.1f} (medians)"
    )
    return 0 if found.is_flat else 1


def _report(results: Results, folder: Path, console: Console) -> None:
    console.print(tables.ratios(results.http, results.titles, BASE, HTTP_TITLE))
    inside = "The same in process, without an HTTP server"
    console.print(tables.ratios(results.in_process, results.titles, BASE, inside))
    console.print(tables.latencies(results.http, results.titles))
    console.print(tables.memory(results.memory, results.titles))
    for one in results.remarks:
        console.print(f"- {one}")
    (folder / "results.json").write_text(json.dumps(results.data(), indent=2), "utf-8")
    (folder / "results.md").write_text(tables.markdown(results, BASE), "utf-8")
    picture = plot.svg(results.http, results.titles, BASE, HTTP_TITLE)
    (folder / "results.svg").write_text(picture, "utf-8")
    console.print(f"[dim]results.json, .md and .svg are in {folder}[/dim]")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
