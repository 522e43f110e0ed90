"""Which requirement each of the document's example requests examines, and how the scene is prepared."""

from __future__ import annotations

from typing import Any

from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import bare, came_back

REQUIREMENTS: dict[tuple[str, str], str] = {("storeClient", "client"): "NIN-CREATE-01"}


def arrange(api: Driver, operation: str, example: Any) -> tuple[dict[str, Any], Any]:
    """Return the path and body of an example."""
    return {}, example | {"country_id": "840", "name": f"{example['name']} {api.name()}"}


def compare(seen: Any, sent: Any, _what: str) -> None:
    """Expect every member that was sent."""
    came_back(bare(seen), {key: value for key, value in sent.items() if key != "contacts"})
