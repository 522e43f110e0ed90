"""Implementations that the tests point the suite at."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from conformance.target import Target
from mockserver.api import api as find
from tests.implementations import infranotes_stdlib
from tests.matrix import Case, target

# The cheapest selection that still writes, reads and cleans up.
FEW = ("INF-CLIENT-01", "INF-CONTACT-02", "INF-LIST-07")


def mock(*faults: str, requirements: tuple[str, ...] = FEW, seed: int = 0) -> Target:
    """Return a mock in process with these faults, to be examined for a few requirements."""
    case = Case("infranotes", faults=faults)
    return replace(target(find("infranotes"), case, seed), requirements=requirements)


@contextmanager
def independent(*faults: str) -> Iterator[Target]:
    """Yield a server that is not ours, over HTTP."""
    server = infranotes_stdlib.Server(faults)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Target(
            api="infranotes",
            url=f"http://127.0.0.1:{server.server_port}",
            token=infranotes_stdlib.make_token(2),
            other_token=infranotes_stdlib.make_token(3),
            secret=infranotes_stdlib.SECRET.decode(),
            examples=6,
            shrink_seconds=2,
        )
        left = [*server.clients, *server.contacts, *server.fields]
        assert not left, "the suite left something"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Broken:
    """Passes requests on, but answers those of one method and path in its own way."""

    def __init__(self, app: Any, path: str, method: str, status: int, body: bytes) -> None:
        self.app = app
        self.path, self.method = path, method
        self.status, self.body = status, body

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if (scope.get("method"), scope.get("path")) == (self.method, self.path):
            headers = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": self.status, "headers": headers})
            await send({"type": "http.response.body", "body": self.body})
        else:
            await self.app(scope, receive, send)
