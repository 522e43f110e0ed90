"""The driver on the mock: what it makes is found again, and removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from conformance.cleaning import leftovers, remove
from conformance.expect import Skipped
from conformance.invoiceninja.driver import PASSWORD_HEADER, Driver
from conformance.invoiceninja.forms import File
from conformance.session import Session
from conformance.target import Target
from mockserver.api import api as find
from tests.cases import Case, target


def _target(*variations: str, **more: Any) -> Target:
    whole = target(find("invoiceninja"), Case("invoiceninja", variations=variations))
    return replace(whole, **more)


@contextmanager
def _driver(examined: Target) -> Iterator[Driver]:
    session = Session(examined)
    try:
        driver = session.driver("a check")
        assert isinstance(driver, Driver)
        yield driver
    finally:
        session.close()


def _on_file(api: Driver, client: dict[str, Any]) -> bool:
    return api.read_client(client).ok


def test_with_the_password_nothing_stays_on_file() -> None:
    with _driver(_target()) as api:
        client, gone = api.new_client(), api.new_client()
        api.done(api.purge_client(gone))
        api.clean_up()
        assert not _on_file(api, client)
        assert (api.scene.created, api.scene.left) == ([], [])


def test_without_the_password_clients_are_deleted() -> None:
    with _driver(_target(password=None)) as api:
        client = api.new_client()
        api.clean_up()
        assert api.client(client)["is_deleted"]
        with pytest.raises(Skipped):
            _ = api.password


def test_the_other_users_clients_are_deleted_without_the_password_of_the_first() -> None:
    with _driver(_target()) as api:
        client = api.other.new_client()
        api.other.purge_client(client)
        assert PASSWORD_HEADER.lower() not in api.scene.exchanges[-1].request.headers
        api.clean_up()
        assert api.other.client(client)["is_deleted"]


@pytest.mark.parametrize("thoroughly", [True, False])
def test_what_a_killed_run_left_is_found_and_removed(thoroughly: bool) -> None:
    examined = _target()
    with _driver(examined) as api:
        named = api.new_client()
        nameless = api.new_client(name="", contacts=[api.contact()])
    found = leftovers(examined, thoroughly=thoroughly)
    assert {one.id for one in found} == {named["id"], nameless["id"]}
    assert remove(examined, found) == []
    assert leftovers(examined, thoroughly=thoroughly) == []


def test_a_client_under_another_name_is_removed_too() -> None:
    with _driver(_target()) as api:
        api.call("storeClient", query={"index": "user"}, json=api.body())
        assert len(api.scene.created) == 1


def test_numbers_are_new_in_every_run_with_a_seed() -> None:
    examined = _target(password=None)
    seen = []
    for _ in range(2):
        with _driver(examined) as api:
            seen += [api.unique(), api.unique()]
            api.clean_up()
    assert len({*seen}) == 4


@pytest.mark.parametrize("variation", ["upload-by-put-only", "upload-by-post-only"])
def test_a_file_is_uploaded_by_either_method(variation: str) -> None:
    with _driver(_target(variation)) as api:
        answer = api.upload(api.new_client(), File("a.txt", b"Hello.\n"))
        assert [one["name"] for one in api.record(answer)["documents"]] == ["a.txt"]


def test_an_update_leaves_what_it_does_not_speak_of() -> None:
    with _driver(_target("update-replaces-everything", "missing-contacts-refused")) as api:
        client = api.new_client(contacts=[api.contact(phone="1"), api.contact(phone="2")])
        seen = api.updated(client, city="Salem")
        assert seen["name"] == client["name"]
        told = [(one["id"], one["phone"], one["email"]) for one in client["contacts"]]
        assert [(one["id"], one["phone"], one["email"]) for one in seen["contacts"]] == told


def test_an_absent_client_is_none() -> None:
    with _driver(_target()) as api:
        assert not _on_file(api, api.absent())
