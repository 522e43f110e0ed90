"""One request and its answer, as they are written down and shown: masked, and as a `curl` command."""

from __future__ import annotations

import base64
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
    """A request as it was sent, without secrets. `body` is None where there was none.

    A body that is not UTF-8 stands in `content` as it was; `body` is its best reading.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: str | None = None
    content: bytes | None = None

    @property
    def told_headers(self) -> dict[str, str]:
        """The headers that have to be given to send the request again."""
        return {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in _UNTOLD_HEADERS and (name.lower(), value) != ("accept", "*/*")
        }

    def curl(self, flags: str = "-i", url: str | None = None, body: str | None = None) -> str:
        """Return the request as a command for a POSIX shell; secrets stand as `$TOKEN` and the like.

        `url` and `body` replace the request's own; they are quoted for the shell already.
        """
        parts = ["curl", *([flags] if flags else [])]
        parts += ["-g"] if set("[]{}") & set(self.url) else []
        parts += ["-X", self.method] if self.method != "GET" else []
        parts.append(url or shlex.quote(self.url))
        for name, value in self.told_headers.items():
            parts += ["-H", _double_quoted(f"{name}: {value}" if value else f"{name};")]
        if self.body is None:
            return " ".join(parts)
        if "content-type" not in {name.lower() for name in self.headers}:
            parts += ["-H", '"content-type:"']  # or curl would say that it is a form
        raw = self.content
        if "\x00" in self.body or self.body.startswith("@"):
            raw = self.body.encode()
        if raw is not None:  # no argument of curl can carry it
            return f"printf {_octal(raw)} | " + " ".join([*parts, "--data-binary", "@-"])
        return " ".join([*parts, "--data-binary", body or shlex.quote(self.body)])


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
                **({"base64": _base64(self.request.content)} if self.request.content else {}),
            },
            "response": {
                "status": self.response.status,
                "headers": dict(self.response.headers),
                "body": self.response.body,
            },
        }

    @classmethod
    def of_json(cls, row: Mapping[str, Any]) -> Exchange:
        """Return the exchange that a recording tells of."""
        sent, received = row["request"], row["response"]
        content = base64.b64decode(sent["base64"]) if "base64" in sent else None
        request = Sent(sent["method"], sent["url"], sent["headers"], sent["body"], content)
        response = Received(received["status"], received["headers"], received["body"])
        return cls(row["operation"], request, response, row["seconds"])


def _double_quoted(text: str) -> str:
    """Quote for a shell so that `$TOKEN` and `$(…)` still expand, which a mask may contain."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`") + '"'


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _octal(content: bytes) -> str:
    """Return bytes as the format of the command `printf`."""
    kept = {character: chr(character) for character in range(32, 127)}
    kept |= {ord("%"): "%%", ord("\\"): "\\\\"}
    return shlex.quote("".join(kept.get(byte, f"\\{byte:03o}") for byte in content))
