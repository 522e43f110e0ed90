"""What is done to several clients at once: archiving, restoring, deleting. What is refused is in a table."""

from __future__ import annotations

import time

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.keeping import stayed
from conformance.invoiceninja.records import FULL, Record, ids, page_of, parsed
from conformance.invoiceninja.refusals import expect_refusals

PAGE = 20


def _archived(client: Record) -> bool:
    return bool(client.get("archived_at"))


def _done(api: Driver, action: str, *clients: Record) -> list[Record]:
    """Return clients as they are read after an action that is accepted."""
    expect.success(api.bulk(action, *clients))
    return [api.client(one) for one in clients]


def _are(clients: list[Record], *, archived: bool | None = None, deleted: bool) -> None:
    """Expect clients to be in a state; `archived` None leaves that open."""
    for client in clients:
        expect.equal(client.get("is_deleted"), deleted, f"is_deleted of {client['id']}")
        if archived is not None:
            told = f"client {client['id']} {'archived' if archived else 'not archived'}"
            seen = f"archived_at {expect.show(client.get('archived_at'))}"
            expect.that(_archived(client) is archived, told, seen)


def _rows(answer: Answer) -> list[Record]:
    """Return the clients that a bulk action answers with; expect it to be accepted."""
    expect.success(answer)
    return [*page_of(parsed(answer)).clients]


@check("NIN-BULK-01")
def archive_archives_each(api: Driver) -> None:
    for client in _done(api, "archive", api.new_client(), api.new_client()):
        seen = f"archived_at {expect.show(client.get('archived_at'))}"
        expect.that(_archived(client), f"client {client['id']} archived", seen)


@check("NIN-BULK-02")
def archive_does_not_delete(api: Driver) -> None:
    _are(_done(api, "archive", api.new_client()), deleted=False)


@check("NIN-BULK-03")
def restore_makes_archived_clients_active(api: Driver) -> None:
    clients = [api.archived(), api.archived()]
    _are(_done(api, "restore", *clients), archived=False, deleted=False)


@check("NIN-BULK-04")
def restore_makes_deleted_clients_active(api: Driver) -> None:
    clients = [api.deleted(), api.deleted()]
    _are(_done(api, "restore", *clients), archived=False, deleted=False)


@check("NIN-BULK-05")
def delete_deletes_each(api: Driver) -> None:
    _are(_done(api, "delete", api.new_client(), api.new_client()), deleted=True)


@check("NIN-BULK-06")
def the_answer_shows_the_changed_clients(api: Driver) -> None:
    clients = [api.new_client(), api.new_client()]
    seen = {str(one.get("id")): one for one in _rows(api.bulk("archive", *clients))}
    expect.equal(sorted(seen), sorted(map(str, ids(clients))), "the clients")
    late = [one for one in seen.values() if _archived(api.client(one)) and not _archived(one)]
    expect.none(ids(late), "each as it is now, archived")


@check("NIN-BULK-07")
def the_answer_tells_of_its_pages(api: Driver) -> None:
    answer = api.bulk("archive", api.new_client())
    expect.success(answer)
    expect.that(page_of(parsed(answer)).pagination is not None, "meta.pagination", answer.summary)


@check("NIN-BULK-08", long=True)
def an_archived_client_keeps_its_time(api: Driver) -> None:
    before = api.archived()
    time.sleep(1.1)  # until the clock shows another second
    for client in _done(api, "archive", before):
        expect.equal(client.get("archived_at"), before["archived_at"], "archived_at")


@check("NIN-BULK-09")
def archive_leaves_deleted_clients_deleted(api: Driver) -> None:
    _are(_done(api, "archive", api.deleted()), deleted=True)


@check("NIN-BULK-10")
def restore_leaves_active_clients(api: Driver) -> None:
    before = api.client(api.new_client())
    expect.status(api.bulk("restore", before), 200)
    stayed(api, before)


@check("NIN-BULK-11")
def delete_deletes_archived_clients(api: Driver) -> None:
    _are(_done(api, "delete", api.archived()), deleted=True)


@check("NIN-BULK-12")
def restore_makes_active_whatever_was_before(api: Driver) -> None:
    client = api.archived()
    api.done(api.bulk("delete", client))
    if not api.client(client).get("is_deleted"):
        raise CannotTell("a client is needed that was archived and is deleted")
    _are(_done(api, "restore", client), archived=False, deleted=False)


@check("NIN-BULK-13")
def others_stay_as_they_were(api: Driver) -> None:
    before = [api.client(api.new_client(**FULL)), api.archived()]
    for action in ("archive", "delete", "restore"):
        api.done(api.bulk(action, api.new_client()))
        for client in before:
            stayed(api, client)


@check("NIN-BULK-14")
def an_action_is_needed(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-14")


@check("NIN-BULK-15")
def an_action_has_to_exist(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-15")


@check("NIN-BULK-16")
def ids_are_needed(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-16")


@check("NIN-BULK-17")
def some_id_is_needed(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-17")


@check("NIN-BULK-18")
def ids_are_no_text(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-18")


@check("NIN-BULK-19")
def ids_have_to_exist(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-19")


@check("NIN-BULK-20")
def what_is_refused_changes_nothing(api: Driver) -> None:
    before = api.client(api.new_client())
    answer = api.bulk("archive", before, api.absent())
    if answer.ok:
        raise CannotTell("a request is needed that is refused, but an unknown id is accepted")
    stayed(api, before)


@check("NIN-BULK-21")
def a_number_is_no_id(api: Driver) -> None:
    expect_refusals(api, "NIN-BULK-21")


@check("NIN-BULK-22")
def an_id_counts_once(api: Driver) -> None:
    client = api.new_client()
    seen = ids(_rows(api.bulk("archive", client, client)))
    expect.equal(seen, [client["id"]], "the clients")


@check("NIN-BULK-23")
def the_action_may_stand_in_the_query(api: Driver) -> None:
    client = api.new_client()
    answer = api.call("bulkClients", query={"action": "archive"}, json={"ids": [client["id"]]})
    expect.success(answer)
    seen = api.client(client)
    expect.that(_archived(seen), "an archived client", expect.show(seen.get("archived_at")))


@check("NIN-BULK-24")
def the_answer_has_twenty_clients_to_a_page(api: Driver) -> None:
    answer = api.bulk("archive", *(api.new_client() for _ in range(PAGE + 1)))
    seen = len(_rows(answer))
    expect.that(seen == PAGE, f"{PAGE} clients", f"{seen} clients")
    total = page_of(parsed(answer)).told("total")
    expect.that(total == PAGE + 1, f"total {PAGE + 1}", expect.show(total))


@check("NIN-BULK-25")
def per_page_bounds_the_answer(api: Driver) -> None:
    body = {"action": "archive", "ids": ids([api.new_client(), api.new_client()])}
    for number in (1, 2):
        answer = api.call("bulkClients", query={"per_page": number}, json=body)
        seen = len(_rows(answer))
        expect.that(seen == number, f"{number} clients", f"{seen} clients")


@check("NIN-BULK-37")
def the_state_is_all_that_changes(api: Driver) -> None:
    before = api.client(api.new_client(**FULL))
    for action in ("archive", "restore", "delete"):
        api.done(api.bulk(action, before))
        stayed(api, before, "is_deleted", "archived_at")
