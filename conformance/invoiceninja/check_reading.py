"""Reading a client, and the blank one that forms begin with."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import (
    FULL,
    Record,
    accepted,
    bare,
    blank,
    came_back,
    ids,
    parsed,
    reads_the_same,
)

# An id that cannot be one, and a number in its place.
NO_IDS = ("not-an-id!", "123456789", "0")


@check("NIN-SHOW-01")
def reading_shows_the_client(api: Driver) -> None:
    made = [api.new_client(**FULL), api.new_client(city="Boston")]
    for client in made:
        seen = accepted(api.read_client(client))
        came_back(seen, {"id": client["id"], "name": client.get("name")})
        came_back(seen, {"city": client.get("city")})


@check("NIN-SHOW-02")
def editing_shows_what_reading_shows(api: Driver) -> None:
    client = api.client(api.new_client(**FULL))
    seen = accepted(api.call("editClient", {"id": client["id"]}))
    reads_the_same(seen, client)


@check("NIN-SHOW-03")
def an_id_that_no_client_has_is_refused(api: Driver) -> None:
    for identifier in (api.absent()["id"], *NO_IDS):
        for operation in ("showClient", "editClient"):
            expect.refused(api.call(operation, {"id": identifier}))


@check("NIN-SHOW-04")
def an_archived_client_is_read(api: Driver) -> None:
    client = api.archived(**FULL)
    seen = accepted(api.read_client(client))
    came_back(seen, {"id": client["id"], "name": client["name"]})
    expect.that(seen.get("archived_at"), "archived_at to tell when", expect.show(seen))


def _blank(api: Driver) -> Record:
    """Return the blank client.

    Raises:
        CannotTell: none is answered, which is the matter of NIN-BLANK-01.
    """
    seen = bare(api.arranged(api.call("getClientsCreate")))
    if "id" not in seen:
        raise CannotTell("a blank client is needed")
    return seen


@check("NIN-BLANK-01")
def a_blank_client_is_answered(api: Driver) -> None:
    answer = api.call("getClientsCreate")
    expect.success(answer)
    expect.that("id" in bare(parsed(answer)), "a client", answer.summary)


@check("NIN-BLANK-02")
def the_blank_client_has_no_id(api: Driver) -> None:
    came_back(_blank(api), {"id": ""})


@check("NIN-BLANK-03")
def the_blank_client_has_no_name(api: Driver) -> None:
    came_back(_blank(api), {"name": ""})


@check("NIN-BLANK-04")
def the_blank_client_has_no_number(api: Driver) -> None:
    came_back(_blank(api), {"number": ""})


@check("NIN-BLANK-05")
def the_blank_client_is_of_no_time(api: Driver) -> None:
    seen = _blank(api)
    for name in ("created_at", "archived_at"):
        expect.equal(seen.get(name), 0, name)


@check("NIN-BLANK-06")
def the_blank_client_is_not_deleted(api: Driver) -> None:
    expect.equal(_blank(api).get("is_deleted"), False, "is_deleted")


@check("NIN-BLANK-07")
def the_blank_client_has_no_contacts(api: Driver) -> None:
    expect.equal(_blank(api).get("contacts"), [], "contacts")


@check("NIN-BLANK-08")
def a_blank_client_is_not_stored(api: Driver) -> None:
    before = api.new_client()
    for _ in range(2):
        _blank(api)
    newest = api.listed(sort="id|desc", per_page=10).clients
    if before["id"] not in ids(newest):
        raise CannotTell("the newest clients are needed, sorted by their ids")
    later = newest[: ids(newest).index(before["id"])]
    expect.none([one for one in later if _nobody(one)], "no client without name and people")


def _nobody(client: Record) -> bool:
    people = client.get("contacts") or []
    return blank(client.get("name")) and all(blank(one.get("email")) for one in people)


@check("NIN-BLANK-10")
def every_blank_client_has_a_hash_of_its_own(api: Driver) -> None:
    seen = [_blank(api).get("client_hash") for _ in range(3)]
    expect.that(len({*map(str, seen)}) == len(seen), "hashes of their own", expect.show(seen))
