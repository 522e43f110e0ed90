"""Clients that are archived, restored, deleted, purged and merged, one by one and in bulk."""

from __future__ import annotations

import time
from typing import Any

import pytest

from mockserver.invoiceninja.auth import PASSWORDS, TOKENS, headers
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import BASE, LIST, bulk, ids, made, names, ninja, place

PASSWORD = {"X-API-PASSWORD": PASSWORDS[2]}


def _read(call: Caller, client: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = call("GET", place(client)).json()["data"]
    return shown


def _merge(call: Caller, first: dict[str, Any], second: dict[str, Any]) -> Any:
    return call("POST", f"{place(first)}/{second['id']}/merge", headers=PASSWORD)


def _state(client: dict[str, Any]) -> str:
    if client["is_deleted"]:
        return "deleted"
    return "archived" if client["archived_at"] else "active"


def _in(call: Caller, state: str) -> dict[str, Any]:
    client = made(call)
    action = {"archived": "archive", "deleted": "delete"}.get(state)
    if action:
        bulk(call, action, client)
    return _read(call, client)


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        ("active", "archive", "archived"),
        ("active", "restore", "active"),
        ("active", "delete", "deleted"),
        ("archived", "archive", "archived"),
        ("archived", "restore", "active"),
        ("archived", "delete", "deleted"),
        ("deleted", "archive", "deleted"),
        ("deleted", "restore", "active"),
        ("deleted", "delete", "deleted"),
    ],
)
def test_every_transition(before: str, action: str, after: str) -> None:
    call = ninja()
    client = _in(call, before)
    other = made(call, name="Other")
    answer = bulk(call, action, client, client)
    assert answer.status_code == 200
    assert [one["id"] for one in answer.json()["data"]] == [client["id"]]
    seen = _read(call, client)
    assert _state(seen) == after
    if before == after:
        assert seen == client
    assert {**seen, "is_deleted": 0, "archived_at": 0, "updated_at": 0} == {
        **client,
        "is_deleted": 0,
        "archived_at": 0,
        "updated_at": 0,
    }
    assert _read(call, other) == other


@pytest.mark.parametrize("state", ["active", "archived", "deleted"])
def test_clients_are_purged_from_any_state(state: str) -> None:
    call = ninja()
    client = _in(call, state)
    answer = call("POST", place(client, "/purge"), headers=PASSWORD)
    assert (answer.status_code, answer.json()) == (200, {"message": "Success"})
    assert call("GET", place(client)).status_code == 400
    assert names(call) == []
    assert bulk(call, "restore", client).status_code == 422
    assert made(call, number=client["number"])["number"] == client["number"]


def test_a_purge_takes_all_that_belongs_to_a_client() -> None:
    call = ninja(data="demo")
    before = call("GET", "/_mock/state").json()["invoiceninja"]
    assert call("POST", f"{LIST}/VolejRejNm/purge", headers=PASSWORD).status_code == 200
    after = call("GET", "/_mock/state").json()["invoiceninja"]
    for table in ("contacts", "documents", "invoices", "payments", "activities"):
        assert any(one["client_id"] == 1 for one in before[table]), table
        assert not any(one["client_id"] == 1 for one in after[table]), table


def test_a_client_that_was_archived_and_deleted_is_restored_as_active() -> None:
    call = ninja()
    client = _in(call, "archived")
    call("DELETE", place(client))
    bulk(call, "restore", client)
    assert _state(_read(call, client)) == "active"


def test_deleting_again_changes_nothing() -> None:
    call = ninja()
    client = made(call)
    first = call("DELETE", place(client))
    assert call("DELETE", place(client)).content == first.content
    refused = call("PUT", place(client), {"city": "Oslo"})
    assert (refused.status_code, [*refused.json()]) == (400, ["message"])
    assert call("PUT", place(client), {"country_id": "A"}).status_code == 422


def test_archiving_keeps_its_time() -> None:
    call = ninja(clock="2026-01-31T12:00:00Z")
    client = _in(call, "archived")
    for _ in range(1100):
        call("PUT", place(client), {})
    bulk(call, "archive", client)
    assert _read(call, client)["archived_at"] == client["archived_at"]
    assert _read(call, client)["updated_at"] > client["updated_at"]


