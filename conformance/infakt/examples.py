"""Which requirement each of the document's example requests belongs to, and the scene that it needs."""

from __future__ import annotations

from typing import Any

from conformance.infakt.driver import Driver
from conformance.infakt.records import bare, came_back

REQUIREMENTS = {
    ("createClient", "firm"): "FAK-CREATE-05",
    ("updateClient", "renamed"): "FAK-UPDATE-19",
}


def arrange(api: Driver, operation: str, example: Any) -> tuple[dict[str, Any], Any]:
    """Return path parameters and body for an example; its name is marked as the suite's."""
    path = {"id": api.new_client()["id"]} if operation == "updateClient" else {}
    client = example["client"]
    return path, {"client": client | {"company_name": f"{client['company_name']} {api.name()}"}}


def compare(seen: Any, sent: Any, _what: str) -> None:
    """Expect every member that was sent; null and an empty text are the same."""
    came_back(bare(seen), sent["client"])
