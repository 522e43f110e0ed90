"""The forms of a report: complete, never too long, and safe whatever a server sends."""

from __future__ import annotations

import functools
import json
import re
import time
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from markdown_it import MarkdownIt

from conformance import rendering
from conformance.formats.markdown import code, escaped
from conformance.formats.pretty import indented
from conformance.outcome import Outcome
from tests.reports import HOSTILE, MARKUP, all_failed, ids, mixed

SCHEMA = Path(__file__).parent.parent / "data" / "junit.xsd"
PAGE = Path(rendering.__file__).parent / "formats"
MEBIBYTE = 2**20


class Page(HTMLParser):
    """Reads a page as a browser would: which elements it has, and which text."""

    VOID = frozenset({"meta", "link", "input", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["style"], ["script"]):
            self.texts.append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


def _page(text: str = "a text") -> Page:
    return Page(rendering.render(mixed(text), "html"))


def test_a_page_is_whole_and_tells_everything() -> None:
    page = _page()
    text = " ".join(page.texts)
    assert page.open == []
    assert page.texts[page.texts.index("Does not conform.")]
    for one in ids():
        assert one in text
    for told in (
        f"418 ({len(ids())})",
        "went to none of them",
        "Seed",
        "client-contracts 0.1.0",
        "line 8",
    ):
        assert told in text
    assert "of 17 operations were called" in text


def test_what_a_server_sends_never_becomes_markup() -> None:
    plain, hostile = _page("a text"), _page(HOSTILE)
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in plain.tags]
    assert [sorted(names) for _, names in hostile.tags] == [
        sorted(names) for _, names in plain.tags
    ]
    assert MARKUP in " ".join(hostile.texts)


def test_controls_are_seen() -> None:
    text = "".join(_page(HOSTILE).texts)
    assert "␀␛[31m␡ \\ud800" in text


def test_a_page_needs_nothing_from_elsewhere() -> None:
    page = _page(HOSTILE)
    for tag, attributes in page.tags:
        link = attributes.get("href") or attributes.get("src")
        assert link is None or link.startswith("#") or link == "data:,", (tag, link)
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
    assert page.count("script") == page.count("style") == 1
    assert "url(" not in (PAGE / "page.css").read_text()
    assert "@import" not in (PAGE / "page.css").read_text()


def test_links_within_a_page_lead_somewhere_and_ids_are_unique() -> None:
    page = _page()
    named = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    assert set(named.values()) == {1}
    assert {str(one["href"])[1:] for tag, one in page.tags if tag == "a"} <= {*named}