def test_a_merge_makes_one_client_of_two() -> None:
    call = ninja(data="demo")
    first, second = _read(call, {"id": "VolejRejNm"}), _read(call, _fourth(call))
    answer = _merge(call, first, second)
    merged = answer.json()["data"]
    assert answer.status_code == 200
    for name in ("balance", "paid_to_date", "credit_balance"):
        assert merged[name] == first[name] + second[name]
    kept = [one["id"] for one in (*first["contacts"], *second["contacts"])]
    assert {one["id"] for one in merged["contacts"]} == {*kept}
    assert len(merged["documents"]) == len(first["documents"]) + len(second["documents"])
    for name in ("name", "number", "address1", "client_hash", "settings"):
        assert merged[name] == first[name]
    assert call("GET", place(second)).status_code == 400
    assert second["name"] not in names(call, "per_page=99")


def _fourth(call: Caller) -> dict[str, Any]:
    found: dict[str, Any] = call("GET", f"{LIST}?number=0004").json()["data"][0]
    return found


def test_a_merge_leaves_out_emails_that_are_known_and_none() -> None:
    call = ninja()
    first = made(call, contacts=[{"email": "a@b.c"}, {"email": "b@b.c"}])
    second = made(call, contacts=[{"email": "A@b.c"}, {"email": ""}, {"email": "d@b.c"}])
    merged = _merge(call, first, second).json()["data"]
    assert sorted(one["email"] for one in merged["contacts"]) == ["a@b.c", "b@b.c", "d@b.c"]


def test_a_merge_needs_two_clients() -> None:
    call = ninja()
    client = made(call)
    same = _merge(call, client, client)
    assert (same.status_code, _read(call, client)) == (400, client)
    for first, second in ((client, {"id": "VolejRejNx"}), ({"id": "VolejRejNx"}, client)):
        assert _merge(call, first, second).status_code == 400
    assert _merge(call, _in(call, "deleted"), _in(call, "deleted")).status_code == 200


def test_bulk_changes_all_or_nothing() -> None:
    call = ninja()
    client = made(call)
    for sent in ([client["id"], "VolejRejNx"], [1], [], client["id"], None, {"a": client["id"]}):
        answer = call("POST", f"{LIST}/bulk", {"action": "archive", "ids": sent})
        assert (answer.status_code, [*answer.json()["errors"]]) == (422, ["ids"])
    actions: tuple[Any, ...] = (None, "muppet", 7, {}, [])
    for action in actions:
        answer = call("POST", f"{LIST}/bulk", {"action": action, "ids": [client["id"]]})
        assert (answer.status_code, [*answer.json()["errors"]]) == (422, ["action"])
    assert _read(call, client) == client


def test_the_action_may_stand_in_the_query() -> None:
    call = ninja()
    client = made(call)
    answer = call("POST", f"{LIST}/bulk?action=archive", {"ids": [client["id"]]})
    assert _state(answer.json()["data"][0]) == "archived"


def test_bulk_answers_in_pages() -> None:
    call = ninja()
    clients = [made(call, name=f"c{number}") for number in range(22)]
    answer = bulk(call, "archive", *clients).json()
    assert (len(answer["data"]), answer["meta"]["pagination"]["total"]) == (20, 22)
    body = {"action": "archive", "ids": [one["id"] for one in clients]}
    wide = call("POST", f"{LIST}/bulk?per_page=99&index=user", body)
    assert len(wide.json()["user"]) == 22


