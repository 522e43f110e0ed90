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
    chance: random.Random = field(default_factory=random.Random)
    limiter: Limiter = field(default_factory=Limiter)

    def behaviour(self) -> Any:
        """Return the behaviour for one request, after chance has had its say."""
        return switches.behaviour(self.api, self.switches.drawn(self.chance))
