"""Faults and variations of inFakt: complete, honest about themselves, and not without effect."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from mockserver import data, switches
from mockserver.answers import Kind
from mockserver.api import api
from mockserver.infakt.auth import KEYS
from tests.mockserver.infakt.calls import LIST, Tourist, firm, infakt, show

INFAKT = api("infakt")
REQUIREMENTS = {one["id"]: one for one in data.specification("infakt", "requirements")}
FAULTS = [fault.id for fault in INFAKT.faults]
VARIATIONS = [variation.id for variation in INFAKT.variations]
# A mock has no limit of requests that it could tell about.
INERT = ("retry-after-untold",)
# What no fault can do, because what it would depend on is gone before a mock sees it: the case of a
# header's name.
OUT_OF_REACH = ("FAK-AUTH-13",)


def test_every_fault_breaks_requirements_that_can_be_examined() -> None:
    for fault in INFAKT.faults:
        assert fault.breaks
        assert fault.sentence.endswith(".")
        assert all("unchecked" not in REQUIREMENTS[one] for one in fault.breaks)


def test_what_is_only_observed_is_broken_in_that_profile() -> None:
    for fault in INFAKT.faults:
        levels = {REQUIREMENTS[one]["level"] for one in fault.breaks}
        assert (levels == {"observed"}) == (fault.profile == "observed"), fault.id


def test_every_requirement_is_broken_by_a_fault() -> None:
    broken = {one for fault in INFAKT.faults for one in fault.breaks}
    wanted = {one for one in REQUIREMENTS if "unchecked" not in REQUIREMENTS[one]}
    assert wanted - broken <= {*OUT_OF_REACH}


def test_every_choice_but_the_default_is_a_variation() -> None:
    wanted = [one for known in switches.choices("infakt").values() for one in known[1:]]
    assert sorted(VARIATIONS) == sorted(wanted)


def test_no_id_stands_for_two_things() -> None:
    everything = [
        one.id
        for name in data.root().joinpath("specs").iterdir()
        for one in (*api(name.name).faults, *api(name.name).variations)
    ]
    assert len({*everything}) == len(everything)


@pytest.mark.parametrize("fault", INFAKT.faults, ids=FAULTS)
def test_every_fault_shows(fault: Any) -> None:
    wanted = {"profile": fault.profile}
    assert _tour(faults=(fault.id,), **wanted) != _tour(**wanted)


@pytest.mark.parametrize("variation", [one for one in VARIATIONS if one not in INERT])
def test_every_variation_shows(variation: str) -> None:
    assert _tour(variations=(variation,)) != _tour()


def test_too_many_requests_are_told_when_to_come_back() -> None:
    from mockserver.answers import refusal
    from mockserver.infakt.errors import Errors

    class Busy(Errors):
        def status(self, refusal: Any) -> int:
            return 429

    refused = refusal(Kind.FORBIDDEN, "Za dużo zapytań")
    assert Busy().refuse(refused).headers == {"Retry-After": "60"}


def test_the_profile_takes_the_choices_that_were_observed() -> None:
    assert _tour(profile="observed") == _tour(
        variations=tuple(one for one in switches.observed("infakt").values() if one in VARIATIONS)
    )


def test_all_at_once_never_break_the_server() -> None:
    for seed in range(10):
        assert not [one for one in _tour(variations=(f"random:{seed}",)) if one.startswith("[5")]
    assert not [one for one in _tour(variations=("all",)) if one.startswith("[5")]


@functools.cache
def _tour(**wanted: Any) -> list[str]:
    """Return what a mock answers on a tour past everything that can be done differently."""
    app = infakt(data=_DATA, clock="2026-01-31T12:00:00Z", **wanted).app
    return [answer for part in _PARTS for answer in part(app)]


def _blank(number: int, **members: Any) -> dict[str, Any]:
    return {"id": number, "user_id": 2, "country": "PL", **members}


_DATA: Any = {
    "clients": [
        _blank(1, company_name="Łąka & Las", nip="945-212-16-81", city="Łódź", email="a@b.c"),
        _blank(2, company_name="lampa 100%", nip="9452121681", city="Brzeg"),
        _blank(3, company_name="Masło", nip="PL5252248506", phone_number="1"),
        _blank(4, first_name="Ł", last_name="Ż", business_activity_kind="private_person"),
        _blank(5, company_name="Masło", note="ą", same_forward_address=True),
        _blank(6, company_name="Zamek", user_id=3),
    ]
}
_FULL = {
    "company_name": "Pracownia Ćwik",
    "first_name": "Jagoda",
    "last_name": "Ćwik-Kos",
    "business_activity_kind": "self_employed",
    "country": "PL",
    "street": "Długa",
    "street_number": "7",
    "city": "00123",
    "postal_code": "00-001",
    "nip": "PL5252248506",
    "web_site": "https://example.com",
    "note": "Żółw <b>x</b>",
    "receiver": "👩‍👧",
    "same_forward_address": False,
    "mailing_company_name": "Pracownia Ćwik",
    "mailing_street": "Szlak",
    "mailing_city": "Kraków",
    "mailing_postal_code": "31-148",
    "days_to_payment": 365,
    "payment_method": "dotpay",
    "invoice_note": "Zapłata",
}


def _strangers(app: Any) -> Iterator[str]:
    for headers in ({}, {"X-inFakt-ApiKey": "x"}, {"Authorization": f"Bearer {KEYS[2]}"}):
        stranger = functools.partial(Tourist(app, None), headers=headers)
        yield stranger("GET", LIST)
        yield stranger("GET", show(1))
        yield stranger("GET", show(10**6))
        yield stranger("PUT", show(2), {"client": {"note": "strange"}})
        yield stranger("POST", LIST, firm(company_name="Strange"))
        yield stranger("DELETE", show(3))
    yield Tourist(app, None)("GET", f"{LIST}?api_key={KEYS[2]}")
    yield Tourist(app)("GET", f"{LIST}?limit=100")


def _owners(app: Any) -> Iterator[str]:
    mine = Tourist(app)
    yield mine("GET", show(6))
    yield mine("PUT", show(6), {"client": {"note": "strange"}})
    yield Tourist(app, 3)("GET", LIST)
    yield mine("DELETE", show(6))
    yield Tourist(app, 3)("GET", f"{LIST}?limit=1")


def _paths(app: Any) -> Iterator[str]:
    mine, label = Tourist(app), {"Content-Type": "application/json"}
    for path in ("/v3/clients", show(1)[:-5], show(99), "/v3/clients/x.json", "/v3/nothing.json"):
        yield mine("GET", path)
    yield mine("PATCH", show(1), {"client": {"note": "patched"}})
    yield mine("POST", show(1), firm())
    yield mine("GET", LIST, headers=label)
    yield mine("GET", "/v3/clients.json?limit=1")
    yield mine("DELETE", show(2**64))
    yield mine("DELETE", show(98), headers=label)
    yield mine("PUT", show(99), firm())


def _bodies(app: Any) -> Iterator[str]:
    mine = Tourist(app)
    yield mine("POST", LIST, firm(), {"Content-Type": "application/json;charset=UTF-8"})
    yield mine("POST", LIST, firm(), {"Content-Type": "text/plain"})
    bodies: tuple[Any, ...] = (b"{", b"", b"{}", {"client": {}})
    for body in (*bodies, {"client": {"payment_method": "blik"}}):
        yield mine("POST", LIST, body)
    yield mine("PUT", show(1), {"client": {}})


def _created(app: Any) -> Iterator[str]:
    mine = Tourist(app)
    for members in (
        *({}, {}, {}, {"nip": ""}, {"nip": "111"}, {"nip": "111"}, {"clean_nip": "1"}, {"id": 999}),
        *({"nip": "1234567890"}, {"country": "DE", "nip": "DE999004217"}, {"name": "x"}),
        *({"country": None}, {"country": ""}, {"country": "XX"}, {"payment_method": ""}),
        *({"payment_method": "blik"}, {"business_activity_kind": "company"}, {"note": 5}),
        *({"days_to_payment": "14"}, {"days_to_payment": -1}, {"note": None}, {"email": "x"}),
        *({"postal_code": "1"}, {"country": "GB", "postal_code": "1"}, {"note": ""}),
        {"mailing_postal_code": "1"},
        {"same_forward_address": True, "mailing_city": "Kraków"},
        {"client_business_activity_kind": "private_person"},
        {"flat_number": "", "nip": "", "street_number": "49"},
        {"last_name": "Ćwik-Kos"},
        {"nip": "525-224-84-98"},
    ):
        yield mine("POST", LIST, firm(company_name="Firma", **members))
    yield from _kinds(mine)
    answer = mine("POST", LIST, {"client": _FULL})
    yield answer
    yield mine("GET", show(int((re.findall('"id":"?([0-9]+)', answer) or ["0"])[0])))
    yield mine("GET", f"{LIST}?limit=100&order=id+asc")


def _kinds(mine: Tourist) -> Iterator[str]:
    names = {"company_name": "Firma-1", "first_name": "Anna-Ewa", "last_name": "Kos"}
    for kind in ("private_person", "self_employed", "other_business", ""):
        for absent in ("", *names):
            rest = {name: value for name, value in names.items() if name != absent}
            yield mine("POST", LIST, {"client": _kind(kind) | rest})
            yield mine("POST", LIST, {"client": _kind(kind) | rest | {absent: ""}})
            yield mine("POST", LIST, {"client": _kind(kind) | rest | {absent: " "}})


def _kind(kind: str) -> dict[str, Any]:
    return {"country": "PL", "business_activity_kind": kind}


def _updated(app: Any) -> Iterator[str]:
    mine = Tourist(app)
    for number, client in (
        *((1, {"city": "Sopot"}), (1, {"id": 1, "note": "x"}), (1, {"id": 88, "note": "y"})),
        *((1, {"city": "Hel", "country": ""}), (1, {"email": None}), (1, {"payment_method": "x"})),
        *((4, {"business_activity_kind": "self_employed"}), (4, {"first_name": ""})),
        *((2, {"company_name": "Ałun", "nip": "1"}), (2, {"business_activity_kind": "x"})),
        (5, {"street": "a", "street_number": "1", "city": "b", "mailing_street": "c"}),
        (5, {"business_activity_kind": "other_business"}),
        (5, {"business_activity_kind": "private_person"}),
        (5, {"first_name": "a", "last_name": "b", "flat_number": "3"}),
        (5, {"business_activity_kind": "private_person", "days_to_payment": ""}),
    ):
        yield mine("PUT", show(number), {"client": client})
        yield mine("GET", show(number))
    yield mine("GET", LIST)
    yield mine("GET", f"{LIST}?q[company_name_eq]=lampa+100%25")
    yield mine("PUT", show(5), {"client": {"id": 5, "flat_number": "3"}})


def _listed(app: Any) -> Iterator[str]:
    mine = Tourist(app)
    for query in (
        *("limit=1", "limit=2&offset=1", "limit=3&offset=2", "limit=0", "limit=500", "offset=0"),
        *("offset=999", "offset=3&limit=10", "offset=20&limit=10", "foo=bar", "page=2&per_page=1"),
        *("order=id+asc", "order=id+desc", "order=id", "order=x+asc", "order=city+asc"),
        *("order=company_name+desc", "order=company_name+desc&limit=2&offset=1"),
        *("fields=nip", "fields=nip,city", "fields=x", "fields=email", "nip=9452121681"),
    ):
        yield mine("GET", f"{LIST}?{query}")
    for fields in ("nip", "nip,city", "x"):
        yield mine("GET", f"{show(1)}?fields={fields}")
    for _ in range(100):
        mine("POST", LIST, firm(company_name="Wiele"))
    for limit in (12, 100, 101):
        yield mine("GET", f"{LIST}?limit={limit}")


def _searched(app: Any) -> Iterator[str]:
    mine = Tourist(app)
    for query in (
        *("company_name_eq]=Masło", "company_name_eq]=Mas", "company_name_cont]=ŁĄKA"),
        *("company_name_cont]=ama", "company_name_cont]=0%25", "company_name_cont]=l%25a"),
        *(
            "company_name_eq]=x-y",
            "company_name_eq]=Łąka+%26+Las",
            "company_name_cont]=Łąka+%26",
            "nip_eq]=9452121681",
        ),
        *("nip_eq]=PL9452121681", "clean_nip_eq]=9452121681", "clean_nip_eq]=5252248506"),
        *("clean_nip_eq]=PL9452121681", "email_eq]=a@b.c", "email_null]=true", "city_eq]=Łódź"),
        *("company_name_eq]=", "no_such_field_eq]=1", "clean_client_nip_eq]=1"),
        *("city_cont]=ł&q[company_name_cont]=zam", "company_name_cont]=Masło&offset=2"),
    ):
        yield mine("GET", f"{LIST}?q[{query}")
    yield mine("GET", LIST, {"q": {"nip_eq": "9452121681"}})


def _deleted(app: Any) -> Iterator[str]:
    mine, label = Tourist(app), {"Content-Type": "application/json"}
    yield mine("DELETE", show(1), headers=label)
    yield mine("DELETE", show(2))
    yield mine("DELETE", show(2))
    yield mine("PUT", show(2), {"client": {"city": "x"}})
    yield mine("GET", show(2))
    yield mine("DELETE", show(10**6))
    yield mine("GET", f"{LIST}?limit=100&fields=receiver")


_PARTS = (_owners, _paths, _bodies, _listed, _searched, _created, _updated, _strangers, _deleted)
