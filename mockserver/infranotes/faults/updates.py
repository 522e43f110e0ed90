"""Faults in updating clients, and in the times of all records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Refusal, Reply
from mockserver.call import Call
from mockserver.changes import after, forgotten
from mockserver.contract import Operation
from mockserver.faults import Change, Fault, Honest
from mockserver.infranotes.faults.changes import accepted
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import CLIENT_MEMBERS, State
from mockserver.store import Row

_OPTIONAL = tuple(name for name in CLIENT_MEMBERS if name not in ("type", "category", "name"))


def _old_answer(honest: Honest, call: Call) -> Reply:
    former = call.state
    reply: Reply = honest(call)
    shown = honest.behaviour.views.client(former, former.clients[call["id"]])
    return replace(reply, body={**shown, "updated_at": reply.body["updated_at"]})


def _sent(change: Any) -> Change:
    """Return a change of `rules.update_client`: of what was sent, given the former client."""

    def changed(
        honest: Honest, state: State, user: int, client_id: int, body: Body, *, now: str
    ) -> Any:
        former = state.clients.get(client_id) or {}
        return honest(state, user, client_id, change(body, former), now=now)

    return changed


def _never(*names: str) -> Change:
    return _sent(lambda body, _: {name: body[name] for name in body if name not in names})


def _dropping(*names: str) -> Change:
    return _sent(lambda body, _: {**dict.fromkeys(names), **body})


def _with_former_labels(body: Body, former: Row) -> Body:
    names = [name for name in ("categories", "tags") if body.get(name)]
    return {**body, **{name: [*(former.get(name) or []), *body[name]] for name in names}}


def _without_empty_lists(body: Body, _: Row) -> Body:
    return {name: value for name, value in body.items() if value != []}


def _city_stored_anyway(honest: Honest, call: Call, operation: Operation) -> Any:
    try:
        return honest(call, operation)
    except Refusal as refused:
        if refused.kind is Kind.INVALID and operation.id == "updateClient":
            _store_city(honest, call)
        raise


def _store_city(honest: Honest, call: Call) -> None:
    body = honest.behaviour.gate.decoded(call.raw)
    city = body.get("city") if isinstance(body, dict) else None
    if isinstance(city, str):
        call.change(honest.behaviour.rules.update_client, call["id"], {"city": city})


def _others_moved(
    honest: Honest, state: State, user: int, client_id: int, body: Body, *, now: str
) -> Any:
    state, client = honest(state, user, client_id, body, now=now)
    if "postal_code" not in body:
        return state, client
    others = [one for one in state.clients.where(user_id=user) if one["id"] != client_id]
    moved = [{**one, "postal_code": body["postal_code"]} for one in others]
    return replace(state, clients=state.clients.put(*moved)), client


def _created_anew(honest: Honest, row: Row, changes: Body, now: str) -> Any:
    return {**honest(row, changes, now), "created_at": now}


def _frozen(honest: Honest, row: Row, changes: Body, now: str) -> Any:
    return {**honest(row, changes, now), "updated_at": row["updated_at"]}


FAULTS = (
    Fault(
        "client-update-answers-old",
        {"handlers.update_client": _old_answer},
        "An update of a client is answered with the client as it was.",
        ("INF-CLIENT-13",),
    ),
    Fault(
        "client-update-not-stored",
        {"handlers.update_client": forgotten},
        "An update of a client is answered rightly, and not stored.",
        (
            *("INF-CLIENT-14", "INF-CLIENT-16", "INF-CLIENT-17"),
            *("INF-SEARCH-09", "INF-TEXT-01"),
        ),
    ),
    Fault(
        "city-never-updated",
        {"rules.update_client": _never("city")},
        "An update leaves the city as it was.",
        ("INF-CLIENT-13", "INF-CLIENT-14", "INF-CLIENT-16"),
    ),
    Fault(
        "bank-never-updated",
        {"rules.update_client": _never("bank_name", "account_number", "iban")},
        "An update leaves the banking details as they were.",
        ("INF-CLIENT-16",),
    ),
    Fault(
        "unsent-fields-dropped",
        {"rules.update_client": _dropping(*_OPTIONAL)},
        "An update clears all fields that it does not name.",
        ("INF-CLIENT-15", "INF-CLIENT-16"),
    ),
    Fault(
        "unsent-payment-terms-dropped",
        {"rules.update_client": _dropping("payment_terms_id")},
        "An update clears `payment_terms_id` if it does not name it.",
        ("INF-CLIENT-15",),
    ),
    Fault(
        "labels-appended",
        {"rules.update_client": _sent(_with_former_labels)},
        "Categories and tags that are sent are added to the former ones.",
        ("INF-CLIENT-16", "INF-CLIENT-17"),
    ),
    Fault(
        "empty-lists-ignored",
        {"rules.update_client": _sent(_without_empty_lists)},
        "An empty list of tags or categories does not clear the former one.",
        ("INF-CLIENT-17",),
    ),
    Fault(
        "unknown-type-accepted-on-update",
        {"gate.screened": accepted("updateClient", "enum", "type", "category")},
        "A client can be updated to an undocumented type or category.",
        ("INF-CLIENT-18",),
    ),
    Fault(
        "refused-update-stored",
        {"gate.read": _city_stored_anyway},
        "A refused update changes the city all the same.",
        ("INF-CLIENT-19",),
    ),
    Fault(
        "update-moves-other-clients",
        {"rules.update_client": _others_moved},
        "An update of the postal code changes that of all clients.",
        ("INF-CLIENT-20",),
    ),
    Fault(
        "created-at-moves",
        {"rules.applied": _created_anew},
        "`created_at` moves with every change.",
        ("INF-TIME-02",),
    ),
    Fault(
        "updated-at-frozen",
        {"rules.applied": _frozen},
        "`updated_at` never moves.",
        ("INF-TIME-03",),
    ),
    Fault(
        "times-without-zone",
        {"views.time": after(lambda written: written.removesuffix("Z"))},
        "Times are written without a zone.",
        (
            "INF-TIME-01",
            *("INF-SHAPE-01", "INF-SHAPE-02", "INF-SHAPE-03", "INF-SHAPE-04"),
        ),
    ),
)
