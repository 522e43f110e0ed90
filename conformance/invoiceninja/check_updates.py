"""Updating a client: what is sent changes, and what must not change stays."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.client import encoded
from conformance.expect import CannotTell
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import (
    CHANGED,
    FULL,
    Record,
    accepted,
    blank,
    came_back,
    reads_the_same,
)
from conformance.invoiceninja.refusals import expect_refusals

# What an update leaves as it was.
FIXED = ("id", "user_id", "client_hash", "created_at")


@check("NIN-UPDATE-02")
def an_update_is_stored(api: Driver) -> None:
    client = api.new_client(city="Boston", postal_code="02108")
    api.updated(client, city="Salem", postal_code="03079")
    came_back(api.client(client), {"city": "Salem", "postal_code": "03079"})


@check("NIN-UPDATE-11")
def the_time_of_the_last_update_never_goes_back(api: Driver) -> None:
    client = api.new_client()
    stamps = [client.get("updated_at")]
    stamps += [api.updated(client, city=city).get("updated_at") for city in ("Boston", "Salem")]
    whole = [one for one in stamps if isinstance(one, int)]
    right = len(whole) == len(stamps) and whole == sorted(whole)
    expect.that(right, "updated_at never to go back", expect.show(stamps))


@check("NIN-UPDATE-12")
def an_update_leaves_what_never_changes(api: Driver) -> None:
    client = api.new_client()
    seen = accepted(api.update_client(client, city="Boston"))
    came_back(seen, {name: client.get(name) for name in FIXED})


@check("NIN-UPDATE-13")
def a_client_may_be_sent_its_own_number(api: Driver) -> None:
    client = api.new_client()
    sent = {"number": client["number"]}
    came_back(accepted(api.update_client(client, **sent)), sent)


@check("NIN-UPDATE-14")
def a_client_may_be_sent_its_own_id_number(api: Driver) -> None:
    sent = {"id_number": api.unique()}
    client = api.new_client(**sent)
    came_back(accepted(api.update_client(client, **sent)), sent)


@check("NIN-UPDATE-15")
def the_number_of_another_client_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-UPDATE-15")


@check("NIN-UPDATE-16")
def the_id_number_of_another_client_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-UPDATE-16")


@check("NIN-UPDATE-17")
def a_number_of_null_is_replaced(api: Driver) -> None:
    client = api.new_client()
    seen = accepted(api.update_client(client, number=None)).get("number")
    new = not blank(seen) and seen != client.get("number")
    expect.that(new, f"a number other than {client.get('number')}", expect.show(seen))


@check("NIN-UPDATE-18")
def an_id_number_of_null_is_emptied(api: Driver) -> None:
    client = api.new_client(id_number=api.unique())
    came_back(accepted(api.update_client(client, id_number=None)), {"id_number": ""})


@check("NIN-UPDATE-19")
def a_country_that_is_no_number_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-UPDATE-19")


@check("NIN-UPDATE-20")
def the_country_can_be_updated(api: Driver) -> None:
    client = api.new_client()
    came_back(accepted(api.update_client(client, country_id="8")), {"country_id": "8"})


@check("NIN-UPDATE-21")
def an_industry_that_is_no_number_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-UPDATE-21")


@check("NIN-UPDATE-22")
def an_unknown_classification_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-UPDATE-22")


@check("NIN-UPDATE-23")
def a_refused_update_changes_nothing(api: Driver) -> None:
    taken = api.new_client()["number"]
    client = api.client(api.new_client(**FULL))
    for wrong in ({"country_id": "A"}, {"number": taken}, {"classification": "zzz"}):
        answer = api.update_client(client, **CHANGED | wrong)
        if answer.ok:
            raise CannotTell(f"a refusal is needed, but there came {answer.summary}")
        reads_the_same(api.client(client), client)


@check("NIN-UPDATE-24")
def an_update_of_a_deleted_client_is_refused(api: Driver) -> None:
    expect.refused(api.update_client(api.deleted(city="Boston"), city="Salem"))


@check("NIN-UPDATE-25")
def an_archived_client_can_be_updated(api: Driver) -> None:
    came_back(accepted(api.update_client(api.archived(), city="Salem")), {"city": "Salem"})


@check("NIN-UPDATE-26")
def an_archived_client_stays_archived(api: Driver) -> None:
    client = api.archived()
    api.updated(client, city="Salem")
    seen = api.client(client).get("archived_at")
    expect.that(seen, "the client to stay archived", expect.show(seen))


@check("NIN-UPDATE-27")
def an_update_neither_deletes_nor_archives(api: Driver) -> None:
    client = api.new_client()
    seen = accepted(api.update_client(client, is_deleted=True, archived_at=1730732530))
    for shown in (seen, api.client(client)):
        came_back(shown, {"is_deleted": False})
        expect.that(not shown.get("archived_at"), "no archived_at", expect.show(shown))


@check("NIN-UPDATE-28")
def an_update_of_no_client_is_refused(api: Driver) -> None:
    expect.refused(api.update_client(api.absent(), city="Boston"))


@check("NIN-UPDATE-29")
def patching_is_updating(api: Driver) -> None:
    client = api.new_client(city="Boston")
    content = encoded(api.kept(client) | {"city": "Salem"})
    answer = api.send("PATCH", f"/clients/{client['id']}", content=content)
    came_back(accepted(answer), {"city": "Salem"})
    came_back(api.client(client), {"city": "Salem"})


@check("NIN-UPDATE-30")
def the_same_update_changes_nothing_the_second_time(api: Driver) -> None:
    client = api.new_client()
    once = api.client(api.updated(client, **CHANGED))
    accepted(api.update_client(client, **CHANGED))
    twice = api.client(client)
    reads_the_same(_untimed(twice), _untimed(once))


def _untimed(client: Record) -> Record:
    """Return a client without the times of its last update."""
    people = [
        {name: value for name, value in one.items() if name != "updated_at"}
        for one in client.get("contacts", [])
    ]
    return {name: value for name, value in client.items() if name != "updated_at"} | {
        "contacts": people
    }


@check("NIN-UPDATE-31")
def every_text_can_be_updated(api: Driver) -> None:
    client = api.new_client(**FULL)
    sent = CHANGED | {"name": api.name(), "id_number": api.unique()}
    came_back(accepted(api.update_client(client, **sent)), sent)


@check("NIN-UPDATE-32")
def an_update_of_a_deleted_client_changes_nothing(api: Driver) -> None:
    client = api.deleted(city="Boston")
    api.update_client(client, city="Salem")
    came_back(api.client(client), {"city": "Boston"})
