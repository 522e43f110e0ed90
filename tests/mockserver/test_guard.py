"""Whom the control surface refuses: pages of other sites, and names that do not belong here."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner

from mockserver import build
from mockserver.cli import main
from tests.mockserver.calling import Caller, bearer, client_body

HERE = "127.0.0.1:8080"
EVERY_MOCK = {"x-content-type-options": "nosniff", "cache-control": "no-store"}


def _mock(*allowed: str, token: str | None = None) -> Caller:
    wanted = build.Request(("infranotes",), allowed_hosts=allowed, control_token=token)
    return Caller(build.server(wanted), bearer())


def _asked(call: Caller, headers: dict[str, str], method: str = "POST") -> int:
    path = "/_mock/reset" if method == "POST" else "/_mock/state"
    answer = call(method, path, headers={"Host": HERE, **headers})
    if answer.is_error:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"].endswith(".")
    return answer.status_code


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            HERE,
            "127.9.9.9",
            "localhost",
            "LOCALHOST:8080",
            "localhost.",
            "a.localhost",
        ),
        *("[::1]", "[::1]:8080", "192.168.1.7:8080", "mock.example.org", "mock.example.org:80"),
    ],
)
def test_names_of_this_machine_addresses_and_allowed_names_are_answered(host: str) -> None:
    assert _asked(_mock("mock.example.org"), {"Host": host}) == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example"),
        *("evil-localhost", "evil@localhost", "localhost@evil.example", "localhost, evil.example"),
        *(
            "",
            " ",
            "[::1",
            "::1",
            "[evil]",
            "localhost:x",
            "localhost/",
            "0x7f.evil",
            "a.mock.test",
        ),
    ],
)
def test_other_names_are_refused_whatever_is_asked(host: str) -> None:
    call = _mock("mock.test")
    assert _asked(call, {"Host": host}) == 403
    assert _asked(call, {"Host": host}, "GET") == 403
    page = call("GET", "/_mock/", headers={"Host": host})
    assert page.status_code == 403
    assert "--allowed-host" in page.text


@pytest.mark.parametrize(
    "origin",
    [
        *(f"http://{HERE}", "http://localhost:5173", "https://localhost", "http://[::1]:3000"),
        *("http://mock.example.org", "https://mock.example.org:444"),
    ],
)
def test_pages_of_this_machine_and_of_allowed_names_are_answered(origin: str) -> None:
    headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
    assert _asked(_mock("mock.example.org"), headers) == 200


@pytest.mark.parametrize(
    "origin",
    [
        *(
            "https://evil.example",
            "http://evil.example:8080",
            "null",
            "",
            "file://",
            "evil.example",
        ),
        *("http://127.0.0.1.evil.example", "http://localhost.evil.example", "http://6.6.6.6"),
        *(
            "http://localhost@evil.example",
            "http://localhost, http://evil.example",
            "ftp://localhost",
        ),
        *(
            "http://localhost/",
            "http://",
            "chrome-extension://abcdef",
            "http://evil.example#localhost",
        ),
    ],
)
def test_pages_from_elsewhere_are_refused(origin: str) -> None:
    assert _asked(_mock(), {"Origin": origin}) == 403
    assert _asked(_mock(), {"Origin": origin}, "GET") == 403


def test_a_mock_behind_a_name_serves_its_own_pages() -> None:
    headers = {"Host": "mock.test", "Origin": "https://mock.test"}
    assert _asked(_mock("mock.test"), headers) == 200


NAVIGATION = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


@pytest.mark.parametrize(
    ("headers", "method", "status"),
    [
        ({**NAVIGATION, "Sec-Fetch-Dest": "document"}, "GET", 200),
        ({**NAVIGATION, "Sec-Fetch-Dest": "document"}, "POST", 403),
        ({**NAVIGATION, "Sec-Fetch-Dest": "iframe"}, "GET", 403),
        ({**NAVIGATION, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, "GET", 403),
        ({"Sec-Fetch-Site": "same-origin"}, "POST", 200),
        ({"Sec-Fetch-Site": "none"}, "GET", 200),
    ],
)
def test_another_site_may_link_here_and_no_more(
    headers: dict[str, str], method: str, status: int
) -> None:
    assert _asked(_mock(), headers, method) == status


def test_whoever_has_the_token_is_no_foreign_page() -> None:
    call = _mock(token="secret")
    foreign = {"Host": "mock:8080", "Origin": "https://evil.example"}
    assert _asked(call, {**foreign, "X-Mock-Token": "secret"}) == 200
    assert _asked(call, {**foreign, "X-Mock-Token": "wrong"}) == 403
    assert _asked(call, foreign) == 403
    assert call("GET", "/_mock/health", headers=foreign).status_code == 200


def test_a_refused_request_changes_nothing() -> None:
    call = _mock()
    call("POST", "/api/clients", client_body(name="Kept"))
    assert _asked(call, {"Origin": "https://evil.example"}) == 403
    assert "Kept" in call("GET", "/_mock/state", headers={"Host": HERE}).text


def test_the_apis_themselves_are_for_every_page() -> None:
    foreign = {"Host": "evil.example", "Origin": "https://evil.example"}
    answer = _mock()("GET", "/api/clients", headers=foreign)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["health", "state", "requests", "nothing", "apis", "openapi.json"])
def test_nothing_of_the_control_surface_is_kept_guessed_or_shown_elsewhere(path: str) -> None:
    headers = _mock()("GET", f"/_mock/{path}", headers={"Host": HERE}).headers
    assert EVERY_MOCK.items() <= dict(headers).items()
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/_mock/", "/_mock/ui/infranotes/"])
def test_pages_run_no_script_of_others_and_stand_in_no_frame(path: str) -> None:
    policy = _mock()("GET", path, headers={"Host": HERE}).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy.replace("style-src 'self' 'unsafe-inline'", "")


@pytest.mark.parametrize("written", ["http://a", "a:80", "*", ""])
def test_an_allowed_host_is_a_name_alone(written: str) -> None:
    told = CliRunner().invoke(main, ["run", "--port", "0", "--allowed-host", written])
    assert told.exit_code == 2
    assert "write a name alone" in told.output


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_it_does_not_listen_elsewhere_unprotected(host: str) -> None:
    told: Any = CliRunner().invoke(main, ["run", "--host", host, "--port", "0"])
    assert told.exit_code == 2
    assert "--control-token" in told.output
