"""Why was I refused? The rule, the requirement, what was sent, and a request that passes."""

from __future__ import annotations

from typing import Any

import pytest

import mockserver
from mockserver import data, schemas
from mockserver.api import api, apis
from mockserver.contract import contract
from tests.mockserver.calling import Caller, bearer, client_body, infranotes


def infakt() -> Caller:
    key = api("infakt").credential(2, {}, None, 1)  # type: ignore[arg-type]
    return Caller(mockserver.asgi_app("infakt", data="empty"), api("infakt").headers(key))


def invoiceninja() -> Caller:
    token = api("invoiceninja").credential(2, {}, None, 1)  # type: ignore[arg-type]
    return Caller(mockserver.asgi_app("invoiceninja"), api("invoiceninja").headers(token))


def _help(call: Caller, answer: Any) -> Any:
    assert 400 <= answer.status_code < 500
    return call("GET", answer.links["help"]["url"]).json()["refusal"]


def _at(spec: Any, pointer: str) -> Any:
    for part in pointer.removeprefix("#/").split("/"):
        part = part.replace("~1", "/").replace("~0", "~")
        spec = spec[int(part)] if isinstance(spec, list) else spec[part]
    return spec


def _resend(call: Caller, corrected: Any) -> Any:
    headers = {
        one["name"]: one["value"]
        for one in corrected["headers"]
        if "****" not in one["value"] and one["name"] != "host"
    }
    content = (corrected["body"] or "").encode()
    return call(corrected["method"], corrected["target"], content=content, headers=headers)


FIELD = {"name": "Size", "type": "dropdown", "entity": "client", "options": ["S", "M"]}

# What is sent, the rule of the first reason, the requirement, and whether it can be corrected.
INFRANOTES: dict[str, Any] = {
    "an unknown type": (
        ("POST", "/api/clients", client_body(type="x")),
        "#/components/schemas/ClientType/enum",
        "INF-CLIENT-06",
        True,
    ),
    "three members": (
        ("POST", "/api/clients", {"type": "x", "category": 3, "email": 7}),
        "#/components/schemas/ClientCreate/required",
        "INF-CLIENT-08",
        True,
    ),
    "an unknown category on update": (
        ("PUT", "/api/clients/1", {"category": "x"}),
        "#/components/schemas/ClientCategory/enum",
        "INF-CLIENT-18",
        True,
    ),
    "no term": (
        ("GET", "/api/clients/search?limit=3", None),
        "#/paths/~1clients~1search/get/parameters/0/required",
        "INF-SEARCH-06",
        True,
    ),
    "a negative limit": (
        ("GET", "/api/clients?limit=-1&tag=a", None),
        "#/paths/~1clients/get/parameters/4/schema/minimum",
        "INF-LIST-13",
        True,
    ),
    "no such client": (
        ("GET", "/api/clients/77", None),
        "#/components/parameters/ClientOfPath/schema",
        "INF-STATUS-03",
        True,
    ),
    "a wrong option": (
        ("POST", "/api/custom-field-values/client/1", {"custom_field_id": 1, "value": "XXL"}),
        "#/components/schemas/Scalar",
        "INF-VALUE-10",
        False,
    ),
    "a wrong option by name": (
        ("PUT", "/api/clients/1", {"custom_fields": {"Size": "XXL"}, "name": "B"}),
        None,
        None,
        True,
    ),
    "a dropdown without options": (
        ("POST", "/api/custom-fields", FIELD | {"options": []}),
        None,
        "INF-FIELD-17",
        True,
    ),
}


def _prepared() -> Caller:
    call = infranotes()
    assert call("POST", "/api/clients", client_body()).status_code == 201
    assert call("POST", "/api/custom-fields", FIELD).status_code == 201
    return call


