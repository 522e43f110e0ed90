"""Each check of what is created, read and updated was seen to fail: answers are changed on their way."""

from __future__ import annotations

import pytest

from tests.conformance.invoiceninja.changing import (
    Change,
    backwards,
    bodies,
    clients,
    contacts,
    errors,
    failed,
    headers,
    plainly,
    setting,
    settings,
    statuses,
)

# What the document says less plainly. What it says plainly, the faults of the mock break.
HEDGED: list[tuple[str, Change]] = [
    ("NIN-ERROR-04", errors(lambda _: {})),
    ("NIN-ERROR-05", errors(lambda _: [])),
    ("NIN-STATUS-02", statuses(422, 500)),
    ("NIN-SHAPE-03", statuses(200, 422)),
    ("NIN-ENVELOPE-06", bodies(lambda body: {k: v for k, v in body.items() if k != "meta"})),
    ("NIN-CREATE-11", setting(is_deleted=True)),
    ("NIN-CONTACT-25", contacts(lambda one: one.update(password="1Qajsj4kd33"))),
    ("NIN-SHOW-03", statuses(400, 200)),
    ("NIN-BLANK-03", setting(name="New client")),
    ("NIN-UPDATE-24", statuses(400, 200)),
    ("NIN-UPDATE-28", statuses(400, 200)),
    ("NIN-UPDATE-32", clients(lambda one: one.update(city="Salem"), "GET")),
]

# What only the deployed service does.
OBSERVED: list[tuple[str, Change]] = [
    ("NIN-AUTH-05", errors(lambda _: {"message": "no", "errors": {"token": ["wrong"]}})),
    ("NIN-AUTH-06", statuses(403, 400)),
    ("NIN-AUTH-07", plainly(statuses(200, 400))),
    ("NIN-ERROR-07", statuses(404, 400)),
    ("NIN-ERROR-08", statuses(404, 400)),
    ("NIN-ERROR-09", errors(lambda body: body | {"errors": {"x": ["wrong"]}})),
    ("NIN-HEADER-04", headers("access-control-allow-origin", None)),
    ("NIN-HEADER-05", headers("x-app-version", None)),
    ("NIN-HEADER-06", statuses(200, 204)),
    ("NIN-ENVELOPE-07", bodies(lambda body: {"data": body})),
    ("NIN-ENVELOPE-08", bodies(lambda body: body if "data" in body else {"data": body})),
    ("NIN-CREATE-07", setting(id="not/an-id")),
    ("NIN-CREATE-08", setting(client_hash="short")),
    ("NIN-CREATE-09", setting(client_hash="x" * 40)),
    ("NIN-CREATE-10", setting(created_at=1730732530)),
    ("NIN-CREATE-12", setting(archived_at=5)),
    ("NIN-CREATE-13", setting(paid_to_date=5)),
    ("NIN-CREATE-14", setting(balance=99)),
    ("NIN-CREATE-15", setting(country_id="")),
    ("NIN-CREATE-17", statuses(422, 200)),
    ("NIN-CREATE-20", setting(shipping_country_id="840")),
    ("NIN-CREATE-21", setting(country_id="4")),
    ("NIN-CREATE-25", setting(classification="other")),
    ("NIN-CREATE-28", clients(lambda one: one.update(name=f"<b>{one['name']}</b>"))),
    ("NIN-CREATE-33", setting(assigned_user_id="VolejRejNm")),
    ("NIN-CREATE-34", clients(lambda one: one.update(city=f" {one['city']}"))),
    ("NIN-CREATE-37", setting(display_name="x")),
    ("NIN-CREATE-38", setting(display_name="")),
    ("NIN-NUMBER-01", setting(number="0001")),
    ("NIN-NUMBER-06", statuses(422, 200)),
    ("NIN-CONTACT-03", contacts(lambda one: one.update(is_primary=False))),
    ("NIN-CONTACT-07", clients(lambda one: one["contacts"].reverse())),
    ("NIN-CONTACT-08", contacts(lambda one: one.update(is_primary=True))),
    ("NIN-CONTACT-10", contacts(lambda one: one.update(send_email=False))),
    ("NIN-CONTACT-12", contacts(lambda one: one.update(contact_key="k"))),
    ("NIN-CONTACT-13", contacts(lambda one: one.update(contact_key="k" * 32))),
    ("NIN-CONTACT-15", contacts(lambda one: one.update(link="https://example.com"))),
    ("NIN-CONTACT-22", contacts(lambda one: one.update(password=""))),
    ("NIN-CONTACT-23", contacts(lambda one: one.update(password="*" * 10))),
    ("NIN-CONTACT-29", contacts(lambda one: one.update(token="x"))),
    ("NIN-BLANK-02", setting(id="VolejRejNm")),
    ("NIN-BLANK-05", setting(created_at=5)),
    ("NIN-UPDATE-03", contacts(lambda one: one.update(contact_key=one["first_name"]))),
    ("NIN-UPDATE-11", backwards()),
    ("NIN-UPDATE-12", clients(lambda one: one.update(user_id=one["city"]))),
    ("NIN-UPDATE-27", setting(is_deleted=True)),
    ("NIN-SETTING-06", settings(currency_id="")),
    ("NIN-SETTING-09", settings(default_task_rate="a")),
    ("NIN-SETTING-12", settings(translations={})),
]


@pytest.mark.parametrize(("requirement", "change"), HEDGED, ids=[row[0] for row in HEDGED])
def test_what_the_document_hedges_is_examined(requirement: str, change: Change) -> None:
    assert requirement in failed(requirement, "documented", change)


@pytest.mark.parametrize(("requirement", "change"), OBSERVED, ids=[row[0] for row in OBSERVED])
def test_what_was_observed_is_examined(requirement: str, change: Change) -> None:
    assert requirement in failed(requirement, "observed", change)
