"""The console for everybody: themes, the keyboard, and what axe-core says of every view."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.mockserver.browser import violations
from tests.mockserver.calling import client_body
from tests.mockserver.console.window import API, Console, Opened, choice, press, row

VIEWS = ("requests", "data", "switches", "switches/variations", "switches/latency", "requirements")


def test_light_and_dark_follow_the_system_and_the_switch(opened: Opened) -> None:
    page = opened(color_scheme="dark").open()
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    choice(page, "Theme").select_option("light")
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == light
    choice(page, "Theme").select_option("")
    assert page.evaluate(ground) == dark


def test_the_keyboard_is_enough(console: Console) -> None:
    console.create(name="One")
    console.api.get("/api/clients/0")
    page = console.open()
    row(page, "POST").wait_for()
    focused = "document.activeElement"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focused}.id") == "main"
    page.get_by_role("grid").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"{focused}.getAttribute('aria-activedescendant')") == "row-1"
    page.keyboard.press("Enter")
    page.get_by_label("Body of the request").wait_for()
    assert page.evaluate(f"{focused}.getAttribute('role')") == "grid"
    clear = page.get_by_role("button", name="Clear", exact=True)
    clear.focus()
    page.keyboard.press("Enter")
    page.locator("dialog").wait_for()
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate(f"{focused}.closest('dialog') !== null || {focused} === document.body")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert page.evaluate(f"{focused}.textContent") == "Clear"


def test_the_focus_can_be_seen(console: Console) -> None:
    page = console.open()
    page.get_by_role("link", name="Data", exact=True).focus()
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def _shorten(page: Any) -> None:
    """Leave a few entries of a list of hundreds that are alike: axe-core looks at each for long."""
    page.evaluate(
        """() => {
          for (const one of document.querySelectorAll(".choice:not(.on), .requirements > li"))
            if ([...one.parentElement.children].indexOf(one) > 6) one.remove();
          [...document.querySelectorAll(".choices > fieldset")].slice(6).forEach((one) => one.remove());
        }"""
    )


@pytest.mark.parametrize(("theme", "width"), [("light", 1400), ("dark", 360)])
def test_axe_finds_nothing(opened: Opened, theme: str, width: int) -> None:
    console = opened(color_scheme=theme)
    console.page.set_viewport_size({"width": width, "height": 800})
    page = console.open()
    page.get_by_text("No request yet").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    made = console.create(name="Seen", iban="DE94000000000000104201")
    console.api.put(f"/api/clients/{made['id']}", json={"name": "Changed"})
    console.api.post("/api/clients", json=client_body(type="klient"))
    headers = {"X-Mock-Workspace": console.workspace}
    broken = {"active": ["create-answers-202"]}
    httpx.put(f"{console.url}/_mock/faults", json=broken, headers=headers)
    console.create()
    opened_ones = ("requests/2", "requests/3", "requests/4", f"data/{API}/clients/1")
    for view in (*VIEWS, "apis", *opened_ones, f"data/{API}?at=1"):
        console.open(view)
        page.wait_for_timeout(150)
        _shorten(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
        assert violations(page) == [], view
    console.open(f"data/{API}/clients/1")
    press(page, "Edit")
    page.locator("dialog").wait_for()
    assert violations(page) == []
