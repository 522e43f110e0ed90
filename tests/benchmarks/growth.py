"""What becomes of a mock that has a hundred thousand clients instead of a hundred.

`python -m tests.benchmarks.growth` measures each API in a process of its own, prints tables, and
writes all figures to build/benchmarks/growth.json.
"""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from mockserver import persistence, starting
from mockserver.api import apis
from mockserver.sharing import give_back
from mockserver.snapshots import Snapshots
from tests.benchmarks import crowd, growing
from tests.benchmarks.figures import quantile
from tests.benchmarks.growing import Mock, Operation
from tests.mockserver.lists import ALL

SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = 300
WRITES = 60_000
FILE = Path("build/benchmarks/growth.json")

Told = dict[str, Any]


def main(arguments: Sequence[str] = ()) -> None:
    """Measure the APIs that are named, or all, and tell."""
    found = {api: _apart(api) for api in arguments or apis()}
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(found, indent=2), encoding="utf-8")
    console = Console()
    for api, told in found.items():
        console.print(_operations_table(api, told))
    console.print(_rest_table(found))
    console.print(f"All figures are in {FILE}.")


def _apart(api: str) -> Told:
    """Return what is measured of an API in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.growth", "--measure", api]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    told: Told = json.loads(ended.stdout)
    return told


# Measuring


def measure(api: str) -> Told:
    """Return all figures of an API."""
    told: Told = {}
    with tempfile.TemporaryDirectory() as folder:
        empty, full = (Path(folder) / name for name in ("empty", "full"))
        gc.disable()
        mocks = [Mock(api, crowd.tables(api, size)) for size in SIZES]
        for mock in mocks:
            mock.ready()
        apis_of = [api]
        persistence.write(full, apis_of, {"default": mocks[-1].server.workspaces.default.states()})
        give_back()  # as whoever loads a file does
        starting.end()
        told["operations"] = [_operation(mocks, one) for one in growing.operations(api)]
        told["plain_scan"] = _plain_scan(api, mocks[-1])
        told["states"] = {mock.clients: _states(mock) for mock in mocks}
        told["pauses"] = _pauses(mocks[-1], growing.operations(api)[-2])
        del mocks
        told["loading"] = _loading(api, full, empty)
    return told


def _operation(mocks: Sequence[Mock], one: Operation) -> Told:
    found = growing.measured(mocks, one, ROUNDS)
    p50 = {size: statistics.median(times) for size, times in found.items()}
    p99 = {size: quantile(sorted(times), 0.99) for size, times in found.items()}
    small, large = min(found), max(found)
    ratios = {"p50": p50[large] / p50[small], "p99": p99[large] / p99[small]}
    return {"title": one.title, "p50": p50, "p99": p99, "ratios": ratios, "limit": one.limit}


def _plain_scan(api: str, mock: Mock) -> Told:
    """Return what searches cost where each client is looked at, in microseconds."""
    searches = [one for one in growing.operations(api) if one.title.startswith("search")]
    with looking(api):
        return {
            one.title: statistics.median(growing.measured([mock], one, 5)[mock.clients])
            for one in searches
        }


@contextmanager
def looking(api: str) -> Iterator[None]:
    """Have lists made of clients that are looked at one by one."""
    lists = ALL[api]

    def everybody(table: Any, owner: Any) -> list[Any]:
        return [row for row in table if owner is None or row[lists.owner] == owner]

    with pytest.MonkeyPatch.context() as patch:
        for module in lists.modules:
            patch.setattr(module, "Rows", everybody)
        yield


def _states(mock: Mock) -> dict[str, float]:
    """Return how long it takes to fork a world, to take a snapshot and to go back, in microseconds."""
    snapshots = Snapshots([mock.world])
    taken = snapshots.take("")
    return {
        "fork": _median(mock.world.fork),
        "snapshot": _median(lambda: snapshots.take("")),
        "restore": _median(lambda: snapshots.restore(taken)),
    }


def _median(work: Callable[[], Any]) -> float:
    times = []
    for _ in range(100):
        begun = time.thread_time_ns()
        work()
        times.append((time.thread_time_ns() - begun) / 1000)
    return statistics.median(times)


def _pauses(mock: Mock, one: Operation) -> Told:
    """Return how long writes took, and looking for garbage, in milliseconds; a pause is the longest."""
    collections, begun = [0.0], [0.0]

    def collected(phase: str, _: Any) -> None:
        if phase == "start":
            begun[0] = time.thread_time()
        else:
            collections.append((time.thread_time() - begun[0]) * 1000)

    async def run() -> list[float]:
        asked = one.asked(mock.clients)
        return [await mock.spent(next(asked)) / 1000 for _ in range(WRITES)]

    gc.callbacks.append(collected)
    times = sorted(asyncio.run(run()))
    gc.callbacks.remove(collected)
    return {
        "writes": WRITES,
        "operation": one.title,
        "p50": quantile(times, 0.5),
        "p99": quantile(times, 0.99),
        "p99.9": quantile(times, 0.999),
        "longest": times[-1],
        "collections": len(collections) - 1,
        "longest collection": max(collections),
    }


def _loading(api: str, full: Path, empty: Path) -> Told:
    """Return how long a mock takes to start with so many clients, besides its start, and its memory."""
    states = [_started(api, path) for path in (empty, full)]
    (_, cpu_empty, rss_empty), (wall, cpu, rss) = states
    return {
        "megabytes": full.stat().st_size / 1e6,
        "wall": wall,
        "cpu": cpu - cpu_empty,
        "kilobytes_per_client": (rss - rss_empty) / 1000 / SIZES[-1],
    }


def _started(api: str, state: Path) -> tuple[float, float, float]:
    """Return wall time and processor time until a mock listens, and its memory when it has settled."""
    command = [sys.executable, "-m", "mockserver", "run", api, "--port", "0", "--state", str(state)]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            wall, cpu = time.perf_counter() - begun, _cpu(process.pid)
            if not line.startswith("Listening"):
                raise SystemExit(f"The mock of {api} did not start.")
            while True:  # texts are indexed meanwhile
                before = _cpu(process.pid)
                time.sleep(1)
                if _cpu(process.pid) - before < 0.2:
                    break
            return wall, cpu, _rss(process.pid)
        finally:
            process.kill()


def _cpu(pid: int) -> float:
    """Return the processor time of the main thread of a process, in seconds."""
    spent = Path(f"/proc/{pid}/task/{pid}/schedstat").read_text(encoding="ascii").split()[0]
    total = [
        one.read_text(encoding="ascii") for one in Path(f"/proc/{pid}/task").glob("*/schedstat")
    ]
    return max(int(spent), sum(int(one.split()[0]) for one in total)) / 1e9


def _rss(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4096.0


# Telling


def _operations_table(api: str, told: Told) -> Table:
    title = f"{api}: processor time of a request with so many clients (µs, p50)"
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    table.add_column("operation", no_wrap=True)
    for size in SIZES:
        table.add_column(f"{size:,}", justify="right")
    table.add_column("growth of p50, p99", justify="right")
    table.add_column("at most")
    for one in told["operations"]:
        cells = [f"{one['p50'][str(size)]:,.0f}" for size in SIZES]
        table.add_row(one["title"], *cells, _ratio(one), _wanted(one, told))
    return table


def _ratio(one: Told) -> str:
    ratios = one["ratios"]
    met = one["limit"] is None or all(
        ratio <= limit for ratio, limit in zip(ratios.values(), one["limit"], strict=True)
    )
    shown = f"{ratios['p50']:.2f}  {ratios['p99']:.2f}"
    return shown if met else f"[red]{shown}[/red]"


def _wanted(one: Told, told: Told) -> str:
    if one["limit"] is not None:
        return "{}  {}".format(*one["limit"])
    if one["title"] not in told["plain_scan"]:
        return ""
    part = told["plain_scan"][one["title"]] / one["p50"][str(SIZES[-1])]
    return f"1/20 of a scan: 1/{part:.0f}"


def _rest_table(found: dict[str, Told]) -> Table:
    title = f"With {SIZES[-1]:,} clients"
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    table.add_column("")
    for api in found:
        table.add_column(api, justify="right")
    for name, tell in _REST.items():
        table.add_row(name, *(tell(one) for one in found.values()))
    return table


def _state_times(name: str) -> Callable[[Told], str]:
    return lambda told: " ".join(f"{told['states'][str(size)][name]:.0f}" for size in SIZES)


_REST: dict[str, Callable[[Told], str]] = {
    "fork of a workspace (µs, at each size)": _state_times("fork"),
    "snapshot (µs, at each size)": _state_times("snapshot"),
    "restore (µs, at each size)": _state_times("restore"),
    f"{WRITES:,} writes: p50, p99 (ms)": lambda told: "{p50:.2f} {p99:.2f}".format(
        **told["pauses"]
    ),
    "longest write (ms)": lambda told: f"{told['pauses']['longest']:.0f}",
    "longest collection of garbage (ms)": lambda told: (
        f"{told['pauses']['longest collection']:.0f}"
    ),
    "size of the file (MB)": lambda told: f"{told['loading']['megabytes']:.0f}",
    "loading it: processor, wall (s)": lambda told: "{cpu:.1f} {wall:.1f}".format(
        **told["loading"]
    ),
    "memory per client with its contacts (KB)": lambda told: (
        f"{told['loading']['kilobytes_per_client']:.1f}"
    ),
}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        sys.stdout.write(json.dumps(measure(sys.argv[2])))
    else:
        main(sys.argv[1:])
