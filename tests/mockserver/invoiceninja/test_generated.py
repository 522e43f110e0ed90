"""Whatever is sent, and whatever choices are made, the mock answers in the documented form."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver import wire
from mockserver.answers import Kind
from mockserver.contract import contract
from mockserver.forms import URL_ENCODED
from mockserver.invoiceninja.auth import PASSWORDS
from mockserver.invoiceninja.errors import STATUS
from mockserver.invoiceninja.filtering import Filtering
from mockserver.invoiceninja.sorting import COLUMNS
from mockserver.invoiceninja.state import BLANK
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import BASE, LIST, ids, ninja

VARIED = [ninja(data="demo", variations=[f"random:{seed}"]) for seed in range(10)]
MOCKS = st.sampled_from([ninja(data="demo"), ninja(data="demo", profile="observed"), *VARIED])
HONEST = ninja(data="demo")
# What of a client is the same in all answers of a mock that varies.
STEADY = ("id", "number", "client_hash", "balance", "is_deleted", "created_at", "updated_at")

IDS = [ids.encode(number) for number in range(1, 20)]
WORDS = [*IDS[:4], "840", "1", "true", "0", "archive", "delete", "2025-01-31", "a@example.com"]
MEMBERS = [
    *BLANK["clients"],
    *("contacts", "email", "password", "is_primary", "send_email", "id", "currency_id"),
    *("action", "ids", "column", "new_value", "group_settings_id", "country_code", "documents"),
    *("client_id", "start_date", "end_date", "payment_terms", "translations", "_method"),
]
TEXTS = st.text(max_size=6) | st.sampled_from(WORDS)
SCALARS = (
    *(st.none(), st.booleans(), st.integers(-(2**70), 2**70)),
    *(st.floats(allow_nan=False, allow_infinity=False), TEXTS),
)
NAMES = st.sampled_from(MEMBERS)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(*SCALARS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=12,
)
BODIES = st.dictionaries(NAMES, JSON, max_size=8)
BRACKETS = st.sampled_from(["", "[]", "[0]", "[0][email]", "[a][b]", "[", "[0][id]"])
FORMS = st.dictionaries(st.builds(str.__add__, NAMES, BRACKETS), TEXTS, max_size=6)
# A body as it is sent, with its label.
SENT = (
    BODIES.map(lambda body: (wire.write(body), "application/json"))
    | FORMS.map(lambda form: (urlencode(form).encode(), URL_ENCODED))
    | st.tuples(
        st.binary(max_size=40),
        st.sampled_from(["", "multipart/form-data; boundary=x", URL_ENCODED]),
    )
)
FILTERS = [*Filtering().filters(HONEST.app.worlds[0].store.state)]
QUERIES = st.dictionaries(
    st.sampled_from([*FILTERS, "sort", "page", "per_page", "include", "index", "sort_dir"]),
    st.text(max_size=5)
    | st.integers(-3, 10**20).map(str)
    | st.sampled_from(
        [*(f"{column}|asc" for column in COLUMNS), "gt:5", "1:2", "active", "*", *IDS]
    ),
    max_size=4,
)
IN_PATH = st.sampled_from(IDS) | st.text(min_size=1, max_size=4).map(
    lambda text: quote(text, safe="")
)
FORMS_OF_PATHS = (
    *("/clients", "/clients/", "/clients/create", "/clients/bulk", "/clients/{}"),
    *("/clients/{}/edit", "/clients/{}/upload", "/clients/{}/purge", "/clients/{}/{}/merge"),
    *("/client_statement", "/reactivate_email/{}", "/clients/{}/updateTaxData"),
    *("/documents/{}/download", "/nothing/{}"),
)
PATHS = st.builds(
    lambda form, one, other: BASE + form.format(one, other),
    *(st.sampled_from(FORMS_OF_PATHS), IN_PATH, IN_PATH),
)
METHODS = st.sampled_from(["GET", "POST", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])


@settings(max_examples=500, deadline=None)
@given(MOCKS, METHODS, PATHS, QUERIES, SENT)
def test_nothing_breaks_it(
    call: Caller, method: str, path: str, query: dict[str, str], sent: tuple[bytes, str]
) -> None:
    content, label = sent
    headers = {"Content-Type": label, "X-API-PASSWORD": PASSWORDS[2]}
    answer = call(method, path, params=query, content=content, headers=headers)
    assert answer.status_code < 500
    assert answer.headers["access-control-allow-origin"] == "*"
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["message"]


@settings(max_examples=300, deadline=None)
@given(MOCKS, BODIES)
def test_any_client_is_created_or_refused(call: Caller, body: dict[str, Any]) -> None:
    answer = call("POST", LIST, body)
    assert answer.status_code in (200, 400, 422)
    if answer.status_code == 200:
        client = answer.json()["data"]
        place = f"{LIST}/{client['id']}"
        assert _is_shown(call, client, call("GET", place).json()["data"])
        [listed] = call("GET", f"{LIST}?client_id={client['id']}").json()["data"]
        assert _is_shown(call, client, listed)


def _is_shown(call: Caller, client: dict[str, Any], seen: dict[str, Any]) -> bool:
    """Tell whether an answer shows a client; those that vary show each time what they like."""
    return all(seen[name] == client[name] for name in (STEADY if call in VARIED else client))


@settings(max_examples=200, deadline=None)
@given(BODIES)
def test_what_is_answered_is_as_the_spec_says(body: dict[str, Any]) -> None:
    schema = contract("invoiceninja").schema("ClientAnswer")
    answer = HONEST("POST", LIST, body)
    if answer.status_code == 200:
        assert schema.problems(answer.json()) == []


def test_every_kind_of_refusal_has_a_status() -> None:
    assert set(STATUS) == set(Kind)