def test_groups_are_assigned_to_active_clients() -> None:
    call = ninja(data="demo")
    clients = [_in(call, state) for state in ("active", "archived", "deleted")]
    group = {"group_settings_id": "VolejRejNm"}
    shown = bulk(call, "assign_group", *clients, **group).json()["data"]
    groups = {_state(one): one["group_settings_id"] for one in shown}
    assert groups == {"active": "VolejRejNm", "archived": "", "deleted": ""}
    for wrong in ({}, {"group_settings_id": "x"}, {"group_settings_id": "Opnel5aKBz"}):
        refused = bulk(call, "assign_group", *clients, **wrong)
        assert [*refused.json()["errors"]] == ["group_settings_id"]


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("public_notes", "Closed", "Closed"),
        ("public_notes", None, ""),
        ("industry_id", 19, "19"),
        ("size_id", "99", ""),
        ("country_id", "36", "36"),
        ("custom_value4", "x", "x"),
    ],
)
def test_columns_are_set_in_every_state(column: str, value: Any, shown: str) -> None:
    call = ninja()
    clients = [_in(call, state) for state in ("active", "archived", "deleted")]
    answer = bulk(call, "bulk_update", *clients, column=column, new_value=value)
    assert [one[column] for one in answer.json()["data"]] == [shown] * 3


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"new_value": "x"}, "column"),
        ({"column": "name", "new_value": "x"}, "column"),
        ({"column": {}, "new_value": "x"}, "column"),
        ({"column": "public_notes"}, "new_value"),
        ({"column": "public_notes", "new_value": []}, "new_value"),
    ],
)
def test_columns_are_documented_ones(more: dict[str, Any], named: str) -> None:
    call = ninja()
    answer = bulk(call, "bulk_update", made(call), **more)
    assert (answer.status_code, [*answer.json()["errors"]]) == (422, [named])


def test_templates_answer_with_a_message() -> None:
    call = ninja()
    client = made(call)
    chosen = {"template": "client", "template_id": "VolejRejNm"}
    assert [*bulk(call, "template", client, **chosen).json()] == ["message"]
    mailed = bulk(call, "template", client, send_email=True, **chosen)
    assert mailed.json() == {"message": "email sent"}
    assert {*bulk(call, "template", client).json()["errors"]} == {"template", "template_id"}


def test_what_was_done_is_remembered() -> None:
    call = ninja()
    client = made(call)
    call("PUT", place(client), {"city": "Oslo"})
    for action in ("archive", "delete", "restore", "restore"):
        bulk(call, action, client)
    shown = call("GET", f"{place(client)}?include=activities").json()["data"]["activities"]
    assert [one["activity_type_id"] for one in shown] == ["26", "3", "2", "61", "1"]
    assert {one["user_id"] for one in shown} == {client["user_id"]}


def test_suppressions_are_removed_once() -> None:
    call = ninja(data="demo")
    for bounce in ("123243", "4c55f2d0-9a53-4e3c-8d53-0f6f2f3f1f10", "7", "a-b"):
        answer = call("POST", f"{BASE}/reactivate_email/{bounce}")
        assert answer.status_code == (200 if bounce == "123243" else 400)
        assert [*answer.json()] == ["message"]
    assert call("POST", f"{BASE}/reactivate_email/123243").status_code == 400


def test_tax_data_are_updated_three_times_a_minute() -> None:
    call = ninja()
    client = made(call)
    for _ in range(3):
        answer = call("POST", place(client, "/updateTaxData"))
        assert (answer.status_code, answer.json()["data"]) == (200, client)
    refused = call("POST", place(client, "/updateTaxData"))
    assert (refused.status_code, refused.json()) == (429, {"message": "Too many requests"})
    state = call("GET", "/_mock/state").json()
    state["invoiceninja"]["tax_updates"][0]["at"] = int(time.time()) - 61
    later = ninja(data=state)
    assert later("POST", place(client, "/updateTaxData")).status_code == 200


def test_bulk_passes_over_clients_that_the_user_may_not_edit() -> None:
    admin = ninja(data={})
    client = made(admin)
    employee = Caller(admin.app, headers(TOKENS[4]))
    own = made(employee)
    assert bulk(employee, "archive", client, own).is_success
    assert admin("GET", place(client)).json()["data"]["archived_at"] == 0
    assert admin("GET", place(own)).json()["data"]["archived_at"] > 0


def test_a_bulk_action_that_changes_nothing_leaves_the_state_as_it_was() -> None:
    call = ninja(data={"group_settings": [{"id": 1, "company_id": 2, "name": "Retainers"}]})
    client = made(call)
    bulk(call, "archive", client)
    before = call.app.worlds[0].store.state
    assert bulk(call, "archive", client).is_success
    assert bulk(call, "assign_group", client, group_settings_id=ids.encode(1)).is_success
    assert call.app.worlds[0].store.state is before
