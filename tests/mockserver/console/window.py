"""The console as somebody sees it: a page in a browser, and what is done there by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from tests.mockserver.calling import client_body

API = "infranotes"


@dataclass
class Console:
    """A page of the console, and a client of the API in the same workspace."""

    page: Any
    url: str
    workspace: str
    api: httpx.Client

    def open(self, view: str = "requests") -> Any:
        """Open a view and return the page."""
        self.page.goto(f"{self.url}/_mock/?workspace={self.workspace}#/{view}")
        return self.page

    def create(self, **members: Any) -> dict[str, Any]:
        """Create a client through the API."""
        made: dict[str, Any] = self.api.post("/api/clients", json=client_body(**members)).json()
        return made

    def names(self) -> list[str]:
        """Return the names of the clients that the API knows."""
        return [one["name"] for one in self.api.get("/api/clients?limit=100").json()]


Opened = Callable[..., Console]


def row(page: Any, text: str) -> Any:
    """Return the row of a request whose text is like this."""
    return page.locator(".rows .row", has_text=text).first


def choice(page: Any, name: str) -> Any:
    """Return what lets somebody choose."""
    return page.get_by_role("combobox", name=name, exact=True)


def press(page: Any, name: str, within: str = "body") -> None:
    """Press a button."""
    page.locator(within).get_by_role("button", name=name, exact=True).first.click()


def notice(page: Any, text: str) -> None:
    """Wait until the console says this."""
    page.locator(".notice", has_text=text).wait_for()
