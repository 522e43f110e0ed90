"""What answers mean: the envelope is looked through, and values are compared as a silence allows."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.expect import CannotTell, Violation
from conformance.invoiceninja.records import (
    alike,
    bare,
    came_back,
    contact_of,
    page_of,
    reads_the_same,
)

CLIENT = {"id": "VolejRejNm", "name": "Ada", "contacts": []}


@pytest.mark.parametrize(
    "body",
    [CLIENT, {"data": CLIENT}, {"user": CLIENT}, {"user": CLIENT, "static": {}}],
)
def test_a_client_is_found_under_any_name(body: Any) -> None:
    assert bare(body) == CLIENT


@pytest.mark.parametrize("body", [None, [], "text", {"message": "Success"}, {"data": [CLIENT]}])
def test_what_is_no_client_is_none(body: Any) -> None:
    assert "id" not in bare(body)


def test_a_page_tells_of_itself() -> None:
    page = page_of({"data": [CLIENT], "meta": {"pagination": {"total": 1}}})
    assert page.told("total") == 1
    with pytest.raises(CannotTell):
        page.told("count")
    with pytest.raises(CannotTell):
        page_of({"message": "Success"})
    assert page_of([CLIENT]).clients == (CLIENT,)


@pytest.mark.parametrize(
    ("seen", "sent", "same"),
    [
        (None, "", True),
        (" ", "", True),
        ("840", 840, True),
        ("0", 0, True),
        (0, "", False),
        (False, "", False),
        (1, True, False),
        (85.5, 85.5, True),
        ("Ada ", "Ada", False),
    ],
)
def test_values_are_alike(seen: Any, sent: Any, same: bool) -> None:
    assert alike(seen, sent) is same


def test_what_does_not_come_back_is_told() -> None:
    with pytest.raises(Violation, match='expected the client\'s city to be "Salem"; saw null'):
        came_back(CLIENT, {"name": "Ada", "city": "Salem"})


def test_two_readings_differ_in_their_contacts_too() -> None:
    one = CLIENT | {"contacts": [{"id": "a", "phone": "1"}, {"id": "b", "phone": None}]}
    turned = CLIENT | {"contacts": [{"id": "b", "phone": ""}, {"id": "a", "phone": "1"}]}
    reads_the_same(turned, one)
    for other in ({"contacts": one["contacts"][:1]}, {"contacts": [{"id": "a"}, {"id": "b"}]}):
        with pytest.raises(Violation):
            reads_the_same(CLIENT | other, one)


def test_an_only_contact_is_needed() -> None:
    assert contact_of({"contacts": [{"id": "a"}]}) == {"id": "a"}
    several: list[Any] = [[], [{}, {}], None, ["a"]]
    for contacts in several:
        with pytest.raises(CannotTell):
            contact_of({"contacts": contacts})
