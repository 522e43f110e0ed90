"""Faults in who is let in, and in keeping companies apart."""

from __future__ import annotations

import re
from typing import Any

from mockserver.answers import Kind, Refusal, Reply, refusal
from mockserver.call import Call
from mockserver.faults import Honest
from mockserver.invoiceninja.faults.changes import client_of, fault, observed
from mockserver.invoiceninja.listing import Page
from mockserver.invoiceninja.state import State
from mockserver.store import Row

USUAL = 2
_CLIENT = re.compile(r"/clients/([^/]+)")


def _shut(operation: str) -> Any:
    def changed(honest: Honest, call: Call) -> Row:
        user: Row = honest(call)
        if call.operation == operation:
            raise honest.behaviour.access.no_user("")
        return user

    return changed


def _open(honest: Honest, call: Call) -> Any:
    if call.operation == "clientStatement" and not honest.behaviour.access.token(call):
        return call.state.users[USUAL]
    return honest(call)


def _open_to_any_token(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal:
        if call.operation == "clientStatement" and honest.behaviour.access.token(call):
            return call.state.users[USUAL]
        raise


def _worded(honest: Honest, token: str | None) -> Refusal:
    refused: Refusal = honest(token)
    return refusal(refused.kind, "Unknown token", place="header") if token else refused


def _without_details(honest: Honest, refused: Refusal) -> Any:
    of_token = refused.kind is Kind.FORBIDDEN and refused.problems[0].place == "header"
    return {} if of_token else honest(refused)


def _client_first(honest: Honest, call: Call) -> Any:
    named, behaviour = _CLIENT.search(call.path), honest.behaviour
    text = named[1] if named else "create"
    known = call.state.clients.get(behaviour.ids.decode(text) or 0)
    if not behaviour.access.token(call) and known is None and text not in ("create", "bulk"):
        raise behaviour.rules.unknown(text)
    return honest(call)


def _demanded(honest: Honest, call: Call) -> None:
    honest(call)
    if call.operation == "editClient" and "x-requested-with" not in call.headers:
        raise refusal(Kind.MALFORMED, "X-Requested-With is required", place="header")


def _page_of_errors(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal as refused:
        if refused.kind is not Kind.INVALID or "x-requested-with" in call.headers:
            raise
        return Reply("<h1>Whoops</h1>", 422, {"Content-Type": "text/html"})


def _foreign_shown(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal:
        client = client_of(honest, call)
        if client is None or client["company_id"] == call.principal["company_id"]:
            raise
        return honest.behaviour.handlers.one(call, client)


def _foreign_listed(honest: Honest, state: State, user: Row, query: Any) -> Any:
    client = state.clients.get(honest.behaviour.ids.decode(query.get("client_id")) or 0)
    return Page([client], 1, 1, 20) if client else honest(state, user, query)


def _as_owner(honest: Honest, state: State, user: Row, text: str, *more: Any, now: str) -> Any:
    client = state.clients.get(honest.behaviour.ids.decode(text) or 0)
    owner = user if client is None else {**user, "company_id": client["company_id"]}
    return honest(state, owner, text, *more, now=now)


def _any_id(honest: Honest, state: State, user: Row, table: str, text: object) -> Any:
    known = state.of(table).get(honest.behaviour.ids.decode(text) or 0)
    return honest(state, user, table, text) if table != "clients" else known is not None


def _adopted(honest: Honest, state: State, user: Row, text: str, other: str, *, now: str) -> Any:
    client = state.clients.get(honest.behaviour.ids.decode(other) or 0)
    if client is not None:
        state = state.put("clients", {**client, "company_id": user["company_id"]})
    return honest(state, user, text, other, now=now)


FAULTS = (
    fault(
        "reactivation-shut-to-tokens",
        {"access.authenticate": _shut("reactivateEmail")},
        "A valid token is refused where the suppression of an address is to be removed.",
        *("NIN-AUTH-01", "NIN-EMAIL-01"),
    ),
    fault(
        "statement-made-without-token",
        {"access.authenticate": _open},
        "A statement is made without a token.",
        "NIN-AUTH-02",
    ),
    fault(
        "statement-made-with-any-token",
        {"access.authenticate": _open_to_any_token},
        "A statement is made with a token that nobody has.",
        "NIN-AUTH-03",
    ),
    fault(
        "foreign-company-client-shown",
        {"handlers.show_client": _foreign_shown},
        "Another company's client is shown.",
        "NIN-OWNER-01",
    ),
    fault(
        "foreign-client-listed",
        {"rules.page": _foreign_listed},
        "`client_id` lists a client of another company.",
        "NIN-OWNER-02",
    ),
    fault(
        "foreign-company-client-deleted",
        {"rules.delete_client": _as_owner},
        "Another company's client is deleted.",
        "NIN-OWNER-03",
    ),
    fault(
        "foreign-client-changed-in-bulk",
        {"rules.is_own": _any_id},
        "A bulk action changes another company's client.",
        "NIN-OWNER-04",
    ),
    fault(
        "foreign-client-merged-away",
        {"rules.merge_clients": _adopted},
        "Another company's client is merged away.",
        "NIN-OWNER-05",
    ),
    fault(
        "foreign-client-given-documents",
        {"rules.upload": _as_owner},
        "Another company's client is given documents.",
        "NIN-OWNER-06",
    ),
    observed(
        "unknown-token-worded-otherwise",
        {"access.no_user": _worded},
        "A token that nobody has is answered with other words than a missing one.",
        "NIN-AUTH-04",
    ),
    observed(
        "token-refused-without-errors",
        {"errors.details": _without_details},
        "The refusal of a token has no `errors`.",
        "NIN-AUTH-05",
    ),
    observed(
        "missing-client-told-to-strangers",
        {"access.authenticate": _client_first},
        "Without a token it is told that a client does not exist.",
        "NIN-AUTH-06",
    ),
    observed(
        "requested-with-needed-to-edit",
        {"gate.check_requested_with": _demanded},
        "A client cannot be edited without X-Requested-With.",
        "NIN-AUTH-07",
    ),
    observed(
        "errors-as-pages",
        {"handlers.bulk_clients": _page_of_errors},
        "Without X-Requested-With the errors of bulk actions are pages for browsers.",
        "NIN-AUTH-08",
    ),
)
