"""Whose clients: nobody sees or touches those of another company."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.invoiceninja.check_statements import statement
from conformance.invoiceninja.check_uploads import TEXT, documents_of
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.keeping import stayed
from conformance.invoiceninja.passwords import merge, purge
from conformance.invoiceninja.records import FULL, Record, ids


def _theirs(api: Driver) -> Record:
    """Return a client of the other company, as that reads it."""
    return api.other.client(api.other.new_client(**FULL))


@check("NIN-OWNER-01")
def nobody_elses_client_is_shown(api: Driver) -> None:
    theirs = _theirs(api)
    for operation in ("showClient", "editClient"):
        answer = api.call(operation, {"id": theirs["id"]})
        expect.that(not answer.ok, "no client of another company", answer.summary)


@check("NIN-OWNER-02")
def nobody_elses_clients_are_listed(api: Driver) -> None:
    theirs = _theirs(api)
    for query in ({"name": theirs["name"]}, {"client_id": theirs["id"]}, {"sort": "id|desc"}):
        seen = ids(api.listed(**query).clients)
        told = f"client {theirs['id']}"
        expect.that(theirs["id"] not in seen, "no client of another company", told)


@check("NIN-OWNER-03")
def nobody_elses_client_is_changed(api: Driver) -> None:
    theirs = _theirs(api)
    api.update_client(theirs, city="Boston")
    stayed(api.other, theirs)
    api.delete_client(theirs)
    stayed(api.other, theirs)


@check("NIN-OWNER-04")
def bulk_actions_leave_nobody_elses_client(api: Driver) -> None:
    theirs = _theirs(api)
    for action in ("archive", "delete"):
        api.bulk(action, theirs)
        stayed(api.other, theirs)


@check("NIN-OWNER-05")
def nobody_elses_client_is_purged_or_merged_away(api: Driver) -> None:
    theirs, mine = _theirs(api), api.new_client()
    purge(api, theirs)
    stayed(api.other, theirs)
    merge(api, mine, theirs)
    stayed(api.other, theirs)


@check("NIN-OWNER-06")
def nobody_elses_client_gets_documents_or_a_statement(api: Driver) -> None:
    theirs = _theirs(api)
    if documents_of(theirs):
        raise CannotTell("a client without documents is needed, but a new one has some")
    api.upload(theirs, TEXT)
    seen = documents_of(api.other.client(theirs))
    expect.none(seen, "no document of another company's")
    answer = statement(api, theirs)
    expect.that(not answer.ok, "no statement of another company's client", answer.summary)
