"""A run as lines of JSON: one for its start, one for each check, one for its end.

The run records, the report reads: a recording without its last line is not a run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import IO, Any

from conformance.outcome import Outcome
from conformance.session import Finding, Result

FORMAT = 1


class BrokenRecording(ValueError):
    """A file is no recording, or one of a run that was cut short."""


def line(kind: str, **members: Any) -> dict[str, Any]:
    """Return one line of a recording."""
    return {"kind": kind, **members}


def of_result(result: Result) -> dict[str, Any]:
    """Return the line of a check."""
    return line("check", **(asdict(result) | {"outcome": result.outcome.word}))


def to_result(row: dict[str, Any]) -> Result:
    """Return the result that a line tells of."""
    members = {name: value for name, value in row.items() if name != "kind"}
    members["outcome"] = Outcome.of(row["outcome"])
    members["findings"] = tuple(Finding(**finding) for finding in row["findings"])
    return Result(**members)


def write(stream: IO[str], rows: Iterable[dict[str, Any]]) -> None:
    """Write lines of a recording."""
    for row in rows:
        stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def read(lines: Iterable[str]) -> tuple[dict[str, Any], list[Result], dict[str, Any]]:
    """Return the start, the results and the end of a recorded run.

    Raises:
        BrokenRecording: the lines are no recording, or it is not complete.
    """
    rows = list(_rows(lines))
    if not rows or rows[0].get("kind") != "run" or rows[0].get("format") != FORMAT:
        raise BrokenRecording("this is no recording of a run (its first line does not say so)")
    if rows[-1].get("kind") != "end":
        raise BrokenRecording("the recording has no last line: the run was cut short")
    try:
        return rows[0], [to_result(row) for row in rows if row["kind"] == "check"], rows[-1]
    except (KeyError, TypeError) as error:
        raise BrokenRecording(f"the recording has a line that is no check: {error}") from error


def _rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(lines, 1):
        try:
            row = json.loads(text)
        except ValueError as error:
            raise BrokenRecording(f"line {number} of the recording is not JSON") from error
        if not isinstance(row, dict):
            raise BrokenRecording(f"line {number} of the recording is no object")
        yield row
