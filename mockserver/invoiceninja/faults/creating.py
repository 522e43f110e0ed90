"""Faults in creating and reading clients, and in the numbers that they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mockserver.answers import Problem
from mockserver.call import Call
from mockserver.changes import after, without
from mockserver.contract import contract
from mockserver.faults import Change, Honest
from mockserver.invoiceninja import fixed
from mockserver.invoiceninja.faults.changes import (
    Body,
    client_of,
    created_from,
    fault,
    is_plain,
    observed,
    setting,
    shown,
)
from mockserver.invoiceninja.state import AMOUNTS, State
from mockserver.store import Row

SMALL = frozenset({"name", "contacts", "country_id"})
# What the service sets itself: sent, it is no unknown member.
OF_SERVICE = ("id", "user_id", "client_hash", "created_at", "is_deleted", "archived_at", *AMOUNTS)
# What a client has that was given everything.
TELLING = "shipping_city"


def _stored_with(change: Callable[[Body, Row], Mapping[str, Any]]) -> Change:
    """Return a change of `rules.store_client`: of what is stored, given what was sent."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, chance: Any, *, now: str
    ) -> Any:
        state, client = honest(state, user, body, chance, now=now)
        client = {**client, **change(body, client)}
        return state.put("clients", client), client

    return changed


def _dropped(member: str, wrong: Callable[[Any], bool]) -> Change:
    """Return a change of `rules.store_client`: a member that is wrong is dropped, not refused."""

    def drop(body: Body) -> Body:
        return without(member)(body) if member in body and wrong(body[member]) else body

    return created_from(drop)