def test_what_needs_a_script_is_not_shown_without_one() -> None:
    for tag, attributes in _page().tags:
        if tag == "form" or (tag == "button" and attributes["type"] == "button"):
            assert "hidden" in attributes


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_can_be_read(scheme: int) -> None:
    block = re.findall(r":root \{(.*?)\}", (PAGE / "page.css").read_text(), re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for name in ("text", "dim", "link", "passed", "failed", "errored", "skipped", "not-run"):
        for ground in ("back", "surface"):
            assert _contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def test_json_is_indented_and_otherwise_as_it_was() -> None:
    text = '{"a":1.50,"a":[],"b":[{},"x, {\\"y\\": 1}"],"c":1e5}'
    shown = indented(text)
    assert shown.splitlines()[:3] == ["{", '  "a": 1.50,', '  "a": [],']
    read = functools.partial(json.loads, object_pairs_hook=list, parse_float=str)
    assert read(shown) == read(text)
    for other in ("no JSON", "", "12", '{"a": ', "[" * 100_000):
        assert indented(other) == other


@pytest.mark.parametrize("name", rendering.FORMATS)
def test_hostile_data_can_be_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report"
    rendering.write(rendering.render(mixed(HOSTILE), name), path)
    assert path.read_text(encoding="utf-8")


def test_the_json_report_counts_operations() -> None:
    report = json.loads(rendering.render(mixed(), "json"))
    (called,) = [one for one in report["operations"] if one["calls"]]
    assert called["id"] == "createClient"
    assert called["calls"] == 3 * len(ids())
    assert called["seen"] == {"200": 2 * len(ids()), "418": len(ids())}


def _validated(text: str) -> ElementTree.Element:
    xmlschema.XMLSchema(SCHEMA).validate(text)
    return ElementTree.fromstring(text)[0]


def test_junit_keeps_to_the_schema_whatever_the_data() -> None:
    suite = _validated(rendering.render(mixed(HOSTILE), "junit"))
    assert len(suite.findall("testcase")) == len(ids()) == int(suite.attrib["tests"])
    for attribute, tag, count in (("failures", "failure", 2), ("errors", "error", 2)):
        assert int(suite.attrib[attribute]) == len(suite.findall(f"testcase/{tag}")) == count
    assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped")) == 4
    assert MARKUP in str(suite.findall("testcase/failure")[0].text)


def test_the_schema_refuses_what_is_not_junit() -> None:
    text = rendering.render(mixed(), "junit")
    for old, new in (("classname=", "class="), (' tests="', ' tests="x'), ("failure", "failed")):
        with pytest.raises(xmlschema.XMLSchemaValidationError):
            _validated(text.replace(old, new))


def test_junit_says_of_deviations_what_the_run_says() -> None:
    broken, passed = ids()[0], ids()[20]
    known = {"requirement": broken, "reason": HOSTILE, "expires": "2026-12-31"}
    suite = _validated(rendering.render(mixed(deviations=[known]), "junit"))
    assert suite.attrib["failures"] == "1"
    assert "2 failed (1 of them known), 2 errored" in str(suite.findtext("system-out"))
    stale = {**known, "requirement": passed}
    suite = _validated(rendering.render(mixed(deviations=[stale]), "junit"))
    (failure,) = suite.findall("testcase/failure[@type='Deviation']")
    assert "no longer deviates" in failure.attrib["message"]


def test_markdown_says_the_verdict_first_and_is_no_more_than_meant() -> None:
    def kinds(text: str) -> list[str]:
        tokens = (
            MarkdownIt("commonmark")
            .enable("table")
            .parse(rendering.render(mixed(text), "markdown"))
        )
        inside = [child for token in tokens for child in token.children or []]
        return [token.type for token in tokens] + [
            child.type for child in inside if child.type != "text"
        ]

    text = rendering.render(mixed(HOSTILE), "markdown")
    assert "Does not conform" in text.splitlines()[0]
    assert "| passed |" in text
    assert kinds(HOSTILE) == kinds("a text")
    html = [line for line in text.splitlines() if line.startswith("<")]
    assert {*html} == {"<details><summary>1 command</summary>", "</details>"}


@pytest.mark.parametrize(
    "text", ["a|b", "`", "``a`", "*x*", "# a", "1. a", "- a", "<b>", "&lt;", "a\\"]
)
def test_markdown_shows_text_as_it_is(text: str) -> None:
    for marked, tag in ((escaped(text), "p"), (code(text), "code")):
        html = MarkdownIt("commonmark").render(marked)
        shown = re.sub("<[^>]+>", "", html).strip()
        expected = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert shown == expected
        assert f"<{tag}>" in html


def test_markdown_fits_a_job_summary_whatever_is_broken() -> None:
    text = rendering.render(all_failed("ü<" * 10_000, times=30), "markdown")
    assert len(text.encode()) < MEBIBYTE
    for one in ids():
        assert one in text, "what has no room is told by its id"


@pytest.mark.parametrize("name", rendering.FORMATS)
def test_rendering_takes_no_time(name: str) -> None:
    report = all_failed("x" * 500, times=10)
    rendering.render(mixed(), name)
    started = time.perf_counter()
    rendering.render(report, name)
    assert time.perf_counter() - started < 1


def test_every_outcome_stands_in_the_counts() -> None:
    report = mixed()
    assert {outcome: report.count(outcome) for outcome in Outcome} == {
        Outcome.FAILED: 2,
        Outcome.ERRORED: 2,
        Outcome.SKIPPED: 2,
        Outcome.NOT_RUN: 2,
        Outcome.PASSED: len(ids()) - 8,
    }
