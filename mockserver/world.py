"""One API in operation: its state, its time, and how it behaves at the moment."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver import switches
from mockserver.api import Api
from mockserver.clock import Clock
from mockserver.limiter import Limiter
from mockserver.store import Store
from mockserver.switches import Switches


@dataclass
class World:
    """An API with all that a request can change or depend on; worlds share nothing that changes."""

    api: Api
    store: Store[Any]
    clock: Clock = field(default_factory=Clock)
    switches: Switches = field(default_factory=Switches)
    settings: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    chance: random.Random = field(init=False)
    limiter: Limiter = field(default_factory=Limiter)
    requests: int = 0  # how many were answered in a way of their own

    def __post_init__(self) -> None:
        self.chance = self._first_chance()

    def _first_chance(self) -> random.Random:
        return random.Random(f"{self.api.name} {self.seed}")  # noqa: S311 - repeatable on purpose

    def behaviour(self) -> Any:
        """Return the behaviour for one request, after chance has had its say."""
        if self.switches.is_steady:
            return switches.composed(self.api, self.switches.chosen)
        drawn = self.switches.drawn(self.chance)
        if not self.switches.varying:
            return switches.behaviour(self.api, drawn)
        self.requests += 1
        return self.api.composed({*drawn, *self.switches.varied(self.api.name, self.requests)})

    def fork(self) -> World:
        """Return a world that starts as this one did; constant in time, whatever the state holds."""
        return World(
            self.api,
            Store(self.store.initial, self.store.most),
            Clock(self.clock.start),
            self.switches,
            self.settings,
            self.seed,
        )

    def trial(self, state: Any) -> World:
        """Return a world in this state, with the choices of this one and honest: nothing matters in it."""
        made = self.fork()
        made.store.state = state
        made.clock.fixed = self.clock.now()
        made.switches = Switches(variations=self.switches.variations)
        return made

    def reset(self) -> None:
        """Go back to the start: the state, the time, and chance."""
        self.store.reset()
        self.clock.reset()
        self.limiter.forget()
        self.chance = self._first_chance()
        self.requests = 0

    def moment(self) -> tuple[Any, ...]:
        """Return all that a request can have changed, for `go_back`."""
        return (self.store.state, self.clock.fixed, self.chance.getstate(), self.requests)

    def go_back(self, moment: tuple[Any, ...]) -> None:
        """Be as it was at a moment."""
        self.store.state, self.clock.fixed, chance, self.requests = moment
        self.chance.setstate(chance)
