"""The mocks that the suite is proved with: what each is told to do, and which requirements that breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import mockserver
from conformance.target import Target
from mockserver.api import Api

A_DAY = 86_400.0
RANDOM_SEEDS = range(20)


@dataclass(frozen=True)
class Case:
    """One mock to examine: what it is told to do, and which requirements that breaks."""

    api: str
    faults: tuple[str, ...] = ()
    variations: tuple[str, ...] = ()
    profile: str = "documented"
    breaks: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What a person calls the case."""
        told = " ".join((*self.faults, *self.variations)) or "honest"
        return told if self.profile == "documented" else f"{told} ({self.profile})"


def target(api: Api, case: Case, seed: int = 0, examples: int = 4) -> Target:
    """Return a target in process, with credentials of the two demo users."""
    app = mockserver.asgi_app(
        api.name, faults=case.faults, variations=case.variations, profile=case.profile
    )
    return target_of(api, case, app, datetime.now(UTC), seed, examples)


def target_of(
    api: Api, case: Case, app: Any, now: datetime, seed: int = 0, examples: int = 4
) -> Target:
    """Return an application as a target, with credentials that are good at this time."""
    settings = {name: setting.default for name, setting in api.settings.items()}
    return Target(
        api=api.name,
        app=app,
        token=api.credential(2, settings, now, A_DAY),
        other_token=api.credential(3, settings, now, A_DAY),
        password=api.password(2) if api.password else None,
        secret=settings.get("jwt-secret"),
        profile=case.profile,
        seed=seed,
        examples=examples,
        shrink_seconds=0,
    )


def fault_cases(api: Api) -> Iterator[Case]:
    """Yield a case for each fault of an API."""
    for fault in api.faults:
        yield Case(
            api.name, faults=(fault.id,), profile=fault.profile, breaks=frozenset(fault.breaks)
        )


def variation_cases(api: Api) -> Iterator[Case]:
    """Yield the honest mock, each variation, all of them, random ones, and both profiles."""
    yield Case(api.name)
    yield Case(api.name, profile="observed")
    for variation in api.variations:
        yield Case(api.name, variations=(variation.id,))
    yield Case(api.name, variations=("all",))
    for seed in RANDOM_SEEDS:
        yield Case(api.name, variations=(f"random:{seed}",))
