"""Faults in countries, and in what may be sent for a client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mockserver.answers import Problem
from mockserver.changes import after, without
from mockserver.contract import contract
from mockserver.faults import Change, Honest
from mockserver.invoiceninja import fixed
from mockserver.invoiceninja.faults.changes import (
    Body,
    created_from,
    fault,
    observed,
)
from mockserver.invoiceninja.faults.creating import (
    STORE,
    also_broken,
    small,
    stored_with,
)
from mockserver.invoiceninja.state import AMOUNTS, State
from mockserver.store import Row

# What the service sets itself: sent, it is no unknown member.
OF_SERVICE = ("id", "user_id", "client_hash", "created_at", "is_deleted", "archived_at", *AMOUNTS)


def _dropped(member: str, wrong: Callable[[Any], bool]) -> Change:
    """Return a change of `rules.store_client`: a member that is wrong is dropped, not refused."""

    def drop(body: Body) -> Body:
        return without(member)(body) if member in body and wrong(body[member]) else body

    return created_from(drop)


def _is_no_number(value: Any) -> bool:
    return isinstance(value, str) and not value.isdigit()


def _is_no_country(value: Any) -> bool:
    return isinstance(value, int) and str(value) not in fixed.ids("countries")


def _country_lost(code: Any) -> Callable[[Body], Body]:
    """Return a function that takes a country out of a body if it is sent so."""

    def lose(body: Body) -> Body:
        sent = body.get("country_id")
        same = sent == code and type(sent) is type(code)
        return without("country_id")(body) if same else body

    return lose


def _sentence_lost(body: Body) -> Body:
    notes = body.get("private_notes")
    lost = isinstance(notes, str) and notes.endswith(".")
    return without("private_notes")(body) if lost else body


def _nowhere(body: Body, client: Row) -> Mapping[str, Any]:
    del client
    return {} if {"country_id", "country_code"} & {*body} else {"country_id": ""}


def _null_country(honest: Honest, state: State, user: Row, body: Body) -> Any:
    null = "country_id" in body and body["country_id"] is None
    return {**honest(state, user, body), **({"country_id": ""} if null else {})}


def _shipped_home(body: Body, client: Row) -> Mapping[str, Any]:
    null = "shipping_country_id" in body and body["shipping_country_id"] is None
    return {"shipping_country_id": client["country_id"]} if null else {}


def _code_of_length(length: int, otherwise: Callable[[str], str]) -> Change:
    """Return a change of `rules.country_by_code`: codes of a length are not known."""

    def changed(honest: Honest, code: str, usual: str) -> Any:
        return otherwise(usual) if len(code) == length else honest(code, usual)

    return changed


def _unknown_nowhere(honest: Honest, code: str, usual: str) -> Any:
    return honest(code, usual) if fixed.country(code) else ""


def _same_name(state: State, user: Row, body: Body) -> Iterator[Problem]:
    name = body.get("name")
    if name and state.clients.where(company_id=user["company_id"], name=name):
        yield Problem("name", "The name has already been taken")


def _unknown_members(state: State, user: Row, body: Body) -> Iterator[Problem]:
    del state, user
    known = contract("invoiceninja").members("ClientRequest").keys()
    for name in {*body} - {*known, *OF_SERVICE}:
        yield Problem(name, f"The {name} is not known")


def _with_markup(honest: Honest, name: str, value: Any) -> Any:
    return str(value or "") if name == "name" else honest(name, value)


def _of_creator(references: Mapping[str, str]) -> Mapping[str, str]:
    assigned = references["assigned_user_id"] or references["user_id"]
    return {**references, "assigned_user_id": assigned}


def _untrimmed(honest: Honest, value: Any) -> Any:
    text = isinstance(value, str) and value.strip()
    return value if text else honest(value)


def _documents_dropped(body: Body) -> Body:
    given = body.get("documents")
    return body if isinstance(given, list) else without("documents")(body)


FAULTS = (
    fault(
        "country-text-lost",
        {STORE: created_from(_country_lost("36"))},
        "A new client in country `36` gets the company's.",
        "NIN-CREATE-04",
    ),
    fault(
        "country-number-lost",
        {STORE: created_from(_country_lost(8))},
        "A new client in country 8, a number, gets the company's.",
        "NIN-CREATE-05",
    ),
    fault(
        "notes-not-stored",
        {STORE: created_from(_sentence_lost)},
        "Private notes of a new client that end with a full stop are lost.",
        "NIN-CREATE-29",
    ),
    fault(
        "exemption-not-stored",
        {STORE: created_from(without("is_tax_exempt"))},
        "Whether a new client is exempt from tax is lost.",
        "NIN-CREATE-31",
    ),
    fault(
        "group-not-stored",
        {STORE: created_from(without("group_settings_id"))},
        "The group of a new client is lost.",
        "NIN-CREATE-32",
    ),
    observed(
        "sent-payments-taken",
        {
            STORE: stored_with(
                lambda body, one: {"paid_to_date": body.get("paid_to_date", one["paid_to_date"])}
            )
        },
        "What a client has paid to date can be sent.",
        "NIN-CREATE-14",
    ),
    observed(
        "absent-country-left-empty",
        {STORE: stored_with(_nowhere)},
        "A client without a country gets none.",
        "NIN-CREATE-15",
    ),
    observed(
        "null-country-left-empty",
        {"rules.countries": _null_country},
        "A client whose country is null gets none.",
        "NIN-CREATE-16",
    ),
    observed(
        "letters-as-country-dropped",
        {STORE: _dropped("country_id", _is_no_number)},
        "A country that is no number is ignored on creation.",
        "NIN-CREATE-17",
    ),
    observed(
        "unknown-country-dropped",
        {STORE: _dropped("country_id", _is_no_country)},
        "A country that does not exist is ignored on creation.",
        "NIN-CREATE-18",
    ),
    observed(
        "letters-as-shipping-country-dropped",
        {STORE: _dropped("shipping_country_id", _is_no_number)},
        "A shipping country that is no number is ignored.",
        "NIN-CREATE-19",
    ),
    observed(
        "null-shipping-country-filled",
        {STORE: stored_with(_shipped_home)},
        "A shipping country of null is that of the client.",
        "NIN-CREATE-20",
    ),
    observed(
        "two-letters-unknown",
        {"rules.country_by_code": _code_of_length(2, lambda usual: usual)},
        "Countries of two letters are not known.",
        "NIN-CREATE-21",
    ),
    observed(
        "three-letters-empty",
        {"rules.country_by_code": _code_of_length(3, lambda _: "")},
        "Countries of three letters leave the country empty.",
        "NIN-CREATE-22",
    ),
    observed(
        "unknown-letters-empty",
        {"rules.country_by_code": _unknown_nowhere},
        "A `country_code` that does not exist leaves the country empty.",
        "NIN-CREATE-23",
    ),
    observed(
        "same-name-refused",
        {"rules.broken": also_broken(_same_name)},
        "Two clients may not have the same name.",
        "NIN-CREATE-24",
    ),
    observed(
        "trust-not-stored",
        {STORE: _dropped("classification", lambda value: value == "trust")},
        "The classification `trust` is lost.",
        "NIN-CREATE-25",
    ),
    observed(
        "unknown-classification-dropped",
        {STORE: _dropped("classification", lambda value: value == "zzz")},
        "A classification that does not exist is ignored on creation.",
        "NIN-CREATE-26",
    ),
    observed(
        "null-classification-refused",
        {"rules.broken": small("classification", lambda value: value is None)},
        "A classification of null is refused.",
        "NIN-CREATE-27",
    ),
    observed(
        "markup-kept",
        {"rules.text": _with_markup},
        "Markup is kept in names.",
        "NIN-CREATE-28",
    ),
    observed(
        "public-notes-not-stored",
        {STORE: created_from(without("public_notes"))},
        "Public notes of a new client are lost.",
        "NIN-CREATE-30",
    ),
    observed(
        "creator-shown-as-assigned",
        {"views.references": after(_of_creator)},
        "A client that is assigned to nobody shows who created it.",
        "NIN-CREATE-33",
    ),
    observed(
        "blanks-kept",
        {"gate.trimmed": _untrimmed},
        "Blanks at the ends of texts are kept.",
        "NIN-CREATE-34",
    ),
    observed(
        "documents-of-any-type",
        {STORE: created_from(_documents_dropped)},
        "`documents` that are no array are ignored.",
        "NIN-CREATE-35",
    ),
    observed(
        "no-documents-refused",
        {"rules.broken": small("documents", lambda value: value == [])},
        "An empty array of `documents` is refused.",
        "NIN-CREATE-36",
    ),
    observed(
        "undocumented-members-refused",
        {"rules.broken": also_broken(_unknown_members)},
        "Members that are not documented are refused.",
        "NIN-CREATE-42",
    ),
)
