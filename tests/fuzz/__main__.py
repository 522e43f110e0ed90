"""`make fuzz`: throws requests at mocks in several processes and prints what came of it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz import crowd, fleet, report
from tests.fuzz.mock import Mock
from tests.fuzz.shooting import Finding, Shooter

# More than the 200,000 that have to hold, since those that end early count too.
REQUESTS = 210_000
# Idle connections, slow ones, and for how many seconds.
CROWD = (10_000, 100, 15.0)


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the same seed sends the same (1)")
    parser.add_argument("--requests", type=int, default=REQUESTS, help=f"({REQUESTS})")
    parser.add_argument("--seconds", type=float, default=3600.0, help="end after so many (3600)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="mocks at once")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"), metavar="FOLDER")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="send a finding again")
    return parser.parse_args(given)


def replay(file: Path, *options: str) -> int:
    """Send the shots of a finding to a new mock, tell what is answered, and whether it is wrong."""
    try:
        finding = Finding.read(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, LookupError, TypeError) as error:
        print(f"{file} holds no finding: {error}", file=sys.stderr)
        return 2
    with Mock(*options) as mock:
        shooter = Shooter(mock)
        found = [shooter.wrong(one) for one in finding.shots]
    for shot, wrong in zip(finding.shots, found, strict=True):
        print(f"{report.start(shot.raw)}\n  {wrong or 'as it should be'}")
    return int(any(found))


def main(given: Sequence[str]) -> int:
    """Print the table, and write a file for each finding."""
    told = _arguments(given)
    if told.replay:
        return replay(told.replay)
    try:
        found = crowd.crowded(*CROWD)
        is_answered = not found.failed and found.connected == sum(CROWD[:2])
        print(found)
    except crowd.TooFewFilesError as error:
        print(f"Not run: {error}")
        is_answered = False
    tallies = fleet.run(told.seed, told.requests, told.seconds, told.workers)
    print(report.rendered(tallies, told.seed))
    findings = [one for tally in tallies for one in tally.findings]
    for number, finding in enumerate(findings, 1):
        told.findings.mkdir(exist_ok=True)
        file = told.findings / f"{number}.json"
        file.write_text(finding.written(), encoding="utf-8")
        print(f"\n{report.told(finding)}\n  again: python -m tests.fuzz --replay {file}")
    return int(bool(findings) or not is_answered or not all(map(report.is_flat, tallies)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
