"""What becomes of what is refused, and how that is told."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.expect import CannotTell
from conformance.infakt.driver import Driver
from conformance.infakt.errors import object_with, refused
from conformance.infakt.records import ids


@check("FAK-ERROR-01")
def what_is_refused_is_not_stored(api: Driver) -> None:
    word, made = api.family({})
    for wrong in ({"country": None}, {"payment_method": "blik"}):
        refused(api.create_client(company_name=f"{word} wrong", **wrong))
    seen = ids(api.listed(word).entities)
    expect.equal(seen, ids(made), "only the client that was not refused:")


@check("FAK-ERROR-02")
def a_refusal_has_errors(api: Driver) -> None:
    told = [api.perform(call) for call in api.invalid_calls()]
    told = [answer for answer in told if answer.status == 422]
    if not told:
        raise CannotTell("nothing is refused with 422")
    for answer in told:
        errors = object_with(answer, "errors")
        right = isinstance(errors, dict) and errors
        expect.that(right, "an object errors that is not empty", answer.summary)
