"""The wheel works by itself: in an empty environment, away from any checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance import data

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


PLACES = {
    "mockserver": "mockserver",
    "conformance": "conformance",
    "client_contracts/specs": "specs",
    "client_contracts/fixtures": "fixtures",
}


def _files(folder: str) -> set[str]:
    found = (path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*"))
    return {str(one) for one in found if one.suffix and "__pycache__" not in one.parts}


def test_it_carries_the_packages_and_the_data_and_nothing_else(wheel: Path) -> None:
    names = {one for one in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in one}
    expected = {f"{place}/{one}" for place, folder in PLACES.items() for one in _files(folder)}
    assert expected == names
    for api in data.apis():
        assert f"client_contracts/specs/{api}/openapi.yaml" in names
        assert f"client_contracts/fixtures/{api}/demo.json" in names
        assert f"mockserver/{api}/rules.py" in names
        assert f"conformance/{api}/driver.py" in names
    assert "mockserver/console/index.html" in names
    assert "mockserver/py.typed" in names


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the commands' folder of an environment that has the wheel, and what it asks for, alone."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--constraint", str(ROOT / "constraints.txt"), str(wheel)], check=True)
    return folder / "bin"


def test_both_commands_work_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    output = Outputs(installed, tmp_path)
    assert "INF-CONTACT-02" in output("conformance", "requirements", "infranotes")
    assert output("mockserver", "token", "infranotes").count(".") == 2
    assert "conforms" in output("python", "-c", TRIAL)


@dataclass
class Outputs:
    """Runs commands of an environment, in a home that is empty at first."""

    commands: Path
    home: Path

    @property
    def surroundings(self) -> dict[str, Any]:
        """How a process is started there."""
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.home)}
        return {"cwd": self.home, "env": environment, "text": True}

    def __call__(self, *command: str) -> str:
        """Return what a command prints; it must end well."""
        line = [str(self.commands / command[0]), *command[1:]]
        run = subprocess.run(line, capture_output=True, **self.surroundings)
        assert run.returncode == 0, run.stdout + run.stderr
        return str(run.stdout)


def test_the_suite_finds_nothing_wrong_with_the_mock(installed: Path, tmp_path: Path) -> None:
    output = Outputs(installed, tmp_path)
    line = [str(installed / "mockserver"), "run", "--port", "0"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, **output.surroundings) as mock:
        try:
            assert mock.stdout is not None
            url = mock.stdout.readline().rpartition(" ")[2].strip()
            for api in data.apis():
                tokens = [output("mockserver", "token", api, "--user", one) for one in ("2", "3")]
                given = zip(("--token", "--other-token"), tokens, strict=True)
                secrets = [part.strip() for pair in given for part in pair]
                how = ["--quick"] if api == data.apis()[0] else ["--quick", "--read-only"]
                told = output("conformance", "run", api, "--url", url, *secrets, *how)
                assert told.endswith("Conforms: nothing that the document demands is broken.\n")
            left = {one.name for one in output.home.iterdir()}
            assert left == {".cache"}, "what is kept is not in the folder where one happens to be"
        finally:
            mock.terminate()


TRIAL = """
from dataclasses import replace
import mockserver, conformance
from conformance.formats import as_json, html, junit, markdown
from conformance.run import run
from conformance.target import Target
import subprocess, sys, pathlib

here = pathlib.Path(sys.prefix)
assert here in pathlib.Path(mockserver.__file__).parents, mockserver.__file__
token = subprocess.run([str(here / "bin" / "mockserver"), "token", "infranotes"],
                       capture_output=True, text=True, check=True).stdout.strip()
target = Target("infranotes", app=mockserver.asgi_app("infranotes"), token=token)
report = run(replace(target, requirements=("INF-CLIENT-02", "INF-LIST-07")))
for form in (as_json, html, junit, markdown):
    assert form.render(report)
assert "INF-LIST-07" in html.render(report)
print("conforms" if report.exit_status("must") == 0 else "does not conform")
"""
