"""Spectral and Redocly read the OpenAPI documents: the APIs', and the control surface's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from tests import installed
from tests.interop.outcome import BrokenError, Outcome
from tests.interop.running import HERE, ROOT, outcome, pinned, run, spec

CONFIGURATION = HERE / "lint"
_CONTROL = ROOT / "mockserver" / "control" / "openapi.yaml"


def outcomes(apis: Sequence[str]) -> Iterator[Outcome]:
    """Yield what each linter says of each document; a warning counts like an error."""
    documents = {**{api: spec(api) for api in apis}, "control surface": _CONTROL}
    linters = {"@stoplight/spectral-cli": _spectral, "@redocly/cli": _redocly}
    versions = pinned(CONFIGURATION)
    for package, linter in linters.items():
        for api, document in documents.items():
            work = partial(_lint, linter, document)
            yield outcome(package, versions[package], api, "lint", work)


def _lint(linter: Callable[[Path], list[str]], document: Path) -> str:
    found = linter(document)
    if found:
        raise BrokenError("\n".join(found))
    return "lint: no error, no warning"


def _spectral(document: Path) -> list[str]:
    arguments = ("--ruleset=spectral.yaml", "--format=json", "--quiet")
    told = json.loads(_told("spectral", *arguments, document=document))
    return [f"{'/'.join(map(str, one['path']))}: {one['message']} ({one['code']})" for one in told]


def _redocly(document: Path) -> list[str]:
    arguments = ("--config=redocly.yaml", "--format=json", "--max-problems=1000")
    told = json.loads(_told("redocly", *arguments, document=document))
    return [
        f"{one['location'][0]['pointer']}: {one['message']} ({one['ruleId']})"
        for one in told["problems"]
        if not one.get("ignored")
    ]


def _told(name: str, *arguments: str, document: Path) -> str:
    binary = installed.node_modules(CONFIGURATION) / ".bin" / name
    return run([binary, "lint", *arguments, document], CONFIGURATION, statuses=(0, 1))
