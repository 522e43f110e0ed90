"""Processes that examine one target together: each has a session of its own, and takes whole checks."""

from __future__ import annotations

import contextlib
import os
import signal
import time
import warnings
from collections import deque
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from multiprocessing.connection import wait
from typing import Any, NamedTuple

from conformance import interruption, processes
from conformance.budget import Budget
from conformance.outcome import Outcome
from conformance.session import Result, Session
from conformance.target import Target

# How the end of the run is asked for in a worker. Ctrl-C reaches it too where this is another signal,
# and would count twice.
_END = getattr(signal, "SIGUSR1", signal.SIGINT)
# How long to wait before looking whether somebody asked for the end, and for workers then, in seconds.
_PATIENCE = 0.1
_LAST_PATIENCE = 1.0


class _Told(NamedTuple):
    """What a worker says of a check: its result, None if it was ended amid it, and what it left behind."""

    result: Result | None
    left: tuple[str, ...]


class _Worker:
    """One process, and the check that it is at: None if it is at none, or has ended."""

    def __init__(self, context: Any, *arguments: Any) -> None:
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(*arguments, theirs), daemon=True)
        self._process.start()
        theirs.close()  # so that there is an end of the connection when the process ends
        self.check: str | None = None
        self.has_ended = False

    def give(self, check: str) -> None:
        """Have it run a check."""
        self.check = check
        with contextlib.suppress(OSError):  # it has ended, which is seen when it is heard
            self.connection.send(check)

    def told(self) -> tuple[str, _Told]:
        """Return its check, and what it says of it once it has something to say."""
        check, self.check = str(self.check), None
        try:
            return check, self.connection.recv()
        except (EOFError, OSError):
            self.has_ended = True
            return check, _Told(None, ())

    def end(self) -> None:
        """Ask it to come to an end: the first time, to do no more than to clean up."""
        if _END is not signal.SIGINT:  # else Ctrl-C reaches it by itself
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, _END)

    def close(self) -> None:
        """Let it go."""
        self.connection.close()  # which is how it knows that there is nothing more to do
        self._process.join(_LAST_PATIENCE)
        if self._process.is_alive():
            self._process.kill()


class Workers:
    """Runs checks in several processes.

    `left` is what they left on the server, as far as is known.
    """

    def __init__(self, target: Target, count: int) -> None:
        """Prepare for the processes, which are started when there is something to do.

        Raises:
            ValueError: the target is an application in this process.
        """
        if target.app is not None:
            raise ValueError("an application in this process cannot be examined by several")
        self._context = processes.prepared(target.api)
        # Kept, since a value that is shared is gone with the last one who has it here.
        self._budget = Budget(target.max_requests, self._context.Value("q", 0))
        if target.rate:
            target = replace(target, rate=target.rate / count)
        self.left: list[str] = []
        self._target, self._count = target, count
        self._workers: list[_Worker] = []

    def close(self) -> None:
        """Let all processes go."""
        for worker in self._workers:
            worker.close()

    def run(self, checks: Mapping[str, tuple[str, ...]]) -> Generator[Result, None, None]:
        """Yield the results of checks, whose requirements are given by their names, as they come."""
        self._start()
        waiting = deque(checks)
        is_ending = False
        try:
            while self._give(waiting):
                for name, result in self._heard(_PATIENCE):
                    yield result or _lost(name, checks[name])
                if interruption.requested() and not is_ending:
                    is_ending = True
                    waiting.clear()
                    self._end()
        except (KeyboardInterrupt, GeneratorExit):
            self._end()
            self._hear_the_last()
            raise
        yield from (_lost(name, checks[name]) for name in waiting)

    def _start(self) -> None:
        """Start the processes."""
        with processes.starting():
            for _ in range(self._count - len(self._workers)):
                self._workers.append(_Worker(self._context, self._target, self._budget))

    @property
    def _busy(self) -> dict[Any, _Worker]:
        return {one.connection: one for one in self._workers if one.check is not None}

    def _give(self, waiting: deque[str]) -> bool:
        """Give workers that wait the next checks, and tell whether any is at one."""
        for worker in self._workers:
            if waiting and worker.check is None and not worker.has_ended:
                worker.give(waiting.popleft())
        return bool(self._busy)

    def _heard(self, seconds: float) -> Iterator[tuple[str, Result | None]]:
        """Yield the checks that come to an end within some time, with their results; None: there is none."""
        busy = self._busy
        for ready in wait([*busy], seconds):
            check, told = busy[ready].told()
            self.left += told.left
            yield check, told.result

    def _hear_the_last(self) -> None:
        """Wait a moment for what workers say that were asked to end, and note who says nothing."""
        deadline = time.monotonic() + _LAST_PATIENCE
        while self._busy and time.monotonic() < deadline:
            deque(self._heard(_PATIENCE))
        self.left += [f"what {worker.check} had created" for worker in self._busy.values()]

    def _end(self) -> None:
        for worker in self._workers:
            worker.end()


def _lost(name: str, requirements: tuple[str, ...]) -> Result:
    """Return the result of a check whose worker has ended."""
    reason = "the process that ran the check has ended; what it had created may still be there"
    return Result(name, requirements, Outcome.ERRORED, reason, (), 0, 0.0)


def _work(target: Target, budget: Budget, connection: Any) -> None:
    """Run the checks that are asked for, until nobody asks any more."""
    warnings.simplefilter("ignore")
    interruption.heed_only(_END)
    session = Session(target, budget)
    checks = {check.name: check for check in session.checks()}
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            check, known = checks[connection.recv()], len(session.left)
            result = None
            with contextlib.suppress(KeyboardInterrupt):
                result = session.run(check)
            connection.send(_Told(result, tuple(session.left[known:])))
    session.close()