@pytest.mark.parametrize(
    ("sent", "rule", "requirement", "passes"), INFRANOTES.values(), ids=INFRANOTES
)
def test_a_refusal_is_explained(sent: Any, rule: Any, requirement: Any, passes: bool) -> None:
    call = _prepared()
    help_ = _help(call, call(*sent))
    reasons = help_["reasons"]
    rules = {one["message"]: one["rule"] for one in reasons}
    assert all(_at(data.specification("infranotes"), one) is not None for one in rules.values())
    assert rule is None or rule in rules.values(), rules
    told = [one["id"] for reason in reasons for one in reason["requirements"]]
    assert requirement is None or requirement in told, told
    assert (help_["corrected"] is not None) == passes, help_
    if passes:
        assert _resend(call, help_["corrected"]).status_code < 300


def test_it_says_what_was_sent() -> None:
    call = _prepared()
    answer = call("POST", "/api/clients", client_body(type="x", iban=7, tags=["a", 2]))
    sent = {one["where"]: one["sent"] for one in _help(call, answer)["reasons"]}
    assert sent == {"type": "x", "iban": "****", "tags[1]": 2}
    assert answer.json()["error"].count(" must be ") == 3


CREDENTIALS: dict[str, tuple[Any, str]] = {
    "none": ({}, "INF-AUTH-01"),
    "no token": ({"Authorization": "Bearer x"}, "INF-AUTH-02"),
}


@pytest.mark.parametrize(("headers", "requirement"), CREDENTIALS.values(), ids=CREDENTIALS)
def test_a_stranger_is_given_credentials(headers: Any, requirement: str) -> None:
    call = Caller(infranotes().app)
    help_ = _help(call, call("GET", "/api/clients", headers=headers))
    [reason] = help_["reasons"]
    assert reason["rule"] == "#/components/securitySchemes/bearer"
    assert reason["requirements"][0]["id"] == requirement
    assert reason["requirements"][0]["source"]["lines"]
    [token] = [one for one in help_["corrected"]["headers"] if one["name"] == "authorization"]
    assert token["value"] != bearer()["Authorization"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]"])
def test_what_is_no_body_is_answered_with_an_example(body: bytes) -> None:
    call = infranotes()
    help_ = _help(call, call("POST", "/api/clients", content=body))
    assert _resend(call, help_["corrected"]).status_code == 201


@pytest.mark.parametrize("items", [[{"custom_field_id": 1, "value": False}], [{"value": 1}]])
def test_a_member_without_the_number_of_its_item_is_corrected_by_an_example(items: Any) -> None:
    call = infranotes(data="demo")
    assert call("POST", "/api/custom-field-values/client/1", items).status_code == 400
    refusal = call("GET", "/_mock/requests/1").json()["refusal"]
    assert "The body is the example" in " ".join(refusal["corrected"]["changes"])


def test_a_wrong_label_is_corrected() -> None:
    call = infranotes()
    headers = {"Content-Type": "text/plain"}
    answer = call("POST", "/api/clients", client_body(), headers=headers)
    assert _resend(call, _help(call, answer)["corrected"]).status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "rule"),
    [("GET", "/api/nothing", "#/paths"), ("PATCH", "/api/clients", "#/paths/~1clients")],
)
def test_what_lies_outside_is_explained_too(method: str, path: str, rule: str) -> None:
    call = infranotes()
    help_ = _help(call, call(method, path))
    assert (help_["reasons"][0]["rule"], help_["corrected"]) == (rule, None)


INFAKT: dict[str, Any] = {
    "no country": ({"company_name": "A"}, "FAK-CREATE-09"),
    "no first name": (
        {"country": "PL", "business_activity_kind": "private_person", "last_name": "B"},
        "FAK-KIND-03",
    ),
    "an unknown kind": ({"country": "PL", "business_activity_kind": "x"}, "FAK-KIND-13"),
    "a wrong postal code": ({"country": "PL", "postal_code": "1"}, None),
    "several": ({"business_activity_kind": "self_employed", "payment_method": 5}, "FAK-MEMBER-02"),
}


