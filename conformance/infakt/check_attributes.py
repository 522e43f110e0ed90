"""The attributes of clients: what is accepted, what is refused, and what comes back."""

from __future__ import annotations

from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.infakt.driver import Driver
from conformance.infakt.errors import unprocessable
from conformance.infakt.records import alike, came_back

METHODS: dict[str, Any] = data.fixture("infakt", "cases", "payment_methods.yaml")
DAYS: list[dict[str, Any]] = data.fixture("infakt", "cases", "days_to_payment.yaml")
POSTAL_CODES: list[dict[str, Any]] = data.fixture("infakt", "cases", "postal_codes.yaml")
NIPS: dict[str, Any] = data.fixture("infakt", "cases", "nips.yaml")

MAILING = {
    "same_forward_address": False,
    "mailing_company_name": "Pracownia Ćwik",
    "mailing_street": "Wąwozowa 8",
    "mailing_city": "Łódź",
    "mailing_postal_code": "90-001",
}
WRONG: tuple[dict[str, Any], ...] = (
    {"city": 5},
    {"note": {"an": "object"}},
    {"company_name": ["an array"]},
    {"same_forward_address": "perhaps"},
    {"days_to_payment": [14]},
)
NULL_WHEN_UNSET = ("street", "flat_number", "nip", "phone_number", "email", "first_name")
EMPTY_WHEN_UNSET = (
    *("web_site", "note", "receiver", "mailing_company_name", "mailing_street", "mailing_city"),
    *("mailing_postal_code", "payment_method", "invoice_note"),
)


@check("FAK-MEMBER-01")
def every_payment_method_comes_back(api: Driver) -> None:
    for method in METHODS["accepted"]:
        answer = api.create_client(payment_method=method)
        expect.success(answer)
        came_back(api.record(answer), {"payment_method": method})


@check("FAK-MEMBER-02")
def another_payment_method_is_refused(api: Driver) -> None:
    for method in METHODS["refused"]:
        unprocessable(api.create_client(payment_method=method))


def _days(api: Driver, requirement: str) -> None:
    for row in DAYS:
        if row.get("requirement") == requirement:
            answer = api.create_client(days_to_payment=row["sent"])
            expect.success(answer)
            seen = api.record(answer).get("days_to_payment")
            wanted = f"days_to_payment {row['number']}"
            expect.that(alike(seen, row["number"]), wanted, expect.show(seen))


@check("FAK-MEMBER-03")
def days_come_back(api: Driver) -> None:
    _days(api, "FAK-MEMBER-03")


@check("FAK-MEMBER-04")
def days_may_be_digits(api: Driver) -> None:
    _days(api, "FAK-MEMBER-04")


@check("FAK-MEMBER-05")
def unset_days_are_an_empty_text(api: Driver) -> None:
    expect.equal(api.new_client().get("days_to_payment"), "", "days_to_payment")


@check("FAK-MEMBER-06")
def polish_postal_codes_come_back(api: Driver) -> None:
    for row in POSTAL_CODES:
        if row.get("requirement") == "FAK-MEMBER-06":
            sent = {"country": row["country"], "postal_code": row["postal_code"]}
            answer = api.create_client(**sent)
            expect.success(answer)
            came_back(api.record(answer), {"postal_code": row["postal_code"]})


@check("FAK-SHAPE-02")
def other_valid_postal_codes_are_accepted(api: Driver) -> None:
    for row in POSTAL_CODES:
        if row.get("requirement") == "FAK-SHAPE-02":
            sent = {"country": row["country"], "postal_code": row["postal_code"]}
            expect.success(api.create_client(**sent))


@check("FAK-SHAPE-02")
def right_tax_numbers_are_accepted(api: Driver) -> None:
    for row in NIPS["right"]:
        expect.success(api.create_client(nip=row["nip"]))


@check("FAK-SHAPE-03")
def wrong_types_are_refused(api: Driver) -> None:
    client = api.new_client()
    for wrong in WRONG:
        expect.refused(api.create_client(**wrong))
        expect.refused(api.update_client(client, **wrong))


@check("FAK-MEMBER-07")
def letters_go_to_the_firm_unless_told(api: Driver) -> None:
    seen = api.new_client().get("same_forward_address")
    expect.equal(seen, True, "same_forward_address")


@check("FAK-MEMBER-08")
def a_mailing_address_comes_back(api: Driver) -> None:
    came_back(api.new_client(**MAILING), MAILING)


@check("FAK-MEMBER-09")
def a_tax_number_may_be_empty(api: Driver) -> None:
    expect.success(api.create_client(nip=""))


@check("FAK-MEMBER-10")
def hyphens_of_a_tax_number_are_kept(api: Driver) -> None:
    for row in NIPS["right"]:
        if "-" in row["nip"]:
            answer = api.create_client(nip=row["nip"])
            expect.success(answer)
            expect.equal(api.record(answer).get("nip"), row["nip"], "the nip")


@check("FAK-MEMBER-11")
def a_wrong_check_digit_is_refused(api: Driver) -> None:
    for row in NIPS["wrong"]:
        unprocessable(api.create_client(nip=row["nip"]))


@check("FAK-MEMBER-12")
def tax_numbers_of_other_countries_are_accepted(api: Driver) -> None:
    for row in NIPS["foreign"]:
        expect.success(api.create_client(country=row["country"], nip=row["nip"]))


@check("FAK-MEMBER-13")
def a_tax_number_may_be_there_twice(api: Driver) -> None:
    nip = api.nip()
    for _ in range(2):
        expect.success(api.create_client(nip=nip))


@check("FAK-MEMBER-14")
def some_members_are_null_when_unset(api: Driver) -> None:
    created = api.new_client()
    for name in NULL_WHEN_UNSET:
        expect.equal(created.get(name, "nothing"), None, name)


@check("FAK-MEMBER-15")
def some_members_are_empty_when_unset(api: Driver) -> None:
    created = api.new_client()
    for name in EMPTY_WHEN_UNSET:
        expect.equal(created.get(name), "", name)


@check("FAK-MEMBER-16")
def clients_have_a_uuid(api: Driver) -> None:
    seen = api.new_client().get("uuid")
    expect.that(isinstance(seen, str) and seen, "a uuid", expect.show(seen))


@check("FAK-MEMBER-17")
def clients_have_the_name_of_their_country(api: Driver) -> None:
    expect.equal(api.new_client().get("country_full_name"), "Polska", "the country_full_name")
