"""Variations of Invoice Ninja: complete, and each does what its silence says."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from mockserver import switches
from mockserver.api import api
from mockserver.invoiceninja.auth import TOKENS
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import (
    BASE,
    LIST,
    STATEMENT,
    ids,
    made,
    ninja,
    place,
)
from tests.mockserver.invoiceninja.probes import (
    CLOCK,
    Probe,
    active,
    contacts,
    currency,
    currency_after,
    done_in_bulk,
    email,
    foreign,
    in_order,
    includes,
    invalid_in_browser,
    links,
    malformed,
    many,
    merged,
    moved,
    not_admin,
    of_contact,
    order_of_bulk,
    per_page,
    purge,
    remembered,
    says_something,
    shown,
    since,
    status,
    stored,
    stranger,
    text_body,
    update_deleted,
    updated,
    upload,
    uploads,
)

VARIATIONS = [one.id for one in api("invoiceninja").variations]
NOBODY = ids.encode(999)
YEAR = {"start_date": "2025-01-01", "end_date": "2025-12-31"}

UNKNOWN_CLIENT = status("POST", STATEMENT, {"client_id": NOBODY, **YEAR})
WITHOUT_TOKEN: Probe = lambda call: stranger(call)("GET", LIST).status_code  # noqa: E731
WITHOUT_PASSWORD: Probe = lambda call: call("POST", place(made(call), "/purge")).status_code  # noqa: E731
STATES = many("")
ALL = ["deleted", "archived", "active"]
BOB = many("name=bob*")

# The id of each variation, a probe, and what it finds by default and with the variation.
EFFECTS: dict[str, tuple[Probe, Any, Any]] = {
    "token-refused-403": (WITHOUT_TOKEN, 401, 403),
    "foreign-company-401": (foreign, 403, 401),
    "foreign-company-404": (foreign, 403, 404),
    "foreign-company-400": (foreign, 403, 400),
    "not-admin-401": (not_admin, 403, 401),
    "unknown-id-404": (status("GET", f"{LIST}/{NOBODY}"), 400, 404),
    "malformed-id-404": (status("GET", f"{LIST}/x!"), 400, 404),
    "malformed-id-422": (status("GET", f"{LIST}/x!"), 400, 422),
    "no-such-method-404": (status("DELETE", LIST), 405, 404),
    "no-such-path-401": (lambda call: stranger(call)("GET", f"{BASE}/x").status_code, 404, 401),
    "requested-with-demanded": (
        lambda call: stranger(call, **{"X-API-TOKEN": TOKENS[2]})("GET", LIST).status_code, 200, 400
    ),
    "errors-redirect-browsers": (invalid_in_browser, 422, 302),
    "malformed-json-422": (malformed, 400, 422),
    "malformed-json-ignored": (malformed, 400, 200),
    "body-label-400": (text_body, 415, 400),
    "body-label-ignored": (text_body, 415, 200),
    "wrong-types-coerced": (stored("city", city=5), 422, "5"),
    "errors-with-code": (lambda call: call("GET", f"{LIST}/{NOBODY}").json().get("code"), None, 400),
    "client-version-number": (
        lambda call: call("GET", LIST).headers["x-minimum-client-version"], "5.0.16", "5.0"
    ),
    "rate-headers-absent": (
        lambda call: "x-ratelimit-limit" in call("GET", LIST).headers, True, False
    ),
    "static-ids-as-numbers": (stored("country_id"), "840", 840),
    "absent-text-null": (stored("city"), "", None),
    "undocumented-members-absent": (
        shown("name", "display_name", "tax_info"), [True, True, True], [True, False, False]
    ),
    "contact-members-shown": (of_contact("client_id", "token"), [False, False], [True, True]),
    "answers-with-unknown-members": (
        lambda call: any(one.startswith("x_") for one in made(call)), False, True
    ),
    "ids-of-sixteen-characters": (lambda call: len(made(call)["id"]), 10, 16),
    "zero-text-emptied": (stored("city", city="0"), "0", ""),
    "lists-oldest-first": (in_order(""), "cab", "bac"),
    "default-list-undeleted": (STATES, [ALL], [ALL[1:]]),
    "default-list-active": (STATES, [ALL], [ALL[2:]]),
    "per-page-zero-default": (per_page, 15, 20),
    "page-links-complete": (links, "page=2", "per_page=1&name=&page=2"),
    "unknown-include-ignored": (includes, [400, 200], [200, 200]),
    "unknown-include-refused": (includes, [400, 200], [400, 400]),
    "asterisk-means-anywhere": (BOB, [["deleted", "active"]], [ALL]),
    "asterisk-literal": (BOB, [["deleted", "active"]], [["archived"]]),
    "filter-words-together": (
        many("filter=active%20x", "filter=bob%20active"), [["active"]] * 2, [[], ["active"]]
    ),
    "filter-skips-number": (many("filter=10"), [["active"]], [[]]),
    "is-deleted-true-keeps-others": (
        many("is_deleted=true", "is_deleted=1"), [["deleted"]] * 2, [["archived", "active"], ["deleted"]]
    ),
    "times-mean-that-day": (since, [1, 1, 0], [0, 1, 1]),
    "deleted-clients-kept": (many("filter_deleted_clients=true"), [ALL[1:]], [ALL]),
    "unknown-sort-refused": (in_order("sort=nope|asc"), "cab", 422),
    "sort-dir-honoured": (in_order("sort=name&sort_dir=asc"), "cab", "abc"),
    "contacts-and-country-demanded": (contacts(contacts="absent"), [" "], 422),
    "missing-contacts-none": (contacts(contacts="absent"), [" "], []),
    "blank-email-empty": (contacts(contacts="absent"), [" "], [""]),
    "country-one-refused": (stored("country_id", country_id="1"), "1", 422),
    "vat-flag-ignored": (stored("has_valid_vat_number", has_valid_vat_number=True), True, False),
    "update-replaces-everything": (updated({"name": "N"}, "name", "city", city="X"), ["N", "X"], ["N", ""]),
    "missing-contacts-refused": (updated({"name": "N"}, "name"), ["N"], 422),
    "update-deleted-404": (update_deleted, 400, 404),
    "update-deleted-409": (update_deleted, 400, 409),
    "update-deleted-422": (update_deleted, 400, 422),
    "currency-reset": (currency_after, "3", "1"),
    "unknown-currency-code-ignored": (stored("name", currency_code="XXX"), 422, "Example"),
    "unknown-currency-stored": (currency("999"), 422, "Example"),
    "disputed-settings-texts": (stored("name", settings={"lock_invoices": True}), "Example", 422),
    "delete-says-nothing": (says_something("DELETE", ""), True, False),
    "lifecycle-keeps-updated-at": (moved, True, False),
    "bulk-answers-as-sent": (order_of_bulk, ["c", "b", "a"], ["b", "c", "a"]),
    "new-value-missing-empties": (done_in_bulk("bulk_update", column="public_notes"), 422, 200),
    "template-members-optional": (done_in_bulk("template"), 422, 200),
    "upload-by-post-only": (uploads, [200] * 4, [200, 200, 200, 405]),
    "upload-by-put-only": (uploads, [200] * 4, [404, 404, 200, 200]),
    "upload-types-many": (upload("POST", "a.gif", b"GIF89a"), 422, 200),
    "upload-limit-100-mb": (upload("POST", "a.txt", b"a" * 21_000_000), 422, 200),
    "password-refused-401": (WITHOUT_PASSWORD, 412, 401),
    "password-refused-403": (WITHOUT_PASSWORD, 412, 403),
    "password-remembered": (remembered, 412, 200),
    "purge-shows-client": (purge, ["message"], ["data"]),
    "merge-demotes": (merged("primary"), 2, 1),
    "merge-drops-credit": (merged("credit_balance"), 10, 5),
    "statement-client-400": (UNKNOWN_CLIENT, 422, 400),
    "statement-client-401": (UNKNOWN_CLIENT, 422, 401),
    "statement-client-403": (UNKNOWN_CLIENT, 422, 403),
    "statement-client-404": (UNKNOWN_CLIENT, 422, 404),
    "email-refused-200": (email("123244"), (400, True), (200, True)),
    "email-says-nothing": (email("123243"), (200, True), (200, False)),
    "tax-says-nothing": (says_something("POST", "/updateTaxData"), True, False),
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
    assert {*active(call)} & {*VARIATIONS} == observed


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
