"""Groups of clients: no documented operation makes one, so those serve that are on the server."""

from __future__ import annotations

from conformance.expect import CannotTell, Skipped, show
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import Record


def a_group(api: Driver) -> str:
    """Return the id of a group that some client is in.

    Raises:
        Skipped: no client that is listed is in a group.
    """
    for client in api.listed(status="active", per_page=100).clients:
        if client.get("group_settings_id"):
            return str(client["group_settings_id"])
    raise Skipped("needs a group, and no client on the server is in one")


def grouped(api: Driver, group: str, **members: object) -> Record:
    """Return a new client that is in a group.

    Raises:
        CannotTell: it is not, which is the matter of NIN-CREATE-32.
    """
    client = api.client(api.new_client(group_settings_id=group, **members))
    if client.get("group_settings_id") != group:
        shown = show(client.get("group_settings_id"))
        raise CannotTell(f"a client of group {group} is needed, but its group is {shown}")
    return client
