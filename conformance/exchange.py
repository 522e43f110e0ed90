"""One request and its answer, as they are written down and shown: masked, and as a `curl` command."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# What curl sends by itself, or what says nothing about the exchange.
_UNTOLD_HEADERS = frozenset(
    {"host", "accept-encoding", "connection", "user-agent", "content-length"}
)


@dataclass(frozen=True)
class Sent:
    """A request as it was sent, without secrets. `body` is None where there was none."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str | None = None

    def curl(self) -> str:
        """Return the request as a command for a POSIX shell; secrets stand as `$TOKEN` and the like."""
        parts = ["curl", "-i"]
        if self.method != "GET":
            parts += ["-X", self.method]
        parts.append(shlex.quote(self.url))
        for name, value in self.headers.items():
            if name.lower() not in _UNTOLD_HEADERS:
                parts += ["-H", _double_quoted(f"{name}: {value}")]
        if self.body is not None:
            parts += ["--data-binary", _body_argument(self.body)]
        return " ".join(parts)


@dataclass(frozen=True)
class Received:
    """An answer as it came, without secrets."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class Exchange:
    """One request and its answer; `seconds` from the first byte sent to the last received."""

    operation: str | None
    request: Sent
    response: Received
    seconds: float = field(compare=False)

    def as_json(self) -> dict[str, Any]:
        """Return the exchange in the form of a recording."""
        return {
            "operation": self.operation,
            "seconds": round(self.seconds, 6),
            "request": {
                "method": self.request.method,
                "url": self.request.url,
                "headers": dict(self.request.headers),
                "body": self.request.body,
            },
            "response": {
                "status": self.response.status,
                "headers": dict(self.response.headers),
                "body": self.response.body,
            },
        }


def _double_quoted(text: str) -> str:
    """Quote for a shell so that `$TOKEN` and `$(…)` still expand, which a mask may contain."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`") + '"'


def _body_argument(body: str) -> str:
    if body.isprintable() or "\x00" not in body:
        return shlex.quote(body)
    return "$'" + body.encode("unicode_escape").decode().replace("'", "\\'") + "'"
