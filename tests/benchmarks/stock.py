# mypy: disable-error-code="import-untyped, misc"
# Connexion has no type information.
"""Connexion as its documentation says: an `AsyncApp` on our specs, with handlers as small as can be.

It checks credentials (that there are any) and what is sent as Connexion does by itself; the handlers
look the answer up, as those of the yardstick do.
"""

from __future__ import annotations

import copy
import logging
import warnings
from typing import Any

from mockserver import data
from mockserver.contract import contract
from tests.benchmarks.prepared import Store, serve

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import connexion
    from connexion.resolver import Resolution, Resolver

APIS = ("invoiceninja", "infakt", "infranotes")
_INFO = {
    "http": ("x-bearerInfoFunc", "tests.benchmarks.stock.bearer"),
    "apiKey": ("x-apikeyInfoFunc", "tests.benchmarks.stock.key"),
}


async def bearer(token: str) -> dict[str, Any]:
    """Let everybody in who has a token."""
    return {"sub": token}


async def key(api_key: str, required_scopes: Any = None) -> dict[str, Any]:
    """Let everybody in who has a key."""
    return {"sub": api_key}


def application(store: Store) -> connexion.AsyncApp:
    """Return an application that answers from a store."""
    app = connexion.AsyncApp(__name__)
    for api in APIS:
        spec = copy.deepcopy(data.specification(api))
        for scheme in spec.get("components", {}).get("securitySchemes", {}).values():
            name, function = _INFO[scheme["type"]]
            scheme[name] = function
        for base_path in contract(api).base_paths:
            app.add_api(spec, base_path=base_path, resolver=_ById(store))
    return app


class _ById(Resolver):
    """Finds the function of an operation by its id."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def resolve(self, operation: Any) -> Resolution:
        make = _HANDLERS.get(operation.operation_id, _reading)
        return Resolution(make(self._store), operation.operation_id)


def _reading(store: Store) -> Any:
    async def read(**given: Any) -> Any:
        scope = connexion.request.scope
        query = scope["query_string"].decode()
        return store.read(f"{scope['path']}?{query}" if query else scope["path"]), 200

    return read


def _creating(store: Store) -> Any:
    async def create(body: Any) -> Any:
        return store.create(connexion.request.scope["path"], body), 201

    return create


def _changing(store: Store) -> Any:
    async def change(**given: Any) -> Any:
        return store.change(connexion.request.scope["path"]), 200

    return change


def _acting(store: Store) -> Any:
    async def act(body: Any, **given: Any) -> Any:
        return store.act(connexion.request.scope["path"], body), 200

    return act


_HANDLERS = {"createClient": _creating, "setPrimaryContact": _changing, "bulkClients": _acting}


def quiet() -> None:
    """Say nothing of single requests: Connexion warns at each where there are two media types."""
    logging.getLogger("connexion").setLevel(logging.ERROR)


if __name__ == "__main__":
    quiet()
    serve(application)
