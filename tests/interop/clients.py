"""Clients that generators make from the specs: compiled strictly, and used on a mock.

The programs that use them are in the folder of each API, one for each generator.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from tests import installed
from tests.interop.outcome import Outcome
from tests.interop.running import BUILD, HERE, Mock, mock, outcome, pinned, run, spec

SOURCES = HERE / "clients"
REQUIREMENTS = SOURCES / "requirements.txt"
_CHECKED = "compiled strictly"


def outcomes(apis: Sequence[str]) -> Iterator[Outcome]:
    """Yield what becomes of the client of each generator and each API."""
    versions = pinned(SOURCES) | dict(line.split("==") for line in _requirements())
    for program, (packages, work) in GENERATORS.items():
        version = " + ".join(versions[package] for package in packages)
        for api in apis:
            yield outcome(
                " + ".join(packages), version, api, _CHECKED, partial(_used, program, work, api)
            )


def _requirements() -> list[str]:
    return REQUIREMENTS.read_text().split()


def _used(program: str, work: Callable[[Path, Mock], None], api: str) -> str:
    """Generate, compile and use a client, in a folder that is left to be looked at."""
    folder = BUILD / program / api
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with mock(api) as running:
        work(folder, running)
        return f"{_CHECKED}; {running.told()}"


def _given(running: Mock) -> str:
    return json.dumps({"url": running.url, "headers": running.headers})


def _openapi_fetch(folder: Path, running: Mock) -> None:
    modules = _typescript(folder)
    run([modules / ".bin" / "openapi-typescript", spec(running.api), "-o", "api.d.ts"], folder)
    _compiled(folder, running, "openapi_fetch")


def _swagger_typescript_api(folder: Path, running: Mock) -> None:
    modules = _typescript(folder)
    generator = modules / ".bin" / "swagger-typescript-api"
    to = ("--output", ".", "--name", "api.ts")
    run([generator, "generate", "--path", spec(running.api), *to], folder)
    made = folder / "api.ts"
    # What is generated switches the checks off for itself; they are to be on.
    made.write_text(made.read_text().replace("// @ts-nocheck", ""))
    _compiled(folder, running, "swagger_typescript_api")


def _typescript(folder: Path) -> Path:
    modules = installed.node_modules(SOURCES)
    (folder / "node_modules").symlink_to(modules)
    for name in ("package.json", "tsconfig.json", "mock.ts"):
        shutil.copy(SOURCES / name, folder)
    return modules


def _compiled(folder: Path, running: Mock, program: str) -> None:
    shutil.copy(HERE / running.api / f"{program}.ts", folder)
    run([folder / "node_modules" / ".bin" / "tsc"], folder)
    run(["node", f"compiled/{program}.js", _given(running)], folder)


def _openapi_python_client(folder: Path, running: Mock) -> None:
    python = installed.python(_requirements())
    generator = python.with_name("openapi-python-client")
    settings = f"--config={SOURCES / 'openapi_python_client.yaml'}"
    to = ("--meta=none", "--output-path=generated", f"--path={spec(running.api)}")
    run([generator, "generate", "--fail-on-warning", settings, *to], folder)
    program = f"{running.api}/openapi_python_client.py"
    shutil.copy(HERE / program, folder / "program.py")
    run([python, "-m", "mypy", "--strict", "generated", "program.py"], folder)
    run([python, "program.py", _given(running)], folder)


# By the name of their programs: the packages, and how a client is made and used.
GENERATORS: dict[str, tuple[Sequence[str], Callable[[Path, Mock], None]]] = {
    "openapi_fetch": (("openapi-typescript", "openapi-fetch"), _openapi_fetch),
    "swagger_typescript_api": (("swagger-typescript-api",), _swagger_typescript_api),
    "openapi_python_client": (("openapi-python-client",), _openapi_python_client),
}
