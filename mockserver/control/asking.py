"""What a request to the control surface looks like to those who answer it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver import http, wire
from mockserver.answers import Reply
from mockserver.workspaces import HEADER, Workspace, Workspaces


class ControlError(Exception):
    """The control surface cannot do what it was asked for; the message says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to the control surface; `parameters` are those of its path."""

    workspaces: Workspaces
    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    app: http.App  # the whole mock
    scheme: str = "http"
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        """The workspace that it is about; where no header can be set, the query names it."""
        return self.workspaces.get(self.headers.get(HEADER) or self.query.get("workspace"))

    def data(self) -> Any:
        """Return the body as data.

        Raises:
            ControlError: it is not JSON.
        """
        try:
            return wire.read(self.body)
        except wire.UnreadableError as error:
            raise ControlError(f"The body {error}.") from None

    def member(self, name: str, kind: type, example: str) -> Any:
        """Return a member of the body that must be there, and of a type.

        Raises:
            ControlError: it is not; the message shows an example of the whole body.
        """
        data = self.data()
        value = data.get(name) if isinstance(data, dict) else None
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ControlError(f"The body must be like {example}.")
        return value


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer that has no end of its own."""

    parts: AsyncIterator[bytes]
    kind: str


Answer = Reply | Stream
Action = Callable[[Asked], Answer | Awaitable[Answer]]
# Method, path and what is done; braces in the path stand for a parameter.
Route = tuple[str, str, Action]

DONE = {"status": "ok"}


def missing(thing: str, name: str) -> ControlError:
    """Return the error that there is no such thing."""
    return ControlError(f"There is no {thing} {name}.", 404)


def problem(error: ControlError) -> Reply:
    """Return an error in the form of RFC 9457."""
    return http.problem(error.status, str(error))
