"""Several campaigns at once, each at a mock of its own, so that each is repeatable."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.fuzz import campaign
from tests.fuzz.shooting import Tally

# What the mocks are told: as they are, as the services are seen to be, and with choices by chance.
WAYS = ((), ("--profile", "observed"), ("--variation", "random:7"))


def run(
    seed: int, requests: int, seconds: float, workers: int, options: Sequence[str] = ()
) -> Sequence[Tally]:
    """Return the tallies of so many campaigns, which share the requests between them."""
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        running = [
            pool.submit(_run, seed, number, -(-requests // workers), seconds, tuple(options))
            for number in range(workers)
        ]
        return [one.result() for one in running]


def _run(seed: int, number: int, requests: int, seconds: float, options: tuple[str, ...]) -> Tally:
    way = (*WAYS[number % len(WAYS)], *options)
    return campaign.run(seed, number, requests, seconds, way, lambda count: _tell(number, count))


def _tell(number: int, count: int) -> None:
    print(f"mock {number + 1}: {count} requests", file=sys.stderr, flush=True)
