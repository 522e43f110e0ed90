"""Faults in updating clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, refusal
from mockserver.call import Call
from mockserver.changes import after, without
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import (
    Body,
    client_of,
    fault,
    observed,
    updated_with,
)
from mockserver.invoiceninja.state import BLANK, State
from mockserver.store import Row

UPDATE = "rules.update_client"
HANDLER = "handlers.update_client"


def also_broken(find: Callable[[Body, Row], Iterator[Problem]]) -> Change:
    """Return a change of `rules.broken`: more is wrong with an update."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, former: Row | None
    ) -> Iterator[Problem]:
        yield from honest(state, user, body, former)
        if former is not None:
            yield from find(body, former)

    return changed


def _overlooked(member: str) -> Change:
    """Return a change of `rules.broken`: what is wrong with a member of an update is overlooked."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, former: Row | None
    ) -> Iterator[Problem]:
        for problem in honest(state, user, body, former):
            if former is None or problem.where != member:
                yield problem

    return changed


def _dropped(member: str, wrong: Callable[[Any], bool]) -> Change:
    """Return a change of `rules.update_client`: a member that is wrong is dropped."""

    def drop(body: Body) -> Body:
        return without(member)(body) if member in body and wrong(body[member]) else body

    return updated_with(drop)


def _without_country(body: Body, former: Row) -> Iterator[Problem]:
    del former
    if "country_id" not in body:
        yield Problem("country_id", "The country_id field is required")


def _own(member: str) -> Change:
    def find(body: Body, former: Row) -> Iterator[Problem]:
        if body.get(member) and body[member] == former[member]:
            yield Problem(member, f"The {member} has already been taken")

    return also_broken(find)


def _forgotten_with_code(honest: Honest, call: Call) -> Any:
    before = call.state
    reply = honest(call)
    if "postal_code" in call.body and "address1" not in call.body:
        call.world.store.state = before
    return reply


def _deleted_unchanged(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal as refused:
        client = client_of(honest, call)
        if refused.kind is not Kind.GONE or client is None:
            raise
        return honest.behaviour.handlers.one(call, client)


def _refused_but_stored(kind: Kind, member: str) -> Change:
    """Return a change of an update: one that is refused stores a member nevertheless."""

    def changed(honest: Honest, call: Call) -> Any:
        try:
            return honest(call)
        except Refusal as refused:
            client = client_of(honest, call)
            if refused.kind is kind and client is not None and call.body.get(member):
                store = call.world.store
                changed = {**client, member: call.body[member]}
                store.state = store.state.put("clients", changed)
            raise

    return changed


def _unknown_as_blank(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal as refused:
        if refused.kind is not Kind.PATH:
            raise
        user = {"user_id": call.principal["id"]}
        return honest.behaviour.handlers.one(call, {**BLANK["clients"], "id": None, **user})


def _kept(**members: Any) -> Change:
    """Return a change of `rules.untouched`: of what an update leaves."""

    def changed(honest: Honest, former: Row) -> Any:
        return {**honest(former), **members}

    return changed


def _archived_refused(honest: Honest, client: Row) -> None:
    honest(client)
    if client["archived_at"]:
        raise refusal(Kind.GONE, "The client is archived", place="path")


def _restored(honest: Honest, former: Row) -> Any:
    return {**honest(former), "archived_at": 0}


def _archived_as_sent(
    honest: Honest, state: State, user: Row, text: str, body: Body, chance: Any, *, now: str
) -> Any:
    state, client = honest(state, user, text, body, chance, now=now)
    client = {**client, "archived_at": body.get("archived_at") or client["archived_at"]}
    return state.put("clients", client), client


def _same_value_emptied(
    honest: Honest, state: State, user: Row, text: str, body: Body, chance: Any, *, now: str
) -> Any:
    former: Mapping[str, Any] = state.clients.get(honest.behaviour.ids.decode(text) or 0) or {}
    value = body.get("custom_value2")
    same = value and value == former.get("custom_value2")
    return honest(
        state, user, text, {**body, "custom_value2": None} if same else body, chance, now=now
    )


def _is_no_number(value: Any) -> bool:
    return isinstance(value, str) and not value.isdigit()


def _is_none(value: Any) -> bool:
    return value is None


def _not_patched(honest: Honest, call: Call) -> Any:
    return honest.behaviour.handlers.show_client(call)


FAULTS = (
    fault(
        "update-without-country-refused",
        {"rules.broken": also_broken(_without_country)},
        "An update without a country is refused.",
        "NIN-UPDATE-01",
    ),
    fault(
        "update-with-postal-code-forgotten",
        {HANDLER: _forgotten_with_code},
        "An update of city and postal code is answered, and not stored.",
        "NIN-UPDATE-02",
    ),
    fault(
        "country-not-updated",
        {UPDATE: _dropped("country_id", lambda value: value == "8")},
        "A client cannot move to country 8.",
        "NIN-UPDATE-20",
    ),
    fault(
        "deleted-client-answered-unchanged",
        {HANDLER: _deleted_unchanged},
        "An update of a deleted client is answered with the client as it was.",
        "NIN-UPDATE-24",
    ),
    fault(
        "unknown-client-updated",
        {HANDLER: _unknown_as_blank},
        "An update of a client that does not exist is answered with a blank one.",
        "NIN-UPDATE-28",
    ),
    fault(
        "shipping-city-not-updated",
        {UPDATE: updated_with(without("shipping_city"))},
        "The city of the shipping address is not updated.",
        "NIN-UPDATE-31",
    ),
    fault(
        "deleted-client-updated-though-refused",
        {HANDLER: _refused_but_stored(Kind.GONE, "city")},
        "An update of a deleted client is refused, but its city is stored.",
        "NIN-UPDATE-32",
    ),
    observed(
        "time-of-update-goes-back",
        {"rules.moved": after(lambda time: time - 3600)},
        "`updated_at` goes back an hour with each change.",
        "NIN-UPDATE-11",
    ),
    observed(
        "client-hash-changed-by-update",
        {"rules.untouched": _kept(client_hash="x" * 40)},
        "An update changes `client_hash`.",
        "NIN-UPDATE-12",
    ),
    observed(
        "own-number-refused",
        {"rules.broken": _own("number")},
        "A client's own number is refused.",
        "NIN-UPDATE-13",
    ),
    observed(
        "own-id-number-refused",
        {"rules.broken": _own("id_number")},
        "A client's own id number is refused.",
        "NIN-UPDATE-14",
    ),
    observed(
        "number-of-another-accepted-in-update",
        {"rules.broken": _overlooked("number")},
        "An update takes the number of another client.",
        "NIN-UPDATE-15",
    ),
    observed(
        "id-number-of-another-accepted-in-update",
        {"rules.broken": _overlooked("id_number")},
        "An update takes the id number of another client.",
        "NIN-UPDATE-16",
    ),
    observed(
        "null-number-ignored-in-update",
        {UPDATE: _dropped("number", _is_none)},
        "A number of null is ignored in an update.",
        "NIN-UPDATE-17",
    ),
    observed(
        "null-id-number-ignored-in-update",
        {UPDATE: _dropped("id_number", _is_none)},
        "An id number of null is ignored in an update.",
        "NIN-UPDATE-18",
    ),
    observed(
        "letters-as-country-dropped-in-update",
        {UPDATE: _dropped("country_id", _is_no_number)},
        "A country that is no number is ignored in an update.",
        "NIN-UPDATE-19",
    ),
    observed(
        "letters-as-industry-dropped-in-update",
        {UPDATE: _dropped("industry_id", _is_no_number)},
        "An industry that is no number is ignored in an update.",
        "NIN-UPDATE-21",
    ),
    observed(
        "unknown-classification-dropped-in-update",
        {UPDATE: _dropped("classification", lambda value: value == "zzz")},
        "A classification that does not exist is ignored in an update.",
        "NIN-UPDATE-22",
    ),
    observed(
        "refused-update-stored-in-part",
        {HANDLER: _refused_but_stored(Kind.INVALID, "custom_value2")},
        "An update that is refused stores a custom value.",
        "NIN-UPDATE-23",
    ),
    observed(
        "archived-client-not-updated",
        {"rules.check_undeleted": _archived_refused},
        "An update of an archived client is refused.",
        "NIN-UPDATE-25",
    ),
    observed(
        "archived-client-restored-by-update",
        {"rules.untouched": _restored},
        "An update restores an archived client.",
        "NIN-UPDATE-26",
    ),
    observed(
        "archived-by-update",
        {UPDATE: _archived_as_sent},
        "An update with `archived_at` archives the client.",
        "NIN-UPDATE-27",
    ),
    observed(
        "patch-ignored",
        {"handlers.patch_client": _not_patched},
        "PATCH changes nothing.",
        "NIN-UPDATE-29",
    ),
    observed(
        "same-value-emptied-by-update",
        {UPDATE: _same_value_emptied},
        "A custom value that is sent again is emptied.",
        "NIN-UPDATE-30",
    ),
)
