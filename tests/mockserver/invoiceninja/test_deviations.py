"""Faults and variations of Invoice Ninja: complete, and honest about themselves."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver import data, switches
from mockserver.api import api
from mockserver.faults import compose
from mockserver.invoiceninja.auth import PASSWORDS
from tests.mockserver.invoiceninja.calls import LIST, STATEMENT, bulk, client, ids, ninja

NINJA = api("invoiceninja")
REQUIREMENTS = {one["id"]: one for one in data.specification("invoiceninja", "requirements")}
FAULTS = [fault.id for fault in NINJA.faults]
VARIATIONS = [variation.id for variation in NINJA.variations]


def test_every_fault_breaks_requirements_that_can_be_examined() -> None:
    for fault in NINJA.faults:
        assert fault.breaks
        assert fault.sentence.endswith(".")
        assert all("unchecked" not in REQUIREMENTS[one] for one in fault.breaks), fault.id


def test_what_is_only_observed_is_broken_in_that_profile() -> None:
    for fault in NINJA.faults:
        levels = {REQUIREMENTS[one]["level"] for one in fault.breaks}
        assert (levels == {"observed"}) == (fault.profile == "observed"), fault.id


def test_every_requirement_is_broken_by_a_fault() -> None:
    broken = {one for fault in NINJA.faults for one in fault.breaks}
    wanted = {one for one in REQUIREMENTS if "unchecked" not in REQUIREMENTS[one]}
    assert wanted <= broken


def test_every_choice_but_the_default_is_a_variation() -> None:
    wanted = [one for known in switches.choices("invoiceninja").values() for one in known[1:]]
    assert sorted(VARIATIONS) == sorted(wanted)


def test_no_id_stands_for_two_things() -> None:
    everything = [
        one.id
        for name in data.root().joinpath("specs").iterdir()
        for one in (*api(name.name).faults, *api(name.name).variations)
    ]
    assert len({*everything}) == len(everything)


def test_everything_that_is_changed_exists() -> None:
    for deviation in (*NINJA.faults, *NINJA.variations):
        compose(NINJA.behaviour(), [deviation])


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_breaks_the_server_but_the_one_that_does(fault: str) -> None:
    profile = next(one.profile for one in NINJA.faults if one.id == fault)
    broken = [one for one in _tour(faults=(fault,), profile=profile) if one >= 500]
    assert bool(broken) == (fault == "blank-in-id-breaks-server")


def test_all_choices_at_once_never_break_the_server() -> None:
    for seed in range(10):
        assert max(_tour(variations=(f"random:{seed}",))) < 500
    assert max(_tour(variations=("all",))) < 500
    assert max(_tour(profile="observed")) < 500


def _tour(**wanted: Any) -> list[int]:
    """Return the statuses of a tour past every operation."""
    call = ninja(data="demo", **wanted)
    first, second, third = ({"id": ids.encode(number)} for number in (19, 20, 21))
    password = {"X-API-PASSWORD": PASSWORDS[2]}
    path = f"{LIST}/{first['id']}"
    odd: list[Any] = [{}, [], {"contacts": ["x"]}, {"settings": "x"}]
    people = [{"first_name": "Ann", "email": "a@b.c", "password": "1Qajsj4kd33"}, {"phone": "1"}]
    answers = [
        *(call("POST", LIST, client(contacts=people, city="Oslo", number=None)) for _ in range(3)),
        *(call("POST", LIST, body) for body in odd),
        *(call("GET", f"{LIST}{query}") for query in ("", "?sort=name|asc&filter=a&page=2")),
        *(call("GET", f"{LIST}?{one}") for one in ("balance=gt:x", "index=none", "include=x")),
        *(call("GET", f"{LIST}/{one}") for one in ("create", "a%20b", "7", first["id"])),
        call("PUT", path, client(contacts=[{"id": "x", "phone": "2"}], settings={"name": "x"})),
        call("PATCH", path, {"contacts": [], "number": None, "country_id": 999}),
        call("GET", f"{path}/edit?include=activities,ledger"),
        *(bulk(call, action, first, second) for action in ("archive", "delete", "restore", "x")),
        bulk(call, "assign_group", first, group_settings_id="VolejRejNm"),
        bulk(call, "bulk_update", first, column="country_id", new_value="8"),
        bulk(call, "template", first, template="client", template_id="VolejRejNm"),
        call("POST", f"{path}/upload", files={"documents[]": ("a.txt", b"Notes.")}),
        call("POST", f"{path}/{second['id']}/merge", headers=password),
        call("POST", f"{path}/{first['id']}/merge", headers=password),
        call("POST", STATEMENT, {"client_id": first["id"], "start_date": "2025-01-01"}),
        call("POST", f"{path}/updateTaxData"),
        call("POST", "/api/v1/reactivate_email/123243"),
        *(call("DELETE", f"{LIST}/{one['id']}") for one in (third, third)),
        *(call("POST", f"{path}/purge", headers=one) for one in ({}, password, password)),
        call("GET", LIST, headers={"X-API-TOKEN": "x"}),
    ]
    return [answer.status_code for answer in answers]
