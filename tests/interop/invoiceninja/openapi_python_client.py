"""A client, from its creation until it is deleted, through openapi-python-client."""

import json
import sys

from generated import Client
from generated.api.actions import bulk_clients
from generated.api.clients import (
    delete_client,
    get_clients,
    show_client,
    store_client,
    update_client,
)
from generated.models import (
    ArchiveRestoreOrDelete,
    ArchiveRestoreOrDeleteAction,
    BulkAnswer,
    ClientAnswer,
    ClientContactRequest,
    ClientRequest,
    ClientsAnswer,
    Record,
)

given = json.loads(sys.argv[1])
connection = Client(
    base_url=given["url"], headers=given["headers"], raise_on_unexpected_status=True
)


def the_client(answer: object) -> Record:
    """Return the client that is in an answer."""
    assert isinstance(answer, ClientAnswer), answer
    assert isinstance(answer.data, Record)
    return answer.data


contact = ClientContactRequest(first_name="Łucja", email="lucja@example.com")
wanted = ClientRequest(name="Zażółć", country_id="616", contacts=[contact])
created = the_client(store_client.sync(client=connection, body=wanted))
assert created.contacts[0].is_primary

read = the_client(show_client.sync(created.id, client=connection))
assert read.name == "Zażółć"

changed = ClientRequest(name="Jaźń")
updated = the_client(update_client.sync(created.id, client=connection, body=changed))
assert updated.name == "Jaźń"

archive = ArchiveRestoreOrDelete(ArchiveRestoreOrDeleteAction.ARCHIVE)
archive["ids"] = [created.id]
assert isinstance(bulk_clients.sync(client=connection, body=archive), BulkAnswer)

page = get_clients.sync(client=connection, status="archived", name="jaźń")
assert isinstance(page, ClientsAnswer)
assert isinstance(page.data, list)
assert [one.id for one in page.data] == [created.id]

delete_client.sync(created.id, client=connection)
assert the_client(show_client.sync(created.id, client=connection)).is_deleted
