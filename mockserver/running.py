"""A mock as a process: the port, the server, and what a newcomer is told."""

from __future__ import annotations

import asyncio
import functools
import logging
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import uvicorn

from mockserver import build, connections, progress, starting
from mockserver.contract import contract
from mockserver.persistence import Keeper
from mockserver.server import Server
from mockserver.sharing import give_back
from mockserver.world import World

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
    """Says something once requests are accepted, and keeps nobody waiting at the end."""

    def __init__(
        self,
        config: uvicorn.Config,
        mock: Server,
        announce: Callable[[], None],
        keeper: Keeper | None = None,
    ) -> None:
        super().__init__(config)
        self._mock = mock
        self._announce = announce
        self._keeper = keeper
        self._keeping: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._keeper:
            self._keeping = asyncio.ensure_future(self._keeper.run())
        if self.started:
            starting.end()
            self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._mock.workspaces.close()
        self._mock.lines.write()
        await super().shutdown(sockets)
        if self._keeper and self._keeping:
            self._keeping.cancel()
            self._keeper.save()


def configuration(server: Server) -> uvicorn.Config:
    """Return how requests are taken in."""
    return uvicorn.Config(
        server,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http=connections.within(server.limits),  # type: ignore[arg-type]
        ws="none",
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )


def serve(server: Server, bound: socket.socket, keeper: Keeper | None = None) -> None:
    """Answer requests at a socket until the process is told to end."""
    _log_requests()
    connections.raise_file_limit()
    config = configuration(server)
    announce = functools.partial(_announce, _url(bound), server.worlds)
    _Announcing(config, server, announce, keeper).run(sockets=[bound])


def prepared(request: build.Request, state: Path | None) -> tuple[Server, Keeper | None]:
    """Return what somebody asks for, with the state that a file keeps if one is named.

    Raises:
        ValueError: something that is asked for does not exist or is not right.
    """
    with progress.reading(_file(request.data)):
        server = build.server(request)
    keeper = None
    if state is not None:
        keeper = Keeper(server.workspaces, state)
        with progress.reading(state) as told:
            keeper.load(told)
    if state is not None or _file(request.data):
        give_back()
    return server, keeper


def _file(data: str) -> Path | None:
    """Return the file that data are read from, None if they come with the mock."""
    return None if data in (build.DEMO, build.EMPTY) else Path(data)


def _url(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _log_requests() -> None:
    """Write one short line per request if somebody is looking."""
    logging.getLogger("mockserver").addHandler(logging.StreamHandler())
    if sys.stderr.isatty():
        logging.getLogger("mockserver.requests").setLevel(logging.INFO)


def _announce(url: str, worlds: Iterable[World]) -> None:
    print(f"Listening on {url}\nWatch it at  {url}/_mock/", flush=True)
    for world in worlds:
        print(f"\n{welcome(url, world)}", flush=True)


def welcome(url: str, world: World) -> str:
    """Return what somebody who sees an API for the first time can paste next."""
    api, known = world.api, contract(world.api.name)
    quote, credential = "'", api.credential(2, world.settings, world.clock.now(), YEAR)
    if _own_secrets(world):  # a credential would be as good as they are
        quote, credential = '"', f"$({_token_command(world)})"
    headers = api.headers(credential).items()
    told = " ".join(f"-H {quote}{name}: {value}{quote}" for name, value in headers)
    return "\n".join(
        (
            known.title,
            f"  try it     curl {told} {url}{known.base_path}{api.example}",
            f"  docs       {url}/_mock/ui/{api.name}/",
            f"  check it   {suite_command(url, world)}",
        )
    )


def suite_command(url: str, world: World) -> str:
    """Return the command that runs the conformance suite against a mock."""
    api, token = world.api, _token_command(world)
    secrets = {name: f"'{one.default}'" for name, one in api.settings.items() if one.is_secret}
    parts = [f"conformance run {api.name} --url {url}"]
    parts += [f'--token "$({token})"', f'--other-token "$({token} --user 3)"']
    parts += [f"--{name} {one}" for name, one in {**secrets, **_own_secrets(world)}.items()]
    parts += [f"--password '{api.password(2)}'"] if api.password else []
    return " ".join(parts)


def _token_command(world: World) -> str:
    options = (f" --{name} {shown}" for name, shown in _own_secrets(world).items())
    return f"mockserver token {world.api.name}{''.join(options)}"


def _own_secrets(world: World) -> dict[str, str]:
    """Return the secrets that somebody chose, as the variable that a command has in their place."""
    return {
        name: f'"${name.upper().replace("-", "_")}"'
        for name, one in world.api.settings.items()
        if one.is_secret and world.settings[name] != one.default
    }
