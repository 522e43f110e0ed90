"""A mock that runs inside somebody else's program, over HTTP."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Self

import uvicorn

from mockserver import build
from mockserver.running import configuration, listen
from mockserver.server import Server

YEAR = 365 * 86400.0


class RunningMock:
    """A mock that answers between entering and leaving a `with` or an `async with`.

    `url` is where, without a slash at the end.
    """

    def __init__(self, request: build.Request, port: int) -> None:
        self._server = build.server(request)
        self._port = port
        self.url = ""

    @property
    def app(self) -> Server:
        """The ASGI application, for use without HTTP."""
        return self._server

    def credential(self, api: str, user: int = 2) -> str:
        """Return a credential that an API accepts: user 2 and user 3 see nothing of each other."""
        world = self._server.workspaces.default.worlds[api]
        return world.api.credential(user, world.settings, world.clock.now(), YEAR)

    def headers(self, api: str, user: int = 2, workspace: str | None = None) -> dict[str, str]:
        """Return the headers of a request of a user, in a workspace if one is named."""
        given = dict(
            self._server.workspaces.default.worlds[api].api.headers(self.credential(api, user))
        )
        return given | ({"X-Mock-Workspace": workspace} if workspace else {})

    def __enter__(self) -> Self:
        bound = listen("127.0.0.1", self._port)
        self.url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        self._http = uvicorn.Server(configuration(self._server))
        self._thread = threading.Thread(
            target=self._http.run, kwargs={"sockets": [bound]}, name="mockserver", daemon=True
        )
        self._thread.start()  # requests wait at the socket until it accepts them
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.should_exit = True
        self._thread.join()
        self.url = ""

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.__enter__)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self.__exit__, kind, error, trace)
