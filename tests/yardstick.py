"""What plain Schemathesis finds of every fault, and what our suite finds, over HTTP, each with a new mock.

`make yardstick` prints a table in Markdown; `make yardstick FAULTS='a b'` measures these faults alone. What
was measured is kept in `build/yardstick.jsonl`, so that a run that was ended goes on where it was.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from conformance import catalogue
from mockserver.api import Api, apis
from mockserver.api import api as find
from tests import warm
from tests.cases import Case, fault_cases, target
from tests.servers import serving

ROOT = Path(__file__).parent.parent
HONEST_SEEDS = (1, 2, 3)


@dataclass(frozen=True)
class Run:
    """One run of one tool: what it reported, and what that cost.

    `seconds` are those of its CPU time, since machines are shared.
    """

    found: frozenset[str]
    seconds: float
    requests: int
    complete: bool = True


@dataclass(frozen=True)
class Measured:
    """Both tools on one mock."""

    case: Case
    schemathesis: Run
    suite: Run


class Counting:
    """Passes requests on to an application, and counts them."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.requests = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.requests += scope["type"] == "http"
        await self._app(scope, receive, send)


def schemathesis(api: Api, case: Case, seed: int, examples: int) -> Run:
    """Run `schemathesis run` with its default checks."""
    at = target(api, case)
    headers = [f"{name}: {value}" for name, value in api.headers(str(at.token)).items()]
    command = ["run", str(ROOT / "specs" / api.name / "openapi.yaml")]
    command += [part for header in headers for part in ("--header", header)]
    command += ["--max-examples", str(examples), "--seed", str(seed), "--no-shrink"]
    command += ["--continue-on-failure", "--generation-database", "none"]
    command += ["--report", "json", "--report-json-path", "report.json", "--url"]

    def failures(report: Any) -> Iterator[str]:
        for failure in report["failures"]:
            yield from (f"{failure['title']}: {where}" for where in failure["operations"])

    base_path = catalogue.load(api.name).base_path
    return _timed(at.app, "schemathesis", lambda url: [*command, url + base_path], failures)


def suite(api: Api, case: Case, seed: int) -> Run:
    """Run `conformance run`."""
    at = target(api, case)
    given = {
        "token": at.token,
        "other-token": at.other_token,
        "password": at.password,
        "jwt-secret": at.secret,
    }
    command = ["run", api.name, "--seed", str(seed)]
    command += ["--profile", case.profile]
    command += [text for name, value in given.items() if value for text in (f"--{name}", value)]
    command += ["--json", "report.json", "--shrink-seconds", "0", "--url"]

    def failures(report: Any) -> Iterator[str]:
        for requirement in report["requirements"]:
            if requirement["outcome"] == "failed":
                yield requirement["id"]

    return _timed(at.app, "suite", lambda url: [*command, url], failures)


def _timed(app: Any, tool: str, command: Any, failures: Any) -> Run:
    logging.disable()  # what a fault breaks inside the mock is not the matter here
    counting = Counting(app)
    with tempfile.TemporaryDirectory() as folder, serving(counting) as url:
        report = Path(folder) / "report.json"
        seconds = warm.run(tool, command(url), Path(folder))
        if seconds is None or not report.is_file():
            return Run(frozenset(), seconds or 0.0, counting.requests, complete=False)
        found = frozenset(failures(json.loads(report.read_text())))
    return Run(found, seconds, counting.requests)


def measure(case: Case, seed: int, examples: int) -> Measured:
    """Run both tools on one mock, new for each."""
    api = find(case.api)
    return Measured(case, schemathesis(api, case, seed, examples), suite(api, case, seed))


def measure_all(
    cases: Sequence[tuple[Case, int]], examples: int, until: float, kept: Path
) -> Iterator[Measured]:
    """Measure cases with their seeds on every core; what has not begun when time is up is left out.

    What is measured is kept in a file, and what that file has is not measured again.
    """
    known = dict(_read(kept)) if kept.is_file() else {}
    yield from (
        _measured(case, known[_key(case, seed, examples)])
        for case, seed in cases
        if _key(case, seed, examples) in known
    )
    new = [(case, seed) for case, seed in cases if _key(case, seed, examples) not in known]
    kept.parent.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(os.cpu_count()) as pool, kept.open("a") as lines:
        waiting = [(pool.submit(measure, case, seed, examples), seed) for case, seed in new]
        for number, (future, seed) in enumerate(waiting, 1):
            if time.monotonic() > until and future.cancel():
                continue
            measured = future.result()
            row = [_key(measured.case, seed, examples), _written(measured)]
            print(json.dumps(row), file=lines, flush=True)
            print(f"{number} of {len(new)}: {measured.case.name}", file=sys.stderr)
            yield measured


def _key(case: Case, seed: int, examples: int) -> str:
    return f"{case.api} {case.name} {seed} {examples}"


def _read(kept: Path) -> Iterator[tuple[str, Any]]:
    for line in kept.read_text().splitlines():
        key, row = json.loads(line)
        yield key, row


def _written(measured: Measured) -> dict[str, Any]:
    runs = {tool: dataclasses.asdict(getattr(measured, tool)) for tool in TOOLS}
    return {tool: run | {"found": sorted(run["found"])} for tool, run in runs.items()}


