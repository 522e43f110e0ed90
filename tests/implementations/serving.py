"""What the independent servers have in common: JSON over HTTP, one request at a time."""

from __future__ import annotations

import json
import sys
import threading
from abc import ABC, abstractmethod
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Record = dict[str, Any]


class Refused(Exception):
    """The request is answered with this status; what is told about it is the handler's to say."""

    def __init__(self, status: int, told: Any) -> None:
        super().__init__(status)
        self.status, self.told = status, told


class Server(ThreadingHTTPServer, ABC):
    """A server on a free port, told which faults it has; `left` is what is in it."""

    handler: type[Handler]

    def __init__(self, faults: tuple[str, ...] = ()) -> None:
        super().__init__(("127.0.0.1", 0), self.handler)
        self.lock = threading.Lock()
        self.faults = faults

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    @abstractmethod
    def left(self) -> list[Any]:
        """All records."""


class Handler(BaseHTTPRequestHandler, ABC):
    """One request."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet for each answer, or each would wait for an acknowledgement

    @abstractmethod
    def handle_call(self, content: bytes) -> tuple[int, Any]:
        """Return status and body of the answer; None is no body.

        Raises:
            Refused: the request is refused.
        """

    def refusal(self, refused: Refused) -> Any:
        """Return the body of an error."""
        return refused.told

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            with self.server.lock:  # type: ignore[attr-defined]
                status, body = self.handle_call(content)
        except Refused as refused:
            status, body = refused.status, self.refusal(refused)
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        if data:
            self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer  # noqa: N815


def main(server: type[Server], *credentials: str) -> None:
    """Serve, with the faults that the command line names, after printing the address and credentials."""
    running = server(tuple(sys.argv[1:]))
    print(running.url, *credentials, flush=True)
    running.serve_forever()
