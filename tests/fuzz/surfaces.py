"""What there is to be asked: each API, and the control surface, with what their specs say of answers."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from mockserver import data
from mockserver.api import Api, apis
from mockserver.contract import METHODS, Contract
from mockserver.schemas import Schema, relaxed
from tests.fuzz.drafts import Headers

CONTROL = "control"
# Control requests that can make a mock misbehave on purpose keep to a workspace of their own.
APART: Headers = ((b"Host", b"localhost"), (b"X-Mock-Workspace", b"fuzz-control"))
PLAIN: Headers = ((b"Host", b"localhost"),)
PASSWORD = b"X-API-PASSWORD"
A_YEAR = 365 * 86_400.0
# The time at which mocks stand, so that the same is sent and answered whenever that is.
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Documented:
    """What a spec says of an answer: its body by media type, None for whatever it may be."""

    bodies: Mapping[str, Schema | None]


class Surface:
    """One spec: where it is served, who asks, and what may be answered."""

    def __init__(
        self,
        name: str,
        spec: Any,
        credentials: Headers = (),
        pinned: Headers = PLAIN,
        example: str = "",
    ) -> None:
        self.name = name
        self.spec = spec
        self.contract = Contract(spec)
        self.credentials = credentials
        self.pinned = pinned
        self.example = f"{self.contract.base_path}{example}".encode()  # what is there for sure
        self._components = relaxed(spec)["components"]["schemas"]

    def inside(self, path: str) -> str | None:
        """Return a path without the base path, None if it is not of this surface."""
        return self.contract.inside(path)

    @functools.cached_property
    def _answers(self) -> dict[str, dict[str, Documented]]:
        return {
            stated["operationId"]: {
                status: self._documented(answer) for status, answer in stated["responses"].items()
            }
            for item in self.contract.spec["paths"].values()
            for method, stated in item.items()
            if method in METHODS
        }

    def _documented(self, answer: Mapping[str, Any]) -> Documented:
        content = self.contract.resolved(answer).get("content", {})
        return Documented({kind: self._schema(stated) for kind, stated in content.items()})

    def _schema(self, stated: Mapping[str, Any]) -> Schema | None:
        return Schema(relaxed(stated["schema"]), self._components) if "schema" in stated else None

    def documented(self, operation: str, status: int) -> Documented | None:
        """Return what an operation is documented to answer with a status, None if nothing."""
        answers = self._answers[operation]
        names = (str(status), f"{status // 100}XX", "default")
        return next((answers[name] for name in names if name in answers), None)

    @functools.cached_property
    def errors(self) -> list[Documented]:
        """What errors look like, wherever they are documented."""
        return list(self._errors())

    def _errors(self) -> Iterator[Documented]:
        for answers in self._answers.values():
            for status, answer in answers.items():
                if status[0] in "45d" and answer.bodies:
                    yield answer


@functools.cache
def surfaces() -> dict[str, Surface]:
    """Return all surfaces of a mock of all APIs by name."""
    text = (files("mockserver.control") / "openapi.yaml").read_text(encoding="utf-8")
    control = Surface(CONTROL, data.parsed(text), pinned=APART)
    found = [_surface(one) for one in apis().values()]
    return {one.name: one for one in (*found, control)}


def _surface(api: Api) -> Surface:
    settings = {name: one.default for name, one in api.settings.items()}
    credential = api.credential(2, settings, NOW, A_YEAR)
    headers = dict(api.headers(credential))
    given = tuple((name.encode(), value.encode()) for name, value in headers.items())
    password = ((PASSWORD, api.password(2).encode()),) if api.password else ()
    return Surface(api.name, data.specification(api.name), (*given, *password), example=api.example)


def at(path: str) -> Surface | None:
    """Return the surface whose base path fits a path best, None if there is none."""
    fitting = [
        (len(base), one)
        for one in surfaces().values()
        for base in one.contract.base_paths
        if path == base or path.startswith(f"{base}/")
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None
