"""Creating clients."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.infakt.check_reading import whole, without_root
from conformance.infakt.driver import Driver
from conformance.infakt.errors import unprocessable
from conformance.infakt.records import FULL, blank, came_back, ids, unwrapped

# Members that programs are known to send by mistake.
MISTAKEN = {"name": "Example", "post_code": "31-148", "tax_code": "9452121681"}


@check("FAK-CREATE-01")
def creating_is_answered_with_201(api: Driver) -> None:
    answer = api.create_client()
    expect.status(answer, 201)


@check("FAK-CREATE-02")
def creating_answers_with_the_bare_client(api: Driver) -> None:
    without_root(api.create_client())


@check("FAK-CREATE-03")
def a_new_client_has_an_id(api: Driver) -> None:
    seen = unwrapped(api.arranged(api.create_client())).get("id")
    expect.that(type(seen) is int, "an integer id", expect.show(seen))


@check("FAK-CREATE-04")
def creating_answers_with_the_whole_client(api: Driver) -> None:
    for members in ({}, FULL):
        whole(api.new_client(**members))


@check("FAK-CREATE-06")
def ids_are_not_shared(api: Driver) -> None:
    made = ids([api.new_client() for _ in range(3)])
    expect.that(len({*made}) == len(made), "three different ids", expect.show(made))


@check("FAK-CREATE-07")
def a_new_client_is_listed(api: Driver) -> None:
    nip = api.nip()
    client = api.new_client(nip=nip)
    name = client.get("company_name")
    for query in ({"q[company_name_eq]": name}, {"q[nip_eq]": nip}, {"order": "id desc"}):
        if client["id"] in ids(api.listed(None, **query).entities):
            return
    expect.that(any(one["id"] == client["id"] for one in api.everyone()), "the client", "none")


@check("FAK-CREATE-08")
def what_is_sent_comes_back(api: Driver) -> None:
    name = api.name()
    came_back(api.new_client(company_name=name, **FULL), {"company_name": name, **FULL})


@check("FAK-CREATE-09")
def a_client_needs_a_country(api: Driver) -> None:
    unprocessable(api.create_client(country=None))


@check("FAK-CREATE-10")
def an_empty_country_is_none(api: Driver) -> None:
    unprocessable(api.create_client(country=""))


@check("FAK-CREATE-11")
def an_id_is_not_chosen(api: Driver) -> None:
    taken = api.new_client()["id"]
    for wanted in (0, 999_999_999, taken):
        answer = api.create_client(id=wanted)
        expect.success(answer)
        seen = api.record(answer)["id"]
        expect.that(seen != wanted, "an id of the service's own", f"the id {wanted} that was sent")


@check("FAK-CREATE-12")
def unknown_members_do_not_matter(api: Driver) -> None:
    expect.success(api.create_client(**MISTAKEN))


@check("FAK-CREATE-13")
def unknown_members_are_not_shown(api: Driver) -> None:
    seen = api.new_client(**MISTAKEN)
    expect.none([name for name in MISTAKEN if name in seen], "no unknown members in the answer")


@check("FAK-CREATE-14")
def clean_nip_does_not_matter(api: Driver) -> None:
    expect.success(api.create_client(clean_nip="1111111111"))


@check("FAK-CREATE-15")
def clean_nip_leaves_nip_alone(api: Driver) -> None:
    for nip in ("9452121681", None):
        created = api.new_client(nip=nip, clean_nip="1111111111")
        came_back(created, {"nip": nip})
        came_back(api.client(created), {"nip": nip})


@check("FAK-CREATE-16")
def empty_choices_are_not_set(api: Driver) -> None:
    for name in ("business_activity_kind", "payment_method", "days_to_payment"):
        answer = api.create_client(**{name: ""})
        expect.success(answer)
        seen = api.record(answer).get(name)
        expect.that(blank(seen), f"{name} not set", expect.show(seen))
