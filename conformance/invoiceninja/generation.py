"""How generated requests are fitted to Invoice Ninja, and which requirements they examine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.generation import Generation, Judgement
from conformance.invoiceninja.driver import COUNTRY, Driver
from conformance.invoiceninja.records import Record
from conformance.invoiceninja.strategies import PLAUSIBLE

_ONE = (
    "storeClient",
    "showClient",
    "updateClient",
    "editClient",
    "getClientsCreate",
    "mergeClient",
)
_COLUMNS = {"country_id": "36", "industry_id": "4", "size_id": "3"}

JUDGEMENT = Judgement(
    shapes=dict.fromkeys(_ONE, "NIN-SHAPE-01")
    | dict.fromkeys(("getClients", "bulkClients"), "NIN-SHAPE-02"),
    successes=(200,),
    accepted="NIN-SHAPE-03",
    # What becomes of wrong types is left open (NIN-OPEN-BODY-TYPES), and other statuses too.
    refused=None,
    success_status="NIN-STATUS-01",
    error_status=None,
    error_form=None,
    server_error="NIN-STATUS-02",
    media_type="NIN-ERROR-06",
)


def arrange(api: Driver, operation: str) -> dict[str, Any]:
    """Return path parameters that name clients made for this operation."""
    if operation in ("getClients", "storeClient", "getClientsCreate"):
        return {}
    if operation in ("purgeClient", "mergeClient"):
        assert api.password
    path = {"id": api.new_client()["id"]}
    if operation == "mergeClient":
        path["mergeable_client_hashed_id"] = api.new_client()["id"]
    return path


def adapt(api: Driver, operation: str, path: dict[str, Any], body: Any) -> Any:
    """Fit a valid body to what exists, and to what no two clients or contacts may share."""
    fit = _FITTED.get(operation)
    return fit(api, path, body) if fit is not None and isinstance(body, dict) else body


def _client(api: Driver, _path: dict[str, Any], body: Record) -> Record:
    """Give a client a name of the suite's, numbers and e-mails of its own, contacts and a country."""
    own = {name: api.unique() for name in ("number", "id_number") if body.get(name)}
    kept = {name: value for name, value in body.items() if name != "group_settings_id"}
    contacts = [_contact(api, one) for one in body.get("contacts", [])] or [api.contact()]
    name = f"{api.name()} {body.get('name', '')}".strip()
    return {"country_id": COUNTRY} | kept | own | {"name": name, "contacts": contacts}


def _contact(api: Driver, contact: Mapping[str, Any]) -> Record:
    email = {"email": f"{api.name()}@example.com"} if contact.get("email") else {}
    return {**contact, **email}


def _bulk(_api: Driver, path: dict[str, Any], body: Record) -> Record:
    """Name clients that exist; groups and templates cannot be arranged."""
    ids = {"ids": [path["id"]]}
    if body.get("action") == "bulk_update":
        column = str(body.get("column", "public_notes"))
        value = {"new_value": _COLUMNS.get(column, "Moved.")}
        return {"action": "bulk_update", "column": column} | value | ids
    actions = ("archive", "restore", "delete")
    return {"action": body["action"] if body.get("action") in actions else "archive"} | ids


def _statement(_api: Driver, path: dict[str, Any], body: Record) -> Record:
    return {name: one for name, one in body.items() if name != "template"} | {
        "client_id": path["id"]
    }


_FITTED: Mapping[str, Callable[[Driver, dict[str, Any], Record], Record]] = {
    "storeClient": _client,
    "updateClient": _client,
    "bulkClients": _bulk,
    "clientStatement": _statement,
}

GENERATION = Generation(
    JUDGEMENT,
    PLAUSIBLE,
    arrange,
    adapt,
    # Files are no random bytes, no suppression of e-mail can be arranged, and tax data is seldom asked for.
    apart=frozenset({"uploadClient", "reactivateEmail", "updateClientTaxData"}),
)