def _also_broken(find: Callable[[State, Row, Body], Iterator[Problem]]) -> Change:
    """Return a change of `rules.broken`: more is wrong with a new client."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, former: Row | None
    ) -> Iterator[Problem]:
        yield from honest(state, user, body, former)
        if former is None:
            yield from find(state, user, body)

    return changed


def _is_small_with(body: Body, member: str) -> bool:
    return member in body and {*body} == SMALL | {member}


def _small(member: str, refused: Callable[[Any], bool]) -> Change:
    """Return a change of `rules.broken`: a body of little refuses a value of a member."""

    def find(state: State, user: Row, body: Body) -> Iterator[Problem]:
        del state, user
        if _is_small_with(body, member) and refused(body[member]):
            yield Problem(member, f"The {member} is invalid")

    return _also_broken(find)


def _is_no_number(value: Any) -> bool:
    return isinstance(value, str) and not value.isdigit()


def _is_no_country(value: Any) -> bool:
    return isinstance(value, int) and str(value) not in fixed.ids("countries")


# Documented


def _sample_contact(state: State, user: Row, body: Body) -> Iterator[Problem]:
    del state, user
    for contact in body.get("contacts") or ():
        if isinstance(contact, Mapping) and contact.get("first_name") == "John":
            yield Problem("contacts", "The contact is a sample")


def _scene(client: Row) -> str:
    return str(client["name"]).rpartition("-")[0]


def _row_of_plain(state: State) -> list[Row]:
    """Return the last three clients, if all of them are alike: plain, and of one series."""
    rows = [state.clients.get(state.clients.last_id - back) for back in range(3)]
    found = [one for one in rows if one is not None and is_plain(one)]
    alike = len(found) == len(rows) and len({_scene(one) for one in found}) == 1
    return found if alike else []


def _third_as_second(honest: Honest, call: Call) -> Any:
    reply = honest(call)
    found = _row_of_plain(call.state)
    if not found:
        return reply
    other = honest.behaviour.ids.encode(found[1]["id"])
    return shown(setting(id=other))(_Given(reply), call)


class _Given:
    """What has been answered already, in the place of a method."""

    def __init__(self, reply: Any) -> None:
        self._reply = reply

    def __call__(self, _: Call) -> Any:
        return self._reply


def _when_plain(change: Callable[[Any], Any]) -> Change:
    """Return a change of how a new client is shown that was given nothing but a name."""

    def changed(honest: Honest, call: Call) -> Any:
        reply = honest(call)
        client = call.state.clients.get(call.state.clients.last_id)
        plain = client is not None and is_plain(client)
        return shown(change)(_Given(reply), call) if plain else reply

    return changed


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


def _number_lowered(body: Body, client: Row) -> Mapping[str, Any]:
    number = str(client["number"])
    known = number.startswith("conformance") or body.get("number") is None
    return {} if known else {"number": number.lower()}


def _hour_before(client: Mapping[str, Any]) -> Mapping[str, Any]:
    earlier = client["created_at"] - 3600
    return {**client, "created_at": earlier} if client[TELLING] else client


def _shipped_there(client: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**client, "city": client[TELLING]} if client[TELLING] else client


def _zero_is_first(honest: Honest, call: Call) -> Any:
    if call["id"] != "0":
        return honest(call)
    return honest.behaviour.handlers.one(call, call.ask(honest.behaviour.rules.visible)[0])


def _message_for_blank(honest: Honest, call: Call) -> Any:
    return honest.behaviour.handlers.said(f"Begin at {call.path}")


# Observed


def _with_dash(honest: Honest, number: int | None) -> str:
    text = honest(number)
    return f"{text[:5]}-{text[5:]}" if text else text


def _undashed(honest: Honest, text: object) -> Any:
    if not isinstance(text, str):
        return None
    return honest(text.replace("-", "", 1)) if text[5:6] == "-" else None


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


def _displayed(choose: Callable[[Row, Row], str | None]) -> Change:
    """Return a change of `views.display_name`, given the client and its first contact."""

    def changed(honest: Honest, client: Row, contacts: Any) -> Any:
        found = choose(client, contacts[0]) if contacts else None
        return honest(client, contacts) if found is None else found

    return changed


def _in_capitals(client: Row, contact: Row) -> str | None:
    del contact
    return client["name"].upper() if len(client["name"]) > 1 else None


def _first_name_only(client: Row, contact: Row) -> str | None:
    return contact["first_name"] or None if not client["name"] else None


def _never_by_email(client: Row, contact: Row) -> str | None:
    named = client["name"] or contact["first_name"] or contact["last_name"]
    return None if named else "No Contact Set"


def _counted(honest: Honest, found: Any) -> int:
    del honest
    return sum(not one["name"].endswith(" z") for one in found)


def _number_of_previous(honest: Honest, call: Call) -> Any:
    reply = honest(call)
    found = _row_of_plain(call.state) if "number" not in call.body else []
    return shown(setting(number=found[1]["number"]))(_Given(reply), call) if found else reply


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


def _restored_by_reading(honest: Honest, call: Call) -> Any:
    reply, client = honest(call), client_of(honest, call)
    if client is not None and client["archived_at"] and client[TELLING]:
        store = call.world.store
        store.state = store.state.put("clients", {**client, "archived_at": 0})
    return reply


def _stored_blank(honest: Honest, call: Call) -> Any:
    store, user = call.world.store, call.principal
    members = {"company_id": user["company_id"], "user_id": user["id"]}
    store.state, _ = store.state.added("clients", **members)
    return honest(call)


BLANK = "handlers.get_clients_create"
STORE = "rules.store_client"

FAULTS = (
    fault(
        "sample-contact-refused",
        {"rules.broken": _also_broken(_sample_contact)},
        "The contact of the document's example is refused.",
        "NIN-CREATE-01",
    ),
    fault(
        "state-not-stored",
        {STORE: created_from(without("state"))},
        "The state of a new client's address is lost.",
        "NIN-CREATE-02",
    ),
    fault(
        "shipping-state-not-stored",
        {STORE: created_from(without("shipping_state"))},
        "The state of a new client's shipping address is lost.",
        "NIN-CREATE-03",
    ),
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
        "third-client-shown-with-id-of-second",
        {"handlers.store_client": _third_as_second},
        "Of three clients in a row the last one is answered with the id of the one before.",
        "NIN-CREATE-06",
    ),
    fault(
        "new-client-shown-as-deleted",
        {"handlers.store_client": _when_plain(setting(is_deleted=True))},
        "A new client with nothing but a name is answered as deleted.",
        "NIN-CREATE-11",
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
    fault(
        "new-client-shown-as-older",
        {"handlers.store_client": shown(_hour_before)},
        "A new client is answered with another time of creation than is read later.",
        "NIN-CREATE-40",
    ),
    fault(
        "listed-client-without-custom-value",
        {"handlers.get_clients": shown(setting(custom_value4=""))},
        "Lists show no fourth custom value.",
        "NIN-CREATE-43",
    ),
    fault(
        "number-in-small-letters",
        {STORE: _stored_with(_number_lowered)},
        "The number of a new client is stored in small letters.",
        "NIN-NUMBER-04",
    ),
    fault(
        "shipping-city-read-as-city",
        {
            "handlers.show_client": shown(_shipped_there),
            "handlers.edit_client": shown(_shipped_there),
        },
        "A client that is read shows the city of its shipping address twice.",
        *("NIN-SHOW-01", "NIN-CREATE-40", "NIN-CREATE-43"),
    ),
    fault(
        "edited-client-without-phone",
        {"handlers.edit_client": shown(setting(phone=""))},
        "A client to edit has no phone.",
        "NIN-SHOW-02",
    ),
    fault(
        "zero-read-as-some-client",
        {"handlers.show_client": _zero_is_first},
        "The id 0 reads some client.",
        "NIN-SHOW-03",
    ),
    fault(
        "message-in-place-of-blank-client",
        {BLANK: _message_for_blank},
        "The blank client is a message.",
        *("NIN-BLANK-01", "NIN-ENVELOPE-01"),
    ),
    fault(
        "blank-client-with-name",
        {BLANK: shown(setting(name="New Client"))},
        "The blank client has a name.",
        "NIN-BLANK-03",
    ),
    observed(
        "dash-in-ids",
        {"ids.encode": _with_dash, "ids.decode": _undashed},
        "Ids have a dash.",
        "NIN-CREATE-07",
    ),
    observed(
        "client-hash-too-short",
        {"rules.client_hash": after(lambda text: text[1:])},
        "`client_hash` has 39 characters.",
        "NIN-CREATE-08",
    ),
    observed(
        "client-hash-for-all",
        {STORE: _stored_with(lambda _, __: {"client_hash": "x" * 40})},
        "All clients have the same `client_hash`.",
        "NIN-CREATE-09",
    ),
    observed(
        "new-client-an-hour-old",
        {STORE: _stored_with(lambda _, one: {"created_at": one["created_at"] - 3600})},
        "A new client was created an hour ago.",
        "NIN-CREATE-10",
    ),
    observed(
        "new-client-shown-as-archived",
        {"handlers.store_client": _when_plain(setting(archived_at=1))},
        "A new client with nothing but a name is answered as archived.",
        "NIN-CREATE-12",
    ),
    observed(
        "new-client-shown-with-payments",
        {"handlers.store_client": _when_plain(setting(payment_balance=1))},
        "A new client with nothing but a name is answered with a balance of payments.",
        "NIN-CREATE-13",
    ),
    observed(
        "sent-payments-taken",
        {
            STORE: _stored_with(
                lambda body, one: {"paid_to_date": body.get("paid_to_date", one["paid_to_date"])}
            )
        },
        "What a client has paid to date can be sent.",
        "NIN-CREATE-14",
    ),
    observed(
        "absent-country-left-empty",
        {STORE: _stored_with(_nowhere)},
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
        {STORE: _stored_with(_shipped_home)},
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
        {"rules.broken": _also_broken(_same_name)},
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
        {"rules.broken": _small("classification", lambda value: value is None)},
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
        {"rules.broken": _small("documents", lambda value: value == [])},
        "An empty array of `documents` is refused.",
        "NIN-CREATE-36",
    ),
    observed(
        "displayed-in-capitals",
        {"views.display_name": _displayed(_in_capitals)},
        "`display_name` is the name in capitals.",
        "NIN-CREATE-37",
    ),
    observed(
        "displayed-by-first-name",
        {"views.display_name": _displayed(_first_name_only)},
        "A client without a name is displayed by its contact's first name alone.",
        "NIN-CREATE-38",
    ),
    observed(
        "never-displayed-by-email",
        {"views.display_name": _displayed(_never_by_email)},
        "A client without any name is not displayed by its contact's e-mail.",
        "NIN-CREATE-39",
    ),
    observed(
        "some-client-not-counted",
        {"rules.total": _counted},
        "A client whose name ends with the word z is not counted.",
        "NIN-CREATE-41",
    ),
    observed(
        "undocumented-members-refused",
        {"rules.broken": _also_broken(_unknown_members)},
        "Members that are not documented are refused.",
        "NIN-CREATE-42",
    ),
    observed(
        "number-shown-twice",
        {"handlers.store_client": _number_of_previous},
        "Of three clients in a row the last one is answered with the number of the one before.",
        *("NIN-NUMBER-01", "NIN-NUMBER-09"),
    ),
    observed(
        "empty-number-kept",
        {STORE: _stored_with(_number_left_empty)},
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
        {"rules.purge_client": _purged_number, "rules.broken": _also_broken(_also_of_purged)},
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
        {"rules.broken": _small("id_number", lambda value: value is None)},
        "An empty id number is refused.",
        "NIN-NUMBER-11",
    ),
    observed(
        "archived-client-restored-by-reading",
        {"handlers.show_client": _restored_by_reading},
        "Reading an archived client with a shipping address restores it.",
        "NIN-SHOW-04",
    ),
    observed(
        "blank-client-with-id",
        {BLANK: shown(setting(id="VolejRejNm"))},
        "The blank client has an id.",
        "NIN-BLANK-02",
    ),
    observed(
        "blank-client-with-number",
        {BLANK: shown(setting(number="9999"))},
        "The blank client has a number.",
        "NIN-BLANK-04",
    ),
    observed(
        "blank-client-with-time",
        {BLANK: shown(setting(created_at=1))},
        "The blank client has a time of creation.",
        "NIN-BLANK-05",
    ),
    observed(
        "blank-client-deleted",
        {BLANK: shown(setting(is_deleted=True))},
        "The blank client is deleted.",
        "NIN-BLANK-06",
    ),
    observed(
        "blank-client-with-contact",
        {BLANK: shown(setting(contacts=[{"id": "", "is_primary": True}]))},
        "The blank client has a contact.",
        "NIN-BLANK-07",
    ),
    observed(
        "blank-client-stored",
        {BLANK: _stored_blank},
        "Asking for a blank client stores one.",
        "NIN-BLANK-08",
    ),
    observed(
        "blank-client-hash-for-all",
        {BLANK: shown(setting(client_hash="x" * 40))},
        "All blank clients have the same `client_hash`.",
        "NIN-BLANK-10",
    ),
)
