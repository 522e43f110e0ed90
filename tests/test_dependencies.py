"""What an installation brings along: whatever the two packages import, and nothing else."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent
OURS = ("mockserver", "conformance")

# What is used without an import of ours.
OTHERWISE = {
    "fontpkg-noto-sans": "the font of statements, read as a file",
    "uvloop": "uvicorn runs on it",
}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _ranges() -> dict[str, SpecifierSet]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = map(Requirement, project["dependencies"])
    return {_plain(one.name): one.specifier for one in asked}


def _imported(package: str) -> set[str]:
    """Return the names of the modules, of their first parts, that the files of a package import."""
    found = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add(str(node.module).partition(".")[0])
    return found


def _needed() -> set[str]:
    known = packages_distributions()
    modules = set().union(*map(_imported, OURS)) - {*OURS, *sys.stdlib_module_names}
    return {_plain(known[one][0]) for one in modules}


def test_what_is_imported_is_asked_for_and_nothing_else() -> None:
    assert _needed() | set(OTHERWISE) == set(_ranges())


def test_no_reason_is_given_for_what_is_imported() -> None:
    assert not _needed() & set(OTHERWISE)


def test_every_range_has_a_beginning_and_holds_what_the_tests_were_seen_to_pass_with() -> None:
    constraints = (ROOT / "constraints.txt").read_text()
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", constraints, re.MULTILINE))
    versions = {_plain(name): version for name, version in pinned.items()}
    assert [name for name, range_ in _ranges().items() if versions[name] not in range_] == []
    assert [name for name, range_ in _ranges().items() if ">=" not in str(range_)] == []
