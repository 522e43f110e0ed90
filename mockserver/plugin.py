"""The mock as fixtures of pytest: `mock_api` gives each test a workspace of its own.

Nothing heavy is imported before a test asks for it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True)
class MockApi:
    """A mock as one test sees it: in a workspace that no other test sees."""

    url: str
    workspace: str
    token: str | None = None

    def headers(self, api: str | None = None, user: int = 2) -> dict[str, str]:
        """Return the headers of requests of a user to an API; the first one if none is named."""
        return {**self._users(api)[user]["headers"], "X-Mock-Workspace": self.workspace}

    def credential(self, api: str | None = None, user: int = 2) -> str:
        """Return the credential of a user of an API; of the first one if none is named."""
        return str(self._users(api)[user]["credential"])

    def client(self, api: str | None = None, user: int = 2) -> httpx.Client:
        """Return a client that asks as a user; its paths begin with the base path of the API."""
        import httpx

        return httpx.Client(base_url=self.url, headers=self.headers(api, user))

    def control(self, method: str, path: str, data: Any = None) -> Any:
        """Send a request about this workspace to the control surface, and return its data.

        Raises:
            ValueError: the mock refused it; the message says why.
        """
        import httpx

        headers = {"X-Mock-Workspace": self.workspace}
        headers |= {"X-Mock-Token": self.token} if self.token else {}
        body = {} if data is None else {"json": data}
        answer = httpx.request(method, f"{self.url}/_mock{path}", headers=headers, **body)
        if answer.is_error:
            raise ValueError(answer.json()["detail"])
        return answer.json() if answer.content else None

    @cached_property
    def _apis(self) -> dict[str, Any]:
        return {one["name"]: one for one in self.control("GET", "/apis")["apis"]}

    def _users(self, api: str | None) -> dict[int, Any]:
        known = self._apis[api or next(iter(self._apis))]
        return {user["id"]: user for user in known["users"]}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let people say which mock their tests speak with."""
    group = parser.getgroup("mockserver", "stand-ins for documented APIs")
    group.addoption(
        "--mock-url", metavar="URL", help="Use the mock that runs there, instead of starting one."
    )
    group.addoption(
        "--mock-token", metavar="TOKEN", help="What that mock was given as --control-token."
    )
    parser.addini("mock_apis", "The APIs that a mock is started for; all if none.", type="args")
    parser.addini("mock_data", "What their state starts with: demo, empty, or a file.")


@pytest.fixture(scope="session")
def mock_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a mock that runs while the tests do: one for each process of theirs."""
    running = request.config.getoption("--mock-url")
    if running:
        yield running.rstrip("/")
        return
    from mockserver import running_mock

    apis = request.config.getini("mock_apis")
    with running_mock(*apis, data=request.config.getini("mock_data") or "demo") as mock:
        yield mock.url


@pytest.fixture
def mock_api(mock_server: str, request: pytest.FixtureRequest) -> Iterator[MockApi]:
    """The mock in a workspace of this test's own, which is let go afterwards."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", request.node.name).strip("-._")[:80]
    token = request.config.getoption("--mock-token")
    own = MockApi(mock_server, f"t-{name}-{uuid.uuid4().hex[:12]}", token)
    own.control("POST", "/reset")  # it is there from now on
    yield own
    own.control("DELETE", f"/workspaces/{own.workspace}")
