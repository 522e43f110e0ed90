"""What is set in processes of ours alone: by the command, and where workers come from."""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing import get_all_start_methods
from pathlib import Path

import pytest

from conformance import own_process

THROUGH_THE_COMMAND = """
import gc, os
from conformance.cli import main
main(["requirements", "infakt", "--json"], standalone_mode=False)
print(gc.get_threshold()[0], os.environ["HYPOTHESIS_STORAGE_DIRECTORY"])
"""

FROM_PYTHON = """
import gc, os
before = gc.get_threshold(), dict(os.environ)
from conformance.run import run
from conformance.target import Target
app = lambda environ, start: start("500 Nothing", []) and []
assert run(Target("infakt", app=app, requirements=("FAK-LIST-01",))).requests
print(gc.get_threshold() == before[0], dict(os.environ) == before[1])
"""

IN_A_WORKER = """
import sys
from conformance import processes

def tell(connection):
    from conformance.checks import all_checks
    import gc
    connection.send((all_checks.cache_info().currsize, gc.get_freeze_count()))

if __name__ == "__main__":
    context = processes.prepared("infakt")
    ours, theirs = context.Pipe()
    context.Process(target=tell, args=(theirs,)).start()
    print(*ours.recv())
"""


def said(program: Path, **environment: str) -> list[str]:
    """Return the words of the last line that a program prints, which runs in a folder of its own."""
    usual = {name: value for name, value in os.environ.items() if name != own_process.STORAGE}
    run = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        cwd=program.parent,
        env={**usual, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), **environment},
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()[-1].split()


def test_the_command_looks_for_garbage_seldom_and_keeps_things_in_the_cache(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(THROUGH_THE_COMMAND)
    cache = str(tmp_path / "cache")
    told = [str(own_process.NEW), str(Path(cache) / "hypothesis")]
    assert said(program, XDG_CACHE_HOME=cache) == told
    elsewhere = said(program, XDG_CACHE_HOME=cache, HYPOTHESIS_STORAGE_DIRECTORY="/else")
    assert elsewhere[1] == "/else", "what the user has set stays"


def test_to_use_the_suite_from_python_changes_nothing(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(FROM_PYTHON)
    assert said(program) == ["True", "True"]


@pytest.mark.skipif("forkserver" not in get_all_start_methods(), reason="needs a fork server")
def test_workers_come_with_the_checks_of_their_api(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(IN_A_WORKER)
    apis, left_alone = map(int, said(program))
    assert apis == 1
    assert left_alone > 10_000, "what is shared would be copied for who looks through it"
