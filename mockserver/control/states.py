"""States: export and import, reset, snapshots, workspaces."""

from __future__ import annotations

from typing import Any

from mockserver.answers import Reply
from mockserver.api import DataError
from mockserver.control.asking import DONE, Asked, ControlError, Route, missing
from mockserver.snapshots import Snapshot
from mockserver.store import Store, records
from mockserver.workspaces import DEFAULT, Workspace


def reset(asked: Asked) -> Reply:
    """Go back to the start."""
    asked.workspace.reset()
    return Reply(DONE)


def state(asked: Asked) -> Reply:
    """Export the state of every API."""
    worlds = asked.workspace.worlds.items()
    return Reply({name: world.api.export(world.store.state) for name, world in worlds})


def put_state(asked: Asked) -> Reply:
    """Import the state of the APIs that are named, all or nothing; the others stay as they are."""
    worlds = asked.workspace.worlds
    given = asked.data()
    if not isinstance(given, dict):
        raise ControlError(f"The body must be an object with {_listed(list(worlds))}.")
    unknown = sorted(set(given) - set(worlds))
    if unknown:
        raise ControlError(
            f"{unknown[0]} is no API of this mock; there are {_listed(list(worlds))}."
        )
    loaded = {name: _loaded(worlds[name], data) for name, data in given.items()}
    for name, read in loaded.items():
        _check_room(worlds[name].store, read, name)
    for name, read in loaded.items():
        worlds[name].store.state = read
    return Reply(DONE)


def _loaded(world: Any, data: Any) -> Any:
    try:
        return world.api.load(data)
    except DataError as error:
        raise ControlError(f"In {world.api.name}: {error}") from None


def _check_room(store: Store[Any], state: Any, name: str) -> None:
    if store.most is not None and records(state) > store.most:
        raise ControlError(
            f"{name} may have {store.most} records (--max-records), not {records(state)}.", 507
        )


def _listed(names: list[str]) -> str:
    return ", ".join(names)


def snapshots(asked: Asked) -> Reply:
    """List the snapshots, the oldest first."""
    return Reply({"snapshots": [_shown(one) for one in asked.workspace.snapshots]})


def take_snapshot(asked: Asked) -> Reply:
    """Keep the present state."""
    data = asked.data() if asked.body else {}
    name = data.get("name", "") if isinstance(data, dict) else None
    if not isinstance(name, str) or len(name) > 200:
        raise ControlError('The body must be like {"name": "before the test"}, or empty.')
    return Reply(_shown(asked.workspace.snapshots.take(name)), 201)


def restore_snapshot(asked: Asked) -> Reply:
    """Go back to a snapshot."""
    asked.workspace.snapshots.restore(_snapshot(asked))
    return Reply(DONE)


def forget_snapshot(asked: Asked) -> Reply:
    """Let a snapshot go."""
    asked.workspace.snapshots.forget(_snapshot(asked).id)
    return Reply(b"", 204)


def _snapshot(asked: Asked) -> Snapshot:
    found = asked.workspace.snapshots.get(asked.parameters["id"])
    if found is None:
        raise missing("snapshot", asked.parameters["id"])
    return found


def _shown(snapshot: Snapshot) -> dict[str, Any]:
    return {"id": snapshot.id, "name": snapshot.name, "taken_at": snapshot.taken_at}


def workspaces(asked: Asked) -> Reply:
    """List the workspaces, the last used one first after the default one."""
    return Reply({"workspaces": [_described(one) for one in asked.workspaces]})


def _described(workspace: Workspace) -> dict[str, Any]:
    return {
        "name": workspace.name,
        "requests": workspace.journal.last_id,
        "snapshots": len(list(workspace.snapshots)),
    }


def drop_workspaces(asked: Asked) -> Reply:
    """Let all workspaces go but the default one."""
    for workspace in list(asked.workspaces):
        if workspace.name != DEFAULT:
            asked.workspaces.drop(workspace.name)
    return Reply(b"", 204)


def drop_workspace(asked: Asked) -> Reply:
    """Let a workspace go; it starts anew when it is used again."""
    if not asked.workspaces.drop(asked.parameters["name"]):
        raise missing("workspace", asked.parameters["name"])
    return Reply(b"", 204)


ROUTES: tuple[Route, ...] = (
    ("POST", "/reset", reset),
    ("GET", "/state", state),
    ("PUT", "/state", put_state),
    ("GET", "/snapshots", snapshots),
    ("POST", "/snapshots", take_snapshot),
    ("DELETE", "/snapshots/{id}", forget_snapshot),
    ("POST", "/snapshots/{id}/restore", restore_snapshot),
    ("GET", "/workspaces", workspaces),
    ("DELETE", "/workspaces", drop_workspaces),
    ("DELETE", "/workspaces/{name}", drop_workspace),
)
