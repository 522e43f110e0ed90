"""What is hostile does nothing in the console, and who has no token sees nothing."""

from __future__ import annotations

from typing import Any

import httpx

from mockserver import build
from mockserver.hosting import RunningMock
from tests.mockserver.calling import client_body
from tests.mockserver.console.window import API, Console, press

HOSTILE = "<img src=x onerror=window.ran=1><script>window.ran=1</script>'\"&amp;"


def test_names_that_are_markup_stay_text(console: Console) -> None:
    made = console.create(name=HOSTILE, notes=HOSTILE)
    console.api.get("/api/clients/search", params={"query": HOSTILE})
    console.api.post("/api/clients", json=client_body(type=HOSTILE, email=HOSTILE))
    page = console.open()
    for number in (1, 2, 3):
        page.goto(f"{page.url.partition('#')[0]}#/requests/{number}")
        page.locator(".detail h2", has_text="/api/clients").wait_for()
    page.get_by_text(HOSTILE).first.wait_for()
    console.open(f"data/{API}/clients/{made['id']}")
    page.locator(".members", has_text=HOSTILE).wait_for()
    assert page.evaluate("window.ran") is None
    assert page.locator("main img, main script").count() == 0


def test_the_page_may_run_nothing_but_its_own_files(console: Console) -> None:
    answer = httpx.get(f"{console.url}/_mock/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert httpx.get(f"{console.url}/_mock/console/../server.py").status_code == 404
    assert httpx.get(f"{console.url}/_mock").headers["location"] == "_mock/"


def test_the_token_is_asked_for_once(browser: Any) -> None:
    with RunningMock(build.Request((API,), control_token="secret"), 0) as protected:
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{protected.url}/_mock/#/apis")
        page.locator("dialog input").fill("wrong")
        press(page, "Continue")
        page.get_by_text("That is not the token.").wait_for()
        page.keyboard.press("Escape")
        page.locator("dialog input").fill("secret")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="InfraNotes").wait_for()
        page.reload()
        page.get_by_role("heading", name="InfraNotes").wait_for()
        page.locator(".connection.live").wait_for()
        assert page.locator("dialog").count() == 0
        context.close()
