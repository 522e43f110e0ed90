"""A mock as a process of its own, and what can be learnt of it from outside."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import httpx

from tests.fuzz.surfaces import NOW

MEMORY = re.compile(r"VmRSS:\s+(\d+) kB")


class Mock:
    """A running mock of all APIs with demo data."""

    def __init__(self, *options: str) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
        command = [sys.executable, "-m", "mockserver", "run", "--port", "0"]
        command += ["--clock", NOW.isoformat(), *options]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self._log, text=True, encoding="utf-8"
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the mock did not start: {self.complaints()}")
        self.url = line.removeprefix("Listening on ").strip()
        host, _, port = self.url.removeprefix("http://").rpartition(":")
        self.address = (host, int(port))
        self.control = httpx.Client(base_url=f"{self.url}/_mock", timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.control.close()
        self._process.kill()
        self._process.wait()
        self._log.close()

    @property
    def runs(self) -> bool:
        """Whether the process is still there."""
        return self._process.poll() is None

    def complaints(self) -> str:
        """Return what it has written to its log, and forget it."""
        self._log.seek(0)
        text = self._log.read().decode("utf-8", "replace")
        self._log.seek(0)
        self._log.truncate()
        return text

    def memory(self) -> float:
        """Return how much memory it holds, in megabytes."""
        text = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(MEMORY.findall(text)[0]) / 1024

    def forget(self) -> None:
        """Go back to the start, in every respect."""
        for what in ("/workspaces", "/workspaces/default"):
            self.control.delete(what).raise_for_status()

    def broken_invariants(self) -> list[str]:
        """Return what is wrong with the state that all requests have led to."""
        state = self.control.get("/state").json()
        taken = self.control.put("/state", json=state)
        found = [f"its own state is refused: {taken.text}"] if taken.status_code != 200 else []
        if not found and self.control.get("/state").json() != state:
            found.append("its own state is another one when it was taken in")
        return [*found, *(one for tables in state.values() for one in broken(tables))]


def broken(tables: Mapping[str, list[Mapping[str, Any]]]) -> Iterator[str]:
    """Yield which promises the records of an API do not keep."""
    for name, rows in tables.items():
        repeated = [
            one for one, count in Counter(row.get("id") for row in rows).items() if count > 1
        ]
        if repeated:
            yield f"{name} has several records with the ids {repeated}"
        primary = Counter(
            row["client_id"] for row in rows if row.get("is_primary") and "client_id" in row
        )
        for client, count in primary.items():
            if count > 1:
                yield f"client {client} has {count} primary contacts among the {name}"
        clients = {row.get("id") for row in tables.get("clients", ())}
        for row in rows:
            if row.get("client_id") is not None and row["client_id"] not in clients:
                yield f"{name} {row.get('id')} belongs to client {row['client_id']}, which is gone"
