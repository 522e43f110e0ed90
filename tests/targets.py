"""Implementations that the tests point the suite at."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from conformance.target import Target
from mockserver.api import api as find
from tests.implementations import infakt_stdlib, infranotes_stdlib
from tests.implementations.serving import Server
from tests.matrix import Case, target

# The cheapest selection that still writes, reads and cleans up.
FEW = ("INF-CLIENT-01", "INF-CONTACT-02", "INF-LIST-07")


def mock(*faults: str, requirements: tuple[str, ...] = FEW, seed: int = 0) -> Target:
    """Return a mock in process with these faults, to be examined for a few requirements."""
    case = Case("infranotes", faults=faults)
    return replace(target(find("infranotes"), case, seed), requirements=requirements)


# The servers that are not ours, with the secret that their tokens are signed with, if any.
INDEPENDENT: dict[str, tuple[type[Server], Callable[[int], str], str | None]] = {
    "infranotes": (
        infranotes_stdlib.InfraNotes,
        infranotes_stdlib.credential,
        infranotes_stdlib.SECRET.decode(),
    ),
    "infakt": (infakt_stdlib.InFakt, infakt_stdlib.credential, None),
}


@contextmanager
def independent(*faults: str, api: str = "infranotes") -> Iterator[Target]:
    """Yield a server that is not ours, over HTTP; at the end it has to be as it was before."""
    make, credential, secret = INDEPENDENT[api]
    server = make(faults)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Target(
            api=api,
            url=server.url,
            token=credential(2),
            other_token=credential(3),
            secret=secret,
            examples=6,
            shrink_seconds=2,
        )
        assert not server.left, "the suite left something"
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
