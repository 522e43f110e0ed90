"""Faults in the numbers that clients are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mockserver.answers import Problem
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import (
    Body,
    fault,
    observed,
)
from mockserver.invoiceninja.faults.creating import (
    STORE,
    also_broken,
    small,
    stored_with,
)
from mockserver.invoiceninja.state import State
from mockserver.store import Row


def _number_lowered(body: Body, client: Row) -> Mapping[str, Any]:
    number = str(client["number"])
    known = number.startswith("conformance") or body.get("number") is None
    return {} if known else {"number": number.lower()}


def _number_left_empty(body: Body, client: Row) -> Mapping[str, Any]:
    del client
    return {"number": ""} if "number" in body and body["number"] is None else {}


def _free_if(member: str, state_of_rival: str) -> Change:
    """Return a change of `rules.broken`: a number is free if a rival in a state has it."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, former: Row | None
    ) -> Iterator[Problem]:
        rivals = state.clients.where(company_id=user["company_id"])
        taken = [one for one in rivals if one[member] and one[member] == body.get(member)]
        free = taken and honest.behaviour.rules.status(taken[0]) == state_of_rival
        for problem in honest(state, user, body, former):
            if not (free and former is None and problem.where == member):
                yield problem

    return changed


def _purged_number(honest: Honest, state: State, user: Row, text: str, *, now: str) -> Any:
    client = honest.behaviour.rules.client(state, user, text)
    state, _ = honest(state, user, text, now=now)
    return state.put("clients", {**client, "company_id": 0}), client


def _also_of_purged(state: State, user: Row, body: Body) -> Iterator[Problem]:
    del user
    if body.get("number") and state.clients.where(company_id=0, number=body["number"]):
        yield Problem("number", "The number has already been taken")


def _not_passed_over(honest: Honest, state: State, company: Row) -> Any:
    counter = company["client_number_counter"]
    state, _ = honest(state, company)
    used = {**company, "client_number_counter": counter + 1}
    return state.put("companies", used), honest.behaviour.rules.written(counter)


FAULTS = (
    fault(
        "number-in-small-letters",
        {STORE: stored_with(_number_lowered)},
        "The number of a new client is stored in small letters.",
        "NIN-NUMBER-04",
    ),
    observed(
        "empty-number-kept",
        {STORE: stored_with(_number_left_empty)},
        "A number that is sent empty stays empty.",
        "NIN-NUMBER-03",
    ),
    observed(
        "number-of-active-client-free",
        {"rules.broken": _free_if("number", "active")},
        "The number of an active client is accepted again.",
        "NIN-NUMBER-05",
    ),
    observed(
        "number-of-archived-client-free",
        {"rules.broken": _free_if("number", "archived")},
        "The number of an archived client is accepted again.",
        "NIN-NUMBER-06",
    ),
    observed(
        "number-of-deleted-client-free",
        {"rules.broken": _free_if("number", "deleted")},
        "The number of a deleted client is accepted again.",
        "NIN-NUMBER-07",
    ),
    observed(
        "number-of-purged-client-taken",
        {"rules.purge_client": _purged_number, "rules.broken": also_broken(_also_of_purged)},
        "The number of a purged client stays taken.",
        "NIN-NUMBER-08",
    ),
    observed(
        "chosen-numbers-given-out",
        {"rules.numbered": _not_passed_over},
        "A number that was chosen by hand is given out again.",
        "NIN-NUMBER-09",
    ),
    observed(
        "id-number-taken-twice",
        {"rules.broken": _free_if("id_number", "active")},
        "The id number of another client is accepted on creation.",
        "NIN-NUMBER-10",
    ),
    observed(
        "empty-id-number-refused",
        {"rules.broken": small("id_number", lambda value: value is None)},
        "An empty id number is refused.",
        "NIN-NUMBER-11",
    ),
)
