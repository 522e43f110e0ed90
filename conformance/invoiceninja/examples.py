"""Which requirement each of the document's example requests examines, and how the scene is prepared.

Those without a body are sent by the hand-written checks.
"""

from __future__ import annotations

from typing import Any

from conformance.invoiceninja.driver import COUNTRY, Driver
from conformance.invoiceninja.records import Record, bare, came_back, contacts_of

REQUIREMENTS: dict[tuple[str, str], str] = {
    ("storeClient", "client"): "NIN-CREATE-01",
    ("storeClient", "without_send_email"): "NIN-CREATE-01",
    ("updateClient", "replaced_contact"): "NIN-UPDATE-01",
    ("bulkClients", "archive"): "NIN-BULK-01",
}


def arrange(api: Driver, operation: str, example: Any) -> tuple[dict[str, Any], Any]:
    """Return the path and body of an example: on clients made for it, with a country that exists."""
    if operation == "bulkClients":
        return {}, example | {"ids": [api.new_client()["id"] for _ in example["ids"]]}
    body = example | {"name": f"{example['name']} {api.name()}"}
    if operation == "storeClient":
        return {}, body | {"country_id": COUNTRY}
    return {"id": api.new_client()["id"]}, body


def compare(seen: Any, sent: Record, _what: str) -> None:
    """Expect an update to be answered with what it changed; what else comes back has its own checks."""
    if "name" in sent and "country_id" not in sent:
        client = bare(seen)
        came_back(client, {"name": sent["name"]})
        for shown, contact in zip(contacts_of(client), sent["contacts"], strict=False):
            came_back(shown, contact, what="the contact")
