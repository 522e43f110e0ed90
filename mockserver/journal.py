"""What was asked and answered. Kept as the bytes that were sent; made readable only when asked for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from mockserver.answers import Kind, Problem
from mockserver.http import RawHeaders

# How often somebody who follows is told that nothing happened, in seconds.
HEARTBEAT = 15.0


@dataclass(slots=True, eq=False)
class Record:
    """A request with its answer, and the states that it left behind."""

    started: float  # seconds since 1970
    method: str
    path: str
    query: bytes
    headers: RawHeaders
    id: int = 0
    body: bytes = b""
    api: str = ""
    operation: str = ""
    kind: Kind | None = None  # why it was refused
    problems: tuple[Problem, ...] = ()
    preferred: bool = False  # whether it asked for the answer that it got
    status: int = 0
    answer_headers: RawHeaders = field(default_factory=list)
    answer: bytes = b""
    seconds: float = 0.0
    states: tuple[Any, ...] = ()
    before: Any = None  # the state of its API that it found, if it has left another one
    counted: int = 0  # the bytes that the journal was told of

    def parameter(self, name: str) -> str | None:
        """Return a parameter of the query as it was written, None if it was not."""
        written = self.query.decode("utf-8", "replace")
        return dict(parse_qsl(written, keep_blank_values=True)).get(name)

    @property
    def size(self) -> int:
        """How many bytes it keeps, about."""
        return len(self.body) + len(self.answer) + 2000


class Journal:
    """The latest records, at most so many, by ascending id. The ids follow each other from 1."""

    def __init__(self, limit: int, grown: Callable[[int], None] = lambda _: None) -> None:
        self._limit = limit
        self._grown = grown
        self._records: deque[Record] = deque()
        self._news: asyncio.Event | None = None
        self.last_id = 0
        self.closed = False

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records)

    def add(self, record: Record) -> int:
        """Take a record in, the oldest one going if there are too many, and return its id."""
        self.last_id += 1
        record.id = self.last_id
        if self.closed:
            return record.id
        self._records.append(record)
        record.counted = grown = record.size
        if len(self._records) > self._limit:
            grown -= self._records.popleft().counted
        self._grown(grown)
        if self._news is not None:
            self._tell()
        return record.id

    def get(self, record_id: int) -> Record | None:
        """Return the record of this id, None if there is none, or no longer."""
        place = record_id - self.last_id - 1
        return self._records[place] if -len(self._records) <= place < 0 else None

    def since(self, record_id: int) -> list[Record]:
        """Return the records after this one; all of them if it is from a former journal."""
        new = self.last_id - record_id
        count = min(new, len(self._records)) if new >= 0 else len(self._records)
        return [self._records[place] for place in range(-count, 0)]

    def forget_oldest(self) -> None:
        """Let the oldest record go."""
        self._grown(-self._records.popleft().counted)

    def clear(self) -> None:
        """Let all records go; the ids go on."""
        while self._records:
            self.forget_oldest()

    def close(self) -> None:
        """End: whoever follows is let go."""
        self.closed = True
        self.clear()
        self._tell()

    async def follow(self, after: int) -> AsyncIterator[Record | None]:
        """Yield the records after this one, and those to come; None where nothing comes."""
        while not self.closed:
            for record in self.since(after):
                after = record.id
                yield record
            if not await self._wait():
                yield None

    def _tell(self) -> None:
        if self._news is not None:
            self._news.set()
            self._news = None

    async def _wait(self) -> bool:
        self._news = news = self._news or asyncio.Event()
        try:
            await asyncio.wait_for(news.wait(), HEARTBEAT)
        except TimeoutError:
            return False
        return True
