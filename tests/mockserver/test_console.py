"""The console in a real browser: each test has a page and a workspace of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from mockserver import build, running_mock
from mockserver.hosting import RunningMock
from tests.mockserver.browser import chromium, violations
from tests.mockserver.calling import client_body

API = "infranotes"
VIEWS = ("requests", "data", "switches", "switches/variations", "switches/latency", "requirements")
HOSTILE = "<img src=x onerror=window.ran=1><script>window.ran=1</script>'\"&amp;"

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def mock() -> Iterator[RunningMock]:
    with running_mock() as running:
        yield running


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
        context.set_default_timeout(5000)
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


def _row(page: Any, text: str) -> Any:
    return page.locator(".rows .row", has_text=text).first


def _choice(page: Any, name: str) -> Any:
    return page.get_by_role("combobox", name=name, exact=True)


def _press(page: Any, name: str, within: str = "body") -> None:
    page.locator(within).get_by_role("button", name=name, exact=True).first.click()


def _notice(page: Any, text: str) -> None:
    page.locator(".notice", has_text=text).wait_for()


# Requests


def test_it_says_what_to_try_first(console: Console) -> None:
    page = console.open()
    page.get_by_text("No request yet").wait_for()
    _press(page, "Copy: Command")
    command = page.evaluate("navigator.clipboard.readText()")
    assert command.startswith("curl -H ")
    assert f"X-Mock-Workspace: {console.workspace}" in command
    _press(page, "Send it from here")
    _row(page, "200").wait_for()
    assert page.get_by_text("No request yet").count() == 0


def test_requests_appear_as_they_are_made(console: Console) -> None:
    page = console.open()
    page.locator(".connection.live").wait_for()
    console.create(name="Live")
    row = _row(page, "/api/clients")
    row.wait_for()
    assert "POST" in row.inner_text()
    assert "201" in row.inner_text()
    assert "kept" in row.inner_text()
    console.api.get("/api/clients/0")
    _row(page, "/api/clients/0").wait_for()
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
    _choice(page, "Contract").select_option("refused")
    page.get_by_text("1 of 3").wait_for()
    assert "404" in rows.first.inner_text()
    _choice(page, "Contract").select_option("")
    _choice(page, "Method").select_option("POST")
    page.get_by_text("1 of 3").wait_for()
    _choice(page, "Status").select_option("4")
    page.get_by_text("No request is like that.").wait_for()


def test_a_request_opens_into_both_messages_with_details_masked(console: Console) -> None:
    console.create(name="Opened", iban="DE94000000000000104201")
    page = console.open()
    _row(page, "POST").click()
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
    _press(page, "Send corrected")
    _notice(page, "Sent again: 201.")
    page.get_by_text("was added").wait_for()
    page.go_back()
    page.get_by_role("link", name="INF-CLIENT-06").click()
    page.get_by_text("A client of any other type is refused.").wait_for()
    assert page.locator(".requirements > li").count() == 1


def test_a_request_is_copied_as_a_command_and_replayed(console: Console) -> None:
    console.create(name="Twice", iban="DE94000000000000104201")
    page = console.open("requests/1")
    _press(page, "Copy as curl")
    _notice(page, "The command is on the clipboard.")
    assert "DE94000000000000104201" in page.evaluate("navigator.clipboard.readText()")
    before = console.names().count("Twice")
    _press(page, "Replay")
    _notice(page, "Sent again: 201.")
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
    _row(page, "POST").wait_for()
    _press(page, "Clear")
    _press(page, "Clear", "dialog")
    page.get_by_text("No request yet").wait_for()
    console.create()
    _row(page, "POST").wait_for()


# Data


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
    _press(page, "Edit")
    field = page.locator("dialog textarea")
    text = field.input_value()
    assert "DE94000000000000104201" in text
    field.fill(text.replace('"type": "client"', '"type": "klient"'))
    _press(page, "Save")
    page.locator("dialog .problem", has_text="type must be one of").wait_for()
    field.fill("{")
    _press(page, "Save")
    page.locator("dialog .problem", has_text="JSON").wait_for()
    field.fill(text.replace("Brückner & Söhne Maschinenbau GmbH", "Edited here"))
    _press(page, "Save")
    _notice(page, "Saved.")
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
    _press(page, "Take snapshot")
    page.locator("dialog input").fill("with one more")
    page.keyboard.press("Enter")
    _notice(page, "The snapshot is taken.")
    console.create(name="Gone")
    _press(page, "Restore with one more")
    _notice(page, "Back to")
    assert console.names() == [*start, "Kept"] or set(console.names()) == {*start, "Kept"}
    _press(page, "Delete with one more")
    page.get_by_text("No snapshots").wait_for()
    _press(page, "Reset")
    _press(page, "Reset", "dialog")
    _notice(page, "Everything is as it was at the start.")
    assert console.names() == start


def test_time_is_travelled(console: Console) -> None:
    start = console.names()
    console.create(name="One")
    console.names()
    console.create(name="Two")
    page = console.open(f"data/{API}")
    page.locator(".records", has_text="Two").wait_for()
    _press(page, "Earlier")
    page.locator(".moment", has_text="After request 4").wait_for()
    _press(page, "Earlier")
    page.locator(".moment", has_text="After request 2").wait_for()
    page.locator(".records", has_text="One").wait_for()
    page.locator(".records", has_text="Two").wait_for(state="detached")
    assert "Two" in console.names()  # looking changes nothing
    assert page.get_by_role("button", name="Earlier").is_disabled()
    _press(page, "Go back to this")
    page.locator(".moment", has_text="Now.").wait_for()
    assert set(console.names()) == {*start, "One"}


# Switches


def test_a_fault_is_switched_and_shows_in_the_api(console: Console) -> None:
    page = console.open("switches")
    page.get_by_placeholder("Search faults").fill("create-answers-202")
    box = page.get_by_role("checkbox", name="create-answers-202")
    box.check()
    page.locator(".choice.on").wait_for()
    body = client_body()
    assert console.api.post("/api/clients", json=body).status_code == 202
    assert page.locator("#views .badge").inner_text().startswith("1")
    _choice(page, "How often: create-answers-202").select_option("0.1")
    page.locator("option[value='0.1'][selected]").wait_for(state="attached")
    _press(page, "All off")
    page.locator(".choice.on").first.wait_for(state="detached")
    assert console.api.post("/api/clients", json=body).status_code == 201


def test_a_variation_is_chosen_and_shows_in_the_api(console: Console) -> None:
    page = console.open("switches/variations")
    page.get_by_role("radio", name="create-answers-200").check()
    page.locator(".choice.on").wait_for()
    assert console.api.post("/api/clients", json=client_body()).status_code == 200
    _press(page, "Vary with every request")
    page.get_by_text("Varies with every request.").first.wait_for()
    page.get_by_role("radio", name="create-answers-200").check()
    page.locator(".choice.on", has_text="create-answers-200").wait_for()
    answers = [console.api.post("/api/clients", json=client_body()) for _ in range(9)]
    assert {one.status_code for one in answers} == {200}
    assert page.get_by_text("Varies with every request.").count() > 2
    _press(page, "Defaults")
    page.locator(".choice.on").first.wait_for(state="detached")
    assert console.api.post("/api/clients", json=client_body()).status_code == 201


def test_latency_is_set(console: Console) -> None:
    page = console.open("switches/latency")
    page.get_by_label("At least, ms").fill("120")
    _press(page, "Set")
    page.locator(".problem", has_text="milliseconds").wait_for()
    page.get_by_label("At most, ms").fill("120")
    _press(page, "Set")
    _notice(page, "Answers take 120 to 120 ms.")
    assert console.api.get("/api/clients").elapsed.total_seconds() >= 0.12


# Requirements and APIs


def test_the_catalogue_is_searched_and_filtered(console: Console) -> None:
    page = console.open("requirements")
    page.locator(".requirements > li").first.wait_for()
    every = page.locator(".requirements > li").count()
    _choice(page, "Level").select_option("should")
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
    _notice(page, "The header is on the clipboard.")
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


# How it is used


def test_a_workspace_is_chosen(console: Console) -> None:
    console.create(name="Here only")
    page = console.open("data")
    _choice(page, "Workspace").select_option("+")
    page.locator("dialog input").fill("no good")
    page.keyboard.press("Enter")
    _notice(page, "A name has letters")
    _choice(page, "Workspace").select_option("+")
    page.locator("dialog input").fill(f"{console.workspace}.b")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: f"workspace={console.workspace}.b" in url)
    page.locator(".records").wait_for()
    assert "Here only" not in page.content()


def test_light_and_dark_follow_the_system_and_the_switch(opened: Opened) -> None:
    page = opened(color_scheme="dark").open()
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    _choice(page, "Theme").select_option("light")
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == light
    _choice(page, "Theme").select_option("")
    assert page.evaluate(ground) == dark


def test_the_keyboard_is_enough(console: Console) -> None:
    console.create(name="One")
    console.api.get("/api/clients/0")
    page = console.open()
    _row(page, "POST").wait_for()
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
        page.set_default_timeout(5000)
        page.goto(f"{protected.url}/_mock/#/apis")
        page.locator("dialog input").fill("wrong")
        _press(page, "Continue")
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
    _press(page, "Edit")
    page.locator("dialog").wait_for()
    assert violations(page) == []
