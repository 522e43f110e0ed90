"""Whatever is sent, and whatever choices are made, the mock answers in the documented form."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver import wire
from mockserver.answers import Kind
from mockserver.contract import contract
from mockserver.infakt.errors import STATUS
from mockserver.infakt.state import MEMBERS
from tests.mockserver.calling import Caller
from tests.mockserver.infakt.calls import LIST, infakt, show

HONEST = infakt(data="demo")
OBSERVED = infakt(data="demo", profile="observed")
VARIED = [infakt(data="demo", variations=[f"random:{seed}"]) for seed in range(20)]
MOCKS = st.sampled_from([HONEST, OBSERVED, *VARIED])

WORDS = st.sampled_from(
    ["PL", "GB", "XX", "private_person", "self_employed", "other_business", "cash", "blik", "14"]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | WORDS
)
NAMES = st.sampled_from([*MEMBERS, "id", "clean_nip", "client", "client_business_activity_kind"])
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=8),
    max_leaves=12,
)
CLIENTS = st.dictionaries(NAMES, SCALARS | JSON, max_size=10)
BODIES = (
    JSON.map(wire.write) | st.binary(max_size=30) | CLIENTS.map(lambda c: wire.write({"client": c}))
)
IDS = st.integers(-1, 20).map(str) | st.text(max_size=4).map(quote)
PATHS = st.builds(
    lambda base, inside, end: f"{base}/clients{inside}{end}",
    st.sampled_from(["/v3", "/api/v3", ""]),
    st.just("") | IDS.map(lambda one: f"/{one}"),
    st.sampled_from([".json", "", "/", ".xml"]),
)
CONDITIONS = st.builds(
    lambda name, predicate: f"q[{name}_{predicate}]",
    st.sampled_from([*MEMBERS, "id", "clean_nip", "no_such"]),
    st.sampled_from(["eq", "cont", "null", "gt", "x"]),
)
QUERIES = st.dictionaries(
    CONDITIONS | st.sampled_from(["q", "q[", "order", "offset", "limit", "fields", "page", "nip"]),
    st.integers(-1, 120).map(str)
    | st.text(max_size=4)
    | st.sampled_from([*MEMBERS, "id asc", "city desc", "days_to_payment asc", "a,b", "true"]),
    max_size=4,
)
METHODS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])


@settings(max_examples=400, deadline=None)
@given(MOCKS, METHODS, PATHS, QUERIES, BODIES)
def test_nothing_breaks_it(
    call: Caller, method: str, path: str, query: dict[str, str], body: bytes
) -> None:
    answer = call(method, path, params=query, content=body)
    assert answer.status_code < 500
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.headers["content-type"] == "application/json"
        assert {*answer.json()} & {"error", "errors", "message"}


@settings(max_examples=300, deadline=None)
@given(MOCKS, CLIENTS)
def test_any_client_is_created_or_refused(call: Caller, client: dict[str, Any]) -> None:
    answer = call("POST", LIST, {"client": client})
    assert answer.status_code in (201, 422)
    if answer.status_code == 201:
        shown = call("GET", show(answer.json()["id"]))
        # Those that vary show each time what they like.
        names = ("id", "country") if call in VARIED else answer.json()
        assert all(shown.json()[name] == answer.json()[name] for name in names)
        again = call("PUT", show(answer.json()["id"]), {"client": answer.json()})
        assert again.status_code == 200


@settings(max_examples=300, deadline=None)
@given(CLIENTS, st.sampled_from(["createClient", "updateClient"]))
def test_what_the_spec_refuses_is_refused(client: dict[str, Any], operation: str) -> None:
    schema = contract("infakt").operations[operation].body
    assert schema is not None
    place = ("POST", LIST) if operation == "createClient" else ("PUT", show(1))
    given_members = {name: value for name, value in client.items() if value is not None}
    if schema.problems({"client": given_members}):
        HONEST("POST", "/_mock/reset")  # whatever became of its clients before
        answer = HONEST(*place, {"client": given_members})
        assert answer.status_code == 422
        assert answer.json()["errors"]


def test_every_kind_of_refusal_has_a_status() -> None:
    assert set(STATUS) == set(Kind)
