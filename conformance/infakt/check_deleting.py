"""Deleting clients."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.infakt.check_updates import documented
from conformance.infakt.driver import Driver
from conformance.infakt.records import FULL, alike, bare, came_back, ids, parsed


@check("FAK-DELETE-01")
def deleting_is_answered_with_204(api: Driver) -> None:
    expect.status(api.delete_client(api.new_client()), 204)


@check("FAK-DELETE-02")
def deleting_answers_with_nothing(api: Driver) -> None:
    answer = api.delete_client(api.new_client())
    expect.success(answer)
    expect.that(not answer.response.content, "no body", answer.summary)


@check("FAK-DELETE-03")
def a_deleted_client_is_not_shown(api: Driver) -> None:
    answer = api.read_client(api.deleted())
    expect.that(not answer.ok, "no deleted client", answer.summary)


@check("FAK-DELETE-04")
def a_deleted_client_is_not_found(api: Driver) -> None:
    expect.status(api.read_client(api.deleted()), 404)


@check("FAK-DELETE-05")
def a_deleted_client_is_not_listed(api: Driver) -> None:
    word, nip = api.name(), api.nip()
    client = api.deleted(company_name=word, nip=nip)
    for query in ({"q[company_name_cont]": word}, {"q[nip_eq]": nip}, {"order": "id desc"}):
        seen = ids(api.listed(None, **query).entities)
        expect.that(client["id"] not in seen, "no deleted client", f"client {client['id']}")


@check("FAK-DELETE-06")
def a_deleted_client_is_not_counted(api: Driver) -> None:
    word, made = api.family({}, {})
    before = api.found(word, made).told("total_count")
    if not alike(before, 2):
        raise CannotTell(f"two clients are counted as {before}")
    api.arranged_deletion(made[0])
    api.listed(word).counts("total_count", 1)


@check("FAK-DELETE-07")
def a_client_is_deleted_once(api: Driver) -> None:
    expect.status(api.delete_client(api.deleted()), 404)


@check("FAK-DELETE-08")
def a_client_that_never_was_can_not_be_deleted(api: Driver) -> None:
    expect.status(api.delete_client(api.absent()), 404)


@check("FAK-DELETE-09")
def a_label_without_a_body_changes_nothing(api: Driver) -> None:
    path = {"id": api.new_client()["id"]}
    headers = {"content-type": "application/json"}
    expect.status(api.call("deleteClient", path, headers=headers), 204)


@check("FAK-DELETE-10")
def deleting_one_client_leaves_the_others(api: Driver) -> None:
    client, other = api.new_client(), api.new_client(**FULL)
    before = api.client(other)
    api.arranged_deletion(client)
    answer = api.read_client(other)
    expect.success(answer)
    came_back(bare(parsed(answer)), documented(before))
