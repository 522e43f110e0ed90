"""What a service makes of a new client: id, hash, times and the name to show, and that it is on file."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import (
    FULL,
    Record,
    came_back,
    differing,
    reads_the_same,
)

BALANCES = ("balance", "paid_to_date", "payment_balance", "credit_balance")
# By how many seconds the clocks of a service and of its front may differ.
_TOLERANCE = 3


@check("NIN-CREATE-06")
def every_client_has_an_id_of_its_own(api: Driver) -> None:
    seen = [api.new_client()["id"] for _ in range(3)]
    texts = all(isinstance(one, str) and one for one in seen)
    expect.that(texts and len({*seen}) == len(seen), "ids of their own", expect.show(seen))


@check("NIN-CREATE-07")
def ids_are_letters_and_digits(api: Driver) -> None:
    seen = str(api.new_client()["id"])
    right = re.fullmatch("[A-Za-z0-9]{10,}", seen)
    expect.that(right, "ten or more letters and digits", expect.show(seen))


@check("NIN-CREATE-08")
def the_hash_of_a_client_has_forty_characters(api: Driver) -> None:
    seen = api.new_client().get("client_hash")
    right = isinstance(seen, str) and len(seen) == 40
    expect.that(right, "a client_hash of 40 characters", expect.show(seen))


@check("NIN-CREATE-09")
def every_client_has_a_hash_of_its_own(api: Driver) -> None:
    seen = [api.new_client().get("client_hash") for _ in range(3)]
    expect.that(len({*map(str, seen)}) == len(seen), "hashes of their own", expect.show(seen))


@check("NIN-CREATE-10")
def a_new_client_is_of_now(api: Driver) -> None:
    answer = api.create_client()
    seen, now = api.record(answer), _now(answer)
    for name in ("created_at", "updated_at"):
        stamp = seen.get(name)
        right = isinstance(stamp, int) and abs(stamp - now) <= _TOLERANCE
        expect.that(right, f"{name} to be about {now:.0f}", expect.show(stamp))


def _now(answer: Answer) -> float:
    """Return the time of the service, as it tells it, or else ours."""
    told = answer.response.headers.get("date")
    try:
        return parsedate_to_datetime(told).timestamp() if told else time.time()
    except ValueError:
        return time.time()


@check("NIN-CREATE-11")
def a_new_client_is_not_deleted(api: Driver) -> None:
    expect.equal(api.new_client().get("is_deleted"), False, "is_deleted")


@check("NIN-CREATE-12")
def a_new_client_is_not_archived(api: Driver) -> None:
    expect.equal(api.new_client().get("archived_at"), 0, "archived_at")


@check("NIN-CREATE-13")
def a_new_client_owes_nothing(api: Driver) -> None:
    client = api.new_client()
    for name in BALANCES:
        expect.equal(client.get(name), 0, name)


@check("NIN-CREATE-14")
def what_the_server_sets_is_ignored(api: Driver) -> None:
    sent: Record = {
        "id": "VolejRejNm",
        "client_hash": "0123456789" * 4,
        "created_at": 99,
        "is_deleted": True,
        **dict.fromkeys(BALANCES, 99),
    }
    answer = api.create_client(**sent)
    taken = api.record(answer)
    for name, value in sent.items():
        expect.that(taken.get(name) != value, f"{name} to be ignored", expect.show(value))


@check("NIN-CREATE-33")
def who_is_assigned_to_nobody_says_so(api: Driver) -> None:
    came_back(api.new_client(), {"assigned_user_id": ""})


@check("NIN-CREATE-37")
def a_client_is_displayed_by_its_name(api: Driver) -> None:
    client = api.new_client()
    came_back(client, {"display_name": client["name"]})


@check("NIN-CREATE-38")
def without_a_name_a_client_is_displayed_by_its_contact(api: Driver) -> None:
    contact = api.contact(first_name="John", last_name="Smith")
    came_back(api.new_client(name="", contacts=[contact]), {"display_name": "John Smith"})


@check("NIN-CREATE-39")
def without_any_name_a_client_is_displayed_by_an_email(api: Driver) -> None:
    contact = {"email": f"{api.name()}@example.com"}
    came_back(api.new_client(name="", contacts=[contact]), {"display_name": contact["email"]})


@check("NIN-CREATE-40")
def what_was_answered_is_read(api: Driver) -> None:
    created = api.new_client(**FULL)
    reads_the_same(api.client(created), created)


@check("NIN-CREATE-41")
def a_new_client_is_counted(api: Driver) -> None:
    word, _ = api.family({}, {})
    before = api.listed(name=word).told("total")
    api.new_client(name=f"{word} z")
    expect.equal(api.listed(name=word).told("total"), before + 1, "a total of")


@check("NIN-CREATE-43")
def a_new_client_is_listed_as_stored(api: Driver) -> None:
    word, (made,) = api.family(FULL)
    stored, listed = api.client(made), api.found(word, [made]).clients[0]
    told = {name: stored.get(name) for name in ("name", "number", "country_id", *FULL)}
    for name, value in differing(listed, told):
        wanted = f"the listed {name} to be {expect.show(told[name])}"
        expect.violated(wanted, expect.show(value))
