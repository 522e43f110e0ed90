"""Generated requests keep to what is documented, and are fitted to what exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from conformance import data, generation
from conformance.checks import all_checks
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.generation import GENERATION, adapt
from conformance.invoiceninja.strategies import PLAUSIBLE
from conformance.outcome import Outcome
from conformance.session import Session
from mockserver.api import api as find
from tests.cases import Case, target

API = "invoiceninja"


def _observed(node: Any) -> set[str]:
    """Return the names of members that are in no document."""
    if isinstance(node, list):
        return set().union(*map(_observed, node))
    if not isinstance(node, Mapping):
        return set()
    found = {
        name for name, one in node.items() if isinstance(one, Mapping) and one.get("x-observed")
    }
    return found.union(*map(_observed, node.values()))


def test_what_is_in_no_document_is_not_generated() -> None:
    schemas = data.specification(API, "openapi")["components"]["schemas"]
    observed = _observed(schemas["ClientRequest"])
    assert {"public_notes", "country_code", "documents"} <= observed

    @settings(max_examples=40, deadline=None, database=None)
    @given(generation.valid_cases(API, "storeClient", {}, PLAUSIBLE))
    def draw(case: Any) -> None:
        assert not observed & {*case.body}
        assert case.media_type == "application/json"

    draw()


def test_contacts_of_a_generated_client_are_plausible_too() -> None:
    seen: set[str] = set()

    @settings(max_examples=80, deadline=None, database=None)
    @given(generation.valid_cases(API, "storeClient", {}, PLAUSIBLE))
    def draw(case: Any) -> None:
        for contact in case.body.get("contacts", []):
            seen.add(contact.get("password", "1Qajsj4kd33"))

    draw()
    assert seen <= {"1Qajsj4kd33", "Abcdef7"}


def test_what_no_two_clients_share_is_made_unique() -> None:
    session = Session(target(find(API), Case(API)))
    api = session.driver("a check")
    assert isinstance(api, Driver)
    body = {"number": "1", "id_number": "2", "contacts": [{"email": "a@b.c"}, {"email": "a@b.c"}]}
    one, other = (adapt(api, "storeClient", {}, body) for _ in range(2))
    assert len({one["number"], other["number"], one["id_number"], other["id_number"]}) == 4
    emails = [contact["email"] for contact in (*one["contacts"], *other["contacts"])]
    assert len({*emails}) == 4
    assert adapt(api, "storeClient", {}, {})["contacts"]
    session.close()


def test_what_cannot_be_generated_has_no_generated_check() -> None:
    names = {check.name for check in all_checks(API) if check.name.startswith("schema:")}
    assert "schema:valid_input_of_purgeClient" in names
    assert not any(name.endswith(tuple(GENERATION.apart)) for name in names)


def test_without_the_password_what_needs_it_is_skipped() -> None:
    session = Session(replace(target(find(API), Case(API)), password=None))
    checks = {check.name: check for check in all_checks(API)}
    outcome = session.run(checks["schema:valid_input_of_purgeClient"]).outcome
    assert outcome is Outcome.SKIPPED
    session.close()
