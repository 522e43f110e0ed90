"""Numbers of clients: no two have the same, and who sends none is given one."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import Record, accepted, blank, came_back
from conformance.invoiceninja.refusals import expect_refusals

# How often a number is tried for before it counts as one that cannot be had.
TRIES = 10


def _own(client: Record, others: list[Record]) -> None:
    """Expect a client to have a number, and one that none of the others has."""
    seen = client.get("number")
    expect.that(not blank(seen), "a number", expect.show(seen))
    taken = [one.get("number") for one in others]
    expect.that(seen not in taken, f"a number other than {expect.show(taken)}", expect.show(seen))


@check("NIN-NUMBER-01")
def who_sends_no_number_gets_one(api: Driver) -> None:
    made = [accepted(api.create_client()) for _ in range(3)]
    for place, client in enumerate(made):
        _own(client, made[:place])


@check("NIN-NUMBER-03")
def an_empty_number_is_replaced(api: Driver) -> None:
    made = [api.new_client()]
    for number in (None, ""):
        client = accepted(api.call("storeClient", json=api.body() | {"number": number}))
        _own(client, made)
        made.append(client)


@check("NIN-NUMBER-04")
def a_number_that_is_sent_comes_back(api: Driver) -> None:
    number = api.unique()
    came_back(accepted(api.create_client(number=number)), {"number": number})


@check("NIN-NUMBER-05")
def a_number_that_is_taken_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-NUMBER-05")


@check("NIN-NUMBER-06")
def the_number_of_an_archived_client_is_taken(api: Driver) -> None:
    number = api.unique()
    api.archived(number=number)
    expect.refused(api.create_client(number=number))


@check("NIN-NUMBER-07")
def the_number_of_a_deleted_client_is_taken(api: Driver) -> None:
    number = api.unique()
    api.deleted(number=number)
    expect.refused(api.create_client(number=number))


@check("NIN-NUMBER-08")
def the_number_of_a_purged_client_is_free(api: Driver) -> None:
    assert api.password
    number = api.unique()
    client = api.new_client(number=number)
    api.done(api.purge_client(client))
    if api.read_client(client).ok:
        raise CannotTell("a purged client is needed, but it can still be read")
    came_back(accepted(api.create_client(number=number)), {"number": number})


@check("NIN-NUMBER-09")
def numbers_chosen_by_hand_are_passed_over(api: Driver) -> None:
    latest, following = _taken_beforehand(api)
    _own(accepted(api.create_client()), [{"number": latest}, {"number": following}])


def _taken_beforehand(api: Driver) -> tuple[str, str]:
    """Return the latest number that was given out, and the one after it, which a client has by hand."""
    told = ""
    for _ in range(TRIES):  # others may be given the one after it
        latest = str(api.new_client().get("number"))
        following = _following(latest)
        taken = api.create_client(number=following)
        if taken.ok:
            return latest, following
        told = f"the number {following} is needed, but got {taken.summary}"
    raise CannotTell(told)


def _following(number: str) -> str:
    """Return a number plus one, written alike."""
    before = number.rstrip("0123456789")
    digits = number.removeprefix(before)
    if not digits:
        raise CannotTell(f"what follows the number {number} is not known")
    return f"{before}{int(digits) + 1:0{len(digits)}}"


@check("NIN-NUMBER-10")
def an_id_number_that_is_taken_is_refused(api: Driver) -> None:
    expect_refusals(api, "NIN-NUMBER-10")


@check("NIN-NUMBER-11")
def any_number_of_clients_have_no_id_number(api: Driver) -> None:
    for _ in range(2):
        accepted(api.create_client(id_number=""))
        accepted(api.create_client())
