"""What a start imports: nothing that it can do without, which is most of the time that it takes."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import conformance.cli
import mockserver.cli
from mockserver import starting
from mockserver.api import apis

# What a help text needs none of, and a mock that answers neither.
HEAVY = ("schemathesis", "hypothesis", "pytest", "_pytest", "httpx", "requests", "rich", "pydantic")
SERVING = (
    *(
        "connexion",
        "starlette",
        "uvicorn",
        "jsonschema",
        "jsonschema_rs",
        "werkzeug",
        "asyncio",
        "jwt",
    ),
    "mockserver.api",
)
UNASKED = ("jinja2", "fpdf", "starlette.testclient")


def _imported(told: str) -> set[str]:
    """Return the modules, and the packages around them, that `-X importtime` tells of."""
    names = re.findall(r"^import time: .*\| +([\w.]+)$", told, re.MULTILINE)
    return {".".join(parts[: n + 1]) for parts in map(_parts, names) for n in range(len(parts))}


def _parts(name: str) -> list[str]:
    return name.split(".")


def _commands() -> Iterator[list[str]]:
    for program, group in {"mockserver": mockserver.cli, "conformance": conformance.cli}.items():
        assert isinstance(group.main, click.Group)
        yield from [[program], *([program, name] for name in group.main.commands)]


@pytest.mark.parametrize("command", list(_commands()), ids=" ".join)
def test_help_is_told_without_what_the_command_needs(command: list[str]) -> None:
    line = [sys.executable, "-X", "importtime", "-m", *command, "--help"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: ")
    imported = _imported(done.stderr)
    assert f"{command[0]}.cli" in imported
    assert sorted(imported & {*HEAVY, *SERVING, *UNASKED}) == []


def test_a_mock_that_has_answered_has_imported_only_what_it_needs(tmp_path: Path) -> None:
    line = [sys.executable, "-X", "importtime", "-m", "mockserver", "run", "--port", "0"]
    told = tmp_path / "imported"
    with (
        told.open("w") as file,
        subprocess.Popen(line, stdout=subprocess.PIPE, stderr=file, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            tries: list[str] = []
            while len(tries) < len(apis()):
                printed = process.stdout.readline()
                assert printed, told.read_text()
                tries += re.findall(r"try it +(curl .*)", printed)
            for one in tries:
                ask = [*shlex.split(one), "--silent", "--fail"]
                assert subprocess.run(ask, capture_output=True, check=True).stdout
        finally:
            process.terminate()
    imported = _imported(told.read_text())
    assert "connexion" in imported
    assert sorted(imported & {*HEAVY, *UNASKED}) == []


def _said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_connexion_is_whole_and_the_stand_ins_are_gone() -> None:
    program = """
import sys
from mockserver import starting
from mockserver.api import apis
starting.begin()
assert not set(starting.UNUSED) & set(sys.modules)
import connexion, httpx
assert httpx.Client().timeout
print(type(connexion.AsyncApp("mockserver").test_client()).__module__)
"""
    assert _said(program) == "starlette.testclient"


def test_connexion_alone_would_import_what_has_a_stand_in() -> None:
    program = "import sys, warnings; warnings.simplefilter('ignore'); import connexion; print(*sys.modules)"
    assert set(starting.UNUSED) <= set(_said(program).split())


def test_garbage_is_looked_for_once_it_has_started() -> None:
    program = """
import gc
from mockserver import starting
from mockserver.api import apis
starting.begin()
assert not gc.isenabled()
starting.end()
print(gc.isenabled(), gc.get_freeze_count() > 10000)
"""
    assert _said(program) == "True True"


def test_what_is_found_to_be_in_use_is_left_alone_from_then_on() -> None:
    program = """
import gc
from mockserver import starting
starting.begin()
starting.end()
before = gc.get_freeze_count()
records = [[number] for number in range(60_000)]
print(gc.get_freeze_count() - before > len(records) - 2 * starting.NEW)
"""
    assert _said(program) == "True"


@pytest.mark.parametrize("most", [0, 10_000_000])
def test_now_and_then_everything_is_looked_through_unless_that_takes_long(most: int) -> None:
    program = f"""
import gc, time, weakref
from mockserver import starting
class Ring:
    def __init__(self):
        self.itself = self
starting.EVERY, starting.MOST = 0.1, {most}
starting.begin()
starting.end()
ring = Ring()
kept = [[number] for number in range(1000)]
assert not any(one is ring for one in gc.get_objects()), "it is left alone"
gone = weakref.ref(ring)
del ring
until = time.monotonic() + (1 if starting.MOST == 0 else 20)
while gone() and time.monotonic() < until:
    time.sleep(0.05)
print(gone() is None)
"""
    assert _said(program) == str(most > 0)


def test_a_start_that_fails_leaves_the_garbage_collector_of_the_process_as_it_was() -> None:
    program = """
import gc
from click.testing import CliRunner
from mockserver.cli import main
before = gc.get_threshold()
assert CliRunner().invoke(main, ["run", "--fault", "nonsense"]).exit_code
print(gc.isenabled(), gc.get_freeze_count(), gc.get_threshold() == before)
"""
    assert _said(program) == "True 0 True"