@pytest.mark.parametrize(("client", "requirement"), INFAKT.values(), ids=INFAKT)
def test_members_below_a_root_are_explained_and_corrected(client: Any, requirement: Any) -> None:
    call = infakt()
    answer = call("POST", "/v3/clients.json", {"client": client})
    help_ = _help(call, answer)
    assert {one["where"] for one in help_["reasons"]} == set(answer.json()["errors"])
    for reason in help_["reasons"]:
        assert reason["rule"].startswith("#/components/schemas/")
        assert reason["sent"] == client.get(reason["where"])
    told = [one["id"] for reason in help_["reasons"] for one in reason["requirements"]]
    assert requirement is None or requirement in told
    assert _resend(call, help_["corrected"]).status_code == 201


CLIENTS = "/api/v1/clients"
KEEL = "K4oeEva0By"  # a client of the demo data
LATE = {"client_id": KEEL, "start_date": "x"}

# What is sent, the members at fault, the requirements that are named, and whether it can be corrected.
INVOICENINJA: dict[str, Any] = {
    "a country that is no number, one that does not exist": (
        ("POST", CLIENTS, {"country_id": "x", "shipping_country_id": "999"}),
        {"country_id": "x", "shipping_country_id": "999"},
        {"NIN-CREATE-17"},
        True,
    ),
    "a country that does not exist": (
        ("POST", CLIENTS, {"country_id": "999"}),
        {"country_id": "999"},
        {"NIN-CREATE-18"},
        True,
    ),
    "contacts": (
        ("POST", CLIENTS, {"contacts": [{"email": "x", "password": "abc"}]}),
        {"contacts[0].email": "x", "contacts[0].password": "****"},
        {"NIN-CONTACT-16", "NIN-CONTACT-20"},
        True,
    ),
    "settings": (
        ("POST", CLIENTS, {"settings": {"currency_id": "x", "language_id": "y"}}),
        {"settings": {"currency_id": "x", "language_id": "y"}},
        {"NIN-SETTING-04"},
        True,
    ),
    "an update": (
        ("PUT", f"{CLIENTS}/{KEEL}", {"industry_id": "a", "classification": "p"}),
        {"industry_id": "a", "classification": "p"},
        {"NIN-UPDATE-21", "NIN-UPDATE-22"},
        True,
    ),
    "a bulk action without anything": (
        ("POST", f"{CLIENTS}/bulk", {}),
        {"action": None, "ids": None},
        {"NIN-BULK-14", "NIN-BULK-16"},
        False,
    ),
    "a bulk action of a wrong column": (
        ("POST", f"{CLIENTS}/bulk", {"action": "bulk_update", "ids": [KEEL], "column": "name"}),
        {"column": "name", "new_value": None},
        {"NIN-BULK-33"},
        True,
    ),
    "a statement without a period": (
        ("POST", "/api/v1/client_statement", LATE),
        {"start_date": "x", "end_date": None},
        {"NIN-STATEMENT-05", "NIN-STATEMENT-06"},
        True,
    ),
    "a statement without anything": (
        ("POST", "/api/v1/client_statement", {}),
        {"client_id": None, "start_date": None, "end_date": None},
        {"NIN-STATEMENT-04", "NIN-STATEMENT-05", "NIN-STATEMENT-07"},
        False,
    ),
    "an id of nobody": (("GET", f"{CLIENTS}/zzz", None), {"": None}, {"NIN-SHOW-03"}, True),
}


@pytest.mark.parametrize(
    ("sent", "members", "requirements", "passes"), INVOICENINJA.values(), ids=INVOICENINJA
)
def test_members_with_dots_are_explained_and_corrected(
    sent: Any, members: Any, requirements: set[str], passes: bool
) -> None:
    call = invoiceninja()
    help_ = _help(call, call(*sent))
    reasons = help_["reasons"]
    assert {one["where"]: one["sent"] for one in reasons} == members
    assert all(_at(data.specification("invoiceninja"), one["rule"]) for one in reasons)
    assert requirements <= {one["id"] for reason in reasons for one in reason["requirements"]}
    assert (help_["corrected"] is not None) == passes, help_
    if passes:
        assert _resend(call, help_["corrected"]).status_code == 200


