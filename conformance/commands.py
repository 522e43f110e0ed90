"""A sequence of exchanges as commands for a POSIX shell that can be pasted as they stand.

An id that an answer tells becomes a variable, because the next server will assign another.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from conformance.driver import SAFE_METHODS
from conformance.exchange import Exchange
from conformance.references import Capture, Parts, Step, linked


def script(exchanges: Sequence[Exchange]) -> tuple[str, ...]:
    """Return the commands, one for each exchange; reads, refusals and the last one show their answers.

    They need `curl`, and `python3` where ids are taken from answers.
    """
    steps = linked(exchanges)
    return tuple(_command(step, last=step is steps[-1]) for step in steps)


def _command(step: Step, *, last: bool) -> str:
    if not step.captures:
        quiet = step.exchange.request.method not in SAFE_METHODS and _succeeded(step)
        return _curl(step, "-s -o /dev/null" if quiet and not last else "-i")
    if len(step.captures) == 1:
        capture = step.captures[0]
        return f"{_variable(capture)}=$({_curl(step, '-s')} | {_reading(capture)})"
    answer = f"ANSWER=$({_curl(step, '-s')})"
    taken = [f'{_variable(one)}=$(printf %s "$ANSWER" | {_reading(one)})' for one in step.captures]
    return "; ".join([answer, *taken])


def _succeeded(step: Step) -> bool:
    return step.exchange.response.status < 400


def _curl(step: Step, flags: str) -> str:
    body = None if step.body is None else _quoted(step.body)
    return step.exchange.request.curl(flags, _quoted(step.url), body)


def _quoted(parts: Parts) -> str:
    """Quote a text for a shell, with variables in it for ids."""
    if not any(isinstance(part, Capture) for part in parts):
        return shlex.quote("".join(map(str, parts)))
    plain = "".join(part for part in parts if isinstance(part, str))
    if not set(plain) & set('"$`\\!'):
        return '"' + "".join(_inside(part) for part in parts) + '"'
    # What has quotes itself, such as JSON, is more readable when only the ids are expanded.
    return "".join(
        f'"${_variable(part)}"' if isinstance(part, Capture) else shlex.quote(part)
        for part in parts
    )


def _inside(part: str | Capture) -> str:
    return part if isinstance(part, str) else f"${{{_variable(part)}}}"


def _variable(capture: Capture) -> str:
    return capture.name.upper()


def _reading(capture: Capture) -> str:
    place = "".join(
        f'["{name}"]' if isinstance(name, str) else f"[{name}]" for name in capture.path
    )
    return f"python3 -c 'import json, sys; print(json.load(sys.stdin){place})'"
