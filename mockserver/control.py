"""The control surface, `/_mock/…`. Its errors are problem+json."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockserver import documentation, http, switches, wire
from mockserver.answers import Reply
from mockserver.world import World

TOKEN_HEADER = "x-mock-token"  # noqa: S105 - the name of a header


class Control:
    """Answers requests to the control surface."""

    def __init__(self, worlds: Sequence[World], token: str | None = None) -> None:
        self._worlds = worlds
        self._token = token
        self._actions: dict[tuple[str, str], Callable[[bytes], Reply]] = {
            ("GET", "/health"): self._health,
            ("POST", "/reset"): self._reset,
            ("GET", "/state"): self._state,
            ("GET", "/faults"): self._faults,
            ("PUT", "/faults"): self._put_faults,
            ("GET", "/variations"): self._variations,
            ("PUT", "/variations"): self._put_variations,
        }

    def __call__(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Return the answer to a request; `path` is what follows `/_mock`."""
        allowed = self._is_allowed(headers)
        if method in ("GET", "HEAD") and (
            page := documentation.page(path, self._worlds, trusted=allowed)
        ):
            return page
        if path != "/health" and not allowed:
            return http.problem(
                401, "The header X-Mock-Token must carry what --control-token says."
            )
        action = self._actions.get(("GET" if method == "HEAD" else method, path))
        return action(body) if action else self._not_found(method, path)

    def _is_allowed(self, headers: Mapping[str, str]) -> bool:
        given = headers.get(TOKEN_HEADER, "")
        return self._token is None or hmac.compare_digest(given.encode(), self._token.encode())

    def _not_found(self, method: str, path: str) -> Reply:
        allowed = sorted(verb for verb, known in self._actions if known == path)
        if not allowed:
            known = ", ".join(sorted({f"/_mock{place}" for _, place in self._actions}))
            return http.problem(404, f"There is nothing at /_mock{path}; there are {known}.")
        answer = http.problem(405, f"/_mock{path} takes {', '.join(allowed)}, not {method}.")
        return Reply(answer.body, 405, {**answer.headers, "Allow": ", ".join(allowed)})

    def _health(self, body: bytes) -> Reply:
        del body
        return Reply({"status": "ok", "apis": [world.api.name for world in self._worlds]})

    def _reset(self, body: bytes) -> Reply:
        del body
        for world in self._worlds:
            world.store.reset()
            world.limiter.forget()
        return Reply({"status": "ok"})

    def _state(self, body: bytes) -> Reply:
        del body
        return Reply(
            {world.api.name: world.api.export(world.store.state) for world in self._worlds}
        )

    def _faults(self, body: bytes) -> Reply:
        del body
        active = [
            {"id": name, "api": world.api.name, "probability": odds}
            for world in self._worlds
            for name, odds in world.switches.faults.items()
        ]
        return Reply(
            {
                "active": active,
                "known": [known_fault(w, f) for w in self._worlds for f in w.api.faults],
            }
        )

    def _put_faults(self, body: bytes) -> Reply:
        try:
            found = switches.faults([world.api for world in self._worlds], _active(body))
        except ValueError as error:
            return http.problem(400, str(error))
        for world in self._worlds:
            world.switches = replace(world.switches, faults=found[world.api.name])
        return self._faults(b"")

    def _variations(self, body: bytes) -> Reply:
        del body
        active = [
            {"id": choice, "api": world.api.name, "silence": silence}
            for world in self._worlds
            for silence, choice in world.switches.variations.items()
        ]
        known = [
            {"api": w.api.name, **one}
            for w in self._worlds
            for one in switches.described(w.api.name)
        ]
        return Reply({"active": active, "known": known})

    def _put_variations(self, body: bytes) -> Reply:
        try:
            found = switches.variations([world.api for world in self._worlds], _active(body))
        except ValueError as error:
            return http.problem(400, str(error))
        for world in self._worlds:
            world.switches = replace(world.switches, variations=found[world.api.name])
        return self._variations(b"")


def known_fault(world: World, fault: Any) -> dict[str, Any]:
    """Return a fault as data."""
    return {
        "id": fault.id,
        "api": world.api.name,
        "sentence": fault.sentence,
        "breaks": list(fault.breaks),
    }


def _active(body: bytes) -> list[str]:
    """Return the ids in a body like `{"active": ["an-id"]}`.

    Raises:
        ValueError: it is no such body.
    """
    try:
        data = wire.read(body)
    except wire.UnreadableError as error:
        raise ValueError(f"The body {error}.") from None
    ids = data.get("active") if isinstance(data, dict) else None
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise ValueError('The body must be like {"active": ["an-id", "another-id"]}.')
    return ids
