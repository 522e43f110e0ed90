"""Slots of load on one server after another, in random order, the yardstick every third."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks import load
from tests.benchmarks.load import WrongAnswerError
from tests.benchmarks.peer import NotRunError, Peer
from tests.benchmarks.workload import Operation

BASE_EVERY = 3


@dataclass(frozen=True)
class Slot:
    """What one server did for one operation in one slot of a round.

    `ratio` compares its processor time for a request with that of the yardstick, the mean of the
    slots before and after.
    """

    peer: str
    operation: str
    round: int
    microseconds: float
    answers: int
    per_second: float
    latencies: tuple[float, ...]  # of a lone connection, in microseconds
    ratio: float = 0.0


@dataclass(frozen=True)
class Plan:
    """How long is measured."""

    rounds: int = 8
    seconds: float = 0.5
    lone_seconds: float = 0.1
    warm_seconds: float = 1.0
    seed: int = 0


Told = Callable[[str], None]


def run(
    base: Peer, peers: Sequence[Peer], operations: Sequence[Operation], plan: Plan, tell: Told
) -> list[Slot]:
    """Measure all operations of all servers, and return every slot but those of what failed.

    What a server fails at is noted in its remarks, and not asked of it again.

    Raises:
        NotRunError: a server has ended.
        WrongAnswerError: the yardstick itself fails.
    """
    chance = random.Random(plan.seed)
    able = {
        one.key: [peer for peer in peers if one.key in peer.exchanges and _warmed(peer, one, plan)]
        for one in operations
    }
    for one in operations:
        _measured(base, one, -1, plan)
    found: list[Slot] = []
    for number in range(plan.rounds):
        tell(f"round {number + 1} of {plan.rounds}")
        for asked in chance.sample(operations, len(operations)):
            order = chance.sample(able[asked.key], len(able[asked.key]))
            found += compared([_measured(one, asked, number, plan) for one in _order(base, order)])
    return found


def _warmed(peer: Peer, operation: Operation, plan: Plan) -> bool:
    port, exchanges = peer.exchanges[operation.key]
    try:
        load.drive(("127.0.0.1", port), exchanges, seconds=plan.warm_seconds)
        _clear(peer, operation)
    except (WrongAnswerError, NotRunError, OSError) as error:
        peer.remarks.append(f"not run: {operation.key}: {error}")
        return False
    return True


def _clear(peer: Peer, operation: Operation) -> None:
    if operation.changes:
        peer.clear()


def _order(base: Peer, others: Sequence[Peer]) -> Iterable[Peer]:
    for number, one in enumerate(others):
        if number % (BASE_EVERY - 1) == 0:
            yield base
        yield one
    yield base


def _measured(peer: Peer, operation: Operation, number: int, plan: Plan) -> Slot:
    port, exchanges = peer.exchanges[operation.key]
    address = ("127.0.0.1", port)
    peer.check_alive()
    before = peer.nanoseconds()
    many = load.drive(address, exchanges, seconds=plan.seconds)
    spent = peer.nanoseconds() - before
    lone = load.drive(address, exchanges, seconds=plan.lone_seconds, connections=1)
    _clear(peer, operation)
    return Slot(
        peer=peer.name,
        operation=operation.key,
        round=number,
        microseconds=spent / many.answers / 1000,
        answers=many.answers,
        per_second=many.answers / many.seconds,
        latencies=tuple(round(one * 1e6, 1) for one in lone.latencies),
    )


def compared(slots: Sequence[Slot]) -> list[Slot]:
    """Return the slots of one operation in one round, the first of the yardstick, with their ratios."""
    base = slots[0].peer
    bases = [number for number, one in enumerate(slots) if one.peer == base]
    return [
        Slot(**{**vars(one), "ratio": one.microseconds / _near(slots, bases, number)})
        for number, one in enumerate(slots)
    ]


def _near(slots: Sequence[Slot], bases: Sequence[int], number: int) -> float:
    """Return what the yardstick took right before and after a slot, that slot itself left out."""
    before = [one for one in bases if one < number][-1:]
    after = [one for one in bases if one > number][:1]
    near = [slots[one].microseconds for one in (*before, *after)]
    return sum(near) / len(near) if near else slots[number].microseconds
