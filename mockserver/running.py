"""A mock as a process: the port, the server, and what a newcomer is told."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

import uvicorn

from mockserver import build
from mockserver.api import Api, api
from mockserver.contract import contract

YEAR = 365 * 86400.0


class PortTakenError(Exception):
    """The address cannot be listened at; the message says why."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address; port 0 is a free one.

    Raises:
        PortTakenError: another program listens there, or the address is none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(1024)
    except (OSError, OverflowError) as error:
        bound.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise PortTakenError(
            f"Cannot listen at {host}:{port}: {reason}. Choose another with --port."
        ) from None
    return bound


class _Announcing(uvicorn.Server):
    """Says something once requests are accepted."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()


def serve(request: build.Request, bound: socket.socket) -> None:
    """Answer requests until the process is told to end.

    Raises:
        ValueError: something that was asked for does not exist or is not right; the message says
            what.
    """
    app = build.server(request)
    url = _url(bound)
    _log_requests()
    config = uvicorn.Config(
        app,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http="httptools",
        ws="none",
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )
    _Announcing(config, lambda: _announce(url, request)).run(sockets=[bound])


def _url(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _log_requests() -> None:
    """Write one short line per request if somebody is looking."""
    handler = logging.StreamHandler()
    logging.getLogger("mockserver").addHandler(handler)
    if sys.stderr.isatty():
        logging.getLogger("mockserver.requests").setLevel(logging.INFO)


def _announce(url: str, request: build.Request) -> None:
    print(f"Listening on {url}", flush=True)
    for name in request.apis:
        print(f"\n{welcome(url, api(name), request)}", flush=True)


def welcome(url: str, one: Api, request: build.Request) -> str:
    """Return what somebody who sees an API for the first time can paste next."""
    settings = {
        name: request.settings.get(name, known.default) for name, known in one.settings.items()
    }
    credential = one.credential(2, settings, datetime.now(UTC), YEAR)
    headers = " ".join(f"-H '{name}: {value}'" for name, value in one.headers(credential).items())
    known = contract(one.name)
    changed = [f"--{name} '{value}'" for name, value in settings.items()]
    return "\n".join(
        (
            f"{known.title}",
            f"  try it     curl {headers} {url}{known.base_path}{one.example}",
            f"  docs       {url}/_mock/ui/{one.name}/",
            f"  check it   {suite_command(url, one, settings, changed)}",
        )
    )


def suite_command(url: str, one: Api, settings: Mapping[str, str], extra: Iterable[str]) -> str:
    """Return the command that runs the conformance suite against a mock."""
    changed = "".join(
        f" --{name} '{value}'"
        for name, value in settings.items()
        if value != one.settings[name].default
    )
    tokens = (
        f'--token "$(mockserver token {one.name}{changed})"',
        f'--other-token "$(mockserver token {one.name} --user 3{changed})"',
    )
    password = f" --password '{one.password(2)}'" if one.password else ""
    return " ".join((f"conformance run {one.name} --url {url}", *tokens, *extra)) + password
