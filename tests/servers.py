"""Serves an application in process over HTTP, for tests that need a real port."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import uvicorn

from conformance.target import Target


@contextmanager
def running(target: Target) -> Iterator[Target]:
    """Yield the target served on a free port of the loopback interface."""
    with serving(target.app) as url:
        yield replace(target, app=None, url=url)


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Yield the URL of an ASGI application that is served on a free port."""
    config = uvicorn.Config(app, port=0, log_level="warning", access_log=False, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
