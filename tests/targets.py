"""Implementations that the tests point the suite at."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from conformance.target import Target
from mockserver.api import api as find
from tests.cases import Case, target
from tests.implementations import infakt_stdlib, infranotes_stdlib, node_process
from tests.implementations.running import Running
from tests.implementations.serving import Server

# The cheapest selection that still writes, reads and cleans up.
FEW = ("INF-CLIENT-01", "INF-CONTACT-02", "INF-LIST-07")


def mock(*faults: str, requirements: tuple[str, ...] = FEW, seed: int = 0) -> Target:
    """Return a mock in process with these faults, to be examined for a few requirements."""
    case = Case("infranotes", faults=faults)
    return replace(target(find("infranotes"), case, seed), requirements=requirements)


# The servers that are not ours: of which API, and in which language.
INDEPENDENT = [
    (api, language) for api in ("infranotes", "infakt") for language in ("python", "javascript")
]

# Those in Python, with what makes a credential, and the secret that tokens are signed with, if any.
IN_PYTHON: dict[str, tuple[type[Server], Callable[[int], str], str | None]] = {
    "infranotes": (
        infranotes_stdlib.InfraNotes,
        infranotes_stdlib.credential,
        infranotes_stdlib.SECRET.decode(),
    ),
    "infakt": (infakt_stdlib.InFakt, infakt_stdlib.credential, None),
}


@contextmanager
def _in_thread(api: str, *faults: str) -> Iterator[Running]:
    """Yield a server that is written in Python."""
    make, credential, secret = IN_PYTHON[api]
    server = make(faults)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    running = Running(server.url, credential(2), credential(3), secret)
    try:
        yield running
    finally:
        running.left = len(server.left)
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def independent(
    *faults: str, api: str = "infranotes", language: str = "python"
) -> Iterator[Target]:
    """Yield a server that is not ours, over HTTP; at the end it has to be as it was before."""
    start = {"python": _in_thread, "javascript": node_process.started}[language]
    with start(api, *faults) as running:
        yield Target(
            api=api,
            url=running.url,
            token=running.token,
            other_token=running.other_token,
            secret=running.secret,
            examples=6,
            shrink_seconds=2,
        )
    assert not running.left, "the suite left something"


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
