"""Merging a client into another, which gets what belonged to it. Only who says the password may."""

from __future__ import annotations

from typing import Any

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.invoiceninja.check_purging import gone
from conformance.invoiceninja.check_uploads import PDF, TEXT, documents_of
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.forms import File
from conformance.invoiceninja.keeping import emails, kept, stayed
from conformance.invoiceninja.passwords import NONE, REFUSALS, WRONG, merge, unremembered
from conformance.invoiceninja.records import FULL, Record, bare, contacts_of, ids, parsed


def _merged(api: Driver, first: Record, second: Record) -> Record:
    """Return the first client as it is read after the second was merged into it."""
    api.done(merge(api, first, second))
    return api.client(first)


def _two(api: Driver, *contacts: Record) -> tuple[Record, Record]:
    """Return two clients, the second one with these contacts, or with a contact of its own."""
    more = {"contacts": [*contacts]} if contacts else {}
    first, second = (
        api.client(api.new_client(**FULL)),
        api.client(api.new_client(city="Boston", **more)),
    )
    if len(contacts_of(second)) != max(1, len(contacts)):
        raise CannotTell("the client that is to be merged has other contacts than it was given")
    return first, second


@check("NIN-MERGE-01")
def the_first_client_remains(api: Driver) -> None:
    first, second = _two(api)
    api.done(merge(api, first, second))
    answer = api.read_client(first)
    expect.success(answer)
    expect.equal(bare(parsed(answer)).get("id"), first["id"], "client")


@check("NIN-MERGE-02")
def the_second_client_is_gone(api: Driver) -> None:
    first, second = _two(api)
    _merged(api, first, second)
    answer = api.read_client(second)
    expect.that(not answer.ok, "no client that was merged away", answer.summary)


@check("NIN-MERGE-03")
def a_merge_answers_with_the_first_client(api: Driver) -> None:
    first, second = _two(api)
    answer = merge(api, first, second)
    expect.success(answer)
    seen = bare(parsed(answer))
    for name in ("id", "name"):
        expect.equal(seen.get(name), first[name], name)


@check("NIN-MERGE-06")
def contacts_become_those_of_the_first(api: Driver) -> None:
    first, second = _two(api)
    wanted = sorted(emails(first) + emails(second))
    expect.equal(emails(_merged(api, first, second)), wanted, "contacts with the e-mails")


@check("NIN-MERGE-07")
def contacts_keep_their_ids(api: Driver) -> None:
    first, second = _two(api)
    seen = _merged(api, first, second)
    if emails(seen) != sorted(emails(first) + emails(second)):
        raise CannotTell("the contacts of both clients are needed, but they are not there")
    wanted = sorted(ids(contacts_of(first)) + ids(contacts_of(second)))
    expect.equal(sorted(ids(contacts_of(seen))), wanted, "contacts with the ids")


@check("NIN-MERGE-08")
def no_email_is_there_twice(api: Driver) -> None:
    common = api.contact()
    first = api.client(api.new_client(contacts=[common]))
    second = api.client(api.new_client(contacts=[common, api.contact()]))
    seen = emails(_merged(api, first, second))
    once = seen.count(common["email"]) == 1
    expect.that(once, f"{common['email']} once", expect.show(seen))


@check("NIN-MERGE-09")
def contacts_without_an_email_are_left_out(api: Driver) -> None:
    first, second = _two(api, api.contact(), api.contact(email=""))
    seen = emails(_merged(api, first, second))
    expect.that("" not in seen, "no contact without an e-mail", expect.show(seen))


def _with_document(api: Driver, file: File) -> Record:
    """Return a client that shows one document."""
    client = api.new_client()
    api.done(api.upload(client, file))
    seen = api.client(client)
    if len(documents_of(seen)) != 1:
        raise CannotTell(f"one document is needed, but there are {len(documents_of(seen))}")
    return seen


@check("NIN-MERGE-10")
def documents_become_those_of_the_first(api: Driver) -> None:
    first, second = _with_document(api, PDF), _with_document(api, TEXT)
    seen = len(documents_of(_merged(api, first, second)))
    expect.that(seen == 2, "the documents of both", f"{seen} documents")


@check("NIN-MERGE-11")
def a_client_is_not_merged_with_itself(api: Driver) -> None:
    client = api.new_client()
    expect.refused(merge(api, client, client))


@check("NIN-MERGE-12")
def a_merge_with_itself_loses_nothing(api: Driver) -> None:
    before = api.client(api.new_client(**FULL))
    merge(api, before, before)
    stayed(api, before)


@check("NIN-MERGE-13")
def both_clients_have_to_exist(api: Driver) -> None:
    client, absent = api.new_client(), api.absent()
    expect.refused(merge(api, client, absent))
    expect.refused(merge(api, absent, client))


@check("NIN-MERGE-14")
def a_merge_needs_the_right_password(api: Driver) -> None:
    answer = api.merge_clients(api.new_client(), api.new_client(), headers=WRONG)
    expect.status(answer, *REFUSALS)


@check("NIN-MERGE-15")
def a_merge_needs_a_password(api: Driver) -> None:
    user = unremembered(api)
    answer = user.merge_clients(user.new_client(), user.new_client(), headers=NONE)
    expect.status(answer, *REFUSALS)


@check("NIN-MERGE-16")
def deleted_clients_can_be_merged(api: Driver) -> None:
    expect.success(merge(api, api.deleted(), api.new_client()))
    expect.success(merge(api, api.new_client(), api.deleted()))


@check("NIN-MERGE-17")
def the_second_client_is_not_listed(api: Driver) -> None:
    first, second = _two(api)
    _merged(api, first, second)
    gone(api, second)


@check("NIN-MERGE-18")
def the_first_client_keeps_its_members(api: Driver) -> None:
    first, second = _two(api)
    seen: dict[str, Any] = _merged(api, first, second)
    kept(seen, first, "contacts", "balance")
