"""What a mock is: its APIs, who may ask, and the document of this surface."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Any

from mockserver import data, overview, wire
from mockserver.answers import Reply
from mockserver.contract import contract
from mockserver.control.asking import Asked, Route
from mockserver.world import World

YEAR = 365 * 86400.0
USERS = (2, 3)


def health(asked: Asked) -> Reply:
    """Say that the mock answers."""
    return Reply({"status": "ok", "apis": list(asked.workspaces.default.worlds)})


def document(asked: Asked) -> Reply:
    """Return the OpenAPI document of the control surface."""
    del asked
    return Reply(_document(), 200, {"Content-Type": "application/json"})


@functools.cache
def _document() -> bytes:
    text = (files("mockserver.control") / "openapi.yaml").read_text(encoding="utf-8")
    return wire.write(data.parsed(text))


def apis(asked: Asked) -> Reply:
    """Return what there is to call, and with which credentials."""
    return Reply({"apis": [_api(world) for world in asked.workspace.worlds.values()]})


def _api(world: World) -> dict[str, Any]:
    known = contract(world.api.name)
    return {
        "name": world.api.name,
        "title": known.title,
        "base_paths": known.base_paths,
        "example": f"{known.base_path}{world.api.example}",
        "openapi": f"/_mock/openapi/{world.api.name}.json",
        "ui": f"/_mock/ui/{world.api.name}/",
        "users": [_user(world, user) for user in USERS],
    }


def _user(world: World, user: int) -> dict[str, Any]:
    credential = world.api.credential(user, world.settings, world.clock.now(), YEAR)
    return {
        "id": user,
        "credential": credential,
        "headers": dict(world.api.headers(credential)),
        "password": world.api.password(user) if world.api.password else None,
    }


def requirements(asked: Asked) -> Reply:
    """Return every requirement of the documents, with its place there."""
    known = [world.api for world in asked.workspace.worlds.values()]
    return Reply({"requirements": overview.entries("requirements", known)})


ROUTES: tuple[Route, ...] = (
    ("GET", "/health", health),
    ("GET", "/openapi.json", document),
    ("GET", "/apis", apis),
    ("GET", "/requirements", requirements),
)
