"""Recordings and the reports made of them afterwards, through the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conformance import recording, rendering
from conformance.cli import main
from conformance.run import run
from tests.servers import running
from tests.targets import Broken, mock

FORMS = ("text", "html", "junit", "markdown", "json")
IBAN = "PL61109010140000071219812874"
GATEWAY_KEY = "gateway-key-1234567890"


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of a short run that finds something."""
    path = tmp_path_factory.mktemp("recording") / "run.ndjson"
    run(mock("primary-not-demoted-on-add"), record=path)
    return path


def test_a_recording_says_the_same_as_the_run(tmp_path: Path) -> None:
    files = {name: tmp_path / f"report.{name}" for name in rendering.FORMATS}
    path = tmp_path / "run.ndjson"
    with running(mock("primary-not-demoted-on-add")) as target:
        given = ["--url", target.url, "--token", str(target.token), "--record", str(path)]
        given += [text for one in target.requirements for text in ("--requirement", one)]
        given += [text for name, file in files.items() for text in (f"--{name}", str(file))]
        at_once = invoke("run", "infranotes", *given)
    assert at_once.exit_code == 1
    for name, file in files.items():
        afterwards = invoke("report", str(path), "--as", name)
        assert afterwards.exit_code == 0
        assert afterwards.output == file.read_text()
    told = invoke("report", str(path)).output
    assert told.strip()
    assert told in at_once.output


def test_a_report_is_written_to_a_file(recorded: Path, tmp_path: Path) -> None:
    for form in FORMS:
        path = tmp_path / form
        written = invoke("report", str(recorded), "--as", form, "--output", str(path))
        assert (written.exit_code, written.output) == (0, "")
        assert "INF-CONTACT-02" in path.read_text()
    assert "\x1b" not in (tmp_path / "text").read_text()
    missing = invoke("report", str(recorded), "--output", str(tmp_path / "no" / "file"))
    assert missing.exit_code == 2
    assert "cannot write" in missing.output


def _changed(lines: list[str], number: int, **members: Any) -> list[str]:
    number %= len(lines)
    row = {**json.loads(lines[number]), **members}
    return [*lines[:number], json.dumps(row), *lines[number + 1 :]]


BROKEN: dict[str, tuple[Any, str]] = {
    "empty": (lambda lines: [], "no recording"),
    "no end": (lambda lines: lines[:-1], "cut short"),
    "half a line": (lambda lines: [*lines[:-1], lines[-2][:50]], "cut short"),
    "no JSON": (lambda lines: ["<html>", *lines], "not JSON"),
    "an array": (lambda lines: [*lines[:1], "[]", *lines[1:]], "no object"),
    "no start": (lambda lines: lines[1:], "first line"),
    "two runs": (lambda lines: [*lines, *lines], "not right"),
    "another format": (lambda lines: _changed(lines, 0, format=99), "format 99"),
    "another API": (lambda lines: _changed(lines, 0, api="unknown"), "unknown"),
    "no day": (lambda lines: _changed(lines, 0, started_at="yesterday"), "yesterday"),
    "no outcome": (lambda lines: _changed(lines, 1, outcome="well"), "well"),
    "no findings": (lambda lines: _changed(lines, 1, findings=[{}]), "findings.0"),
    "no time": (lambda lines: _changed(lines, -1, seconds="long"), "long"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_recording_is_told_in_one_sentence(
    name: str, recorded: Path, tmp_path: Path
) -> None:
    change, sentence = BROKEN[name]
    path = tmp_path / "broken.ndjson"
    path.write_text("".join(f"{line}\n" for line in change(recorded.read_text().splitlines())))
    result = invoke("report", str(path))
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"{" * 100_000])
def test_what_is_no_recording_at_all_is_told(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "run.ndjson"
    if content is not None:
        path.write_bytes(content)
    assert invoke("report", str(path)).exit_code == 2
    assert invoke("report", str(tmp_path)).exit_code == 2


def test_members_of_a_later_version_are_passed_over(recorded: Path, tmp_path: Path) -> None:
    lines = _changed(recorded.read_text().splitlines(), 1, mood="good")
    path = tmp_path / "run.ndjson"
    path.write_text("\n".join(lines))
    assert invoke("report", str(path)).exit_code == 0


def test_a_run_that_is_killed_leaves_what_it_had_found(tmp_path: Path) -> None:
    path = tmp_path / "run.ndjson"
    with running(mock()) as target:
        command = [sys.executable, "-m", "conformance", "run", "infranotes", "--url", target.url]
        command += ["--token", str(target.token), "--rate", "30", "--record", str(path)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tmp_path)
        until = time.monotonic() + 30
        while time.monotonic() < until and not (path.exists() and path.read_text().count("\n") > 3):
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert [row["kind"] for row in rows[:3]] == ["run", "check", "check"]
    assert recording.to_result(rows[1]).requests > 0
    result = invoke("report", str(path))
    assert result.exit_code == 2
    assert "cut short" in result.output


@pytest.mark.parametrize("option", [*rendering.FORMATS, "record"])
def test_a_file_that_can_not_be_written_is_told_before_the_run(option: str, tmp_path: Path) -> None:
    path = tmp_path / "no" / "file"
    result = invoke("run", "infranotes", "--url", "http://127.0.0.1:9", f"--{option}", str(path))
    assert result.exit_code == 2
    assert f"--{option}: cannot write" in result.output


def test_secrets_and_banking_details_are_in_no_form(tmp_path: Path) -> None:
    plain = mock(requirements=("INF-LIST-05", "INF-LIST-14", "INF-CLIENT-02", "INF-CLIENT-16"))
    secrets = [plain.token, plain.other_token, plain.secret, GATEWAY_KEY]
    record = {
        "id": 1,
        "iban": IBAN,
        "name": " ".join(map(str, secrets)),
        "account_number": 987600012345,
    }
    body = json.dumps([record]).encode()
    app = Broken(plain.app, "/api/clients", "GET", 200, body)
    path = tmp_path / "run.ndjson"
    run(replace(plain, app=app, headers={"X-Api-Key": GATEWAY_KEY}), record=path)
    told = {form: invoke("report", str(path), "--as", form).output for form in FORMS}
    told["recording"] = path.read_text()
    for form, text in told.items():
        assert "$TOKEN" in text, form
        assert "****2874" in text, form
        for secret in (*secrets, IBAN, "987600012345", "US12345678901234567890"):
            assert str(secret) not in text, form
