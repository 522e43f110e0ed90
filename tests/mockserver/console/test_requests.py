"""What the console shows of requests, and what can be done with one."""

from __future__ import annotations

import httpx

from tests.mockserver.calling import client_body
from tests.mockserver.console.window import Console, choice, notice, press, row


def test_it_says_what_to_try_first(console: Console) -> None:
    page = console.open()
    page.get_by_text("No request yet").wait_for()
    press(page, "Copy: Command")
    command = page.evaluate("navigator.clipboard.readText()")
    assert command.startswith("curl -H ")
    assert f"X-Mock-Workspace: {console.workspace}" in command
    press(page, "Send it from here")
    row(page, "200").wait_for()
    assert page.get_by_text("No request yet").count() == 0


def test_requests_appear_as_they_are_made(console: Console) -> None:
    page = console.open()
    page.locator(".connection.live").wait_for()
    console.create(name="Live")
    made = row(page, "/api/clients")
    made.wait_for()
    assert "POST" in made.inner_text()
    assert "201" in made.inner_text()
    assert "kept" in made.inner_text()
    console.api.get("/api/clients/0")
    row(page, "/api/clients/0").wait_for()
    assert "refused" in page.locator(".rows .row").first.inner_text()


def test_requests_are_filtered(console: Console) -> None:
    console.create()
    console.api.get("/api/clients/search?query=needle")
    console.api.get("/api/clients/0")
    page = console.open()
    rows = page.locator(".rows .row")
    page.get_by_text("3 requests", exact=True).wait_for()
    page.get_by_placeholder("Search path").fill("NEEDLE")
    page.get_by_text("1 of 3").wait_for()
    page.get_by_placeholder("Search path").fill("")
    choice(page, "Contract").select_option("refused")
    page.get_by_text("1 of 3").wait_for()
    assert "404" in rows.first.inner_text()
    choice(page, "Contract").select_option("")
    choice(page, "Method").select_option("POST")
    page.get_by_text("1 of 3").wait_for()
    choice(page, "Status").select_option("4")
    page.get_by_text("No request is like that.").wait_for()


def test_a_request_opens_into_both_messages_with_details_masked(console: Console) -> None:
    console.create(name="Opened", iban="DE94000000000000104201")
    page = console.open()
    row(page, "POST").click()
    sent = page.get_by_label("Body of the request")
    sent.wait_for()
    assert '"iban": "****4201"' in sent.inner_text()
    assert '"name": "Opened"' in page.get_by_label("Body of the answer").inner_text()
    assert "was added" in page.locator(".changes").inner_text()
    assert "104201" not in page.content().replace("****4201", "")
    page.locator("summary", has_text="headers").first.click()
    assert "Bearer ****" in page.get_by_label("Headers of the request").inner_text()


def test_a_refusal_is_explained_and_sent_as_it_would_have_passed(console: Console) -> None:
    console.api.post("/api/clients", json=client_body(type="klient"))
    page = console.open("requests/1")
    why = page.locator(".why")
    why.wait_for()
    for part in ("type must be one of client, vendor.", "klient", "#/components/schemas/"):
        assert part in why.inner_text()
    assert page.get_by_role("link", name="INF-CLIENT-06").is_visible()
    press(page, "Send corrected")
    notice(page, "Sent again: 201.")
    page.get_by_text("was added").wait_for()
    page.go_back()
    page.get_by_role("link", name="INF-CLIENT-06").click()
    page.get_by_text("A client of any other type is refused.").wait_for()
    assert page.locator(".requirements > li").count() == 1


def test_a_request_is_copied_as_a_command_and_replayed(console: Console) -> None:
    console.create(name="Twice", iban="DE94000000000000104201")
    page = console.open("requests/1")
    press(page, "Copy as curl")
    notice(page, "The command is on the clipboard.")
    assert "DE94000000000000104201" in page.evaluate("navigator.clipboard.readText()")
    before = console.names().count("Twice")
    press(page, "Replay")
    notice(page, "Sent again: 201.")
    assert console.names().count("Twice") == before + 1
    assert page.url.endswith("#/requests/3")


def test_what_the_contract_does_not_allow_is_told(console: Console) -> None:
    headers = {"X-Mock-Workspace": console.workspace}
    body = {"active": ["create-answers-202"]}
    httpx.put(f"{console.url}/_mock/faults", json=body, headers=headers)
    console.create()
    page = console.open("requests/1")
    page.locator(".why.broken").wait_for()
    assert "202" in page.locator(".why.broken").inner_text()


def test_thousands_of_requests_are_drawn_as_a_window(console: Console) -> None:
    page = console.open()
    page.locator(".connection.live").wait_for()
    page.evaluate(
        """async () => {
          const { journal } = await import("/_mock/console/journal.js");
          const one = { time: "2026-01-31T12:00:00Z", api: null, operation: null, method: "GET",
            target: "/x", status: 200, milliseconds: 1, verdict: "kept", refused: null };
          journal._take(Array.from({ length: 6000 }, (_, number) => ({ ...one, id: number + 1 })));
        }"""
    )
    page.get_by_text("5,000 requests; the latest 5,000 are shown").wait_for()
    assert page.locator(".rows .row").count() < 80
    grid = page.get_by_role("grid")
    grid.focus()
    page.keyboard.press("End")
    page.locator("#row-1001").wait_for()
    for _ in range(3):
        page.keyboard.press("PageUp")
    chosen = page.locator('.row[aria-selected="true"]')
    before = chosen.bounding_box()
    page.evaluate(
        """async () => {
          const { journal } = await import("/_mock/console/journal.js");
          journal._take([{ ...journal.requests[0], id: 6001 }]);
        }"""
    )
    page.wait_for_timeout(100)
    page.get_by_text("the latest 5,000").wait_for()
    assert chosen.bounding_box() == before


def test_the_journal_is_cleared(console: Console) -> None:
    console.create()
    page = console.open()
    row(page, "POST").wait_for()
    press(page, "Clear")
    press(page, "Clear", "dialog")
    page.get_by_text("No request yet").wait_for()
    console.create()
    row(page, "POST").wait_for()
