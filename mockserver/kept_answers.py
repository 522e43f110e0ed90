"""Answers to reads: a state never changes, so neither does what it answers to one and the same request."""

from __future__ import annotations

from collections.abc import Hashable

from mockserver.http import Written
from mockserver.shelves import Shelves

# For how many states the answers of an operation are kept, how many bytes for each, and of which size.
MOST_STATES = 4
MOST_BYTES = 512 * 1024
LONGEST = MOST_BYTES // 4
# What an answer takes besides its body, about, with what was asked.
ROOM = 2000


class _Answers:
    """The answers of an operation in one state, by what was asked and the headers of the request.

    Headers are known by their identity: `http.headers_of` gives the same ones for equal ones.
    """

    __slots__ = ("found", "size")

    def __init__(self) -> None:
        self.found: dict[tuple[Hashable, int], tuple[Written, object]] = {}
        self.size = 0

    def get(self, asked: Hashable, headers: object) -> Written | None:
        known = self.found.get((asked, id(headers)))
        return known and known[0]

    def add(self, asked: Hashable, headers: object, answer: Written) -> None:
        size = len(answer.body)
        if size > LONGEST:
            return
        if self.size + size > MOST_BYTES:
            self.found.clear()
            self.size = 0
        # Held on to, the headers keep their identity to themselves.
        self.found[asked, id(headers)] = answer, headers
        self.size += size + ROOM


class KeptAnswers:
    """What an operation that changes nothing has answered, in the latest states that it was asked in."""

    def __init__(self) -> None:
        self._shelves = Shelves(_Answers, MOST_STATES)

    def of(self, *rests_on: object) -> _Answers:
        """Return the answers that rest on objects which never change, such as a state."""
        return self._shelves.of(rests_on)
