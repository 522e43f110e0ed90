"""What every part needs: a mock that remembers what it was asked, and other people's programs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

import mockserver
from conformance import catalogue
from mockserver.api import apis
from tests.installed import InstallationError
from tests.interop.outcome import BrokenError, Outcome

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent
# Where generated things are left, to be looked at; not part of the repository.
BUILD = ROOT / "build" / "interop"
SECONDS = 600


@dataclass(frozen=True)
class Mock:
    """A running mock of one API."""

    api: str
    url: str  # with the base path
    credential: str  # of a user, and what carries it
    headers: dict[str, str]
    other_headers: dict[str, str]  # of another, who sees nothing of the first
    passwords: tuple[str, ...]  # of both, where there are any
    control: str

    def asked(self) -> list[dict[str, Any]]:
        """Return what was asked and answered, the oldest first."""
        told = httpx.get(f"{self.control}/requests", params={"limit": 1000}).json()
        return list(reversed(told["requests"]))

    def told(self) -> str:
        """Return which operations were asked for, in order, each once.

        Raises:
            BrokenError: nothing was asked for, or an answer was not as the contract says.
        """
        asked = self.asked()
        broken = [one for one in asked if one["verdict"] == "broken"]
        if broken or not asked:
            raise BrokenError(f"The mock does not keep the contract: {broken or 'nobody asked'}")
        return ", ".join(dict.fromkeys(str(one["operation"]) for one in asked))


@contextmanager
def mock(api: str, data: str = "empty", profile: str = "documented") -> Iterator[Mock]:
    """Yield a mock of an API on a free port."""
    base_path = catalogue.load(api).base_path
    password = apis()[api].password
    with mockserver.running_mock(api, data=data, profile=profile) as running:
        yield Mock(
            api,
            running.url + base_path,
            running.credential(api, 2),
            running.headers(api, 2),
            running.headers(api, 3),
            (password(2), password(3)) if password else (),
            running.url + "/_mock",
        )


def spec(api: str) -> Path:
    """Return where the OpenAPI document of an API is."""
    return ROOT / "specs" / api / "openapi.yaml"


def run(
    command: Sequence[str | Path],
    folder: Path,
    statuses: Sequence[int] = (0,),
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a program in a folder, with more in its environment, and return what it prints.

    Raises:
        BrokenError: it ends with another status than these, or takes too long.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise BrokenError(f"{command[0]} took longer than {SECONDS} seconds.") from None
    if done.returncode not in statuses:
        raise BrokenError(
            f"{Path(command[0]).name} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        )
    return done.stdout


def pinned(folder: Path) -> dict[str, str]:
    """Return the versions that the `package.json` of a folder names."""
    versions: dict[str, str] = json.loads((folder / "package.json").read_text())["dependencies"]
    return versions


def outcome(program: str, version: str, api: str, planned: str, work: Callable[[], str]) -> Outcome:
    """Do a piece of work, which returns what was done, and tell what became of it.

    `planned` is what is told where it failed.
    """
    try:
        return Outcome(program, version, api, work(), "passed")
    except InstallationError as error:
        first, _, rest = str(error).partition("\n")
        return Outcome(program, version, api, f"nothing: {first}", "not run", rest)
    except BrokenError as error:
        return Outcome(program, version, api, planned, "failed", str(error))
    except Exception as error:  # one program that surprises us does not hide the others
        return Outcome(program, version, api, planned, "failed", repr(error))
