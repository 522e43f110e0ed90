"""A client, from its creation until it is deleted, through openapi-python-client."""

import json
import sys

from generated import Client
from generated.api.clients import (
    create_client,
    delete_client,
    get_client,
    search_clients,
    update_client,
)
from generated.api.contacts import add_contact
from generated.models import (
    ClientCategory,
    ClientCreate,
    ClientType,
    ClientUpdate,
    ClientWithContacts,
    Contact,
    ContactCreate,
    Error,
    Record,
)

given = json.loads(sys.argv[1])
connection = Client(
    base_url=given["url"], headers=given["headers"], raise_on_unexpected_status=True
)

wanted = ClientCreate(ClientType.CLIENT, ClientCategory.ORGANIZATION, "Zażółć Sp. z o.o.")
created = create_client.sync(client=connection, body=wanted)
assert isinstance(created, Record)

contact = add_contact.sync(
    created.id, client=connection, body=ContactCreate("Łucja Żak", is_primary=True)
)
assert isinstance(contact, Contact)
assert contact.is_primary

read = get_client.sync(created.id, client=connection)
assert isinstance(read, ClientWithContacts)
assert read.name == wanted.name
assert [one.name for one in read.contacts] == ["Łucja Żak"]

updated = update_client.sync(created.id, client=connection, body=ClientUpdate(city="Łódź"))
assert isinstance(updated, Record)
assert (updated.city, updated.name) == ("Łódź", wanted.name)

found = search_clients.sync(client=connection, query="Zażółć")
assert isinstance(found, list)
assert [(one.id, one.city) for one in found] == [(created.id, "Łódź")]

assert not isinstance(delete_client.sync(created.id, client=connection), Error)
assert isinstance(get_client.sync(created.id, client=connection), Error)
