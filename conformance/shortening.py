"""Finds the shortest sequence of calls after which two implementations answer differently.

Calls, and members of their bodies, are left out one after the other; what is left is sent to both
again, and stays out where they still differ in the same places.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from conformance.catalogue import Catalogue
from conformance.client import Answer, encoded
from conformance.driver import Driver
from conformance.pairing import STATUS, Difference, Pairing
from conformance.replay import Replay, Unrepeatable, ids_in, parsed, subject, words_of
from conformance.tape import Call, Step

Steps = tuple[Step, ...]
Drivers = tuple[Driver, Driver]


def differences(
    pairing: Pairing, catalogue: Catalogue, call: Call, one: Answer, other: Answer
) -> tuple[Difference, ...]:
    """Return where two answers to a call differ when ids and times are matched up; learns the ids."""
    heads = [
        Difference(place, *values)
        for place, values in (
            (STATUS, (one.status, other.status)),
            ("the media type", (one.media_type, other.media_type)),
        )
        if values[0] != values[1]
    ]
    pairing.new = call.method == "POST"
    bodies = pairing.differences(parsed(one), parsed(other), subject(catalogue, call))
    return (*heads, *(replace(found, place=found.place or "the body") for found in bodies))


@dataclass(frozen=True)
class Attempt:
    """Calls that were sent to both, what they answered, and where each pair of answers differs."""

    steps: Steps
    answers: tuple[tuple[Answer, Answer], ...]
    differences: tuple[tuple[Difference, ...], ...]

    @property
    def places(self) -> frozenset[tuple[object, ...]]:
        """Where the last answers differ; a status with its values, since any two may differ otherwise."""
        return frozenset(
            (one.anywhere, one.one, one.other) if one.place == STATUS else (one.anywhere,)
            for one in self.differences[-1]
        )

    @property
    def statuses(self) -> list[tuple[int, int]]:
        """The statuses of all answers."""
        return [(one.status, other.status) for one, other in self.answers]

    @property
    def telling(self) -> int:
        """How many of the calls lead to what tells the two apart; 0 where nothing does.

        The last answers do if they differ at all, earlier ones if they differ more than slightly.
        """
        for number in range(len(self.steps), 0, -1):
            found = self.differences[number - 1]
            last = number == len(self.steps)
            if any(last or not difference.slight for difference in found):
                return number
        return 0


def origins(recorded: Sequence[Step], numbers: set[int]) -> Steps:
    """Return the steps of these numbers, and those before them that made the records they speak of."""
    wanted = {number for number in numbers if 0 <= number < len(recorded)}
    words = {word for number in wanted for word in words_of(recorded[number].call)}
    for number in range(max(wanted, default=0) - 1, -1, -1):
        step = recorded[number]
        made = {*ids_in(parsed(step.answer))} if step.call.method == "POST" else set()
        if number in wanted or words & made:
            wanted.add(number)
            words |= words_of(step.call)
    return tuple(recorded[number] for number in sorted(wanted))


def _without(steps: Steps, number: int) -> Steps:
    return steps[:number] + steps[number + 1 :]


def _members(call: Call) -> list[str]:
    try:
        body = json.loads(call.content or b"null")
    except ValueError:
        return []
    return [*body] if isinstance(body, dict) else []


def _without_member(steps: Steps, number: int, name: str) -> Steps:
    step = steps[number]
    body = json.loads(step.call.content or b"null")
    body.pop(name)
    changed = replace(step, call=replace(step.call, content=encoded(body)))
    return (*steps[:number], changed, *steps[number + 1 :])


class Shortener:
    """Sends sequences to two implementations; `scenes` returns a new scene on each, cleaned up here."""

    def __init__(
        self, scenes: Callable[[], Drivers], recorded: Sequence[Step], seconds: float
    ) -> None:
        self._scenes = scenes
        self._recorded = recorded
        self._until = time.monotonic() + seconds

    def shortest(self, steps: Steps) -> Attempt | None:
        """Return the shortest attempt that shows what `steps` show; None where these show nothing now."""
        first = self._attempt(steps)
        best = first and self._attempt(steps[: first.telling])
        if best is None or not best.telling:
            return None
        for number in range(len(best.steps) - 2, -1, -1):
            statuses = best.statuses
            del statuses[number]
            best = self._better(best, _without(best.steps, number), statuses)
        for number in range(len(best.steps) - 1, -1, -1):
            for name in _members(best.steps[number].call):
                steps = _without_member(best.steps, number, name)
                best = self._better(best, steps, best.statuses)
        return best

    def _better(self, best: Attempt, steps: Steps, statuses: list[tuple[int, int]]) -> Attempt:
        """Return an attempt with other steps, if it shows the same and gets the same on the way there."""
        if time.monotonic() > self._until:
            return best
        attempt = self._attempt(steps)
        same = attempt and attempt.statuses == statuses and best.places <= attempt.places
        return attempt if attempt and same else best

    def _attempt(self, steps: Steps) -> Attempt | None:
        """Send the steps to both; None where one of them cannot be sent again."""
        drivers = self._scenes()
        try:
            one, other = (self._answers(driver, steps) for driver in drivers)
        except Unrepeatable:
            return None
        finally:
            for driver in drivers:
                driver.clean_up()
        pairing, catalogue = Pairing(), drivers[0].catalogue
        found = (
            differences(pairing, catalogue, step.call, left, right)
            for step, left, right in zip(steps, one, other, strict=True)
        )
        return Attempt(steps, tuple(zip(one, other, strict=True)), tuple(found))

    def _answers(self, driver: Driver, steps: Steps) -> list[Answer]:
        replay = Replay(driver, self._recorded)
        return [replay.send(step) for step in steps]
