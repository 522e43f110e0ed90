"""The records behind an API in the console: searched, edited, and brought back; one workspace at a time."""

from __future__ import annotations

from tests.mockserver.console.window import API, Console, choice, notice, press


def test_records_are_searched_and_lead_to_what_belongs_to_them(console: Console) -> None:
    page = console.open(f"data/{API}")
    page.get_by_placeholder("Search all members").fill("maschinenbau")
    page.get_by_text("1 record", exact=True).wait_for()
    page.locator(".records tbody tr").click()
    page.get_by_role("heading", name="clients 1").wait_for()
    assert "****4201" in page.locator(".members").inner_text()
    page.get_by_placeholder("Search all members").fill("")
    page.get_by_role("link", name="contacts (").click()
    page.get_by_text("only client_id 1").wait_for()
    assert page.locator(".records tbody tr").count() > 1


def test_a_record_is_edited(console: Console) -> None:
    page = console.open(f"data/{API}/clients/1")
    press(page, "Edit")
    field = page.locator("dialog textarea")
    text = field.input_value()
    assert "DE94000000000000104201" in text
    field.fill(text.replace('"type": "client"', '"type": "klient"'))
    press(page, "Save")
    page.locator("dialog .problem", has_text="type must be one of").wait_for()
    field.fill("{")
    press(page, "Save")
    page.locator("dialog .problem", has_text="JSON").wait_for()
    field.fill(text.replace("Brückner & Söhne Maschinenbau GmbH", "Edited here"))
    press(page, "Save")
    notice(page, "Saved.")
    page.locator(".records", has_text="Edited here").wait_for()
    assert console.api.get("/api/clients/1").json()["name"] == "Edited here"


def test_records_appear_as_they_are_made(console: Console) -> None:
    page = console.open(f"data/{API}")
    page.locator(".connection.live").wait_for()
    console.create(name="Appears")
    page.locator(".records", has_text="Appears").wait_for()


def test_a_snapshot_is_restored_and_the_start_too(console: Console) -> None:
    page = console.open(f"data/{API}")
    start = console.names()
    console.create(name="Kept")
    press(page, "Take snapshot")
    page.locator("dialog input").fill("with one more")
    page.keyboard.press("Enter")
    notice(page, "The snapshot is taken.")
    console.create(name="Gone")
    press(page, "Restore with one more")
    notice(page, "Back to")
    assert console.names() == [*start, "Kept"] or set(console.names()) == {*start, "Kept"}
    press(page, "Delete with one more")
    page.get_by_text("No snapshots").wait_for()
    press(page, "Reset")
    press(page, "Reset", "dialog")
    notice(page, "Everything is as it was at the start.")
    assert console.names() == start


def test_time_is_travelled(console: Console) -> None:
    start = console.names()
    console.create(name="One")
    console.names()
    console.create(name="Two")
    page = console.open(f"data/{API}")
    page.locator(".records", has_text="Two").wait_for()
    press(page, "Earlier")
    page.locator(".moment", has_text="After request 4").wait_for()
    press(page, "Earlier")
    page.locator(".moment", has_text="After request 2").wait_for()
    page.locator(".records", has_text="One").wait_for()
    page.locator(".records", has_text="Two").wait_for(state="detached")
    assert "Two" in console.names()  # looking changes nothing
    assert page.get_by_role("button", name="Earlier").is_disabled()
    press(page, "Go back to this")
    page.locator(".moment", has_text="Now.").wait_for()
    assert set(console.names()) == {*start, "One"}


def test_a_workspace_is_chosen(console: Console) -> None:
    console.create(name="Here only")
    page = console.open("data")
    choice(page, "Workspace").select_option("+")
    page.locator("dialog input").fill("no good")
    page.keyboard.press("Enter")
    notice(page, "A name has letters")
    choice(page, "Workspace").select_option("+")
    page.locator("dialog input").fill(f"{console.workspace}.b")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: f"workspace={console.workspace}.b" in url)
    page.locator(".records").wait_for()
    assert "Here only" not in page.content()
