"""One request on its way through a mock: what its handler sees of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mockserver.answers import Kind, Refusal, Reply, refusal
from mockserver.limiter import Allowance, Rate
from mockserver.store import FullError
from mockserver.world import World

R = TypeVar("R")


@dataclass(slots=True)
class Call:
    """A request, with the world that it is made in and the behaviour that answers it.

    Who asks (`principal`), the operation, its `arguments` by name and its `body` are filled in on
    the way, and the `refusal` if it comes to that.
    """

    world: World
    behaviour: Any
    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    raw: bytes
    operation: str = ""
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    principal: Any = None
    arguments: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    rate: Rate | None = None  # how many requests are allowed, None if they are not counted
    counted: Allowance | None = None
    refusal: Refusal | None = None
    before: Any = None  # the state that its handler found, None if it did not come to that

    def __getitem__(self, name: str) -> Any:
        """Return a required argument."""
        return self.arguments[name]

    def get(self, name: str) -> Any:
        """Return an optional argument, None if it was not given and has no default."""
        return self.arguments.get(name)

    def given(self, place: str, name: str) -> str | None:
        """Return a parameter as it was written, None if it was not."""
        if place == "path":
            return self.path_parameters.get(name)
        if place == "header":
            return self.headers.get(name.lower())
        return self.query.get(name)

    def given_members(self, name: str) -> dict[str, str] | None:
        """Return the members of a parameter that is written as `name[member]=value`, None if none."""
        start = f"{name}["
        found = {
            key[len(start) : -1]: value
            for key, value in self.query.items()
            if key.startswith(start) and key.endswith("]")
        }
        return found or None

    def refused(self, refusal: Refusal) -> Reply:
        """Return the answer of the API to a refusal."""
        # What led to it refers to this call: with that kept, neither went before a search for garbage.
        refusal.__traceback__ = refusal.__context__ = None
        self.refusal = refusal
        reply: Reply = self.behaviour.errors.refuse(refusal)
        return reply

    @property
    def allowance(self) -> Allowance | None:
        """What is left of the limit of requests, this one counted; None if they are not counted.

        It is counted when somebody wants to know.
        """
        if self.counted is None and self.rate is not None:
            self.counted = self.world.limiter.take(self.rate, self.world.clock.now())
        return self.counted

    @property
    def state(self) -> Any:
        """The current state."""
        return self.world.store.state

    def ask(self, query: Callable[..., R], *arguments: Any) -> R:
        """Return the answer of a rule that changes nothing."""
        return query(self.state, self.principal, *arguments)

    def change(self, rule: Callable[..., tuple[Any, R]], *arguments: Any) -> R:
        """Apply a rule to the state and return its result; if it raises, nothing has changed.

        Raises:
            Refusal: what the rule refuses; FULL, there is no room for another record.
        """
        now, store = self.world.clock.stamp(), self.world.store
        try:
            return store.change(rule, self.principal, *arguments, now=now)
        except FullError:
            most = f"This mock keeps no more than {store.most} records (--max-records)"
            raise refusal(Kind.FULL, most) from None
