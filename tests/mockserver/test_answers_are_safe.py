"""What somebody sends becomes no header of an answer, and no other way leads to the control surface."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from mockserver import build
from mockserver.hosting import RunningMock

TOKEN = "control-token"
SPLIT = "x%0d%0aX-Injected:%20yes"
# Whatever is answered, these are the headers that there may be.
KNOWN = {
    *("content-type", "content-length", "date", "server", "connection", "link", "allow", "vary"),
    *("cache-control", "cross-origin-resource-policy", "x-content-type-options", "location"),
    *("access-control-allow-origin", "access-control-expose-headers", "preference-applied"),
    *("access-control-allow-methods", "access-control-allow-headers", "access-control-max-age"),
    *("access-control-allow-private-network", "www-authenticate", "transfer-encoding"),
    *("referrer-policy", "content-security-policy"),
}


@pytest.fixture(scope="module")
def mock() -> Iterator[RunningMock]:
    wanted = build.Request(("infranotes",), allowed_hosts=(), control_token=TOKEN)
    with RunningMock(wanted, 0) as running:
        yield running


def _answered(
    mock: RunningMock, target: str, *headers: str, method: str = "GET"
) -> tuple[int, str]:
    """Return status and head of the answer to a request that is sent as it stands."""
    host, port = mock.url.removeprefix("http://").split(":")
    lines = [f"{method} {target} HTTP/1.1", *headers, "Connection: close"]
    if not any(one.lower().startswith("host:") for one in headers):
        lines.insert(1, f"Host: {host}:{port}")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        received = b""
        while part := connection.recv(65536):
            received += part
    head = received.partition(b"\r\n\r\n")[0].decode("latin-1")
    return int(head.split(" ")[1]), head


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        (f"/api/clients/{SPLIT}", ()),
        (f"/{SPLIT}", ()),
        (f"/api/clients?{SPLIT}={SPLIT}", ()),
        (f"/_mock/{SPLIT}", ()),
        (f"/_mock/requests/1?workspace={SPLIT}", ("Accept: text/html",)),
        (f"/_mock/ui/{SPLIT}", ()),
        (f"/_mock?{SPLIT}", ()),
        ("/api/clients", (f"X-Mock-Workspace: {SPLIT}",)),
        ("/api/clients", (f"Prefer: code={SPLIT}, wait={SPLIT}",)),
        ("/api/clients", (f"Authorization: Bearer {SPLIT}",)),
        ("/api/clients", (f"Origin: {SPLIT}",)),
        ("/api/clients", (f"Host: {SPLIT}",)),
        ("/api/clients", ('Host: evil.example>; rel="x", <http://a',)),
        ("/api/clients", ("Prefer: code=418\x85X-Injected: yes",)),
    ],
)
def test_nothing_that_is_sent_becomes_a_header(
    mock: RunningMock, target: str, headers: tuple[str, ...]
) -> None:
    _, head = _answered(mock, target, *headers)
    lines = head.splitlines()[1:]
    assert {line.partition(":")[0].lower() for line in lines} <= KNOWN
    assert "evil.example" not in head


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ("authorization, content-type", "authorization, content-type"),
        ("x\x85y", "*"),
        ("x: y", "*"),
        ("<script>", "*"),
        ("", "*"),
    ],
)
def test_a_browser_may_send_the_headers_that_it_names(
    mock: RunningMock, asked: str, allowed: str
) -> None:
    headers = ("Origin: http://a.example", "Access-Control-Request-Method: PUT")
    wanted = f"Access-Control-Request-Headers: {asked}"
    _, head = _answered(mock, "/api/clients", *headers, wanted, method="OPTIONS")
    assert f"access-control-allow-headers: {allowed}\r\n" in f"{head}\r\n"
    assert "credentials" not in head


@pytest.mark.parametrize(
    "target",
    [
        *("/_mock/state", "/_mock//state", "//_mock/state", "/_mock/./state", "/_mock/x/../state"),
        *("/_mock/health/../state", "/_mock/health/state", "/_mock/health%2F..%2Fstate"),
        *("/%5Fmock/state", "/%5fmock%2fstate", "/_mock%2Fstate", "/_mock/state/", "/_mock/state?"),
        *("/_mock/state%00", "/_mock/state;x", "/_mock/state%3Fx", "/_mock\\state", "/_MOCK/state"),
        *("/_mock/console/../state", "/_mock/ui/../state", "/_mock/ui/infranotes/../../state"),
        *("/_mock/openapi/../state", "/api/../_mock/state", "/api/clients/../../_mock/state"),
        *("/_mock/requests", "/_mock/apis", "/_mock/requests/1", "/_mock/workspaces"),
        *("http://127.0.0.1/_mock/state", "/_mock/state#/health", "/_mock/console/..%2Fserver.py"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "POST"])
def test_no_other_way_leads_past_the_token(mock: RunningMock, target: str, method: str) -> None:
    status, head = _answered(mock, target, "X-Mock-Token: wrong", method=method)
    assert status in (400, 401, 404, 405), head


@pytest.mark.parametrize(
    ("target", "where"),
    [
        ("/_mock", "_mock/"),
        ("/_mock/ui/infranotes", "infranotes/"),
        ("/_mock/requests/1?workspace=//evil.example", "../?workspace=//evil.example#/requests/1"),
    ],
)
def test_redirects_stay_here(mock: RunningMock, target: str, where: str) -> None:
    status, head = _answered(mock, target, "Accept: text/html", "X-Forwarded-Host: evil.example")
    assert status in (303, 307)
    assert f"location: {where}\r\n" in f"{head}\r\n"
