"""Related records beside a client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from mockserver import data
from tests.mockserver.invoiceninja.calls import LIST, bulk, ids, listed, made, ninja, place

ASKED = ("activities", "ledger", "system_logs", "group_settings")
EVERYTHING = "activities,ledger,system_logs,group_settings,documents,contacts,gateway_tokens"
DEMO = data.fixture("invoiceninja", "demo")


def _shown(number: int, include: str) -> Any:
    call = ninja(data="demo")
    return call("GET", f"{LIST}/{ids.encode(number)}?include={include}").json()["data"]


def test_nothing_is_shown_that_nobody_asked_for() -> None:
    shown = _shown(1, "")
    assert not {*ASKED} & shown.keys()
    assert {"contacts", "documents", "gateway_tokens"} <= shown.keys()


@pytest.mark.parametrize("name", ASKED)
def test_each_can_be_asked_for_alone(name: str) -> None:
    assert {*ASKED} & _shown(1, name).keys() == {name}
    listed = ninja(data="demo")("GET", f"{LIST}?include={name}&sort=id|asc").json()["data"]
    assert all(name in one for one in listed) or name == "group_settings"


def test_all_can_be_asked_for_at_once() -> None:
    shown = _shown(5, EVERYTHING)
    assert {*EVERYTHING.split(",")} <= shown.keys()
    assert shown["group_settings"]["name"] == "Retainers"
    assert shown["gateway_tokens"][0]["meta"]["brand"] == "visa"


@pytest.mark.parametrize("table", ["activities", "ledger", "system_logs"])
def test_what_demo_data_have_is_shown_newest_first(table: str) -> None:
    for client in (one["id"] for one in DEMO["clients"] if one["company_id"] == 2):
        wanted = [one for one in DEMO[table] if one["client_id"] == client]
        shown = _shown(client, table)[table]
        assert [one["created_at"] for one in shown] == [
            one["created_at"] for one in reversed(wanted)
        ]
        if table == "ledger" and wanted:
            owed = sum(one["adjustment"] for one in shown)
            balance = next(one["balance"] for one in DEMO["clients"] if one["id"] == client)
            assert round(owed, 2) == shown[0]["balance"] == balance


def test_a_client_without_a_group_shows_none() -> None:
    assert "group_settings" not in _shown(3, "group_settings")


def test_what_the_mock_does_is_remembered() -> None:
    call = ninja()
    client = made(call)
    for action in ("archive", "restore", "delete", "restore"):
        bulk(call, action, client)
    call("PUT", place(client), {"city": "Oslo"})
    shown = call("GET", place(client, "?include=activities")).json()["data"]["activities"]
    kinds = [one["activity_type_id"] for one in shown]
    assert kinds == ["61", "26", "3", "26", "2", "1"]
    assert {one["client_id"] for one in shown} == {client["id"]}
    assert {one["user_id"] for one in shown} == {ids.encode(2)}
    assert not any(one["is_system"] for one in shown)


def test_a_merge_is_in_the_ledger() -> None:
    clients = [
        {"id": number, "company_id": 2, "user_id": 2, "name": f"C{number}", "balance": number * 100}
        for number in (1, 2)
    ]
    call = ninja(data={"clients": clients})
    path = f"{LIST}/{ids.encode(1)}/{ids.encode(2)}/merge?include=ledger"
    password = {"X-API-PASSWORD": "Lighthouse-2-Harbor"}
    (entry,) = call("POST", path, headers=password).json()["data"]["ledger"]
    assert (entry["adjustment"], entry["balance"]) == (200, 300)
    assert entry["notes"] == "Balance update after merging C2"


def test_no_more_than_fifty_are_shown() -> None:
    call = ninja()
    client = made(call)
    for number in range(60):
        call("PUT", place(client), {"city": str(number)})
    shown = call("GET", place(client, "?include=activities")).json()["data"]["activities"]
    assert [one["activity_type_id"] for one in shown] == ["61"] * 50


def test_every_answer_with_clients_can_include() -> None:
    call = ninja()
    query = "?include=activities,ledger"
    client = call("POST", LIST + query, {"name": "X"}).json()["data"]
    other = made(call)
    password = {"X-API-PASSWORD": "Lighthouse-2-Harbor"}
    body = {"action": "archive", "ids": [client["id"]]}
    answers = [
        client,
        call("PUT", place(client, query), {"city": "X"}).json()["data"],
        call("GET", place(client, "/edit" + query)).json()["data"],
        call("POST", f"{LIST}/bulk{query}", body).json()["data"][0],
        call("POST", place(client, f"/{other['id']}/merge{query}"), headers=password).json()[
            "data"
        ],
    ]
    assert all({"activities", "ledger"} <= one.keys() for one in answers)


@pytest.mark.parametrize("include", ["bogus", "activities,bogus", "activities,%20ledger"])
def test_unknown_names_are_refused_in_lists_only(include: str) -> None:
    call = ninja()
    assert call("GET", f"{LIST}?include={include}").json()["data"] == []
    client = made(call)
    assert call("GET", place(client, f"?include={include}")).status_code == 200
    refused = call("GET", f"{LIST}?include={include}")
    assert (refused.status_code, [*refused.json()]) == (400, ["message"])
    assert "Relation `" in refused.json()["message"]


def test_a_refused_bulk_action_changes_nothing() -> None:
    call = ninja()
    client = made(call)
    body = {"action": "archive", "ids": [client["id"]]}
    assert call("POST", f"{LIST}/bulk?include=bogus", body).status_code == 400
    assert call("GET", place(client)).json()["data"]["archived_at"] == 0


def test_other_relations_are_no_mistake() -> None:
    call = ninja(data="demo")
    assert call("GET", f"{LIST}?include=invoices,company,").status_code == 200


@pytest.mark.parametrize(
    ("index", "names"),
    [("", {"data", "meta"}), ("user", {"user", "meta"}), ("data", {"data", "meta"})],
)
def test_index_names_what_is_listed(index: str, names: set[str]) -> None:
    call = ninja(data="demo")
    assert call("GET", f"{LIST}?index={index}").json().keys() == names
    assert call("GET", f"{LIST}/{ids.encode(1)}?index={index}").json().keys() == names - {"meta"}


def test_index_none_leaves_the_envelope_away() -> None:
    call = ninja(data="demo")
    assert len(call("GET", f"{LIST}?index=none").json()) == 15
    assert call("GET", f"{LIST}/{ids.encode(1)}?index=none").json()["id"] == ids.encode(1)
    assert ninja()("GET", f"{LIST}?index=none").json() == []


def test_what_is_kept_is_what_would_be_shown_anew() -> None:
    call = ninja(data="demo")
    first, second, third = listed(call, "sort=id|asc")[:3]
    password, pdf = {"X-API-PASSWORD": "Lighthouse-2-Harbor"}, ("a.pdf", b"%PDF-1.4\n")
    changes: list[Callable[[], httpx.Response]] = [
        lambda: bulk(call, "archive", first, second),
        lambda: bulk(call, "restore", second),
        lambda: call("PUT", place(second), {"contacts": [{"first_name": "Another"}]}),
        lambda: call("PUT", place(third), {"name": "Renamed"}),
        lambda: call("POST", LIST, {"name": "New"}),
        lambda: call("POST", place(third, "/upload"), files=[("documents[]", pdf)], data={}),
        lambda: bulk(call, "assign_group", third, group_settings_id=ids.encode(1)),
        lambda: call("POST", place(third, f"/{second['id']}/merge"), headers=password),
        lambda: call("POST", place(third, "/purge"), headers=password),
        lambda: call("POST", "/_mock/reset"),
    ]
    memory = call.app.worlds[0].behaviour().views.memory
    path = f"{LIST}?include={EVERYTHING}&sort=id|asc&per_page=100"
    before = call("GET", path).json()
    for number, change in enumerate(changes):
        assert change().is_success
        kept = call("GET", path).json()
        assert kept != before, f"change {number} does not show"
        memory.is_off = True
        assert call("GET", path).json() == kept
        memory.is_off, before = False, kept


@pytest.mark.parametrize("table", [*ASKED, "contacts", "documents", "gateway_tokens"])
def test_a_client_is_shown_anew_where_only_what_it_is_shown_with_has_changed(table: str) -> None:
    call = ninja(data="demo")
    store, path = call.app.worlds[0].store, f"{LIST}?include={table}&per_page=100"
    before = call("GET", path).json()
    own = [*store.state.of(table)]
    store.state = store.state.put(table, *({**row, "created_at": 1} for row in own))
    assert call("GET", path).json() != before


def test_links_are_those_of_the_host_that_is_asked() -> None:
    call = ninja()
    client = made(call)
    for number, host in enumerate(("one.example", "two.example", "one.example")):
        # Changed each time, so that the client is shown anew and its contact is not.
        call("PUT", place(client), {"city": str(number)})
        shown = call("GET", place(client), headers={"Host": host}).json()["data"]
        assert [one["link"].split("/")[2] for one in shown["contacts"]] == [host]
