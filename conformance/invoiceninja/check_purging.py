"""Removing clients for good. Only who says the password may."""

from __future__ import annotations

import base64

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.invoiceninja import marks
from conformance.invoiceninja.driver import PASSWORD_HEADER, Driver
from conformance.invoiceninja.keeping import stayed
from conformance.invoiceninja.passwords import NONE, REFUSALS, WRONG, purge, unremembered
from conformance.invoiceninja.records import FULL, Record

STATES = {"status": "active,archived,deleted"}


def purged(api: Driver, client: Record | None = None) -> Record:
    """Return a client that was purged, whatever became of it."""
    client = client or api.new_client()
    api.done(purge(api, client))
    return client


def gone(api: Driver, client: Record) -> None:
    """Expect a client not to be listed, in any state."""
    for query in ({}, STATES, {"status": "deleted"}):
        seen = marks.listed(api.list_clients(**query, sort="id|desc", per_page=marks.MANY))
        marks.drops(seen, {"it": client}, ["it"], str(query or "the whole list"))


@check("NIN-PURGE-01")
def a_purge_needs_a_password(api: Driver) -> None:
    user = unremembered(api)
    expect.status(user.purge_client(user.new_client(), headers=NONE), *REFUSALS)


@check("NIN-PURGE-02")
def a_purge_needs_the_right_password(api: Driver) -> None:
    expect.status(api.purge_client(api.new_client(), headers=WRONG), *REFUSALS)


@check("NIN-PURGE-03")
def a_refused_purge_leaves_the_client(api: Driver) -> None:
    before = api.client(api.new_client(**FULL))
    if api.purge_client(before, headers=WRONG).ok:
        raise CannotTell("a purge is needed that is refused, but a wrong password is accepted")
    stayed(api, before)


@check("NIN-PURGE-04")
def the_right_password_purges(api: Driver) -> None:
    expect.success(purge(api, api.new_client()))


@check("NIN-PURGE-05")
def a_purged_client_is_not_shown(api: Driver) -> None:
    answer = api.read_client(purged(api))
    expect.that(not answer.ok, "no purged client", answer.summary)


@check("NIN-PURGE-06")
def a_purged_client_is_not_listed(api: Driver) -> None:
    gone(api, purged(api))


@check("NIN-PURGE-07")
def a_purged_client_can_not_be_restored(api: Driver) -> None:
    client = purged(api, api.deleted())
    api.bulk("restore", client)
    answer = api.read_client(client)
    # One that is still shown, but deleted as before, is not restored: that is NIN-PURGE-05.
    restored = answer.ok and api.record(answer).get("is_deleted") is False
    expect.that(not restored, "no restored client", answer.summary)


@check("NIN-PURGE-08")
def restoring_a_purged_client_is_refused(api: Driver) -> None:
    expect.refused(api.bulk("restore", purged(api)))


@check("NIN-PURGE-09")
def the_password_may_be_in_base64(api: Driver) -> None:
    encoded = base64.b64encode(api.password.encode()).decode()
    client = api.new_client()
    answer = api.purge_client(client, headers=NONE | {f"{PASSWORD_HEADER}-BASE64": encoded})
    expect.success(answer)


@check("NIN-PURGE-10")
def archived_and_deleted_clients_can_be_purged(api: Driver) -> None:
    for client in (api.archived(), api.deleted()):
        expect.success(purge(api, client))


@check("NIN-PURGE-11")
def a_wrong_password_is_told_before_a_wrong_id(api: Driver) -> None:
    usual = api.purge_client(api.new_client(), headers=WRONG)
    if usual.status not in REFUSALS:
        raise CannotTell(f"a wrong password is not refused, but got {usual.summary}")
    expect.status(api.purge_client(api.absent(), headers=WRONG), usual.status)


@check("NIN-PURGE-13")
def purging_one_client_leaves_the_others(api: Driver) -> None:
    before = api.client(api.new_client(**FULL))
    purged(api)
    stayed(api, before)
