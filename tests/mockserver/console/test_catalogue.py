"""Requirements and APIs in the console: searched, with credentials, and tried in Swagger UI."""

from __future__ import annotations

import httpx
import pytest

from tests.mockserver.console.window import Console, choice, notice


def test_the_catalogue_is_searched_and_filtered(console: Console) -> None:
    page = console.open("requirements")
    page.locator(".requirements > li").first.wait_for()
    every = page.locator(".requirements > li").count()
    choice(page, "Level").select_option("should")
    page.locator(".count", has_text=f"of {every}").wait_for()
    assert 0 < page.locator(".requirements > li").count() < every
    page.get_by_placeholder("Search statements").fill("INF-")
    page.locator(".requirements > li", has_text="FAK-").first.wait_for(state="detached")
    assert ".txt, line" in page.locator(".requirements > li").first.inner_text()


def test_credentials_are_copied_and_work(console: Console) -> None:
    page = console.open("apis")
    page.get_by_role("button", name="Copy header of").or_(
        page.get_by_role("button", name="Copy the header of user 3 of InfraNotes client system")
    ).click()
    notice(page, "The header is on the clipboard.")
    name, _, value = page.evaluate("navigator.clipboard.readText()").partition(": ")
    assert httpx.get(f"{console.url}/api/clients", headers={name: value}).status_code == 200


@pytest.mark.parametrize(
    ("api", "operation", "path"),
    [
        ("infranotes", "listClients", "/api/clients"),
        ("infakt", "listClients", "/clients.json"),
        ("invoiceninja", "getClients", "/api/v1/clients"),
    ],
)
def test_swagger_ui_sends_requests_with_credentials(
    console: Console, api: str, operation: str, path: str
) -> None:
    page = console.open("apis")
    page.locator(f"a[href*='/ui/{api}/']", has_text="Try it in Swagger UI").click()
    page.locator(f"[id$={operation}]").first.click()
    page.get_by_role("button", name="Execute").first.click()
    page.locator(".live-responses-table .response-col_status", has_text="200").wait_for()
    page = console.open("requests/1")
    page.locator(".detail h2", has_text=path).wait_for()
