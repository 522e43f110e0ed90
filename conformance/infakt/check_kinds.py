"""Which names a kind of client needs: a table of 4 kinds by the presence of each of 3 names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.infakt.driver import Driver
from conformance.infakt.errors import texts_by_attribute, unprocessable
from conformance.infakt.records import KINDS, NAMES, came_back

TABLE: dict[str, Any] = data.fixture("infakt", "cases", "conditions.yaml")
NEEDED = {
    "private_person": ("first_name", "last_name"),
    "self_employed": NAMES,
    "other_business": ("company_name",),
}


def _members(api: Driver, row: Mapping[str, Any], unset: Any) -> dict[str, Any]:
    """Return the members of a client or an update; what stands for no kind is `unset`."""
    sent: dict[str, Any] = dict.fromkeys(row.get("emptied", ()), "")
    sent |= {name: api.name() for name in row.get("names", ())}
    return sent | ({"business_activity_kind": row["kind"] or unset} if "kind" in row else {})


def _create(api: Driver, row: Mapping[str, Any]) -> Answer:
    """Ask for a client as a row of the table describes it."""
    return api.create_client(**{"company_name": None} | _members(api, row, None))


def _rows(table: str, requirement: str) -> Iterator[dict[str, Any]]:
    """Yield the rows that are told under a requirement, the first of those that a row names."""
    for row in TABLE[table]:
        if row.get("requirements", [None])[0] == requirement:
            yield row


def _created(api: Driver, requirement: str) -> None:
    """Expect each row of a requirement to be accepted or refused as the table says."""
    for row in _rows("create", requirement):
        _judged(_create(api, row), row["verdict"])


def _judged(answer: Answer, verdict: str) -> None:
    if verdict == "accepted":
        expect.success(answer)
    else:
        unprocessable(answer)


def _updated(api: Driver, requirement: str) -> None:
    for row in _rows("update", requirement):
        if len(row["requirements"]) > 1:
            continue  # which of them is broken, it cannot tell
        client = api.record(_create(api, row["stored"]))
        _judged(api.update_client(client, **_members(api, row["sent"], "")), row["verdict"])


def _person(api: Driver) -> dict[str, Any]:
    return api.new_client(
        business_activity_kind="private_person",
        company_name=None,
        first_name="Łucja",
        last_name=api.name(),
    )


@check("FAK-KIND-01")
def a_person_needs_no_firm(api: Driver) -> None:
    _created(api, "FAK-KIND-01")


@check("FAK-KIND-02")
def a_person_without_a_firm_has_null(api: Driver) -> None:
    expect.equal(_person(api).get("company_name", ""), None, "the company_name")


@check("FAK-KIND-03")
def a_person_needs_a_first_name(api: Driver) -> None:
    _created(api, "FAK-KIND-03")


@check("FAK-KIND-04")
def a_person_needs_a_last_name(api: Driver) -> None:
    _created(api, "FAK-KIND-04")


@check("FAK-KIND-05")
def a_self_employed_person_has_all_names(api: Driver) -> None:
    _created(api, "FAK-KIND-05")


@check("FAK-KIND-06")
def a_self_employed_person_needs_a_firm(api: Driver) -> None:
    _created(api, "FAK-KIND-06")


@check("FAK-KIND-07")
def a_self_employed_person_needs_a_first_name(api: Driver) -> None:
    _created(api, "FAK-KIND-07")


@check("FAK-KIND-08")
def a_self_employed_person_needs_a_last_name(api: Driver) -> None:
    _created(api, "FAK-KIND-08")


@check("FAK-KIND-09")
def another_business_needs_its_name(api: Driver) -> None:
    _created(api, "FAK-KIND-09")


@check("FAK-KIND-10")
def another_business_needs_no_person(api: Driver) -> None:
    _created(api, "FAK-KIND-10")


@check("FAK-KIND-11")
def a_client_needs_no_kind(api: Driver) -> None:
    _created(api, "FAK-KIND-11")


@check("FAK-KIND-12")
def no_kind_is_null(api: Driver) -> None:
    seen = api.new_client().get("business_activity_kind", "")
    expect.equal(seen, None, "the business_activity_kind")


@check("FAK-KIND-13")
def another_kind_is_refused(api: Driver) -> None:
    for kind in ("company", "Private_Person", "osoba prywatna"):
        names = {"first_name": "Łucja", "last_name": "Żak"}
        unprocessable(api.create_client(business_activity_kind=kind, **names))


@check("FAK-KIND-14")
def the_kinds_come_back(api: Driver) -> None:
    for kind in KINDS:
        sent = {"business_activity_kind": kind, "first_name": "Łucja", "last_name": "Żak"}
        came_back(api.new_client(**sent), {"business_activity_kind": kind})


@check("FAK-KIND-15")
def an_empty_name_is_none(api: Driver) -> None:
    rows = [
        {"kind": kind, "names": [one for one in NAMES if one != name], "emptied": [name]}
        for kind, needed in NEEDED.items()
        for name in needed
    ]
    # Where a name that is left out is not missed, an empty one is not either.
    rows = [row for row in rows if not _create(api, row | {"emptied": []}).ok]
    if not rows:
        raise CannotTell("no kind needs any name")
    for row in rows:
        unprocessable(_create(api, row))


@check("FAK-KIND-16")
def a_change_of_kind_needs_names(api: Driver) -> None:
    _updated(api, "FAK-KIND-16")


@check("FAK-KIND-17")
def a_change_of_kind_is_possible(api: Driver) -> None:
    _updated(api, "FAK-KIND-17")


@check("FAK-KIND-18")
def a_needed_name_can_not_be_emptied(api: Driver) -> None:
    _updated(api, "FAK-KIND-18")


@check("FAK-ERROR-03")
def errors_are_told_by_attribute(api: Driver) -> None:
    refusals = [(_create(api, row), row["missing"]) for row in TABLE["create"] if _single(row)]
    refusals.append((api.create_client(country=None), ["country"]))
    refusals.append((api.create_client(payment_method="blik"), ["payment_method"]))
    wrong = api.update_client(api.new_client(), business_activity_kind="company")
    refusals.append((wrong, ["business_activity_kind"]))
    told = [(answer, missing) for answer, missing in refusals if answer.status == 422]
    if not told:
        raise CannotTell("nothing is refused with 422")
    for answer, missing in told:
        texts_by_attribute(answer, missing)


def _single(row: Mapping[str, Any]) -> bool:
    return row["verdict"] == "refused" and len(row["missing"]) == 1
