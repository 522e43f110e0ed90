"""How generated requests are fitted to inFakt, and which requirements they examine."""

from __future__ import annotations

from typing import Any

from conformance.generation import Generation, Judgement
from conformance.infakt.driver import Driver
from conformance.infakt.records import FULL
from conformance.infakt.strategies import PLAUSIBLE

JUDGEMENT = Judgement(
    shapes=dict.fromkeys(("createClient", "getClient", "updateClient"), "FAK-SHAPE-01"),
    # Which success it is, is the matter of a requirement for each operation.
    successes=tuple(range(200, 300)),
    accepted="FAK-SHAPE-02",
    refused="FAK-SHAPE-03",
    success_status="FAK-SHAPE-02",
    error_status="FAK-SHAPE-03",
    error_form="FAK-ERROR-02",
    server_error="FAK-HTTP-05",
    media_type="FAK-HTTP-07",
)


def arrange(api: Driver, operation: str) -> dict[str, Any]:
    """Return path parameters that name a client made for this operation."""
    client = api.new_client(**FULL | {"nip": None})
    return {} if operation in ("listClients", "createClient") else {"id": client["id"]}


def adapt(api: Driver, _operation: str, _path: dict[str, Any], body: Any) -> Any:
    """Mark the names in a valid body as the suite's, and fit tax numbers to the country."""
    client = body.get("client") if isinstance(body, dict) else None
    if not isinstance(client, dict):
        return body
    name = "company_name" if "company_name" in client else "last_name"
    if name in client:
        client = client | {name: f"{api.name()} {client[name]}".strip()}
    if client.get("country", "PL") != "PL":  # the generated tax numbers are Polish
        client = {key: value for key, value in client.items() if key != "nip"}
    return {"client": client}


GENERATION = Generation(JUDGEMENT, PLAUSIBLE, arrange, adapt)