def _measured(case: Case, row: Any) -> Measured:
    runs = {tool: Run(**run | {"found": frozenset(run["found"])}) for tool, run in row.items()}
    return Measured(case, **runs)


# The table.


@dataclass(frozen=True)
class Yardstick:
    """Everything that was measured of one API."""

    api: str
    honest: Sequence[Measured]
    faulty: Sequence[Measured]
    faults: int
    examples: int

    def news(self, measured: Measured, tool: str) -> list[str]:
        """Return what a tool reports of a faulty mock, and of no honest one of its profile."""
        profile = measured.case.profile
        honest = [one for one in self.honest if one.case.profile == profile]
        known = {found for one in honest for found in getattr(one, tool).found}
        return sorted(getattr(measured, tool).found - known)

    def row(self, measured: Measured) -> str:
        """Return the line of one fault."""
        cells = [f"`{measured.case.name}`"]
        for tool in TOOLS:
            run, news = getattr(measured, tool), self.news(measured, tool)
            said = "; ".join(news[:3]) + (f"; {len(news) - 3} more" if len(news) > 3 else "")
            said = said.replace("|", "\\|")
            none = "-" if run.complete else f"not done in {warm.LIMIT_SECONDS} s"
            cells += [said or none, f"{run.seconds:.1f}", str(run.requests)]
        return f"| {' | '.join(cells)} |"

    def totals(self, tool: str) -> str:
        """Return the line of one tool."""
        runs = [getattr(one, tool) for one in self.faulty]
        alarms = sum(bool(getattr(one, tool).found) for one in self.honest)
        found = sum(bool(self.news(one, tool)) for one in self.faulty)
        share = f"{found} of {len(runs)} ({found / len(runs):.0%})" if runs else "-"
        spent = f"{mean(run.seconds for run in runs):.1f}" if runs else "-"
        sent = f"{mean(run.requests for run in runs):.0f}" if runs else "-"
        alarm = f"{alarms} of {len(self.honest)}"
        return f"| {TOOLS[tool]} | {share} | {alarm} | {spent} | {sent} |"

    def render(self) -> str:
        """Return everything as Markdown."""
        names = " | ".join(f"{name} | CPU s | requests" for name in TOOLS.values())
        alarms = sorted({one for honest in self.honest for one in honest.schemathesis.found})
        return "\n".join(
            [
                f"## {self.api}: {len(self.faulty)} of {self.faults} faults\n",
                "| | faults found | honest runs with false alarms | CPU s per run | requests per run |",
                "|---|---|---|---|---|",
                *(self.totals(tool) for tool in TOOLS),
                "",
                "A fault counts as found where something is reported of it that is reported of no"
                f" honest mock (seeds {', '.join(map(str, HONEST_SEEDS))}). Both tools without"
                f" shrinking; Schemathesis with all default checks and `--max-examples"
                f" {self.examples} --continue-on-failure`; at most {warm.LIMIT_SECONDS} s per run. Times are"
                " CPU seconds of a process that had loaded the tool already.",
                *(
                    ["", "False alarms of Schemathesis: " + "; ".join(alarms) + "."]
                    if alarms
                    else []
                ),
                "",
                f"| fault | {names} |",
                "|---|---|---|---|---|---|---|",
                *(self.row(one) for one in self.faulty),
                "",
            ]
        )


TOOLS = {"schemathesis": "Schemathesis", "suite": "conformance"}


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faults", nargs="*", help="only these faults")
    parser.add_argument("--api", choices=[*apis()], help="only this API")
    parser.add_argument("--max-examples", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=14, help="how long to go on at most")
    parser.add_argument(
        "--kept",
        type=Path,
        default=ROOT / "build" / "yardstick.jsonl",
        help="what was measured before and need not be again; delete it to begin anew",
    )
    told = parser.parse_args(given)
    known = {fault.id for api in apis().values() for fault in api.faults}
    for name in told.faults:
        if name not in known:
            parser.error(f"there is no fault {name!r}: see `mockserver list faults`")
    return told


def main(given: Sequence[str]) -> int:
    """Print the tables of all APIs, or of what is asked for."""
    told = _arguments(given)
    chosen = [api for api in apis().values() if told.api in (None, api.name)]
    cases = [
        case
        for api in chosen
        for case in fault_cases(api)
        if not told.faults or case.faults[0] in told.faults
    ]
    # In no order, so that what is measured when time is up stands for all.
    random.Random(0).shuffle(cases)
    kinds = sorted({(case.api, case.profile) for case in cases})
    honest = [
        (Case(name, profile=profile), seed) for name, profile in kinds for seed in HONEST_SEEDS
    ]
    everything = [*honest, *((case, HONEST_SEEDS[0]) for case in cases)]
    until = time.monotonic() + told.minutes * 60
    measured = [*measure_all(everything, told.max_examples, until, told.kept)]
    for api in chosen:
        mine = [one for one in measured if one.case.api == api.name]
        faulty = [one for one in mine if one.case.faults]
        order = [fault.id for fault in api.faults]
        faulty.sort(key=lambda one: order.index(one.case.faults[0]))
        count = len([case for case in cases if case.api == api.name])
        if mine:
            told_of = [one for one in mine if not one.case.faults]
            print(Yardstick(api.name, told_of, faulty, count, told.max_examples).render())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
