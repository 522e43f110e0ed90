# mypy: disable-error-code="import-untyped, misc"
# Connexion has no type information: what is made of its classes is of any type.
"""How Connexion gets to know a spec.

`ConnexionMiddleware.add_api` examines a spec with a validator that takes longer than everything else
at the start. Here a compiled one does it, and Connexion's own is asked where that finds a mistake,
for its words. Connexion's examines defaults too, which the plain way does at its start and thereby
the tests do for every spec of ours.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from connexion.middleware import ConnexionMiddleware
from connexion.middleware.main import API
from connexion.spec import OpenAPISpecification
from jsonschema_rs import Draft4Validator

from mockserver.contract import Contract


class _Specification(OpenAPISpecification):
    """A spec as Connexion knows it, sooner."""

    @classmethod
    def _validate_spec(cls, spec: dict[str, Any]) -> None:
        if not _document().is_valid(spec):
            super()._validate_spec(spec)


@functools.cache
def _document() -> Draft4Validator:
    """Return what every OpenAPI document has to be like."""
    return Draft4Validator(OpenAPISpecification.openapi_schema)


def register(app: ConnexionMiddleware, checked: Contract, *, plain: bool) -> None:
    """Have an application serve a spec at all its base paths, in Connexion's own way if plain.

    Raises:
        connexion.exceptions.InvalidSpecification: the spec is no OpenAPI document.
    """
    for base_path in checked.base_paths:
        if plain:
            app.add_api(_routable(checked), base_path=base_path, checked=checked)
        else:
            known = _Specification(_routable(checked))
            app.apis.append(API(known, base_path=base_path, checked=checked, **vars(app.options)))


def _routable(checked: Contract) -> dict[str, Any]:
    """Return a spec for routing: literal paths first, and every path parameter a text.

    Connexion would answer a path whose id is no integer as unknown, before it asks for credentials;
    so the gate examines parameters, and routing takes anything.
    """
    components = checked.spec.get("components", {})
    named = components.get("parameters", {})
    spec = checked.spec
    named = spec.get("components", {}).get("parameters", {})
    texts = {name: _as_text(one) for name, one in named.items()}
    return {
        **spec,
        "paths": {
            path: _with_texts(_each_with_texts(spec["paths"][path])) for path in checked.paths()
        },
        "components": {**spec.get("components", {}), "parameters": texts},
    }


def _each_with_texts(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _with_texts(part) if isinstance(part, dict) else part for name, part in item.items()
    }


def _with_texts(part: Mapping[str, Any]) -> dict[str, Any]:
    stated = [_as_text(one) for one in part.get("parameters", ())]
    return {**part, "parameters": stated} if stated else dict(part)


def _as_text(parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    return (
        {**parameter, "schema": {"type": "string"}} if parameter.get("in") == "path" else parameter
    )
