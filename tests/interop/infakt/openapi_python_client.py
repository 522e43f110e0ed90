"""A client, from its creation until it is deleted, through openapi-python-client."""

import json
import sys

from generated import Client
from generated.api.clients import (
    create_client,
    delete_client,
    get_client,
    list_clients,
    update_client,
)
from generated.models import (
    AChangeThatNamesNoKindAndTakesNoNameAway,
    ChangedClient,
    ClientOrPart,
    Clients,
    NewClient,
    NotFoundError,
    Record,
)
from generated.models import (
    AnyOtherFirmWithItsName as Firm,
)
from generated.models import (
    AnyOtherFirmWithItsNameBusinessActivityKind as Kind,
)

given = json.loads(sys.argv[1])
connection = Client(
    base_url=given["url"], headers=given["headers"], raise_on_unexpected_status=True
)

firm = Firm(Kind.OTHER_BUSINESS, "Wąwóz")
firm["country"] = "PL"
created = create_client.sync(client=connection, body=NewClient(firm))
assert isinstance(created, Record)

read = get_client.sync(created.id, client=connection)
assert isinstance(read, ClientOrPart)
assert read.company_name == "Wąwóz"

change = AChangeThatNamesNoKindAndTakesNoNameAway()
change["city"] = "Łódź"
updated = update_client.sync(created.id, client=connection, body=ChangedClient(change))
assert isinstance(updated, Record)
assert (updated.city, updated.company_name) == ("Łódź", "Wąwóz")

page = list_clients.sync(client=connection, limit=100)
assert isinstance(page, Clients)
assert [(one.id, one.city) for one in page.entities] == [(created.id, "Łódź")]

assert delete_client.sync(created.id, client=connection) is None
assert isinstance(get_client.sync(created.id, client=connection), NotFoundError)
