"""The mock itself, the yardstick, and stock Connexion, started as processes."""

from __future__ import annotations

import os
import pty
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import peer, workload
from tests.benchmarks.load import Exchange
from tests.benchmarks.peer import Peer
from tests.benchmarks.workload import Answer, Operation


@dataclass(frozen=True)
class Job:
    """What servers are started for: the operations with their answers, and a folder for files."""

    operations: Sequence[Operation]
    answers: Mapping[str, Sequence[Answer]]
    credentials: Mapping[str, Mapping[str, str]]
    folder: Path

    def exchanges(self, port: int) -> dict[str, tuple[int, Sequence[Exchange]]]:
        """Return what is sent for each operation to a server that has all APIs at their places."""
        return {
            one.key: (
                port,
                [
                    workload.exchange(request, answer, self.credentials[one.api])
                    for request, answer in zip(one.requests, self.answers[one.key], strict=True)
                ],
            )
            for one in self.operations
        }


def mock(job: Job, name: str = "mock", title: str = "mock", *options: str) -> Peer:
    """Start the mock of all APIs, with everything on."""
    return _mock(job, name, title, options, None)


def validating(job: Job) -> Peer:
    """Start the mock so that it examines its own answers."""
    return mock(job, "validating", "mock, validating", "--validate-responses")


def watched(job: Job) -> Peer:
    """Start the mock with a terminal that it writes a line for each request to."""
    ours, theirs = pty.openpty()
    threading.Thread(target=_drain, args=(ours,), daemon=True).start()
    started = _mock(job, "watched", "mock, in a terminal", (), theirs)
    os.close(theirs)
    return started


def _mock(job: Job, name: str, title: str, options: Sequence[str], errors: int | None) -> Peer:
    data, port = job.folder / "clients.json", peer.free_port()
    data.write_bytes(workload.as_file())
    run = ("-m", "mockserver", "run", "--port", str(port), "--data", data)
    log = job.folder / f"{name}.log"
    started = peer.start(
        [sys.executable, *run, *options], port, "/_mock/health", log, errors=errors
    )
    clear = lambda: peer.post(port, "/_mock/reset")  # noqa: E731
    return Peer(name, title, [started], job.exchanges(port), clear)


def _drain(file: int) -> None:
    while True:
        try:
            if not os.read(file, 65536):
                return
        except OSError:  # the other end is closed
            return


def bare(job: Job) -> Peer:
    """Start the yardstick."""
    return _beside(job, "bare", "Starlette + orjson", clears=True)


def stock(job: Job) -> Peer:
    """Start stock Connexion."""
    return _beside(job, "stock", "Connexion")


def _beside(job: Job, name: str, title: str, clears: bool = False) -> Peer:
    port = peer.free_port()
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", str(port)]
    command.append(str(job.folder / "prepared.json"))
    started = peer.start(command, port, "/nothing", job.folder / f"{name}.log")
    made = Peer(name, title, [started], job.exchanges(port))
    if clears:
        made.clear = lambda: peer.post(port, "/clear")
    return made
