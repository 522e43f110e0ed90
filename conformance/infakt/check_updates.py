"""Updating clients: what is named changes, the rest stays."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.infakt.check_reading import whole, without_root
from conformance.infakt.driver import Driver
from conformance.infakt.errors import refused, unprocessable
from conformance.infakt.records import (
    CHANGED,
    FULL,
    MEMBERS,
    Record,
    alike,
    bare,
    came_back,
    differing,
    ids,
    parsed,
)

SEVERAL = {"street": "Szlak", "street_number": "49", "city": "Kraków", "note": "Druga uwaga"}


def documented(client: Record, *but: str) -> Record:
    """Return a client's documented attributes, apart from some."""
    return {name: client[name] for name in MEMBERS if name in client and name not in but}


def _sent_back(api: Driver, client: Record) -> Answer:
    return api.update_client(client, **api.client(client))


@check("FAK-UPDATE-01")
def updating_is_answered_with_200(api: Driver) -> None:
    expect.status(api.update_client(api.new_client(), city="Gdańsk"), 200)


@check("FAK-UPDATE-02")
def updating_answers_with_the_bare_client(api: Driver) -> None:
    without_root(api.update_client(api.new_client(), city="Gdańsk"))


@check("FAK-UPDATE-03")
def updating_answers_with_the_whole_client(api: Driver) -> None:
    whole(api.updated(api.new_client(), city="Gdańsk"))


@check("FAK-UPDATE-04")
def updating_answers_with_the_new_values(api: Driver) -> None:
    client = api.new_client(**FULL)
    for sent in ({"city": "Sopot"}, {"note": "Druga uwaga"}, {"days_to_payment": 30}):
        came_back(api.updated(client, **sent), sent)


@check("FAK-UPDATE-05")
def an_update_leaves_the_rest(api: Driver) -> None:
    before = api.client(api.new_client(**FULL))
    for sent in ({"company_name": api.name()}, {"city": "Sopot"}):
        api.updated(before, **sent)
        came_back(api.client(before), documented(before, "company_name", "city"))


@check("FAK-UPDATE-06")
def several_attributes_are_changed_at_once(api: Driver) -> None:
    client = api.new_client(**FULL)
    api.updated(client, **SEVERAL)
    seen = api.client(client)
    changed = [name for name in SEVERAL if not alike(seen.get(name), FULL[name])]
    if not changed:
        raise CannotTell("the update changed nothing at all")
    came_back(seen, SEVERAL)


@check("FAK-UPDATE-07")
def every_attribute_can_be_updated(api: Driver) -> None:
    client = api.new_client(**FULL)
    new = CHANGED | {"company_name": api.name(), "same_forward_address": True}
    told: Record = {}
    for name, value in new.items():
        answer = api.update_client(client, **{name: value})
        expect.success(answer)
        told |= {name: api.record(answer).get(name)}
    # Shown at once or in the end: whether updates answer well, are stored and stay is asked elsewhere.
    late = {name: new[name] for name, _ in differing(told, new)}
    came_back(api.client(client), late)


@check("FAK-UPDATE-08")
def an_update_is_stored(api: Driver) -> None:
    client = api.new_client(city="Gdańsk")
    api.updated(client, city="Sopot")
    came_back(api.client(client), {"city": "Sopot"})


@check("FAK-UPDATE-09")
def the_list_shows_an_update(api: Driver) -> None:
    word, made = api.family({"city": "Gdańsk"})
    api.stored(made[0], city="Sopot")
    for entity in api.found(word, made).entities:
        came_back(entity, {"city": "Sopot"})


@check("FAK-UPDATE-10")
def a_renamed_client_is_where_its_name_belongs(api: Driver) -> None:
    word, made = api.family({}, {}, {})
    if ids(api.listed(word).entities) != ids(made):
        raise CannotTell("the clients do not come by their names")
    api.stored(made[0], company_name=f"{word} z")
    seen = ids(api.found(word, made).entities)
    expect.equal(seen, ids([*made[1:], made[0]]), "by the new names the clients")


@check("FAK-UPDATE-11")
def a_search_follows_an_update(api: Driver) -> None:
    old, new = api.name(), api.name()
    client = api.new_client(company_name=old)
    api.found(old, [client])
    api.stored(client, company_name=new)
    seen = ids(api.listed(new).entities)
    expect.that(client["id"] in seen, "the client by its new name", f"found {expect.show(seen)}")
    seen = ids(api.listed(old).entities)
    former = "no client by its old name"
    expect.that(client["id"] not in seen, former, f"found {expect.show(seen)}")


@check("FAK-UPDATE-12")
def an_id_can_not_be_changed(api: Driver) -> None:
    client = api.new_client(city="Gdańsk")
    answer = api.update_client(client, id=999_999_999, city="Sopot")
    expect.success(answer)
    expect.equal(api.record(answer)["id"], client["id"], "in the answer the id")
    seen = api.read_client(client)
    expect.success(seen)


@check("FAK-UPDATE-13")
def a_client_can_be_sent_back(api: Driver) -> None:
    for members in ({}, FULL):
        expect.success(_sent_back(api, api.new_client(**members)))


@check("FAK-UPDATE-14")
def a_client_that_is_sent_back_stays(api: Driver) -> None:
    for members in ({}, FULL):
        client = api.new_client(**members)
        before = api.client(client)
        answer = api.update_client(client, **before)
        if answer.ok:
            came_back(api.client(client), documented(before))


@check("FAK-UPDATE-15")
def a_country_can_not_be_emptied(api: Driver) -> None:
    unprocessable(api.update_client(api.new_client(), country=""))


@check("FAK-UPDATE-16")
def an_update_knows_the_choices(api: Driver) -> None:
    client = api.new_client(**FULL)
    unprocessable(api.update_client(client, business_activity_kind="company"))
    unprocessable(api.update_client(client, payment_method="blik"))


@check("FAK-UPDATE-17")
def a_refused_update_changes_nothing(api: Driver) -> None:
    client = api.new_client(city="Gdańsk")
    before = api.client(client)
    for wrong in ({"country": ""}, {"payment_method": "blik"}):
        refused(api.update_client(client, city="Sopot", **wrong))
        came_back(api.client(client), documented(before))


@check("FAK-UPDATE-18")
def a_client_that_never_was_can_not_be_updated(api: Driver) -> None:
    expect.status(api.update_client(api.absent(), city="Gdańsk"), 404)


@check("FAK-UPDATE-20")
def updating_one_client_leaves_the_others(api: Driver) -> None:
    client, other = api.new_client(), api.new_client(**FULL)
    before = api.client(other)
    api.updated(client, city="Sopot", note="Druga uwaga", nip="1234563218")
    answer = api.read_client(other)
    expect.success(answer)
    came_back(bare(parsed(answer)), documented(before))
