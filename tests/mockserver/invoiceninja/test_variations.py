"""Variations of Invoice Ninja: complete, and each does what its silence says."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from mockserver import switches
from mockserver.api import api
from mockserver.invoiceninja.auth import PASSWORDS, TOKENS
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import (
    BASE,
    LIST,
    STATEMENT,
    bulk,
    client,
    ids,
    listed,
    made,
    names,
    ninja,
    place,
)

VARIATIONS = [one.id for one in api("invoiceninja").variations]
CLOCK = "2026-01-31T12:00:00Z"
NOON = 1_769_860_800
PASSWORD = {"X-API-PASSWORD": PASSWORDS[2]}
NOBODY = ids.encode(999)
YEAR = {"start_date": "2025-01-01", "end_date": "2025-12-31"}

Probe = Callable[[Caller], Any]


def _stranger(call: Caller, **headers: str) -> Caller:
    return Caller(call.app, headers)


def _status(method: str, path: str, body: Any = None, **more: Any) -> Probe:
    """Return a probe for the status of an answer."""
    return lambda call: call(method, path, body, **more).status_code


def _stored(name: str, **members: Any) -> Probe:
    """Return a probe for a member of a client that was created from others, or for the status."""

    def probe(call: Caller) -> Any:
        answer = call("POST", LIST, client(**members))
        return answer.json()["data"].get(name) if answer.status_code == 200 else answer.status_code

    return probe


def _foreign(call: Caller) -> int:
    theirs = made(Caller(call.app, {"X-API-TOKEN": TOKENS[3]}))
    return call("GET", place(theirs)).status_code


def _not_admin(call: Caller) -> int:
    headers = {"X-API-TOKEN": TOKENS[4], "X-API-PASSWORD": PASSWORDS[4]}
    employee = Caller(call.app, headers)
    return employee("POST", place(made(employee), "/purge")).status_code


def _many(*texts: str) -> Probe:
    """Return a probe for the names that queries keep of three clients in all states."""

    def probe(call: Caller) -> Any:
        made(call, name="Bob active", number="10", custom_value1="x")
        bulk(call, "archive", made(call, name="the Bob* archived"))
        bulk(call, "delete", made(call, name="bob deleted"))
        return [[one.split()[-1] for one in names(call, text)] for text in texts]

    return probe


def _text_body(call: Caller) -> int:
    return call(
        "POST", LIST, content=b'{"name": "X"}', headers={"Content-Type": "text/plain"}
    ).status_code


def _malformed(call: Caller) -> int:
    return call(
        "POST", LIST, content=b"{", headers={"Content-Type": "application/json"}
    ).status_code


def _contacts(**members: Any) -> Probe:
    def probe(call: Caller) -> Any:
        body = {name: value for name, value in client(**members).items() if value != "absent"}
        answer = call("POST", LIST, body)
        if answer.status_code != 200:
            return answer.status_code
        return [one["email"] for one in answer.json()["data"]["contacts"]]

    return probe


def _updated(body: dict[str, Any], *shown: str, **members: Any) -> Probe:
    def probe(call: Caller) -> Any:
        answer = call("PUT", place(made(call, **members)), body)
        if answer.status_code != 200:
            return answer.status_code
        return [answer.json()["data"][name] for name in shown]

    return probe


def _update_deleted(call: Caller) -> int:
    gone = made(call)
    bulk(call, "delete", gone)
    return call("PUT", place(gone), {"city": "X"}).status_code


def _currency_after(call: Caller) -> str:
    changed = call("PUT", place(made(call, settings={"currency_id": "3"})), {"city": "X"}).json()
    return str(changed["data"]["settings"]["currency_id"])


def _currency(value: str) -> Probe:
    return _stored("name", settings={"currency_id": value})


def _moved(call: Caller) -> bool:
    one = made(call)
    call("PUT", place(one), {"city": "X"})
    data = call("GET", "/_mock/state").json()
    for client_ in data["invoiceninja"]["clients"]:
        client_["updated_at"] = 5
    other = ninja(data=data, clock=CLOCK, variations=_active(call))
    other("DELETE", place(one))
    return bool(listed(other)[0]["updated_at"] > 5)


def _active(call: Caller) -> tuple[str, ...]:
    return tuple(one["id"] for one in call("GET", "/_mock/variations").json()["active"])


def _order_of_bulk(call: Caller) -> list[str]:
    a, b, c = (made(call, name=name) for name in "abc")
    return [one["name"] for one in bulk(call, "archive", b, c, a).json()["data"]]


def _bulk(action: str, **members: Any) -> Probe:
    return lambda call: bulk(call, action, made(call), **members).status_code


def _upload(method: str, name: str, content: bytes, **fields: str) -> Probe:
    def probe(call: Caller) -> int:
        sent = {"documents[]": (name, content)}
        path = place(made(call), "/upload")
        return call(method, path, files=sent, data=fields).status_code

    return probe


def _uploads(call: Caller) -> list[int]:
    ways: list[tuple[str, dict[str, str]]] = [
        *(("POST", {}), ("POST", {"_method": "POST"}), ("POST", {"_method": "PUT"}), ("PUT", {})),
    ]
    return [_upload(method, "a.txt", b"a", **fields)(call) for method, fields in ways]


def _purge(call: Caller) -> list[str]:
    return [*call("POST", place(made(call), "/purge"), headers=PASSWORD).json()]


def _remembered(call: Caller) -> int:
    call("POST", place(made(call), "/purge"), headers=PASSWORD)
    return call("POST", place(made(call), "/purge")).status_code


def _merged(*shown: str) -> Probe:
    def probe(call: Caller) -> Any:
        clients = [
            {"id": number, "company_id": 2, "user_id": 2, "name": f"C{number}", "credit_balance": 5}
            for number in (1, 2)
        ]
        contacts = [
            {
                "id": number,
                "client_id": number,
                "email": f"c{number}@example.com",
                "is_primary": True,
            }
            for number in (1, 2)
        ]
        data = {"clients": clients, "contacts": contacts}
        other = ninja(data=data, variations=_active(call))
        path = f"{LIST}/{ids.encode(1)}/{ids.encode(2)}/merge"
        body = other("POST", path, headers=PASSWORD).json()["data"]
        primary = sum(one["is_primary"] for one in body["contacts"])
        return primary if shown == ("primary",) else body["credit_balance"]

    return probe


def _email(bounce: str) -> Probe:
    def probe(call: Caller) -> Any:
        other = ninja(data="demo", variations=_active(call))
        answer = other("POST", f"{BASE}/reactivate_email/{bounce}")
        return answer.status_code, bool(answer.content)

    return probe


def _body(method: str, action: str) -> Probe:
    return lambda call: bool(call(method, place(made(call), action)).content)


def _links(call: Caller) -> str:
    for name in "ab":
        made(call, name=name)
    answer = call("GET", f"{LIST}?per_page=1&name=").json()
    return str(answer["meta"]["pagination"]["links"]["next"]).partition("?")[2]


def _includes(call: Caller) -> list[int]:
    one = made(call)
    paths = (LIST, place(one))
    return [call("GET", f"{path}?include=bogus").status_code for path in paths]


def _since(call: Caller) -> list[int]:
    made(call)
    return [len(listed(call, f"created_at={NOON + shift}")) for shift in (-90_000, 0, 3600)]


def _per_page(call: Caller) -> int:
    answer = call("GET", f"{LIST}?per_page=0").json()
    return int(answer["meta"]["pagination"]["per_page"])


def _sorted(query: str) -> Probe:
    def probe(call: Caller) -> Any:
        for name in ("b", "a", "c"):
            made(call, name=name)
        answer = call("GET", f"{LIST}?{query}")
        shown = answer.json().get("data", answer.status_code)
        return "".join(one["name"] for one in shown) if isinstance(shown, list) else shown

    return probe


def _shown(*members: str) -> Probe:
    return lambda call: [name in made(call) for name in members]


def _of_contact(*members: str) -> Probe:
    return lambda call: [name in made(call)["contacts"][0] for name in members]


def _invalid_in_browser(call: Caller) -> int:
    browser = _stranger(call, **{"X-API-TOKEN": TOKENS[2], "Accept": "text/html"})
    return browser("POST", LIST, {"country_id": "x"}).status_code


UNKNOWN_CLIENT = _status("POST", STATEMENT, {"client_id": NOBODY, **YEAR})
WITHOUT_TOKEN: Probe = lambda call: _stranger(call)("GET", LIST).status_code  # noqa: E731
WITHOUT_PASSWORD: Probe = lambda call: call("POST", place(made(call), "/purge")).status_code  # noqa: E731
STATES = _many("")
ALL = ["deleted", "archived", "active"]
BOB = _many("name=bob*")

# The id of each variation, a probe, and what it finds by default and with the variation.
EFFECTS: dict[str, tuple[Probe, Any, Any]] = {
    "token-refused-403": (WITHOUT_TOKEN, 401, 403),
    "foreign-company-401": (_foreign, 403, 401),
    "foreign-company-404": (_foreign, 403, 404),
    "foreign-company-400": (_foreign, 403, 400),
    "not-admin-401": (_not_admin, 403, 401),
    "unknown-id-404": (_status("GET", f"{LIST}/{NOBODY}"), 400, 404),
    "malformed-id-404": (_status("GET", f"{LIST}/x!"), 400, 404),
    "malformed-id-422": (_status("GET", f"{LIST}/x!"), 400, 422),
    "no-such-method-404": (_status("DELETE", LIST), 405, 404),
    "no-such-path-401": (lambda call: _stranger(call)("GET", f"{BASE}/x").status_code, 404, 401),
    "requested-with-demanded": (
        lambda call: _stranger(call, **{"X-API-TOKEN": TOKENS[2]})("GET", LIST).status_code, 200, 400
    ),
    "errors-redirect-browsers": (_invalid_in_browser, 422, 302),
    "malformed-json-422": (_malformed, 400, 422),
    "malformed-json-ignored": (_malformed, 400, 200),
    "body-label-400": (_text_body, 415, 400),
    "body-label-ignored": (_text_body, 415, 200),
    "wrong-types-coerced": (_stored("city", city=5), 422, "5"),
    "errors-with-code": (lambda call: call("GET", f"{LIST}/{NOBODY}").json().get("code"), None, 400),
    "client-version-number": (
        lambda call: call("GET", LIST).headers["x-minimum-client-version"], "5.0.16", "5.0"
    ),
    "rate-headers-absent": (
        lambda call: "x-ratelimit-limit" in call("GET", LIST).headers, True, False
    ),
    "static-ids-as-numbers": (_stored("country_id"), "840", 840),
    "absent-text-null": (_stored("city"), "", None),
    "undocumented-members-absent": (
        _shown("name", "display_name", "tax_info"), [True, True, True], [True, False, False]
    ),
    "contact-members-shown": (_of_contact("client_id", "token"), [False, False], [True, True]),
    "answers-with-unknown-members": (
        lambda call: any(one.startswith("x_") for one in made(call)), False, True
    ),
    "ids-of-sixteen-characters": (lambda call: len(made(call)["id"]), 10, 16),
    "zero-text-emptied": (_stored("city", city="0"), "0", ""),
    "lists-oldest-first": (_sorted(""), "cab", "bac"),
    "default-list-undeleted": (STATES, [ALL], [ALL[1:]]),
    "default-list-active": (STATES, [ALL], [ALL[2:]]),
    "per-page-zero-default": (_per_page, 15, 20),
    "page-links-complete": (_links, "page=2", "per_page=1&name=&page=2"),
    "unknown-include-ignored": (_includes, [400, 200], [200, 200]),
    "unknown-include-refused": (_includes, [400, 200], [400, 400]),
    "asterisk-means-anywhere": (BOB, [["deleted", "active"]], [ALL]),
    "asterisk-literal": (BOB, [["deleted", "active"]], [["archived"]]),
    "filter-words-together": (
        _many("filter=active%20x", "filter=bob%20active"), [["active"]] * 2, [[], ["active"]]
    ),
    "filter-skips-number": (_many("filter=10"), [["active"]], [[]]),
    "is-deleted-true-keeps-others": (
        _many("is_deleted=true", "is_deleted=1"), [["deleted"]] * 2, [["archived", "active"], ["deleted"]]
    ),
    "times-mean-that-day": (_since, [1, 1, 0], [0, 1, 1]),
    "deleted-clients-kept": (_many("filter_deleted_clients=true"), [ALL[1:]], [ALL]),
    "unknown-sort-refused": (_sorted("sort=nope|asc"), "cab", 422),
    "sort-dir-honoured": (_sorted("sort=name&sort_dir=asc"), "cab", "abc"),
    "contacts-and-country-demanded": (_contacts(contacts="absent"), [" "], 422),
    "missing-contacts-none": (_contacts(contacts="absent"), [" "], []),
    "blank-email-empty": (_contacts(contacts="absent"), [" "], [""]),
    "country-one-refused": (_stored("country_id", country_id="1"), "1", 422),
    "vat-flag-ignored": (_stored("has_valid_vat_number", has_valid_vat_number=True), True, False),
    "update-replaces-everything": (_updated({"name": "N"}, "name", "city", city="X"), ["N", "X"], ["N", ""]),
    "missing-contacts-refused": (_updated({"name": "N"}, "name"), ["N"], 422),
    "update-deleted-404": (_update_deleted, 400, 404),
    "update-deleted-409": (_update_deleted, 400, 409),
    "update-deleted-422": (_update_deleted, 400, 422),
    "currency-reset": (_currency_after, "3", "1"),
    "unknown-currency-code-ignored": (_stored("name", currency_code="XXX"), 422, "Example"),
    "unknown-currency-stored": (_currency("999"), 422, "Example"),
    "disputed-settings-texts": (_stored("name", settings={"lock_invoices": True}), "Example", 422),
    "delete-says-nothing": (_body("DELETE", ""), True, False),
    "lifecycle-keeps-updated-at": (_moved, True, False),
    "bulk-answers-as-sent": (_order_of_bulk, ["c", "b", "a"], ["b", "c", "a"]),
    "new-value-missing-empties": (_bulk("bulk_update", column="public_notes"), 422, 200),
    "template-members-optional": (_bulk("template"), 422, 200),
    "upload-by-post-only": (_uploads, [200] * 4, [200, 200, 200, 405]),
    "upload-by-put-only": (_uploads, [200] * 4, [404, 404, 200, 200]),
    "upload-types-many": (_upload("POST", "a.gif", b"GIF89a"), 422, 200),
    "upload-limit-100-mb": (_upload("POST", "a.txt", b"a" * 21_000_000), 422, 200),
    "password-refused-401": (WITHOUT_PASSWORD, 412, 401),
    "password-refused-403": (WITHOUT_PASSWORD, 412, 403),
    "password-remembered": (_remembered, 412, 200),
    "purge-shows-client": (_purge, ["message"], ["data"]),
    "merge-demotes": (_merged("primary"), 2, 1),
    "merge-drops-credit": (_merged("credit_balance"), 10, 5),
    "statement-client-400": (UNKNOWN_CLIENT, 422, 400),
    "statement-client-401": (UNKNOWN_CLIENT, 422, 401),
    "statement-client-403": (UNKNOWN_CLIENT, 422, 403),
    "statement-client-404": (UNKNOWN_CLIENT, 422, 404),
    "email-refused-200": (_email("123244"), (400, True), (200, True)),
    "email-says-nothing": (_email("123243"), (200, True), (200, False)),
    "tax-says-nothing": (_body("POST", "/updateTaxData"), True, False),
}  # fmt: skip


def test_every_choice_but_the_default_is_a_variation() -> None:
    wanted = [one for known in switches.choices("invoiceninja").values() for one in known[1:]]
    assert sorted(VARIATIONS) == sorted(wanted) == sorted(EFFECTS)


@pytest.mark.parametrize("variation", EFFECTS)
def test_each_does_what_it_says(variation: str) -> None:
    probe, usual, varied = EFFECTS[variation]
    assert probe(ninja(clock=CLOCK)) == usual
    assert probe(ninja(clock=CLOCK, variations=(variation,))) == varied


def test_the_profile_takes_the_choices_that_were_observed() -> None:
    observed = {one for one in switches.observed("invoiceninja").values() if one in VARIATIONS}
    call = ninja(profile="observed")
    assert {*_active(call)} & {*VARIATIONS} == observed


@pytest.mark.parametrize("seed", range(5))
def test_none_together_break_the_server(seed: int) -> None:
    for probe, *_ in EFFECTS.values():
        call = _Watching(ninja(clock=CLOCK, variations=(f"random:{seed}",)))
        with contextlib.suppress(AssertionError, KeyError, IndexError, TypeError, ValueError):
            probe(call)  # what it needs may be refused by another choice
        assert max(call.statuses, default=0) < 500


class _Watching(Caller):
    """A caller that remembers the statuses of its answers."""

    def __init__(self, call: Caller) -> None:
        super().__init__(call.app, call.headers)
        self.statuses: list[int] = []

    def __call__(self, method: str, path: str, json: Any = None, **more: Any) -> Any:
        """Send a request, and remember the status."""
        answer = super().__call__(method, path, json, **more)
        self.statuses.append(answer.status_code)
        return answer