def test_a_taken_number_is_explained_and_corrected() -> None:
    call = invoiceninja()
    number = call("GET", f"{CLIENTS}/{KEEL}").json()["data"]["number"]
    help_ = _help(call, call("POST", CLIENTS, {"number": number, "name": 5}))
    told = [one["id"] for reason in help_["reasons"] for one in reason["requirements"]]
    assert "NIN-NUMBER-05" in told
    assert _resend(call, help_["corrected"]).status_code == 200


LOST: dict[str, tuple[Any, str, str, str]] = {
    "infranotes, a path": (infranotes, "GET", "/api/client", "/api/clients"),
    "infranotes, without its base": (infranotes, "GET", "/clients", "/api/clients"),
    "infakt, without its ending": (infakt, "GET", "/api/v3/clients", "/api/v3/clients.json"),
    "invoiceninja, a path": (
        invoiceninja,
        "GET",
        f"/api/v1/client/{KEEL}/edit",
        f"/api/v1/clients/{KEEL}/edit",
    ),
    "invoiceninja, a path and an id": (
        invoiceninja,
        "GET",
        "/api/v1/client/zz/edit",
        f"/api/v1/clients/{KEEL}/edit",
    ),
}


@pytest.mark.parametrize(("made", "method", "path", "meant"), LOST.values(), ids=LOST)
def test_the_nearest_path_is_offered(made: Any, method: str, path: str, meant: str) -> None:
    call = made()
    corrected = _help(call, call(method, path))["corrected"]
    assert corrected["target"] == meant
    assert _resend(call, corrected).status_code == 200


def test_a_record_that_the_caller_may_see_is_offered() -> None:
    call = infakt()
    missing = call("DELETE", "/api/v3/clients/77.json")
    assert _help(call, missing)["corrected"] is None
    made = call("POST", "/api/v3/clients.json", {"client": {"country": "PL"}}).json()["id"]
    corrected = _help(call, missing)["corrected"]
    assert corrected is None  # in the state that it found, there was none
    corrected = _help(call, call("DELETE", "/api/v3/clients/77.json"))["corrected"]
    assert corrected["target"] == f"/api/v3/clients/{made}.json"


def test_nothing_is_changed_by_looking_for_a_correction() -> None:
    call = _prepared()
    before = call("GET", "/_mock/state").json()
    answer = call("POST", "/api/clients", {"type": "x"})
    for _ in range(2):
        assert _help(call, answer)["corrected"]
    assert call("GET", "/_mock/state").json() == before
    assert len(call("GET", "/_mock/requests").json()["requests"]) == 3


def test_what_was_asked_for_needs_no_explanation() -> None:
    call = infranotes()
    call("GET", "/api/clients", headers={"Prefer": "code=404"})
    assert call("GET", "/_mock/requests/1").json()["refusal"] is None


@pytest.mark.parametrize("name", apis())
def test_what_upholds_requirements_is_written_with_known_words(name: str) -> None:
    words = {"kind", "members", "rules", "saying", "having"}
    for one in data.specification(name, "requirements"):
        assert set(one.get("refuses", {})) <= words, one["id"]


def test_all_that_is_wrong_is_named_at_once_wherever_it_stands() -> None:
    call = _prepared()
    values = [{"custom_field_id": one, "value": "S"} for one in (7, 1, 8, 7)]
    answer = call("POST", "/api/custom-field-values/client/1", values)
    assert answer.json()["error"] == "There is no custom field 7. There is no custom field 8."
    answer = call("POST", "/api/custom-field-values/house/1", {"value": "S"})
    assert "entity must be one of" in answer.json()["error"]
    assert "custom_field_id is required" in answer.json()["error"]


def test_of_many_problems_the_first_hundred_are_told() -> None:
    body = contract("infranotes").operations["saveCustomFieldValues"].body
    assert body is not None
    assert len(body.problems([1] * 5000)) == schemas.MOST_PROBLEMS
