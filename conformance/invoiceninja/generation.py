"""How generated requests are fitted to Invoice Ninja, and which requirements they examine."""

from __future__ import annotations

from typing import Any

from conformance.generation import Generation, Judgement
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.strategies import PLAUSIBLE

_ONE = (
    "storeClient",
    "showClient",
    "updateClient",
    "editClient",
    "getClientsCreate",
    "mergeClient",
)

JUDGEMENT = Judgement(
    shapes=dict.fromkeys(_ONE, "NIN-SHAPE-01")
    | dict.fromkeys(("getClients", "bulkClients"), "NIN-SHAPE-02"),
    successes=(200,),
    accepted="NIN-SHAPE-03",
    refused="NIN-SHAPE-03",
    success_status="NIN-STATUS-01",
    error_status="NIN-STATUS-03",
    error_form="NIN-ERROR-02",
    server_error="NIN-STATUS-02",
    media_type="NIN-ERROR-06",
)


def arrange(api: Driver, _operation: str) -> dict[str, Any]:
    """Return path parameters that name a client made for this operation."""
    return {"id": api.new_client()["id"]}


def adapt(_api: Driver, _operation: str, _path: dict[str, Any], body: Any) -> Any:
    """Return a generated body."""
    return body


GENERATION = Generation(JUDGEMENT, PLAUSIBLE, arrange, adapt)
