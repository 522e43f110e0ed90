"""What the servers that we compare with answer, in a file, and the plain store that they answer from."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from tests.benchmarks.workload import Answer, Operation


def save(wanted: Sequence[Operation], answered: Mapping[str, Sequence[Answer]], file: Path) -> None:
    """Write down what to answer."""
    told = [
        {
            "api": one.api,
            "operation": one.id,
            "changes": one.changes,
            "method": request.method,
            "target": request.target,
            "status": answer.status,
            "body": json.loads(answer.body),
        }
        for one in wanted
        for request, answer in zip(one.requests, answered[one.key], strict=True)
    ]
    file.write_text(json.dumps(told), encoding="utf-8")


@dataclass
class Store:
    """Records in dictionaries, as an application written by hand would have them.

    What is read was put together before: `read` looks it up by the target of the request. What
    changes something makes a new record of what was sent and keeps it under its id.
    """

    entries: Sequence[Mapping[str, Any]]

    def __post_init__(self) -> None:
        self.targets = {one["target"]: one["body"] for one in self.entries if not one["changes"]}
        self.clear()

    def clear(self) -> None:
        """Forget what was changed."""
        self.templates = {one["target"]: one["body"] for one in self.entries if one["changes"]}
        self.created: dict[int, Any] = {}

    @classmethod
    def load(cls, file: Path) -> Store:
        """Return the store that a file describes."""
        return cls(json.loads(file.read_text(encoding="utf-8")))

    def read(self, target: str) -> Any:
        """Return what is found at a target, path and query."""
        return self.targets[target]

    def create(self, target: str, body: Mapping[str, Any]) -> Any:
        """Keep a new record made of what was sent, and return it."""
        number = len(self.created) + 1
        record = {**self.templates[target], **body, "id": number}
        self.created[number] = record
        return record

    def change(self, target: str) -> Any:
        """Keep a changed record in place of the former one, and return it."""
        record = {**self.templates[target], "is_primary": True}
        self.templates[target] = record
        return record

    def act(self, target: str, body: Mapping[str, Any]) -> Any:
        """Return the records that a body names the ids of, changed each."""
        template = self.templates[target]
        found = [{**one, "is_deleted": False} for one in template["data"][: len(body["ids"])]]
        return {**template, "data": found}


def serve(make: Callable[[Store], Any]) -> None:
    """Serve an application as the mock is served: the command line says the port and the file."""
    uvicorn.run(
        make(Store.load(Path(sys.argv[2]))),
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        log_level="error",
    )
