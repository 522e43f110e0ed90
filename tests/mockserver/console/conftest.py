"""A page and a workspace of its own for each test, in one browser and one mock for all of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockserver import running_mock
from mockserver.hosting import RunningMock
from tests.mockserver.browser import chromium
from tests.mockserver.console.window import API, Console, Opened

numbers = itertools.count(1)


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="package")
def mock() -> Iterator[RunningMock]:
    with running_mock() as running:
        yield running


def _is_ours(url: str, mock: RunningMock) -> bool:
    return url.startswith((mock.url, "data:"))


@pytest.fixture
def opened(browser: Any, mock: RunningMock) -> Iterator[Opened]:
    """A function that opens a browser window of given properties on a workspace of its own."""
    contexts: list[Any] = []
    clients: list[httpx.Client] = []
    problems: list[str] = []

    def make(**how: Any) -> Console:
        context = browser.new_context(viewport={"width": 1300, "height": 800}, **how)
        context.set_default_timeout(15_000)  # of a machine that is busy
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda one: problems.extend([one.text] * (one.type == "error")))
        page.on("request", lambda one: problems.extend([one.url] * (not _is_ours(one.url, mock))))
        workspace = f"console-{next(numbers)}"
        headers = mock.headers(API, workspace=workspace)
        contexts.append(context)
        clients.append(httpx.Client(base_url=mock.url, headers=headers))
        return Console(page, mock.url, workspace, clients[-1])

    yield make
    for one in (*contexts, *clients):
        one.close()
    assert [one for one in problems if "status of 4" not in one] == []


@pytest.fixture
def console(opened: Opened) -> Console:
    return opened()
