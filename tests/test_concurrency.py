"""Many connections at once see a mock that does one thing after the other; a broken one is found out."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from typing import Any

import pytest

import mockserver
from tests.concurrency.__main__ import headers
from tests.concurrency.examination import SCENARIOS, Finding, examined
from tests.concurrency.linearizability import Operation, judged
from tests.concurrency.load import run
from tests.concurrency.model import ABSENT, MISSING, Client, only_reads, step
from tests.servers import serving

# Chance has a part in what many connections do. One round is nearly always enough.
ROUNDS = 10


def _worked_on(api: str, url: str, *, connections: int, seconds: float, seed: int = 0) -> Finding:
    scenario = SCENARIOS[api]()
    scenario.shared = 12 if connections > 12 else 5
    work = run(scenario, url, headers(api), connections=connections, seconds=seconds, seed=seed)
    return examined(asyncio.run(work))


@pytest.mark.parametrize("api", SCENARIOS)
def test_what_many_connections_see_of_a_mock_is_linearizable(api: str) -> None:
    variations = SCENARIOS[api].variations
    with mockserver.running_mock(api, data="empty", variations=variations) as mock:
        found = _worked_on(api, mock.url, connections=64, seconds=1)
    assert found.problems == ()
    assert found.operations > 80  # each connection did something


class _Broken:
    """A mock whose requests of some methods and paths are dealt with in a way of its own."""

    def __init__(self, api: str) -> None:
        self.app = mockserver.asgi_app(api, data="empty", variations=SCENARIOS[api].variations)
        self.numbers = itertools.count()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await self.answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


class _Stale(_Broken):
    """Answers every fourth reading as the same was answered before."""

    def __init__(self, api: str) -> None:
        super().__init__(api)
        self.former: dict[str, list[Any]] = {}

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        path, method = scope["path"], scope["method"]
        if method == "GET" and next(self.numbers) % 4 == 0 and path in self.former:
            for message in self.former[path]:
                await send(message)
            return
        messages: list[Any] = []

        async def remembering(message: Any) -> None:
            messages.append(message)
            await send(message)

        await self.app(scope, receive, remembering)
        if method == "GET":
            self.former[path] = messages


class _Forgetful(_Broken):
    """Reads the state, waits, and writes to what it has read: what others did meanwhile is lost."""

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "PUT":
            store = self.app.worlds[0].store
            found = store.state
            await asyncio.sleep(0.01)
            store.state = found
        await self.app(scope, receive, send)


class _TwoSteps(_Broken):
    """Makes a contact primary in two steps, between which nobody is."""

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"].endswith("/primary"):
            store = self.app.worlds[0].store
            chosen = store.state.contacts.get(int(scope["path"].split("/")[3]))
            client = chosen["client_id"] if chosen else None
            former = store.state.contacts.where(client_id=client, is_primary=True)
            demoted = [{**one, "is_primary": False} for one in former]
            store.state = replace(store.state, contacts=store.state.contacts.put(*demoted))
            await asyncio.sleep(0.01)
        await self.app(scope, receive, send)


class _TwoAtOnce(_Broken):
    """Makes a contact primary, and demotes the former one a little later."""

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        store = self.app.worlds[0].store
        former = [one for one in store.state.contacts if one["is_primary"]]
        await self.app(scope, receive, send)
        if scope["path"].endswith("/primary"):
            contacts = store.state.contacts
            known = [one for one in former if contacts.get(one["id"])]
            store.state = replace(store.state, contacts=contacts.put(*known))
            await asyncio.sleep(0.01)
            demoted = [{**one, "is_primary": False} for one in known]
            store.state = replace(store.state, contacts=store.state.contacts.put(*demoted))


@pytest.mark.parametrize(
    ("api", "broken", "said"),
    [
        *((api, _Forgetful, "No order explains") for api in SCENARIOS),
        *((api, _Stale, "No order explains") for api in SCENARIOS),
        ("infranotes", _TwoSteps, "No order explains"),
        ("infranotes", _TwoAtOnce, "has the primary contacts"),
    ],
)
def test_a_mock_that_is_broken_on_purpose_is_found_out(
    api: str, broken: type[_Broken], said: str
) -> None:
    for seed in range(ROUNDS):
        with serving(broken(api)) as url:
            found = _worked_on(api, url, connections=12, seconds=0.3, seed=seed)
        if any(said in problem for problem in found.problems):
            return
    pytest.fail(f"It was not found out, but {found.problems[:2]}")


def _history(*operations: tuple[Any, ...]) -> list[Operation]:
    """Return operations on a client that has the contacts a and b: begin, end, action, result, more."""
    made = Client(present=True, text="", contacts=frozenset("ab"), primary="a")
    told = [
        Operation(action, more[0] if more else {}, result, began, ended)
        for began, ended, action, result, *more in operations
    ]
    return [Operation("create", {}, made, -2, -1), *told]


def _primary(contact: str | None, contacts: str = "ab") -> Client:
    return Client(
        present=True, text=None, contacts=frozenset(contacts), primary=contact, archived=None
    )


PROMOTE_B = {"contact": "b"}
PROMOTE_A = {"contact": "a"}

POSSIBLE = {
    "one after the other": [(0, 1, "promote", None, PROMOTE_B), (2, 3, "read", _primary("b"))],
    "read before it ends, still the former": [
        (0, 5, "promote", None, PROMOTE_B),
        (1, 2, "read", _primary("a")),
        (3, 4, "read", _primary("b")),
    ],
    "two at once, the first to begin is the last to happen": [
        (0, 5, "promote", None, PROMOTE_A),
        (1, 4, "promote", None, PROMOTE_B),
        (2, 3, "read", _primary("b")),
        (6, 7, "read", _primary("a")),
    ],
    "a contact that was removed meanwhile": [
        (0, 5, "remove", None, PROMOTE_A),
        (1, 2, "promote", MISSING, PROMOTE_A),
        (3, 4, "read", _primary(None, "b")),
    ],
    "deleted meanwhile": [(0, 5, "delete", None), (1, 2, "read", MISSING)],
}

IMPOSSIBLE = {
    "the former primary after the change": [
        (0, 1, "promote", None, PROMOTE_B),
        (2, 3, "read", _primary("a")),
    ],
    "new, then old again": [
        (0, 9, "promote", None, PROMOTE_B),
        (1, 2, "read", _primary("b")),
        (3, 4, "read", _primary("a")),
    ],
    "nobody in between": [
        (0, 9, "promote", None, PROMOTE_B),
        (1, 2, "read", _primary(None)),
    ],
    "two see two changes in two orders": [
        (0, 9, "promote", None, PROMOTE_A),
        (0, 9, "promote", None, PROMOTE_B),
        (1, 2, "read", _primary("b")),
        (3, 4, "read", _primary("a")),
        (5, 6, "read", _primary("b")),
    ],
    "a change that never was": [(0, 1, "read", _primary("b"))],
    "a change that is lost": [
        (0, 1, "write", None, {"text": "one"}),
        (2, 3, "read", Client(present=True, text="", contacts=None, archived=None)),
    ],
    "there again after it was deleted": [
        (0, 1, "delete", None),
        (2, 3, "read", _primary("a")),
    ],
    "missing before it was deleted": [(0, 1, "read", MISSING), (2, 3, "delete", None)],
    "a contact made primary that was removed": [
        (0, 1, "remove", None, PROMOTE_B),
        (2, 3, "promote", None, PROMOTE_B),
    ],
    "deleted twice": [(0, 9, "delete", None), (0, 9, "delete", None)],
}


@pytest.mark.parametrize("operations", POSSIBLE.values(), ids=POSSIBLE)
def test_what_can_have_happened_is_explained(operations: list[tuple[Any, ...]]) -> None:
    history = _history(*operations)
    verdict = judged(history, step, ABSENT, only_reads)
    assert verdict.order is not None
    assert sorted(map(id, verdict.order)) == sorted(map(id, history))


@pytest.mark.parametrize("operations", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_have_happened_is_not(operations: list[tuple[Any, ...]]) -> None:
    verdict = judged(_history(*operations), step, ABSENT, only_reads)
    assert not verdict.is_linearizable
    assert verdict.stuck is not None


def test_the_judge_agrees_with_trying_all_orders() -> None:
    """Every history of three short operations on a primary, judged in the two ways."""
    verdicts = set()
    kinds: list[tuple[str, Any, dict[str, Any]]] = [
        ("promote", None, PROMOTE_A),
        ("promote", None, PROMOTE_B),
        ("read", _primary("a"), {}),
        ("read", _primary("b"), {}),
    ]
    for ends in itertools.product((1, 2, 3), repeat=3):
        for chosen in itertools.product(kinds, repeat=3):
            history = _history(
                *(
                    (begin, begin + length - 0.5, action, result, more)
                    for begin, (length, (action, result, more)) in enumerate(
                        zip(ends, chosen, strict=True)
                    )
                )
            )
            verdict = judged(history, step, ABSENT, only_reads).is_linearizable
            assert verdict == any(map(_explains, itertools.permutations(history)))
            verdicts.add(verdict)
    assert verdicts == {True, False}


def _explains(order: tuple[Operation, ...]) -> bool:
    state = ABSENT
    for place, operation in enumerate(order):
        if any(later.returned < operation.invoked for later in order[place:]):
            return False
        following = step(state, operation)
        if following is None:
            return False
        state = following
    return True
