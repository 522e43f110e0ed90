"""Whatever is sent, and whatever choices are made, the mock answers in the documented form."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver import wire
from mockserver.answers import Kind
from mockserver.contract import contract
from mockserver.infranotes.errors import STATUS, Errors
from tests.mockserver.calling import Caller, infranotes

HONEST = infranotes(data="demo")
VARIED = [infranotes(data="demo", variations=[f"random:{seed}"]) for seed in range(20)]

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(
        ["client", "vendor", "individual", "organization", "number", "EUR", "2026-01-31"]
    )
)
NAMES = st.sampled_from(
    sorted({name for known in contract("infranotes").spec["components"]["schemas"].values()
            for name in known.get("properties", ())})
) | st.text(max_size=5)  # fmt: skip
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=8),
    max_leaves=12,
)
BODIES = JSON.map(wire.write) | st.binary(max_size=30)
WORDS = st.sampled_from(["clients", "search", "contacts", "primary", "custom-fields", "client"])
IDS = st.integers(-1, 20).map(str) | st.just("custom-field-values") | st.text(max_size=4).map(quote)
PATHS = st.lists(WORDS | IDS, max_size=4).map(lambda parts: "/".join(["/api", *parts]))
QUERIES = st.dictionaries(
    st.sampled_from(["type", "category", "country", "tag", "limit", "offset", "query", "x"]),
    st.integers(-1, 99).map(str) | st.text(max_size=4) | st.sampled_from(["client", "individual"]),
    max_size=4,
)
METHODS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([HONEST, *VARIED]), METHODS, PATHS, QUERIES, BODIES)
def test_nothing_breaks_it(
    call: Caller, method: str, path: str, query: dict[str, str], body: bytes
) -> None:
    answer = call(method, path, params=query, content=body)
    assert answer.status_code < 500
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["error"]


@settings(max_examples=250, deadline=None)
@given(st.sampled_from([HONEST, *VARIED]), st.data())
def test_every_operation_takes_any_body(call: Caller, data: st.DataObject) -> None:
    operations = [one for one in contract("infranotes").operations.values() if one.body]
    operation = data.draw(st.sampled_from(operations))
    path = operation.path
    for parameter in operation.parameters:
        choice = st.sampled_from(["1", "2", "3", "client", "invoice"])
        path = path.replace("{" + parameter.name + "}", data.draw(choice))
    properties = st.dictionaries(NAMES, JSON, max_size=8)
    value = data.draw(properties | st.lists(properties, max_size=2))
    assert call(operation.method, f"/api{path}", content=wire.write(value)).status_code < 500


def test_every_kind_of_refusal_has_a_status() -> None:
    assert set(STATUS) == set(Kind)
    assert {Errors().status(kind) for kind in Kind} >= {400, 401, 403, 404, 500}
