"""Deleting clients: they are out of view, and kept on file."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.invoiceninja import marks
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.keeping import stayed
from conformance.invoiceninja.records import FULL, Record, bare, parsed


def _removed(api: Driver) -> Record:
    """Return a client that was deleted, whatever became of it."""
    client = api.new_client()
    api.done(api.delete_client(client))
    return client


@check("NIN-DELETE-01")
def a_client_can_be_deleted(api: Driver) -> None:
    expect.success(api.delete_client(api.new_client()))


@check("NIN-DELETE-02")
def a_deleted_client_is_not_among_the_active_ones(api: Driver) -> None:
    client = _removed(api)
    seen = marks.listed(api.list_clients(status="active", sort="id|desc", per_page=marks.MANY))
    marks.drops(seen, {"it": client}, ["it"], "status=active")


@check("NIN-DELETE-03")
def a_deleted_client_is_kept_on_file(api: Driver) -> None:
    client = _removed(api)
    answer = api.read_client(client)
    expect.success(answer)
    seen = bare(parsed(answer))
    expect.equal(seen.get("id"), client["id"], "client")
    expect.equal(seen.get("is_deleted"), True, "is_deleted")


@check("NIN-DELETE-04")
def a_deleted_client_can_be_restored(api: Driver) -> None:
    client = api.deleted()
    expect.success(api.bulk("restore", client))
    expect.equal(api.client(client).get("is_deleted"), False, "is_deleted")


@check("NIN-DELETE-05")
def a_deleted_client_has_a_time_of_archiving(api: Driver) -> None:
    seen = api.deleted().get("archived_at")
    since = type(seen) is int and seen > 0
    expect.that(since, "archived_at greater than 0", expect.show(seen))


@check("NIN-DELETE-06")
def a_deleted_client_can_be_deleted_again(api: Driver) -> None:
    before = api.deleted()
    expect.status(api.delete_client(before), 200)
    stayed(api, before)


@check("NIN-DELETE-07")
def a_client_that_never_was_can_not_be_deleted(api: Driver) -> None:
    expect.refused(api.delete_client(api.absent()))


@check("NIN-DELETE-08")
def deleting_one_client_leaves_the_others(api: Driver) -> None:
    before = api.client(api.new_client(**FULL))
    _removed(api)
    stayed(api, before)
