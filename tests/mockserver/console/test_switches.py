"""Faults, variations and latency in the console: what is switched shows in the API."""

from __future__ import annotations

from tests.mockserver.calling import client_body
from tests.mockserver.console.window import Console, choice, notice, press


def test_a_fault_is_switched_and_shows_in_the_api(console: Console) -> None:
    page = console.open("switches")
    page.get_by_placeholder("Search faults").fill("create-answers-202")
    box = page.get_by_role("checkbox", name="create-answers-202")
    box.check()
    page.locator(".choice.on").wait_for()
    body = client_body()
    assert console.api.post("/api/clients", json=body).status_code == 202
    assert page.locator("#views .badge").inner_text().startswith("1")
    choice(page, "How often: create-answers-202").select_option("0.1")
    page.locator("option[value='0.1'][selected]").wait_for(state="attached")
    press(page, "All off")
    page.locator(".choice.on").first.wait_for(state="detached")
    assert console.api.post("/api/clients", json=body).status_code == 201


def test_a_variation_is_chosen_and_shows_in_the_api(console: Console) -> None:
    page = console.open("switches/variations")
    page.get_by_role("radio", name="create-answers-200").check()
    page.locator(".choice.on").wait_for()
    assert console.api.post("/api/clients", json=client_body()).status_code == 200
    press(page, "Vary with every request")
    page.get_by_text("Varies with every request.").first.wait_for()
    page.get_by_role("radio", name="create-answers-200").check()
    page.locator(".choice.on", has_text="create-answers-200").wait_for()
    answers = [console.api.post("/api/clients", json=client_body()) for _ in range(9)]
    assert {one.status_code for one in answers} == {200}
    assert page.get_by_text("Varies with every request.").count() > 2
    press(page, "Defaults")
    page.locator(".choice.on").first.wait_for(state="detached")
    assert console.api.post("/api/clients", json=client_body()).status_code == 201


def test_latency_is_set(console: Console) -> None:
    page = console.open("switches/latency")
    page.get_by_label("At least, ms").fill("120")
    press(page, "Set")
    page.locator(".problem", has_text="milliseconds").wait_for()
    page.get_by_label("At most, ms").fill("120")
    press(page, "Set")
    notice(page, "Answers take 120 to 120 ms.")
    assert console.api.get("/api/clients").elapsed.total_seconds() >= 0.12
