"""Schemathesis' own command line, with all of its checks and phases, on the mock."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from mockserver import switches
from tests.interop import false_alarms
from tests.interop.false_alarms import FalseAlarm
from tests.interop.outcome import BrokenError, Outcome
from tests.interop.running import BUILD, HERE, ROOT, Mock, mock, outcome, run, spec

PROGRAM = Path(sys.executable).with_name("schemathesis")
ARGUMENTS = (
    *("--checks=all", "--phases=examples,coverage,fuzzing,stateful", "--max-examples=50"),
    *("--seed=1", "--continue-on-failure", "--generation-database=none", "--no-color"),
    *("--report=json", "--report-json-path=report.json"),
)
# With two users it also tries whether one sees what is the other's.
CONFIGURATION = """\
[auth.wfc]
path = "users.yaml"
user = "one"
peers = ["one", "other"]
"""


def outcomes(apis: Sequence[str]) -> Iterator[Outcome]:
    """Yield what Schemathesis finds of each API, in each of its profiles."""
    planned = "all checks, all phases"
    for api in apis:
        for profile in _profiles(api):
            name = api if profile == "documented" else f"{api}, {profile}"
            work = partial(_examined, api, profile)
            yield outcome("schemathesis run", version("schemathesis"), name, planned, work)


def _profiles(api: str) -> list[str]:
    return ["documented", *(["observed"] if switches.observed(api) else [])]


def _examined(api: str, profile: str) -> str:
    folder = BUILD / "schemathesis" / f"{api}-{profile}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    known = HERE / api / "false_alarms.yaml"
    environment = {
        "PYTHONPATH": str(ROOT),
        "SCHEMATHESIS_HOOKS": "tests.interop.hooks",
        "FALSE_ALARMS_LIST": str(known),
        "FALSE_ALARMS_MET": str(folder / "met"),
    }
    with mock(api, data="demo", profile=profile) as running:
        (folder / "users.yaml").write_text(yaml.safe_dump({"auth": _users(running)}))
        (folder / "schemathesis.toml").write_text(CONFIGURATION)
        command = (PROGRAM, "run", spec(api), f"--url={running.url}", *ARGUMENTS)
        told = run(command, folder, statuses=(0, 1), environment=environment)
        running.told()
    report = json.loads((folder / "report.json").read_text())
    known_errors = {(one.operation, one.title) for one in false_alarms.errors(known)}
    if report["failures"] or _errors(told) - known_errors or not report["complete"]:
        raise BrokenError(told)
    alarms = false_alarms.load(known)
    return _summary(report, false_alarms.unmet(alarms, folder / "met", profile))


def _errors(told: str) -> set[tuple[str, str]]:
    """Return the operation and the title of each error that Schemathesis tells of itself."""
    _, _, section = told.partition("= ERRORS =")
    section, _, _ = section.partition("\n===")
    return set(re.findall(r"^_+ (.+) _+\n\s*\n?(.+)$", section, flags=re.MULTILINE))


def _users(running: Mock) -> list[dict[str, Any]]:
    """Return two users whom Schemathesis tries to tell apart."""
    users = [running.headers, running.other_headers]
    for headers, password in zip(users, running.passwords, strict=False):
        headers["X-API-PASSWORD"] = password
    return [
        {
            "name": name,
            "fixedHeaders": [{"name": key, "value": value} for key, value in headers.items()],
        }
        for name, headers in zip(("one", "other"), users, strict=True)
    ]


def _summary(report: Any, unmet: Sequence[FalseAlarm]) -> str:
    cases, dropped = report["test_cases"]["generated"], report["filtered"]
    told = f"all checks, all phases: {cases} test cases, {dropped} known false alarms"
    for one in unmet:
        told += f"\nno longer happens: {one.failure} of {one.operations}, {one.saying}"
    return told
