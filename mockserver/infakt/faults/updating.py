"""Faults in updating and deleting clients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Refusal, Reply
from mockserver.call import Call
from mockserver.changes import answered, forgotten, with_status, without
from mockserver.faults import Change, Fault, Honest
from mockserver.infakt.faults.changes import (
    done_anyway,
    overlooked,
    refused_as,
    updated_with,
    without_unset,
    wrapped,
)
from mockserver.infakt.listing import Order
from mockserver.infakt.state import MEMBERS, WORDS, State
from mockserver.infakt.validation import NEEDED, Body
from mockserver.store import Row, Table

# What can be cleared, whatever the kind of a client.
_OPTIONAL = [name for name in MEMBERS if name not in (*NEEDED, *WORDS, "country")]


def _old_answer(honest: Honest, call: Call) -> Reply:
    former = call.state.clients.get(call["id"])
    reply: Reply = honest(call)
    return replace(reply, body=honest.behaviour.views.client(former))


def _street_only(body: Body, _: Body) -> Body:
    address = [name for name in ("street_number", "city") if isinstance(body.get(name), str)]
    return without(*address)(body) if "street" in body and len(address) > 1 else body


def _cleared(body: Body, _: Body) -> Body:
    return {**dict.fromkeys(_OPTIONAL), "same_forward_address": True, **body}


def _without_country(body: Body, _: Body) -> Body:
    return without("country")(body) if body.get("country") == "" else body


def _nip_with_name(body: Body, _: Body) -> Body:
    return without("nip")(body) if {*body} == {"company_name", "nip"} else body


def _flat_cleared(body: Body, _: Body) -> Body:
    return {**body, "flat_number": ""} if "id" in body else body


def _remembered(honest: Honest, state: State, client: Row, wrong: Any) -> Any:
    former = state.clients.get(client["id"])
    if former is None:
        return honest(state, client, wrong)
    first = former.get("first", former)
    return honest(state, {**client, "first": {name: first[name] for name in MEMBERS}}, wrong)


def _as_at_first(client: Row) -> Row:
    return {**client, **client.get("first", {})}


def _listed_at_first(honest: Honest, call: Call, client: Row) -> Any:
    return honest(call, _as_at_first(client))


def _ordered_as_at_first(honest: Honest, clients: Iterable[Row], order: Order) -> Any:
    living = {client["id"]: client for client in clients}
    ordered = honest([_as_at_first(client) for client in living.values()], order)
    return [living[client["id"]] for client in ordered]


def _found_by_former_names(honest: Honest, client: Row, conditions: Any) -> Any:
    return honest(client, conditions) or honest(_as_at_first(client), conditions)


def _id_changed(
    honest: Honest, state: State, user: int, client_id: int, body: Body, *, now: str
) -> Any:
    made, client = honest(state, user, client_id, body, now=now)
    wanted = body.get("id")
    if not isinstance(wanted, int) or wanted == client_id or wanted < 1:
        return made, client
    client = {**client, "id": wanted}
    return replace(made, clients=made.clients.remove(client_id).put(client)), client


def _id_refused(
    honest: Honest, state: State, user: int, client_id: int, body: Body, *, now: str
) -> Any:
    if body.get("id") == client_id:
        raise Refusal(Kind.MALFORMED)
    return honest(state, user, client_id, body, now=now)


def _city_stored_anyway(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal as refused:
        if refused.kind is Kind.INVALID and isinstance(call.body.get("city"), str):
            city = {"city": call.body["city"]}
            call.change(honest.behaviour.rules.update_client, call["id"], city)
        raise


def _others_noted(
    honest: Honest, state: State, user: int, client_id: int, body: Body, *, now: str
) -> Any:
    made, client = honest(state, user, client_id, body, now=now)
    if "nip" not in body:
        return made, client
    others = [one for one in made.clients.where(user_id=user) if one["id"] != client_id]
    noted = [{**one, "nip": client["nip"]} for one in others]
    return replace(made, clients=made.clients.put(*noted)), client


# Clients that were deleted and did not go: hidden where honest code looks, and shown where a fault
# does. Their user is negative.


def _ghost_left(honest: Honest, state: State, user: int, client_id: int, *, now: str) -> Any:
    left, client = honest(state, user, client_id, now=now)
    return replace(left, clients=left.clients.put({**client, "user_id": -user})), client


def _with_ghosts(table: Table, user: int) -> Table:
    return table.put(*({**one, "user_id": user} for one in table if one["user_id"] == -user))


def _reading_ghosts(honest: Honest, call: Call) -> Any:
    living = call.state
    call.world.store.state = replace(living, clients=_with_ghosts(living.clients, call.principal))
    try:
        return honest(call)
    finally:
        call.world.store.state = living


def _listing_ghosts(honest: Honest, state: State, user: int) -> Any:
    return honest(replace(state, clients=_with_ghosts(state.clients, user)), user)


def _counting_ghosts(honest: Honest, state: State, user: int, query: Any) -> Any:
    everybody = replace(state, clients=_with_ghosts(state.clients, user))
    return replace(honest(state, user, query), total=honest(everybody, user, query).total)


def _gone(honest: Honest, call: Call) -> Any:
    gone = 0 < call["id"] <= call.state.clients.last_id
    return refused_as(Kind.GONE)(honest, call) if gone else honest(call)


def _deleted_again(honest: Honest, call: Call) -> Any:
    gone = 0 < call["id"] <= call.state.clients.last_id
    return done_anyway(honest, call) if gone else honest(call)


def _absent_deleted(honest: Honest, call: Call) -> Any:
    return done_anyway(honest, call) if call["id"] > call.state.clients.last_id else honest(call)


def _former_emptied(honest: Honest, state: State, user: int, client_id: int, *, now: str) -> Any:
    left, client = honest(state, user, client_id, now=now)
    others = [{**one, "receiver": ""} for one in left.clients.where(user_id=user)]
    return replace(left, clients=left.clients.put(*others)), client


def _told_what_went(honest: Honest, call: Call) -> Reply:
    honest(call)
    return Reply({"id": call["id"]}, 204)


def _never(*names: str) -> Change:
    return updated_with(lambda body, _: without(*names)(body))


FAULTS = (
    Fault(
        "update-answers-202",
        {"handlers.update_client": with_status(202)},
        "Updating a client is answered with 202.",
        ("FAK-UPDATE-01",),
    ),
    Fault(
        "update-answers-wrapped",
        {"handlers.update_client": answered(wrapped)},
        "An updated client is answered under the root `client`.",
        ("FAK-UPDATE-02", "FAK-SHAPE-01"),
    ),
    Fault(
        "update-answers-what-is-set",
        {"handlers.update_client": answered(without_unset)},
        "The answer to updating a client leaves out what is not set.",
        ("FAK-UPDATE-03", "FAK-SHAPE-01"),
    ),
    Fault(
        "update-answers-old",
        {"handlers.update_client": _old_answer},
        "An update is answered with the client as it was.",
        ("FAK-UPDATE-04", "FAK-UPDATE-19"),
    ),
    Fault(
        "unsent-members-cleared",
        {"rules.update_client": updated_with(_cleared)},
        "An update clears what it does not name.",
        ("FAK-UPDATE-05",),
    ),
    Fault(
        "only-street-updated",
        {"rules.update_client": updated_with(_street_only)},
        "Of a street, a number and a town that are sent only the street is changed.",
        ("FAK-UPDATE-06",),
    ),
    Fault(
        "mailing-street-never-updated",
        {"rules.update_client": _never("mailing_street")},
        "An update leaves the street for letters as it was.",
        ("FAK-UPDATE-07",),
    ),
    Fault(
        "update-not-stored",
        {"handlers.update_client": forgotten},
        "An update is answered rightly, and not stored.",
        ("FAK-UPDATE-08",),
    ),
    Fault(
        "list-never-updated",
        {"rules.put": _remembered, "handlers.listed": _listed_at_first},
        "The list shows clients as they were created.",
        ("FAK-UPDATE-09",),
    ),
    Fault(
        "order-never-updated",
        {"rules.put": _remembered, "rules.in_order": _ordered_as_at_first},
        "A renamed client stays in its place.",
        ("FAK-UPDATE-10",),
    ),
    Fault(
        "former-name-found",
        {"rules.put": _remembered, "rules.passes": _found_by_former_names},
        "A client is still found by what it was.",
        ("FAK-UPDATE-11",),
    ),
    Fault(
        "id-changed",
        {"rules.update_client": _id_changed},
        "An `id` in an update changes that of the client.",
        ("FAK-UPDATE-12",),
    ),
    Fault(
        "id-in-update-refused",
        {"rules.update_client": _id_refused},
        "An update that sends the client's `id` along is refused.",
        ("FAK-UPDATE-13",),
    ),
    Fault(
        "sent-back-loses-flat",
        {"rules.update_client": updated_with(_flat_cleared)},
        "A client that is sent back loses its flat number.",
        ("FAK-UPDATE-14",),
    ),
    Fault(
        "empty-country-overlooked",
        {"rules.update_client": updated_with(_without_country)},
        "An empty country in an update is overlooked.",
        ("FAK-UPDATE-15",),
    ),
    Fault(
        "unknown-words-overlooked-in-updates",
        overlooked("ClientUpdate", "payment_method", "business_activity_kind"),
        "An update to an undocumented kind or payment method is accepted.",
        ("FAK-UPDATE-16",),
    ),
    Fault(
        "city-of-refused-update-stored",
        {"handlers.update_client": _city_stored_anyway},
        "A refused update changes the city all the same.",
        ("FAK-UPDATE-17",),
    ),
    Fault(
        "update-of-absent-answers-400",
        {"handlers.update_client": refused_as(Kind.MALFORMED)},
        "Updating a client that does not exist is answered with 400.",
        ("FAK-UPDATE-18",),
    ),
    Fault(
        "name-updated-without-nip",
        {"rules.update_client": updated_with(_nip_with_name)},
        "An update of the name leaves the tax number as it was.",
        ("FAK-UPDATE-19",),
    ),
    Fault(
        "update-changes-other-clients",
        {"rules.update_client": _others_noted},
        "An update of the tax number changes that of all clients.",
        ("FAK-UPDATE-20",),
    ),
    Fault(
        "delete-answers-200",
        {"handlers.delete_client": with_status(200)},
        "Deleting a client is answered with 200.",
        ("FAK-DELETE-01", "FAK-DELETE-09"),
    ),
    Fault(
        "delete-tells-what-went",
        {"handlers.delete_client": _told_what_went},
        "The answer to deleting a client has a body.",
        ("FAK-DELETE-02",),
    ),
    Fault(
        "deleted-client-shown",
        {"rules.delete_client": _ghost_left, "handlers.get_client": _reading_ghosts},
        "A deleted client is still shown.",
        ("FAK-DELETE-03", "FAK-DELETE-04"),
    ),
    Fault(
        "deleted-client-410",
        {"handlers.get_client": _gone},
        "Reading a deleted client is answered with 410.",
        ("FAK-DELETE-04",),
    ),
    Fault(
        "deleted-client-still-listed",
        {"rules.delete_client": _ghost_left, "rules.everybody": _listing_ghosts},
        "A deleted client is still listed.",
        ("FAK-DELETE-05", "FAK-DELETE-06"),
    ),
    Fault(
        "deleted-client-counted",
        {"rules.delete_client": _ghost_left, "rules.page": _counting_ghosts},
        "A deleted client is still counted.",
        ("FAK-DELETE-06",),
    ),
    Fault(
        "deleted-again",
        {"handlers.delete_client": _deleted_again},
        "Deleting a deleted client is answered with 204.",
        ("FAK-DELETE-07",),
    ),
    Fault(
        "absent-client-deleted",
        {"handlers.delete_client": _absent_deleted},
        "Deleting a client that never existed is answered with 204.",
        ("FAK-DELETE-08",),
    ),
    Fault(
        "delete-empties-others",
        {"rules.delete_client": _former_emptied},
        "Deleting a client empties the receivers of the others.",
        ("FAK-DELETE-10",),
    ),
)
