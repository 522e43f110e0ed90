"""A run as lines of JSON: one for its start, one for each check, one for its end.

The run records, the report reads: a recording without its last line is not a run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

from conformance import recording_form
from conformance.outcome import Outcome
from conformance.session import Finding, Result

FORMAT = 1


class BrokenRecording(ValueError):
    """A file is no recording, or one of a run that was cut short; the text says so in one sentence."""


def line(kind: str, **members: Any) -> dict[str, Any]:
    """Return one line of a recording."""
    return {"kind": kind, **members}


def of_result(result: Result) -> dict[str, Any]:
    """Return the line of a check."""
    findings = [dict(vars(finding)) for finding in result.findings]
    return line("check", **{**vars(result), "outcome": result.outcome.word, "findings": findings})


def to_result(row: dict[str, Any]) -> Result:
    """Return the result that a line tells of; members that this version does not know are passed over."""
    members = _known(Result, row)
    members["outcome"] = Outcome.of(row["outcome"])
    members["findings"] = tuple(Finding(**_known(Finding, finding)) for finding in row["findings"])
    return Result(**members)


def _known(kind: type[Any], row: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in row.items() if name in names}


def write(stream: IO[str], rows: Iterable[dict[str, Any]]) -> None:
    """Write lines of a recording."""
    for row in rows:
        stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


@contextmanager
def recorder(path: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Yield what writes a line to a file, or nowhere.

    Each is written out at once, so that a run which is killed leaves what it had found until then.

    Raises:
        OSError: the file cannot be written.
    """
    if path is None:
        yield lambda _row: None
        return
    # A lone surrogate has no UTF-8 form; as its escape it is legal JSON.
    with path.open("w", encoding="utf-8", errors="backslashreplace") as stream:

        def add(row: dict[str, Any]) -> None:
            write(stream, [row])
            stream.flush()

        yield add


def read(lines: Iterable[str]) -> tuple[dict[str, Any], list[Result], dict[str, Any]]:
    """Return the start, the results and the end of a recorded run.

    Raises:
        BrokenRecording: the lines are no recording, or it is not complete.
    """
    rows = _rows([text for text in lines if text.strip()])
    first = rows[0] if rows else {}
    if first.get("kind") != "run" or not isinstance(first.get("format"), int):
        raise BrokenRecording("this is no recording of a run (its first line does not say so)")
    if first["format"] != FORMAT:
        raise BrokenRecording(
            f"the recording has format {first['format']}, and this version reads {FORMAT}"
        )
    if rows[-1].get("kind") != "end":
        raise BrokenRecording("the recording has no last line: the run was cut short")
    for number, row in enumerate(rows, 1):
        _check_form(number, row, last=number == len(rows))
    return first, [to_result(row) for row in rows[1:-1]], rows[-1]


def _check_form(number: int, row: dict[str, Any], *, last: bool) -> None:
    kind = "run" if number == 1 else "end" if last else "check"
    problem = recording_form.problem(kind, row)
    if problem is not None:
        raise BrokenRecording(f"line {number} of the recording is not right: {problem}")


def _rows(lines: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for number, text in enumerate(lines, 1):
        try:
            row = json.loads(text)
        except (ValueError, RecursionError) as error:
            # A run that is killed while it writes leaves a part of a line.
            if 1 < number == len(lines):
                raise BrokenRecording(
                    "the recording ends amid a line: the run was cut short"
                ) from error
            raise BrokenRecording(f"line {number} of the recording is not JSON") from error
        if not isinstance(row, dict):
            raise BrokenRecording(f"line {number} of the recording is no object")
        rows.append(row)
    return rows
