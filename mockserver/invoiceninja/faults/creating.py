"""Faults in creating and reading clients, and in the numbers that they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mockserver.answers import Problem
from mockserver.call import Call
from mockserver.changes import after, without
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import (
    Body,
    created_from,
    fault,
    is_plain,
    observed,
    setting,
    shown,
)
from mockserver.invoiceninja.state import State
from mockserver.store import Row

SMALL = frozenset({"name", "contacts", "country_id"})


# What a client has that was given everything.
TELLING = "shipping_city"


def stored_with(change: Callable[[Body, Row], Mapping[str, Any]]) -> Change:
    """Return a change of `rules.store_client`: of what is stored, given what was sent."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, chance: Any, *, now: str
    ) -> Any:
        state, client = honest(state, user, body, chance, now=now)
        client = {**client, **change(body, client)}
        return state.put("clients", client), client

    return changed


def also_broken(find: Callable[[State, Row, Body], Iterator[Problem]]) -> Change:
    """Return a change of `rules.broken`: more is wrong with a new client."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, former: Row | None
    ) -> Iterator[Problem]:
        yield from honest(state, user, body, former)
        if former is None:
            yield from find(state, user, body)

    return changed


def is_small_with(body: Body, member: str) -> bool:
    """Tell whether a body has little but a member."""
    return member in body and {*body} == SMALL | {member}


def small(member: str, refused: Callable[[Any], bool]) -> Change:
    """Return a change of `rules.broken`: a body of little refuses a value of a member."""

    def find(state: State, user: Row, body: Body) -> Iterator[Problem]:
        del state, user
        if is_small_with(body, member) and refused(body[member]):
            yield Problem(member, f"The {member} is invalid")

    return also_broken(find)


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


def _hour_before(client: Mapping[str, Any]) -> Mapping[str, Any]:
    earlier = client["created_at"] - 3600
    return {**client, "created_at": earlier} if client[TELLING] else client


def _with_dash(honest: Honest, number: int | None) -> str:
    text = honest(number)
    return f"{text[:5]}-{text[5:]}" if text else text


def _undashed(honest: Honest, text: object) -> Any:
    if not isinstance(text, str):
        return None
    return honest(text.replace("-", "", 1)) if text[5:6] == "-" else None


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


STORE = "rules.store_client"


FAULTS = (
    fault(
        "sample-contact-refused",
        {"rules.broken": also_broken(_sample_contact)},
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
        {STORE: stored_with(lambda _, __: {"client_hash": "x" * 40})},
        "All clients have the same `client_hash`.",
        "NIN-CREATE-09",
    ),
    observed(
        "new-client-an-hour-old",
        {STORE: stored_with(lambda _, one: {"created_at": one["created_at"] - 3600})},
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
        "number-shown-twice",
        {"handlers.store_client": _number_of_previous},
        "Of three clients in a row the last one is answered with the number of the one before.",
        *("NIN-NUMBER-01", "NIN-NUMBER-09"),
    ),
)
