"""Generated requests: Schemathesis makes them from a spec, valid ones and ones of wrong types.

Only what a document says may be judged. So valid input stays within what an implementation could not
rightly refuse (no unknown members, no nulls, plausible addresses), and input counts as invalid only
where its types contradict the spec.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import hypothesis
import jsonschema_rs
import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.generation.feedback import NO_FEEDBACK

from conformance import constants, data
from conformance.client import Answer
from conformance.driver import Driver

# Beyond these, an implementation may run out of what its columns hold.
_LEAST, _GREATEST = -1000, 1000
_JSON = "application/json"
# What the copies of schemas that requests share with answers end in.
_SENT = "AsSent"
_TYPES_ONLY = frozenset(
    {
        "type",
        "properties",
        "items",
        "additionalProperties",
        "allOf",
        "anyOf",
        "oneOf",
        "$ref",
        "nullable",
    }
)


@dataclass(frozen=True)
class Judgement:
    """Which requirement is broken by what generated requests bring to light.

    `shapes` maps an operation to the requirement about its answers' bodies, `successes` lists the
    documented statuses of success. None stands for what a document leaves open.
    """

    shapes: Mapping[str, str]
    successes: tuple[int, ...]
    accepted: str
    refused: str | None
    success_status: str
    error_status: str | None
    error_form: str | None
    server_error: str
    media_type: str


@dataclass(frozen=True)
class Generation:
    """What an API adds: the judgement, plausible members, path parameters on records made for a call.

    `adapt` fits a generated body to these records. `apart` are operations for which nothing can be
    generated: what they need cannot be arranged, or they may be called seldom.
    """

    judgement: Judgement
    plausible: Mapping[str, st.SearchStrategy[Any]]
    arrange: Callable[[Any, str], dict[str, Any]]
    adapt: Callable[[Any, str, dict[str, Any], Any], Any]
    apart: frozenset[str] = frozenset()


def _changed(node: Any, change: Callable[[dict[str, Any]], None]) -> Any:
    """Apply a change to every schema below a node of a spec, in place."""
    if isinstance(node, dict):
        for value in node.values():
            _changed(value, change)
        if any(key in node for key in ("type", "properties", "anyOf", "oneOf", "allOf")):
            change(node)
    elif isinstance(node, list):
        for value in node:
            _changed(value, change)
    return node


def _tame(schema: dict[str, Any]) -> None:
    """Leave out what valid input may not try: unknown members, null, numbers out of reach."""
    schema.pop("nullable", None)
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        schema.setdefault("additionalProperties", False)
    if schema.get("type") in ("integer", "number"):
        schema.setdefault("minimum", _LEAST)
        schema.setdefault("maximum", _GREATEST)


def _relaxed(node: Any) -> Any:
    """Replace each schema of a spec that has `x-open` by the outer border that it gives.

    What lies between the two is left to implementations: what is accepted keeps to the schema
    itself, what is refused goes beyond the border.
    """
    if isinstance(node, dict):
        border = node["x-open"]["schema"] if "x-open" in node else node
        return {key: _relaxed(value) for key, value in border.items()}
    return [_relaxed(one) for one in node] if isinstance(node, list) else node


def _documented(node: Any) -> Any:
    """Leave out of a spec what is marked `x-observed`: no document has it, so that nobody is judged by it."""
    if isinstance(node, dict):
        return {key: _documented(value) for key, value in node.items() if not _observed(value)}
    return (
        [_documented(one) for one in node if not _observed(one)] if isinstance(node, list) else node
    )


def _observed(node: Any) -> bool:
    return isinstance(node, dict) and bool(node.get("x-observed"))


def _without_security(spec: dict[str, Any]) -> dict[str, Any]:
    """The driver authenticates; generated credentials would be in its way."""
    spec.pop("security", None)
    spec["components"].pop("securitySchemes", None)
    for item in spec["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation.pop("security", None)
    return spec


def _bodies_alone(spec: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is sent beside path and body: of invalid requests, only the body is asked about."""
    shared = spec["components"].get("parameters", {})
    known = {f"#/components/parameters/{name}": one for name, one in shared.items()}
    for item in spec["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and "parameters" in operation:
                operation["parameters"] = [
                    one
                    for one in operation["parameters"]
                    if known.get(one.get("$ref"), one).get("in") == "path"
                ]
    return spec


@functools.cache
def _operations(api: str, *, valid: bool) -> dict[str, Any]:
    spec = _without_security(_documented(data.specification(api, "openapi")))
    if valid:
        for item in spec["paths"].values():
            _changed(item, _tame)
        _changed(_sent_apart(spec), _tame)
    else:
        spec = _bodies_alone(_relaxed(spec))
    # Given in full, so that no configuration file of the folder where the suite runs has a say.
    configuration = schemathesis.Config.from_dict({"generation": {"allow-x00": False}})
    schema = schemathesis.openapi.from_dict(spec, config=configuration)
    found: list[Any] = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]
    return {operation.definition.raw["operationId"]: operation for operation in found}


