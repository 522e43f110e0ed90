"""What a page of another site can do to a mock, in a real browser: nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from mockserver import running_mock
from mockserver.hosting import RunningMock
from tests.mockserver.browser import chromium
from tests.mockserver.calling import client_body

EVIL = "evil.test"
# As after DNS rebinding: the name leads to this machine.
REBOUND = f"--host-resolver-rules=MAP {EVIL} 127.0.0.1"

ATTACKS = """async (mock) => {
  const tried = [
    ["/_mock/reset", { method: "POST", mode: "no-cors", body: "" }],
    ["/_mock/reset", { method: "POST", mode: "no-cors", body: "", credentials: "include" }],
    ["/_mock/snapshots", { method: "POST", mode: "no-cors", body: "{}" }],
    ["/_mock/faults", { method: "PUT", body: '{"active": ["create-answers-202"]}' }],
    ["/_mock/state", { method: "PUT", body: "{}" }],
    ["/_mock/requests", { method: "DELETE" }],
    ["/_mock/requests/1/replay", { method: "POST", mode: "no-cors" }],
    ["/_mock/apis", {}],
    ["/_mock/state", {}],
  ];
  const read = [];
  for (const [path, how] of tried) {
    try {
      const answer = await fetch(mock + path, how);
      if (answer.ok || answer.type === "opaque" && answer.status) read.push([path, answer.status]);
    } catch (error) { /* as it should be */ }
  }
  return read;
}"""

SUBMIT = """(mock) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: `${mock}/_mock/reset`, enctype: "text/plain" });
  document.body.append(form);
  form.submit();
}"""

EMBED = """async (mock) => {
  const seen = [];
  for (const [kind, path] of [["script", "/_mock/apis"], ["img", "/_mock/console/icon.svg"],
      ["iframe", "/_mock/"]]) {
    const element = document.createElement(kind);
    await new Promise((done) => {
      element.onload = () => { if (kind !== "iframe") seen.push(kind); done(); };
      element.onerror = done;
      element.src = mock + path;
      document.body.append(element);
    });
  }
  return seen;
}"""


class _Empty(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = b"<!doctype html><title>Evil</title><body>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *ignored: Any) -> None:
        pass


@contextmanager
def _site() -> Iterator[int]:
    """Yield the port of a web site that has one empty page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def mock() -> Iterator[RunningMock]:
    with running_mock("infranotes", data="empty") as running:
        headers = running.headers("infranotes")
        httpx.post(f"{running.url}/api/clients", json=client_body(name="Mine"), headers=headers)
        yield running


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    with chromium(REBOUND) as browser, _site() as port:
        found = browser.new_context().new_page()
        found.set_default_timeout(5000)
        found.goto(f"http://{EVIL}:{port}/")
        yield found


def _untouched(mock: RunningMock) -> bool:
    """Tell whether a mock is as it was: one client made, nothing switched, nothing kept."""
    journal = httpx.get(f"{mock.url}/_mock/requests").json()["requests"]
    faults = httpx.get(f"{mock.url}/_mock/faults").json()["active"]
    snapshots = httpx.get(f"{mock.url}/_mock/snapshots").json()["snapshots"]
    clients = httpx.get(f"{mock.url}/_mock/state").json()["infranotes"]["clients"]
    names = [one["name"] for one in clients]
    return (journal[-1]["id"], faults, snapshots, names) == (1, [], [], ["Mine"])


def test_its_scripts_change_nothing_and_read_nothing(page: Any, mock: RunningMock) -> None:
    assert page.evaluate(ATTACKS, mock.url) == []
    assert _untouched(mock)


def test_it_shows_nothing_of_ours(page: Any, mock: RunningMock) -> None:
    assert page.evaluate(EMBED, mock.url) == []


def test_a_name_made_to_lead_here_is_told_nothing(page: Any, mock: RunningMock) -> None:
    port = mock.url.rpartition(":")[2]
    other = page.context.new_page()
    answer = other.goto(f"http://{EVIL}:{port}/_mock/apis")
    assert answer.status == 403
    assert "credential" not in answer.text()
    assert other.evaluate(ATTACKS, "") == []
    other.close()
    assert _untouched(mock)


def test_its_forms_change_nothing(page: Any, mock: RunningMock) -> None:
    here = page.url
    page.evaluate(SUBMIT, mock.url)
    page.get_by_text("may not use the control surface").wait_for()
    page.goto(here)
    assert _untouched(mock)


def test_it_may_call_the_api_as_front_ends_do(page: Any, mock: RunningMock) -> None:
    status = page.evaluate(
        "async ([url, headers]) => (await fetch(url, { headers })).status",
        [f"{mock.url}/api/clients/0", mock.headers("infranotes", workspace="front-end")],
    )
    assert status == 404


def test_it_listens_at_the_loopback_interface_alone(mock: RunningMock) -> None:
    port = int(mock.url.rpartition(":")[2])
    for address in {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None)}:
        if not str(address).startswith("127."):
            with (
                pytest.raises(ConnectionRefusedError),
                socket.create_connection((str(address), port), timeout=1),
            ):
                pass
    with socket.create_connection(("127.0.0.1", port), timeout=1):
        pass
