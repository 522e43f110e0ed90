"""What a history says about a server, client by client."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from mockserver.api import apis
from tests.concurrency.linearizability import Verdict, judged
from tests.concurrency.load import History, Scenario
from tests.concurrency.model import ABSENT, only_reads, step

# Each API has one, in a module of its name.
SCENARIOS: dict[str, type[Scenario]] = {
    name: import_module(f"tests.concurrency.{name}").SCENARIO for name in apis()
}


@dataclass(frozen=True)
class Finding:
    """What was seen on a server that no order of the operations explains, or that is wrong in any."""

    requests: int
    operations: int
    clients: int
    seconds: float  # that the examination took
    problems: tuple[str, ...]


def examined(history: History) -> Finding:
    """Return what is wrong with a history: what was noted, and each client that no order explains."""
    began = time.perf_counter()
    problems = [*dict.fromkeys(history.problems), *_unexplained(history)]
    return Finding(
        requests=history.requests,
        operations=sum(map(len, history.operations.values())),
        clients=len(history.operations),
        seconds=time.perf_counter() - began,
        problems=tuple(problems),
    )


def _unexplained(history: History) -> Iterator[str]:
    for client, operations in history.operations.items():
        verdict = judged(operations, step, ABSENT, only_reads)
        if not verdict.is_linearizable:
            yield f"No order explains what was seen of client {client}. {_story(verdict)}"


def _story(verdict: Verdict) -> str:
    before = "".join(f"\n    {one}" for one in verdict.longest[-6:])
    return f"After{before}\n  this does not fit\n    {verdict.stuck}"
