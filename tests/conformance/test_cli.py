"""The command line: what is said to whom, and with which exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from conformance.cli import main
from tests.servers import running, serving
from tests.targets import mock


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


def examine(target: Any, *more: str) -> Result:
    given = ["--url", target.url, "--token", target.token, "--other-token", target.other_token]
    selected = [text for one in target.requirements for text in ("--requirement", one)]
    return invoke("run", "infranotes", *given, *selected, *more)


def test_a_conforming_implementation(tmp_path: Path) -> None:
    files = {name: tmp_path / f"report.{name}" for name in ("json", "junit")}
    with running(mock()) as target:
        result = examine(
            target, *(text for name in files for text in (f"--{name}", str(files[name])))
        )
    assert result.exit_code == 0
    assert "3 of 3 requirements passed" in result.output
    report = json.loads(files["json"].read_text())
    assert report["summary"]["passed"] == 3
    assert report["requirements"][0]["source"]["lines"] == [72, 72]
    suite = ElementTree.parse(files["junit"]).getroot()[0]
    assert suite.get("tests") == "3"
    assert len(suite.findall("testcase")) == 3


def test_a_broken_implementation(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    with running(mock("primary-not-demoted-on-add")) as target:
        result = examine(target, "--junit", str(path))
        assert str(target.token) not in result.output
    assert result.exit_code == 1
    assert "FAILED  INF-CONTACT-02" in result.output
    assert "line 418" in result.output
    assert "CLIENT_ID=$(curl -s -X POST" in result.output
    assert "curl -i " in result.output
    assert "Does not conform." in result.output
    suite = ElementTree.parse(path).getroot()[0]
    assert suite.get("failures") == "1"
    assert len(suite.findall("testcase/failure")) == 1


def test_a_should_fails_only_where_it_is_asked_to() -> None:
    broken = mock("search-matches-case", requirements=("INF-SEARCH-02", "INF-SEARCH-01"))
    with running(broken) as target:
        assert examine(target).exit_code == 0
        assert examine(target, "--level", "should").exit_code == 1


async def _web_page(scope: Any, receive: Any, send: Any) -> None:
    headers = [(b"content-type", b"text/html")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"<h1>Welcome</h1>"})


def test_a_web_page_is_no_api() -> None:
    with serving(_web_page) as url:
        result = invoke("run", "infranotes", "--url", url)
    assert result.exit_code == 3
    assert "web page" in result.output


def test_refused_credentials() -> None:
    with running(mock()) as target:
        refused = invoke("run", "infranotes", "--url", target.url, "--token", "wrong")
        absent = invoke("run", "infranotes", "--url", target.url)
    assert refused.exit_code == absent.exit_code == 3
    assert "is --token right?" in refused.output
    assert "give --token" in absent.output


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["run", "nothing", "--url", "http://127.0.0.1:9"], 2, "'nothing' is not"),
        (["run", "infranotes"], 2, "--url"),
        (["run", "infranotes", "--url", "127.0.0.1:9"], 3, "http://"),
        (["run", "infranotes", "--url", "http://127.0.0.1:9"], 3, "cannot be reached"),
        (["run", "infranotes", "--url", "http://x", "--header", "no colon"], 2, "Name: value"),
        (["run", "infranotes", "--url", "http://x", "--requirement", "INF-NO-1"], 2, "INF-NO-1"),
        (["run", "infranotes", "--url", "http://x", "--operation", "fly"], 2, "fly"),
        (["requirements", "nothing"], 2, "nothing"),
    ],
)
def test_wrong_use_gets_one_sentence(arguments: list[str], status: int, sentence: str) -> None:
    result = invoke(*arguments)
    assert result.exit_code == status
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_the_catalogue_is_printed() -> None:
    text = invoke("requirements", "infranotes").output
    assert "INF-CONTACT-02  must  (000_626cff66bb72ab32.txt, line 418)" in text
    assert "not checked: " in text
    rows = json.loads(invoke("requirements", "infranotes", "--json").output)
    assert all(row["checks"] or row["unchecked"] for row in rows)