def _request_schemas(spec: Mapping[str, Any]) -> set[str]:
    """Return the names of the component schemas that request bodies and parameters refer to."""
    found: set[str] = set()
    waiting: list[Any] = []
    for item in spec["paths"].values():
        for part in item.values():
            if isinstance(part, dict):
                waiting += [part.get("requestBody"), part.get("parameters")]
        waiting.append(item.get("parameters"))
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            waiting += node.values()
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name in spec["components"]["schemas"] and name not in found:
                found.add(name)
                waiting.append(spec["components"]["schemas"][name])
    return found


def _sent_apart(spec: dict[str, Any]) -> dict[str, Any]:
    """Give requests copies of the schemas that they share with answers, in place; return the copies."""
    names = _request_schemas(spec)
    schemas = spec["components"]["schemas"]
    copies = {name + _SENT: _named_apart(schemas[name], names) for name in sorted(names)}
    for item in spec["paths"].values():
        for part in (item, *(part for part in item.values() if isinstance(part, dict))):
            for key in ("requestBody", "parameters"):
                if key in part:
                    part[key] = _named_apart(part[key], names)
    schemas |= copies
    return copies


def _named_apart(node: Any, names: set[str]) -> Any:
    """Return a copy of a part of a spec that refers to the copies of these schemas."""
    if isinstance(node, list):
        return [_named_apart(one, names) for one in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _named_apart(value, names) for key, value in node.items()}
    reference = copy.get("$ref")
    if isinstance(reference, str) and reference.rpartition("/")[2] in names:
        copy["$ref"] = reference + _SENT
    return copy


def has_body(api: str, operation: str) -> bool:
    """Whether an operation takes a JSON body."""
    raw = _operations(api, valid=True)[operation].definition.raw
    return _JSON in raw.get("requestBody", {}).get("content", {})


def has_input(api: str, operation: str) -> bool:
    """Whether an operation takes anything besides its path."""
    raw = _operations(api, valid=True)[operation].definition.raw
    return "requestBody" in raw or any(
        one.get("in") == "query" for one in raw.get("parameters", [])
    )


@functools.cache
def _types(api: str, operation: str) -> jsonschema_rs.Draft4Validator:
    """Return a validator of an operation's body that looks at types alone."""
    raw = _operations(api, valid=False)[operation].definition.raw
    schema = raw["requestBody"]["content"][_JSON]["schema"]
    components = {"schemas": _types_of_components(api)}
    return jsonschema_rs.Draft4Validator({"allOf": [_only_types(schema)], "components": components})


@functools.cache
def _types_of_components(api: str) -> dict[str, Any]:
    spec = _relaxed(data.specification(api, "openapi"))
    return {name: _only_types(one) for name, one in spec["components"]["schemas"].items()}


