"""inFakt over HTTP: what only shows there."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.mockserver.infakt.calls import LIST, Tourist, cases, firm, infakt, show

NAME = "Zażółć gęślą jaźń Sp. z o.o."


def _names(answer: Any) -> list[str]:
    return [one["company_name"] for one in answer.json()["entities"]]


def test_a_client_is_created_read_changed_and_deleted() -> None:
    call = infakt()
    made = call("POST", LIST, firm(company_name=NAME))
    assert made.status_code == 201
    assert NAME.encode() in made.content
    place = show(made.json()["id"])
    assert call("GET", place).content == made.content
    changed = call("PUT", place, {"client": {"city": "Łódź"}})
    assert (changed.status_code, changed.json()) == (200, made.json() | {"city": "Łódź"})
    gone = call("DELETE", place)
    assert (gone.status_code, gone.content) == (204, b"")
    assert "content-length" not in gone.headers
    for method in ("GET", "PUT", "DELETE"):
        body = firm() if method == "PUT" else None
        answer = call(method, place, body)
        assert (answer.status_code, answer.json()) == (404, {"error": "Nie ma klienta o id 1."})


def test_all_that_is_wrong_is_told_at_once_in_polish() -> None:
    body = {"client": {"country": "", "payment_method": "blik", "business_activity_kind": "x"}}
    answer = infakt()("POST", LIST, body)
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert {*errors} == {"country", "payment_method", "business_activity_kind"}
    assert errors["country"] == ["Podaj kraj."]
    assert {*answer.json()} == {"errors"}


@pytest.mark.parametrize("base", ["/api/v3", "/v3"])
def test_both_base_paths_are_served_and_links_can_be_followed(base: str) -> None:
    call = infakt(data="demo")
    query = "?order=id+asc&limit=3&fields=nip&q[company_name_cont]=ł&x=y"
    first = call("GET", f"{base}/clients.json{query}")
    link = urlsplit(first.json()["metainfo"]["next"])
    assert (link.scheme, link.netloc, link.path) == ("http", "mock", LIST)
    kept = {"order": ["id asc"], "fields": ["nip"], "q[company_name_cont]": ["ł"], "x": ["y"]}
    assert parse_qs(link.query) == kept | {"limit": ["3"], "offset": ["3"]}
    whole = call("GET", f"{base}/clients.json?order=id+asc&limit=100&q[company_name_cont]=ł")
    seen: list[Any] = []
    page = first.json()
    while page["entities"]:
        seen += page["entities"]
        page = call("GET", page["metainfo"]["next"]).json()
    assert [one["id"] for one in seen] == [one["id"] for one in whole.json()["entities"]]
    assert page["metainfo"]["previous"].startswith("http://mock/api/v3/clients.json?offset=")


def test_links_name_the_scheme_that_was_used() -> None:
    headers = {"X-Forwarded-Proto": "https", "Host": "api.example"}
    answer = infakt()("GET", LIST, headers=headers)
    assert answer.json()["metainfo"]["previous"] == f"https://api.example{LIST}?offset=0"


def test_demo_data_come_in_polish_order() -> None:
    names = _names(infakt(data="demo")("GET", f"{LIST}?limit=100"))
    assert names.index("Luna Lodziarnia i Kawiarnia s.c.") + 1 == names.index(
        "Łąka i Las Sp. z o.o."
    )
    assert names[-1] is None


@pytest.mark.parametrize("name", ["%C5%82%C4%85ka", "łąka", "Ł%C4%85KA"])
def test_polish_letters_are_found_however_they_are_written(name: str) -> None:
    call = Tourist(infakt(data="demo").app)
    answer = call("GET", f"/v3/clients.json?fields=id&q[company_name_cont]={name}")
    assert answer.endswith('"entities":[{"id":4}]}')


@pytest.mark.parametrize("form", ["q[nip_eq]=", "q%5Bnip_eq%5D=", "q%5bnip_eq%5d="])
def test_brackets_may_be_encoded(form: str) -> None:
    call = infakt()
    call("POST", LIST, firm(nip="9452121681"))
    call("POST", LIST, firm())
    assert len(_names(call("GET", f"{LIST}?{form}9452121681"))) == 1
    assert len(_names(call("GET", f"{LIST}?{form}"))) == 2


@pytest.mark.parametrize("text", cases("texts"))
def test_text_is_kept_and_found_byte_for_byte(text: str) -> None:
    call = infakt()
    call("POST", LIST, firm())
    made = call("POST", LIST, firm(company_name=text, note=text)).json()
    assert (made["company_name"], made["note"]) == (text, text)
    found = call("GET", f"{LIST}?q[company_name_eq]={quote(text)}").json()["entities"]
    assert found == [made]


def test_conditions_may_be_in_the_body() -> None:
    call = infakt(data="demo")
    answer = call("GET", f"{LIST}?limit=1", {"q": {"company_name_cont": "ł"}})
    assert answer.json()["metainfo"]["total_count"] == 3
    assert "q%5Bcompany_name_cont%5D=%C5%82" in answer.json()["metainfo"]["next"]
    for body in (b"{", b"[]", b'{"q": 5}', b'{"q": {"nip_eq": 5}}', b"\xff", b"null"):
        assert call("GET", LIST, content=body).json()["metainfo"]["total_count"] == 16


@pytest.mark.parametrize("fields", ["company_name,nip", "company_name, nip", "nip,x,company_name"])
def test_fields_choose_what_is_shown(fields: str) -> None:
    call = infakt(data="demo")
    entity = call("GET", f"{LIST}?fields={fields}").json()["entities"][0]
    assert list(entity) == ["id", "company_name", "nip"]
    assert list(call("GET", f"{show(1)}?fields={fields}").json()) == list(entity)
    assert len(call("GET", f"{show(1)}?fields=").json()) == 25


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=-1", "limit=abc", "limit=", "offset=-1", "limit=1.5", "offset=%D9%A1"],
)
def test_odd_pages_are_refused(query: str) -> None:
    answer = infakt(data="demo")("GET", f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(f"Parametr {query.partition('=')[0]} ")


@pytest.mark.parametrize("limit", ["101", "500", "9" * 30])
def test_a_limit_is_never_above_100(limit: str) -> None:
    call = infakt()
    for _ in range(101):
        call("POST", LIST, firm())
    answer = call("GET", f"{LIST}?limit={limit}").json()
    assert len(answer["entities"]) == 100
    assert "offset=100&limit=100" in answer["metainfo"]["next"]


def test_what_is_labelled_and_empty_is_fine() -> None:
    call = infakt(data="demo")
    headers = {"Content-Type": "application/json"}
    assert call("GET", LIST, headers=headers).status_code == 200
    assert call("DELETE", show(1), headers=headers).status_code == 204
    charset = {"Content-Type": "application/json;charset=UTF-8"}
    assert call("POST", LIST, firm(), headers=charset).status_code == 201


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"", {}, 400),
        (b"{", {}, 400),
        (b"nonsense", {}, 400),
        (b'{"client": {"company_name": "\xff"}}', {}, 400),
        (b'{"client": {"days_to_payment": NaN}}', {}, 400),
        (b'{"client": {"days_to_payment": 1e999}}', {}, 400),
        (b'{"client": {"note": "\\ud800"}}', {}, 400),
        (b"[" * 100_000, {}, 400),
        (b"null", {}, 400),
        (b"[]", {}, 400),
        (b"{}", {}, 400),
        (b'{"client": null}', {}, 400),
        (b'{"client": []}', {}, 400),
        (b'{"client": {}}', {"Content-Type": "text/plain"}, 415),
        (b"client[country]=PL", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (b" " * 2_000_000, {}, 413),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", LIST), ("PUT", show(1))])
def test_a_body_that_cannot_be_read_is_refused(
    method: str, path: str, content: bytes, headers: dict[str, str], status: int
) -> None:
    answer = infakt(data="demo")(method, path, content=content, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v3/clients", 404),
        ("GET", "/api/v3/clients/1", 404),
        ("GET", "/api/v3/countries.json", 404),
        ("GET", "/v3", 404),
        ("GET", "/nowhere", 404),
        ("GET", "/v3/clients/x.json", 404),
        ("PUT", "/v3/clients/1.5.json", 404),
        ("DELETE", "/v3/clients/-1.json", 404),
        ("GET", "/v3/clients/" + "9" * 5000 + ".json", 404),
        ("PATCH", "/v3/clients/1.json", 405),
        ("POST", "/v3/clients/1.json", 405),
        ("DELETE", "/v3/clients.json", 405),
    ],
)
def test_what_is_not_there_is_told(method: str, path: str, status: int) -> None:
    body = firm() if method in ("PUT", "POST", "PATCH") else None
    answer = infakt(data="demo")(method, path, body)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
    assert ("allow" in answer.headers) == (status == 405)


@pytest.mark.parametrize(
    "value", [5, 1.5, True, [], {}, {"a": [1]}, "\x00", "x" * 100_000, 10**400, None]
)
def test_any_value_is_taken_or_refused(value: Any) -> None:
    call = infakt()
    names = call("POST", LIST, firm()).json()
    for name in (*names, "clean_nip", "x"):
        assert call("POST", LIST, firm(**{name: value})).status_code in (201, 422)
        assert call("PUT", show(1), {"client": {name: value}}).status_code in (200, 422)


def test_two_apis_live_together() -> None:
    import mockserver
    from tests.mockserver.calling import Caller, bearer

    app = mockserver.asgi_app()
    call = Caller(app, infakt().headers | bearer())
    assert isinstance(call("GET", "/api/clients").json(), list)
    for path in (LIST, "/v3/clients.json"):
        assert call("GET", path).json()["metainfo"]["total_count"] == 16
    state = call("GET", "/_mock/state").json()
    assert {*state} >= {"infakt", "infranotes"}
    assert "X-inFakt-ApiKey" in call("GET", "/_mock/openapi/infakt.json").text
    assert call("GET", "/_mock/ui/infakt/").status_code == 200
    faults = {"active": ["bearer-accepted", "next-stays@0.5"]}
    assert len(call("PUT", "/_mock/faults", faults).json()["active"]) == 2
    call("POST", LIST, firm())
    call("POST", "/_mock/reset")
    assert call("GET", "/_mock/state").json() == state
