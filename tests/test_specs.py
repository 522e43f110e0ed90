"""The specs: valid OpenAPI 3.0.3, with examples that fit, and nothing in them of any implementation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from conformance import data

METHODS = ("get", "post", "put", "patch", "delete")


def _operations(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in spec["paths"].values():
        yield from (item[method] for method in METHODS if method in item)


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _nodes(child)


@pytest.fixture(params=data.apis())
def spec(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = data.specification(request.param, "openapi")
    return found


def test_a_spec_is_valid(spec: dict[str, Any]) -> None:
    assert spec["openapi"] == "3.0.3"
    OpenAPIV30SpecValidator(spec).validate()


def test_operation_ids_are_plain_and_unique(spec: dict[str, Any]) -> None:
    ids = [operation["operationId"] for operation in _operations(spec)]
    assert len(ids) == len({*ids})
    assert all(re.fullmatch("[a-z][A-Za-z]+", one) for one in ids)


def test_a_spec_names_no_function(spec: dict[str, Any]) -> None:
    extensions = {key for node in _nodes(spec) for key in node if str(key).startswith("x-")}
    assert extensions <= {"x-sensitive", "x-open", "x-observed", "x-observed-paths"}


def test_no_response_has_the_name_of_a_schema(spec: dict[str, Any]) -> None:
    # Generators of clients take the one for the other.
    components = spec["components"]
    assert not components["responses"].keys() & components["schemas"].keys()


def test_titles_are_unique(spec: dict[str, Any]) -> None:
    # Generators of clients name types by them.
    titles = [node["title"] for node in _nodes(spec["components"]["schemas"]) if "title" in node]
    assert len(titles) == len({*titles})


def test_every_operation_says_what_it_does_and_how_it_is_refused(spec: dict[str, Any]) -> None:
    for operation in _operations(spec):
        assert operation["summary"]
        assert operation["description"]
        told = operation["responses"].keys()
        assert ("401" in told and told & {"500", "503", "default"}) or "security" in operation


def _nullable(node: Any) -> Any:
    """Say in JSON Schema's words what OpenAPI 3.0 says with `nullable`."""
    if isinstance(node, list):
        return [_nullable(one) for one in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _nullable(value) for key, value in node.items() if key != "nullable"}
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") is True else plain


def _examples(spec: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each schema of a media type with an example of it."""
    for node in _nodes(spec):
        if "schema" in node and isinstance(node["schema"], dict):
            if "example" in node:
                yield node["schema"], node["example"]
            for example in node.get("examples", {}).values():
                if "$ref" in example:
                    example = spec["components"]["examples"][example["$ref"].rpartition("/")[2]]
                yield node["schema"], example["value"]


def test_every_example_fits_its_schema(spec: dict[str, Any]) -> None:
    components = _nullable({"schemas": spec["components"]["schemas"]})
    count = 0
    for schema, example in _examples(spec):
        whole = {"allOf": [_nullable(schema)], "components": components}
        jsonschema_rs.Draft4Validator(whole).validate(example)
        count += 1
    assert count > 10
