"""Several implementations at once: the table, its forms, and the worst of the exit statuses."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.matrix import worst
from tests.servers import running
from tests.targets import independent, mock

SOME = ("INF-CLIENT-01", "INF-CONTACT-02", "INF-OWNER-01", "INF-LIST-07")


def invoke(*arguments: str) -> Any:
    selected = [text for one in SOME for text in ("--requirement", one)]
    given = ["matrix", "infranotes", *selected, *arguments]
    return CliRunner().invoke(main, given, catch_exceptions=False)


class Page(HTMLParser):
    """Notes what an HTML page refers to, and the cells of its rows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elsewhere: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.elsewhere += [str(named[name]) for name in ("src", "href") if name in named]
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append(str(named["class"]))


def test_each_has_its_own_credentials_and_its_own_column(tmp_path: Path) -> None:
    html, path = tmp_path / "m.html", tmp_path / "m.json"
    broken = mock("primary-not-demoted-on-add", "client-markup-stripped")
    with running(mock()) as honest, running(broken) as faulty, independent() as other:
        result = invoke(
            *("--target", f"honest={honest.url}", "--target", f"faulty={faulty.url}"),
            *("--target", f"<b>other={other.url}", "--target", "down=http://127.0.0.1:9"),
            *("--token", str(honest.token), "--other-token", str(honest.other_token)),
            *(
                "--token",
                f"<b>other={other.token}",
                "--other-token",
                f"<b>other={other.other_token}",
            ),
            *("--html", str(html), "--json", str(path)),
        )
    assert result.exit_code == 1
    assert "INF-CONTACT-02" in result.output
    assert "3 requirements are passed by all" in result.output
    assert "down  could not tell: http://127.0.0.1:9 cannot be reached" in result.output
    found = json.loads(path.read_text())
    assert [one["exit_status"] for one in found["targets"]] == [0, 1, 0, 3]
    assert found["requirements"][0] == {
        "id": "INF-CONTACT-02",
        "level": "must",
        "statement": "Adding a contact as primary demotes the client's existing primary contact.",
        "differs": True,
        "outcomes": {"honest": "passed", "faulty": "failed", "<b>other": "passed", "down": None},
    }
    assert [one["differs"] for one in found["requirements"]] == [True, False, False, False]
    text = html.read_text()
    page = Page(text)
    assert page.elsewhere == ["data:,"], "the page needs nothing but itself"
    assert page.rows[1] == ["passed", "failed", "passed", "not_run"]
    assert [len(row) for row in page.rows] == [0, 4, 4, 4, 4]
    assert "<b>other" not in text
    for secret in (honest.token, honest.other_token, other.token):
        assert str(secret) not in text + path.read_text() + result.output


def test_all_rows_are_printed_where_they_are_asked_for() -> None:
    with running(mock()) as one:
        given = ["--target", f"one={one.url}", "--token", str(one.token)]
        given += ["--other-token", str(one.other_token)]
        brief, long = invoke(*given), invoke(*given, "--all")
    assert brief.exit_code == long.exit_code == 0
    assert "INF-CLIENT-01" not in brief.output
    assert "INF-CLIENT-01" in long.output


def test_the_worst_stands() -> None:
    assert worst([0, 0]) == 0
    assert worst([0, 3]) == 3
    assert worst([3, 1, 0]) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "--target"),
        (["--target", "http://x"], "NAME=URL"),
        (["--target", "=http://x"], "NAME=URL"),
        (["--target", "a=http://x", "--target", "a=http://y"], "named twice"),
        (["--target", "a=http://x", "--requirement", "INF-NO-1"], "INF-NO-1"),
    ],
)
def test_wrong_use_gets_one_sentence(arguments: list[str], sentence: str) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert sentence in result.output
