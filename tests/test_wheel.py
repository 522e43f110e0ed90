"""The wheel works by itself: in an empty environment, away from any checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

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


def test_it_carries_the_packages_and_the_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        *("mockserver", "conformance", "client_contracts"),
    }
    for api in data.apis():
        assert f"client_contracts/specs/{api}/openapi.yaml" in names
        assert f"client_contracts/fixtures/{api}/demo.json" in names
        assert f"mockserver/{api}/rules.py" in names
        assert f"conformance/{api}/driver.py" in names
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests")]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the commands' folder of an environment that has the wheel, and what it asks for, alone."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--constraint", str(ROOT / "constraints.txt"), str(wheel)], check=True)
    return folder / "bin"


def test_both_commands_work_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    def output(*command: str) -> str:
        run = subprocess.run(
            [str(installed / command[0]), *command[1:]],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    assert "INF-CONTACT-02" in output("conformance", "requirements", "infranotes")
    assert output("mockserver", "token", "infranotes").count(".") == 2
    tried = output("python", "-c", TRIAL)
    assert "conforms" in tried


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
