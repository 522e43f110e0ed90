"""A server that others work at too, with the same credentials: that is nothing to complain of."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest

from conformance.outcome import Outcome
from conformance.run import run
from conformance.target import Target
from mockserver.api import api as find
from tests.cases import Case, target

Body = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """What others do at an API with clients of theirs: `{}` stands for the id of one.

    `sent_in` and `told_in` are the members that bodies and answers have a client in, if any.
    """

    headers: dict[str, str]
    path: str
    created: tuple[Body, ...]
    changes: tuple[tuple[str, str, Body], ...]
    endings: tuple[tuple[str, str], ...]
    sent_in: str = ""
    told_in: str = ""


def _infranotes(target: Target) -> Work:
    return Work(
        {"authorization": f"Bearer {target.token}"},
        "/api/clients",
        (
            {"name": "Busy", "type": "vendor", "category": "organization"},
            {"name": "aB", "type": "client", "category": "individual", "tags": ["b"]},
        ),
        (
            ("PUT", "/api/clients/{}", {"name": "Busier"}),
            ("POST", "/api/clients/{}/contacts", {"name": "B", "is_primary": True}),
            ("POST", "/api/custom-fields", {"name": "B", "type": "text", "entity": "client"}),
        ),
        (("DELETE", "/api/clients/{}"),),
    )


def _infakt(target: Target) -> Work:
    return Work(
        {"x-infakt-apikey": str(target.token)},
        "/api/v3/clients.json",
        (
            {"company_name": "Busy", "country": "PL"},
            {"company_name": "Ążbusy", "country": "PL", "city": "Łódź"},
        ),
        (("PUT", "/api/v3/clients/{}.json", {"company_name": "Busier"}),),
        (("DELETE", "/api/v3/clients/{}.json"),),
        sent_in="client",
    )


def _invoiceninja(target: Target) -> Work:
    contacts = [{"first_name": "B", "email": "b@busy.example"}]
    return Work(
        {
            "x-api-token": str(target.token),
            "x-requested-with": "XMLHttpRequest",
            "x-api-password": str(target.password),
        },
        "/api/v1/clients",
        ({"name": "Busy"}, {"name": "aBusy", "contacts": contacts}),
        (
            ("PUT", "/api/v1/clients/{}", {"name": "Busier", "contacts": contacts}),
            ("POST", "/api/v1/clients/bulk", {"action": "archive", "ids": ["{}"]}),
            ("POST", "/api/v1/clients/bulk", {"action": "restore", "ids": ["{}"]}),
        ),
        (("DELETE", "/api/v1/clients/{}"), ("POST", "/api/v1/clients/{}/purge")),
        told_in="data",
    )


WORK = {"infranotes": _infranotes, "infakt": _infakt, "invoiceninja": _invoiceninja}
MOST = 12


@dataclass
class Busy:
    """Passes requests on, and has others do up to three things before each."""

    app: Any
    work: Work
    chance: random.Random
    own: list[Any] = field(default_factory=list)
    done: Counter[tuple[str, int]] = field(default_factory=Counter)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://busy") as client:
                for _ in range(self.chance.randrange(4)):
                    await self._do_something(client)
        await self.app(scope, receive, send)

    async def _do_something(self, client: httpx.AsyncClient) -> None:
        if len(self.own) <= self.chance.randrange(MOST):
            await self._create(client)
            return
        place = self.chance.randrange(len(self.own))
        if self.chance.random() < 0.5:
            method, path, body = self.chance.choice(self.work.changes)
            await self._sent(client, method, path, body, self.own[place])
        else:
            method, path = self.chance.choice(self.work.endings)
            await self._sent(client, method, path, None, self.own.pop(place))

    async def _create(self, client: httpx.AsyncClient) -> None:
        body = self.chance.choice(self.work.created)
        told = (await self._sent(client, "POST", self.work.path, body)).json()
        self.own.append(told.get(self.work.told_in, told)["id"])

    async def _sent(
        self, client: httpx.AsyncClient, method: str, path: str, body: Body | None, id_: Any = None
    ) -> httpx.Response:
        if body is not None and "ids" in body:
            body = {**body, "ids": [id_]}
        if body is not None and self.work.sent_in:
            body = {self.work.sent_in: body}
        headers = self.work.headers
        answer = await client.request(method, path.format(id_), json=body, headers=headers)
        self.done[method, answer.status_code] += 1
        return answer


@dataclass
class Leaving(Busy):
    """Has others, who begin with a number of clients, remove one whenever something is read."""

    number: int = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://busy") as client:
            while self.number > self.done["POST", 201] + self.done["POST", 200]:
                await self._create(client)
            for _ in range(scope["type"] == "http" and scope["method"] == "GET" and 3):
                method, path = self.work.endings[-1]
                if self.own:
                    await self._sent(client, method, path, None, self.own.pop())
        await self.app(scope, receive, send)


# What lists of everybody's clients are needed for.
OF_ALL = {
    "infranotes": ("INF-LIST-09",),
    "infakt": ("FAK-PAGE-01", "FAK-PAGE-04", "FAK-PAGE-08"),
    "invoiceninja": (
        *("NIN-PAGE-03", "NIN-PAGE-04"),
        *(f"NIN-FILTER-{number}" for number in ("05", "06", "07", "08", "09", "10")),
    ),
}


@pytest.mark.parametrize("api", WORK)
# At the last three, just as many are there as are needed when the list of an API is counted.
@pytest.mark.parametrize("number", [20, 43, 74, 100])
def test_others_who_leave_are_not_missed(api: str, number: int) -> None:
    honest = replace(target(find(api), Case(api)), requirements=OF_ALL[api])
    leaving = Leaving(honest.app, WORK[api](honest), random.Random(0), number=number)
    report = run(replace(honest, app=leaving))
    assert report.count(Outcome.PASSED) == len(OF_ALL[api])
    assert len(leaving.own) < number


@pytest.mark.parametrize(("profile", "seed"), [("documented", 1), ("observed", 3)])
@pytest.mark.parametrize("api", WORK)
def test_others_who_are_busy_are_nothing_to_complain_of(api: str, profile: str, seed: int) -> None:
    honest = target(find(api), Case(api, profile=profile), seed)
    busy = Busy(honest.app, WORK[api](honest), random.Random(seed))
    report = run(replace(honest, app=busy))
    wrong = [*report.of(Outcome.FAILED), *report.of(Outcome.ERRORED)]
    assert [(one.requirement.id, one.reasons, one.findings) for one in wrong] == []
    assert sum(busy.done.values()) > 1000
    refused = sum(count for (_, status), count in busy.done.items() if status >= 400)
    assert refused < sum(busy.done.values()) / 20, busy.done


def test_a_list_that_is_too_short_is_found_where_nothing_may_be_created() -> None:
    faulty = target(find("infranotes"), Case("infranotes", faults=("default-limit-20",)))
    others = Leaving(faulty.app, _infranotes(faulty), random.Random(0), number=90)
    reading = replace(faulty, app=others, requirements=("INF-LIST-09",), read_only=True)
    assert run(reading).count(Outcome.FAILED) == 1


@dataclass
class Overtaking(Busy):
    """Has others create a client before the second one that is created."""

    creations: int = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.creations += scope.get("method") == "POST"
        if self.creations == 2 and not self.own:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://busy") as client:
                await self._create(client)
        await self.app(scope, receive, send)


def test_a_number_that_others_are_given_is_no_obstacle() -> None:
    honest = target(find("invoiceninja"), Case("invoiceninja", profile="observed"))
    others = Overtaking(honest.app, _invoiceninja(honest), random.Random(0))
    report = run(replace(honest, app=others, requirements=("NIN-NUMBER-09",)))
    assert report.count(Outcome.PASSED) == len(others.own) == 1
