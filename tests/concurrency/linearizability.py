"""Whether operations that overlapped can have happened one after the other.

A history is linearizable if each operation can be put at one moment between its beginning and its end
so that, in this order, every result is what the model says. The search is that of Wing and Gong with
Lowe's memory: an order is not tried again if the same operations had led to the same state before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

S = TypeVar("S", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """What one connection asked for, when, and what it was answered."""

    action: str
    arguments: Mapping[str, Any]
    result: Any
    invoked: float
    returned: float

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.arguments.items())
        return f"{self.invoked:.6f} to {self.returned:.6f}: {self.action}({told}) -> {self.result}"


# Returns the state after an operation, None if it cannot have had its result in a state.
Step = Callable[[S, Operation], S | None]


@dataclass(frozen=True)
class Verdict:
    """Whether there is an order; if not, how far the longest one came and what did not fit there."""

    order: Sequence[Operation] | None
    longest: Sequence[Operation] = ()
    stuck: Operation | None = None

    @property
    def is_linearizable(self) -> bool:
        """Whether there is an order that explains every result."""
        return self.order is not None


@dataclass(slots=True, eq=False)
class _Entry:
    """The beginning or the end of an operation, in a list that it can be taken out of."""

    operation: Operation
    bit: int
    end: _Entry | None = None  # of a beginning
    previous: _Entry | None = field(default=None, repr=False)
    next: _Entry | None = field(default=None, repr=False)

    def take_out(self) -> None:
        for entry in filter(None, (self, self.end)):
            assert entry.previous is not None
            entry.previous.next = entry.next
            if entry.next is not None:
                entry.next.previous = entry.previous

    def put_back(self) -> None:
        for entry in filter(None, (self.end, self)):
            assert entry.previous is not None
            entry.previous.next = entry
            if entry.next is not None:
                entry.next.previous = entry


def judged(
    operations: Sequence[Operation],
    step: Step[S],
    state: S,
    only_reads: Callable[[Operation], bool] = lambda _: False,
) -> Verdict:
    """Return whether operations can have happened one after the other, from a first state on.

    What only reads, in whatever state, and is possible now is put here with no other try: wherever else
    it were possible, all the rest would be the same.
    """
    first = _listed(operations)
    entry = first.next
    taken: list[tuple[_Entry, S, bool]] = []  # with the state before, and whether to try others
    known: set[tuple[int, S]] = set()
    linearized = 0
    failed = Verdict(None)
    while first.next is not None:
        assert entry is not None
        following = None if entry.end is None else step(state, entry.operation)
        is_known = following is not None and (linearized | entry.bit, following) in known
        if entry.end is None or (is_known and only_reads(entry.operation)):
            # It has to happen before it ends, or leads to where nothing was found.
            if len(taken) >= len(failed.longest):
                failed = Verdict(None, [one.operation for one, *_ in taken], entry.operation)
            has_others = False
            while taken and not has_others:
                former, state, has_others = taken.pop()
                linearized ^= former.bit
                former.put_back()
                entry = former.next
            if not has_others:
                return failed
        elif following is None or is_known:
            entry = entry.next
        else:
            linearized |= entry.bit
            known.add((linearized, following))
            taken.append((entry, state, not only_reads(entry.operation)))
            state = following
            entry.take_out()
            entry = first.next
    return Verdict([one.operation for one, *_ in taken])


def _listed(operations: Sequence[Operation]) -> _Entry:
    """Return the beginnings and ends by their time, linked, after an entry that is none."""
    moments: list[tuple[float, int, _Entry]] = []
    for number, operation in enumerate(operations):
        end = _Entry(operation, 1 << number)
        begin = _Entry(operation, 1 << number, end)
        # What begins when something else ends may have overlapped with it.
        moments += [(operation.invoked, 0, begin), (operation.returned, 1, end)]
    first = last = _Entry(Operation("", {}, None, 0, 0), 0)
    for *_, entry in sorted(moments, key=lambda moment: moment[:2]):
        entry.previous, last.next = last, entry
        last = entry
    return first
