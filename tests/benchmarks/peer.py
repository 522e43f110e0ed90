"""A server of another process, on the core of servers."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import machine
from tests.benchmarks.load import Exchange


class NotRunError(Exception):
    """A server cannot be installed or started; the message says why."""


@dataclass(frozen=True)
class Started:
    """A process that listens at a port."""

    process: subprocess.Popen[bytes]
    port: int


@dataclass
class Peer:
    """A server, or several that stand for one, with what can be asked of it.

    `exchanges` has for each operation, by its key, what is sent to which port. `clear` brings the
    data back to the start.
    """

    name: str
    title: str
    started: Sequence[Started]
    exchanges: Mapping[str, tuple[int, Sequence[Exchange]]]
    clear: Callable[[], None] = lambda: None
    remarks: list[str] = field(default_factory=list)

    def nanoseconds(self) -> int:
        """Return for how long its processes were on a processor."""
        return sum(machine.nanoseconds(one.process.pid) for one in self.started)

    def megabytes(self) -> float:
        """Return the resident memory of its processes."""
        return sum(machine.megabytes(one.process.pid) for one in self.started)

    def check_alive(self) -> None:
        """Make sure that it is this server that answers, and not a stranger at its port.

        Raises:
            NotRunError: it has ended.
        """
        for one in self.started:
            if one.process.poll() is not None:
                raise NotRunError(f"{self.title} has ended with {one.process.returncode}")

    def stop(self) -> None:
        """End its processes."""
        for one in self.started:
            end(one.process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started here."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def start(
    command: Sequence[str | Path],
    port: int,
    path: str,
    log: Path,
    *,
    patience: float = 60.0,
    errors: int | None = None,
) -> Started:
    """Start a server on its core and wait until it answers a path in any way.

    What it says goes to a file, or what it says of errors to an open file.

    Raises:
        NotRunError: it ends or does not answer in time.
    """
    with machine.on_core(machine.SERVER_CORE), log.open("wb") as said:
        process = subprocess.Popen(
            [str(one) for one in command],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT if errors is None else errors,
        )
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        if answers(port, path):
            return Started(process, port)
        time.sleep(0.1)
    end(process)
    told = log.read_text("utf-8", "replace").strip().splitlines()
    raise NotRunError(f"{Path(command[0]).name} does not start: {told[-1] if told else 'silent'}")


def answers(port: int, path: str) -> bool:
    """Tell whether something answers at a port."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def post(port: int, path: str, token: str = "") -> None:
    """Send a request that has no body.

    Raises:
        NotRunError: it is refused.
    """
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=b"", method="POST")
    asked.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(asked, timeout=30):
            pass
    except OSError as error:
        raise NotRunError(f"{path}: {error}") from None