def _only_types(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_only_types(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _only_types(value) for key, value in schema.items() if key in _TYPES_ONLY}
    if isinstance(schema.get("properties"), dict):
        kept["properties"] = {name: _only_types(one) for name, one in schema["properties"].items()}
    return kept


def without_nulls(value: Any) -> Any:
    """Return a JSON value without the members that are null: what they mean is a silence."""
    if isinstance(value, dict):
        return {name: without_nulls(one) for name, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


@functools.cache
def _generated(api: str, operation: str, names: tuple[str, ...], *, valid: bool) -> Any:
    """Return the strategy of an operation's requests, made once: that takes longer than a draw.

    Its path parameters are place holders. There is no feedback, or constants found in the source
    code of this very suite would be tried.
    """
    mode = GenerationMode.POSITIVE if valid else GenerationMode.NEGATIVE
    return _operations(api, valid=valid)[operation].as_strategy(
        mode, path_parameters=dict.fromkeys(names, 0), feedback=NO_FEEDBACK
    )


def valid_cases(
    api: str,
    operation: str,
    path: Mapping[str, Any],
    plausible: Mapping[str, st.SearchStrategy[Any]],
) -> st.SearchStrategy[Case[Any]]:
    """Return a strategy of requests that keep to the spec, for these path parameters."""
    generated = _generated(api, operation, tuple(path), valid=True)
    members = st.fixed_dictionaries(dict(plausible))
    return st.tuples(generated, members).map(lambda pair: _at(path, _plausible(*pair)))


def _at(path: Mapping[str, Any], case: Case[Any]) -> Case[Any]:
    case.path_parameters = dict(path)
    return case


def _plausible(case: Case[Any], members: Mapping[str, Any]) -> Case[Any]:
    for container in (case.body, case.query):
        _replaced(container, members)
    return case


def _replaced(container: Any, members: Mapping[str, Any]) -> None:
    """Give the members of objects, however deep, their plausible values, in place."""
    if isinstance(container, dict):
        for name, value in container.items():
            if name in members:
                container[name] = members[name]
            else:
                _replaced(value, members)
    elif isinstance(container, list):
        for one in container:
            _replaced(one, members)


def invalid_cases(
    api: str, operation: str, path: Mapping[str, Any], count: int, seed: int = 0
) -> st.SearchStrategy[Case[Any]]:
    """Return a strategy of so many requests whose body has wrong types, nulls apart.

    The shortest is the simplest. They are dear to draw, so that is done once for each seed.
    """
    pool = _invalid_pool(api, operation, tuple(path), count, seed)
    return st.sampled_from(pool).map(lambda case: _at(path, case))


@functools.cache
def _invalid_pool(
    api: str, operation: str, names: tuple[str, ...], count: int, seed: int
) -> list[Case[Any]]:
    validator = _types(api, operation)
    pool: list[Case[Any]] = []

    def contradicts(case: Case[Any]) -> bool:
        body = without_nulls(case.body)
        return isinstance(body, (dict, list, str, int, float)) and not validator.is_valid(body)

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        phases=[hypothesis.Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(_generated(api, operation, names, valid=False).filter(contradicts))
    def draw(case: Case[Any]) -> None:
        pool.append(case)

    with constants.of_no_source():
        draw()
    return sorted(pool, key=lambda case: len(repr(case.body)))


def send(driver: Driver, operation: str, case: Case[Any]) -> Answer:
    """Send a generated request, serialised as Schemathesis would, through the driver."""
    origin = "http://origin.invalid"
    parts = case.as_transport_kwargs(base_url=origin)
    names = ("method", "url", "params", "data", "json", "files")
    prepared = requests.Request(**{name: parts[name] for name in names if name in parts}).prepare()
    body: Any = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
    kind = parts["headers"].get("Content-Type") or prepared.headers.get("Content-Type")
    return driver.send(
        str(prepared.method),
        str(prepared.url).removeprefix(origin),
        operation=operation,
        content=body,
        headers={"content-type": str(kind)} if kind else None,
    )
