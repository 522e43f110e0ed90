"""Whose clients: nobody sees or touches those of another account."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.infakt.driver import Call, Driver
from conformance.infakt.records import Page, Record, ids

# How a request may be answered that asks for another account's client: FAK-OPEN-FOREIGN-CLIENT.
KEPT_OUT = (401, 403, 404)


def _shared(api: Driver, theirs: int) -> tuple[Record, list[Record], Page]:
    """Return a client of this account, of the other, and what this one finds by their common word."""
    word = api.name()
    others = [api.other.new_client(company_name=f"{word} {number}") for number in range(theirs)]
    mine = api.new_client(company_name=f"{word} mine")
    seen = api.listed(word)
    if mine["id"] not in ids(seen.entities):
        raise CannotTell(f"the search for {word} does not find the client made for it")
    return mine, others, seen


@check("FAK-OWNER-01")
def the_list_shows_nobody_elses_clients(api: Driver) -> None:
    _, theirs, seen = _shared(api, theirs=1)
    strange = [one for one in ids(theirs) if one in ids(seen.entities)]
    expect.none(strange, "no client of another account")


@check("FAK-OWNER-02")
def nobody_elses_client_is_shown(api: Driver) -> None:
    theirs = api.other.new_client()
    expect.status(api.plainly(Call("getClient", {"id": theirs["id"]})), *KEPT_OUT)


@check("FAK-OWNER-03")
def nobody_elses_client_is_updated(api: Driver) -> None:
    theirs = api.other.client(api.other.new_client(city="Gdańsk"))
    body = {"client": {"city": "Sopot"}}
    api.plainly(Call("updateClient", {"id": theirs["id"]}, body=body))
    seen = api.other.client(theirs).get("city")
    expect.equal(seen, theirs.get("city"), "the other account's city to stay")


@check("FAK-OWNER-04")
def nobody_elses_client_is_deleted(api: Driver) -> None:
    theirs = api.other.new_client()
    api.plainly(Call("deleteClient", {"id": theirs["id"]}))
    expect.success(api.other.read_client(theirs))


@check("FAK-OWNER-05")
def nobody_elses_clients_are_counted(api: Driver) -> None:
    _, _, seen = _shared(api, theirs=2)
    seen.counts("total_count", 1)
