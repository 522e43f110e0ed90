"""Markup in everything that the console, Swagger UI and the reports show: it stays text, everywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from conformance import rendering
from mockserver.hosting import RunningMock
from tests.mockserver.console.window import API, Console
from tests.reports import mixed

# An element that would be found, scripts that would run, and what ends an attribute or an element.
PLANTED = (
    "<i class=planted>x</i><img src=x onerror=window.ran=1><svg onload=window.ran=1>"
    '<script>window.ran=1</script><a href="javascript:window.ran=1">y</a>\'">]]>--></textarea></script>'
)
WATCH = """
  window.ran = undefined;
  window.refused = [];
  document.addEventListener("securitypolicyviolation",
    (event) => window.refused.push(event.violatedDirective));
"""
SEEN = """() => ({
  planted: document.querySelectorAll(".planted, img[onerror], svg[onload], a[href^='javascript']").length,
  ran: window.ran ?? null,
  refused: window.refused,
})"""
OPEN = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
CLEAN: dict[str, Any] = {"planted": 0, "ran": None, "refused": []}

MEMBERS = (
    *("name", "contact_name", "email", "phone", "address", "city", "state", "postal_code", "notes"),
    *("country", "tax_number", "company_registration_number", "website", "bank_name", "iban"),
)
VIEWS = (
    *("requests", "data", f"data/{API}", f"data/{API}/clients", f"data/{API}/contacts"),
    *("switches/faults", "switches/variations", "switches/latency", "requirements", "apis"),
)


def _planted(console: Console) -> int:
    """Plant markup in all that a mock takes, and return how many requests that were."""
    api, header = console.api, {"X-Mock-Workspace": console.workspace}
    members = {name: PLANTED for name in MEMBERS if name not in ("email", "website")}
    made = console.create(**members)
    client = f"/api/clients/{made['id']}"
    api.post(f"{client}/contacts", json={"name": PLANTED, "position": PLANTED, "is_primary": True})
    field = {"entity": "client", "name": PLANTED, "type": "select", "options": [PLANTED]}
    api.post("/api/custom-fields", json=field)
    api.put(client, json={"custom_fields": {PLANTED: PLANTED}, "tags": [PLANTED]})
    api.put(client, json={"email": PLANTED, "type": PLANTED, PLANTED: PLANTED})
    api.get(f"/api/clients/{quote(PLANTED, safe='')}")
    api.get(f"/api/{quote(PLANTED)}")
    api.get("/api/clients", params={PLANTED: PLANTED, "country": PLANTED, "limit": PLANTED})
    api.get("/api/clients", headers={"X-Planted": PLANTED, "Accept": PLANTED})
    for kind in ("application/json", "text/html", "image/svg+xml", "multipart/form-data"):
        api.post("/api/clients", content=PLANTED.encode(), headers={"Content-Type": kind})
    api.post("/api/clients", content=json.dumps(PLANTED), headers={"Content-Type": PLANTED})
    api.request("X-PLANTED", "/api/clients")
    count = len(api.get("/_mock/requests").json()["requests"])
    api.post("/_mock/snapshots", json={"name": PLANTED}, headers=header)
    api.put("/_mock/faults", json={"active": [PLANTED]}, headers=header)
    return count


def _open(console: Console, place: str) -> Any:
    """Open a view, and wait until it has drawn what it was told."""
    page = console.open(place)
    page.locator("main > :not([hidden])").first.wait_for()
    page.evaluate("() => new Promise((done) => setTimeout(done, 100))")
    return page


def test_markup_in_what_a_mock_knows_stays_text(console: Console) -> None:
    console.page.add_init_script(WATCH)
    count = _planted(console)
    assert count > 12
    for place in (*VIEWS, *(f"requests/{number + 1}" for number in range(count))):
        page = _open(console, place)
        page.evaluate(OPEN)
        assert page.evaluate(SEEN) == CLEAN, place
    shown = _open(console, f"data/{API}/clients").locator("main").inner_text()
    assert "<i class=planted>" in shown


def test_markup_in_the_record_of_a_client_stays_text(console: Console) -> None:
    console.page.add_init_script(WATCH)
    made = console.create(name=PLANTED, notes=PLANTED)
    page = _open(console, f"data/{API}/clients/{made['id']}")
    page.get_by_text("<i class=planted>").first.wait_for()
    page.get_by_role("button", name="Edit").first.click()
    page.locator("textarea").first.wait_for()
    assert "<i class=planted>" in page.locator("textarea").first.input_value()
    assert page.evaluate(SEEN) == CLEAN


MADE_UP = (
    PLANTED,
    *(f"{view}/{quote(PLANTED, safe='')}" for view in ("requests", "data", "switches")),
    *(f"data/{API}/{quote(PLANTED, safe='')}/1", f"data/{API}/clients?at={quote(PLANTED)}"),
    f"data/{API}/clients?member={quote(PLANTED)}&value={quote(PLANTED)}",
    f"requirements?search={quote(PLANTED)}",
    *("constructor", "__proto__/x", "toString", "%", "%E0%A4%A", "requests/%"),
)


def test_an_address_that_somebody_made_up_does_nothing(console: Console) -> None:
    console.page.add_init_script(WATCH)
    for place in MADE_UP:
        page = _open(console, place)
        assert page.evaluate(SEEN) == CLEAN, place
        assert page.locator("main").inner_text().strip(), place


def test_a_page_opened_at_an_address_that_is_none_works(console: Console) -> None:
    page = console.open("%/constructor")
    page.get_by_text("No request yet").wait_for()


def test_a_workspace_that_somebody_made_up_does_nothing(console: Console) -> None:
    page = console.page
    page.add_init_script(WATCH)
    page.goto(f"{console.url}/_mock/?workspace={quote(PLANTED)}#/apis")
    page.wait_for_timeout(300)
    assert page.evaluate(SEEN) == CLEAN


def test_swagger_ui_shows_text_and_loads_nothing_from_elsewhere(
    console: Console, mock: RunningMock
) -> None:
    page = console.page
    page.add_init_script(WATCH)
    header = {"X-Mock-Workspace": console.workspace}
    console.api.put("/_mock/state", json={API: {"clients": []}}, headers=header)
    # What Swagger UI fills in from the examples of the spec finds it.
    console.create(name=PLANTED, notes=PLANTED, country="USA", tags=["Tag1"])
    elsewhere = "url=http://evil.example/x.json&configUrl=data:,{}&urls.primaryName=x"
    page.goto(f"{mock.url}/_mock/ui/{API}/?workspace={console.workspace}&{elsewhere}")
    page.locator("[id$=listClients]").first.click()
    page.get_by_role("button", name="Execute").first.click()
    page.locator(".live-responses-table", has_text="<i class=planted>").wait_for()
    assert page.evaluate(SEEN) == CLEAN


def test_reports_show_text(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(rendering.render(mixed(PLANTED), "html"), encoding="utf-8")
    page = console.page.context.browser.new_page()
    page.add_init_script(WATCH)
    page.goto(path.as_uri())
    page.evaluate(OPEN)
    assert "<i class=planted>" in page.locator("body").inner_text()
    assert page.evaluate(SEEN) == CLEAN
    page.close()
