"""Keeps the calls of a check with their answers, so that they can be sent again, elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.client import Answer, Client


@dataclass(frozen=True)
class Call:
    """A request as a driver asked for it; `shown` tells which credential it carried."""

    operation: str | None
    method: str
    path: str
    query: Mapping[str, Any] | None = None
    headers: Mapping[str, str] | None = None
    content: bytes | None = None
    shown: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Step:
    """A call and what was answered."""

    call: Call
    answer: Answer


class Tape(Client):
    """A client that keeps what it sent and got, in `steps`, until somebody clears it."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.steps: list[Step] = []

    def send(self, operation: str | None, method: str, path: str, **named: Any) -> Answer:
        """Send one request, as `Client.send` does, and keep it."""
        answer = super().send(operation, method, path, **named)
        self.steps.append(Step(Call(operation, method, path, **named), answer))
        return answer
