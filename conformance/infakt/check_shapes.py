"""What the attributes of clients in answers are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.infakt.driver import Driver
from conformance.infakt.records import FULL, KINDS, TEXTS, Record, blank, unwrapped

METHODS = tuple(data.fixture("infakt", "cases", "payment_methods.yaml")["accepted"])


def _right(name: str, value: Any) -> bool:
    """Whether a value may be that of a documented attribute."""
    if name == "id":
        return type(value) is int
    if name == "same_forward_address":
        return isinstance(value, bool)
    if name == "country":
        return isinstance(value, str)
    if blank(value):
        return name in (*TEXTS, "days_to_payment", "payment_method", "business_activity_kind")
    if name == "days_to_payment":
        return type(value) is int or (isinstance(value, str) and value.isdigit())
    choices = {"payment_method": METHODS, "business_activity_kind": KINDS}
    return value in choices[name] if name in choices else isinstance(value, str)


def _clients(api: Driver) -> Iterator[Record]:
    """Yield a client with everything set and one with nothing, as each operation answers it."""
    for members in (FULL, {}):
        word = api.name()
        created = api.create_client(company_name=word, **members)
        client = api.record(created)
        yield unwrapped(created.json)
        yield unwrapped(api.arranged(api.read_client(client)))
        yield unwrapped(api.arranged(api.update_client(client, note="Druga uwaga")))
        page = api.arranged(api.list_clients(word))
        yield from map(unwrapped, page["entities"])


@check("FAK-SHAPE-01")
def attributes_have_their_types(api: Driver) -> None:
    typed = {"id", "same_forward_address", "country", "days_to_payment", "payment_method"}
    for client in _clients(api):
        for name in (*TEXTS, *typed, "business_activity_kind"):
            right = name not in client or _right(name, client[name])
            expect.that(right, f"{name} of the documented type", expect.show(client.get(name)))


@check("FAK-SHAPE-04")
def no_answer_has_clean_nip(api: Driver) -> None:
    for client in _clients(api):
        expect.that("clean_nip" not in client, "no clean_nip", expect.show(client.get("clean_nip")))
