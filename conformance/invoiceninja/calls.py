"""A call of every operation, for what holds for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.invoiceninja import forms
from conformance.invoiceninja.driver import PASSWORD_HEADER, Call, Driver
from conformance.invoiceninja.forms import File
from conformance.invoiceninja.records import Record

NOTE = File("note.txt", b"Notes of the meeting.\n")


def every_call(api: Driver, client: Record) -> Iterator[Call]:
    """Yield a valid call of each operation, on this client; the last ones remove it.

    Purging and merging are among them where the password is known. Whether a suppression of e-mail
    can be taken away, nobody can arrange: that call may be refused.
    """
    path = {"id": client["id"]}
    period = {"start_date": "2024-01-01", "end_date": "2024-12-31"}
    yield Call("getClients", {}, {"per_page": 1})
    yield Call("storeClient", {}, body=api.body())
    yield Call("showClient", path)
    yield Call("updateClient", path, body=api.kept(client) | {"city": "Boston"})
    yield Call("editClient", path)
    yield Call("getClientsCreate", {})
    yield Call("bulkClients", {}, body={"action": "archive", "ids": [api.new_client()["id"]]})
    yield Call("uploadClient", path, form=forms.upload([NOTE]))
    yield Call("clientStatement", {}, body={"client_id": client["id"]} | period)
    yield Call("reactivateEmail", {"bounce_id": "123243"})
    yield Call("updateClientTaxData", {"client": client["id"]})
    yield Call("deleteClient", {"id": api.new_client()["id"]})
    if api.target.password:
        yield from _protected(api, client)


def calls_of(api: Driver, client: Record) -> Iterator[Call]:
    """Yield a call of each operation that names a client in its path, on this one."""
    path = {"id": client["id"]}
    yield Call("showClient", path)
    yield Call("updateClient", path, body=api.body())
    yield Call("editClient", path)
    yield Call("uploadClient", path, form=forms.upload([NOTE]))
    yield Call("updateClientTaxData", {"client": client["id"]})
    yield Call("deleteClient", path)
    if api.target.password:
        yield from _protected(api, client)


def _protected(api: Driver, client: Record) -> Iterator[Call]:
    """Yield a merge into a client, and its purge, with the password."""
    path, headers = {"id": client["id"]}, {PASSWORD_HEADER: api.password}
    mergeable = api.new_client()
    both = path | {"mergeable_client_hashed_id": mergeable["id"]}
    yield Call("mergeClient", both, headers=headers)
    yield Call("purgeClient", path, headers=headers)
