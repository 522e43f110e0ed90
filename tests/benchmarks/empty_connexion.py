# mypy: disable-error-code="import-untyped"
"""Connexion as its documentation says, with the specs of all APIs and handlers that do nothing.

`python -m tests.benchmarks.empty_connexion PORT BASE_PATH=SPEC ...`
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any

from connexion import AsyncApp
from connexion.resolver import Resolver

THIS = "tests.benchmarks.empty_connexion"


def anybody(*_: Any, **__: Any) -> dict[str, Any]:
    """Let anybody in, whatever the credential."""
    return {"sub": "anybody"}


async def nothing(**_: Any) -> tuple[dict[str, Any], int]:
    """Answer any operation."""
    return {}, 200


def application(places: Iterable[str]) -> AsyncApp:
    """Return an application of several APIs, each written as BASE_PATH=SPEC."""
    for scheme in ("BEARER", "APIKEY", "BASIC"):
        os.environ[f"{scheme}INFO_FUNC"] = f"{THIS}.anybody"
    app = AsyncApp(__name__, resolver=Resolver(lambda _: nothing))
    for place in places:
        base_path, _, spec = place.partition("=")
        app.add_api(spec, base_path=base_path)  # unsaid, it would not sort APIs by it
    return app


if __name__ == "__main__":
    application(sys.argv[2:]).run(port=int(sys.argv[1]))
