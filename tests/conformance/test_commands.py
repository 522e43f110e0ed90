"""Printed commands: ids are taken from answers, so that the sequence can be pasted as it stands."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import mockserver
from conformance.commands import script
from conformance.exchange import Exchange, Received, Sent
from conformance.outcome import Outcome
from conformance.references import Capture, linked, needed
from conformance.run import run
from tests.reproductions import paste
from tests.servers import serving
from tests.targets import mock


def exchange(
    method: str, url: str, answer: Any = None, sent: Any = None, status: int = 200
) -> Exchange:
    body = None if sent is None else json.dumps(sent)
    headers = {} if sent is None else {"content-type": "application/json"}
    request = Sent(method, f"http://h/api{url}", headers, body)
    return Exchange(None, request, Received(status, {}, json.dumps(answer)), 0.0)


def names(one: Any) -> list[str]:
    return [part.name for part in one or () if isinstance(part, Capture)]


@pytest.mark.parametrize(
    ("fault", "requirement", "shown"),
    [
        ("primary-not-demoted-on-add", "INF-CONTACT-02", '"is_primary":true'),
        ("foreign-client-takes-values", "INF-OWNER-06", "HTTP/1.1 201"),
        ("signature-not-checked", "INF-AUTH-03", "HTTP/1.1 200"),
        ("unsigned-token-accepted", "INF-AUTH-04", "HTTP/1.1 200"),
        ("expired-token-accepted", "INF-AUTH-05", "HTTP/1.1 200"),
        ("encoding-guessed", "INF-ERROR-07", "HTTP/1.1 20"),
        ("percent-answers-500", "INF-STATUS-04", "HTTP/1.1 500"),
    ],
)
def test_what_is_printed_shows_the_fault_when_it_is_pasted(
    fault: str, requirement: str, shown: str
) -> None:
    with serving(mockserver.asgi_app("infranotes", faults=[fault])) as url:
        target = replace(mock(requirements=(requirement,)), app=None, url=url)
        (verdict,) = run(target).of(Outcome.FAILED)
        for finding in verdict.findings:
            printed = paste([f"export JWT_SECRET='{target.secret}'", *finding.curl], target)
            assert shown in printed
            last = json.loads(printed.splitlines()[-1])
            recorded = json.loads(finding.exchanges[-1]["response"]["body"])
            assert type(last) is type(recorded)
            if isinstance(last, list):
                assert len(last) == len(recorded)


def test_a_single_call_stays_plain() -> None:
    assert script([exchange("GET", "/clients?limit=1")]) == (
        "curl -i 'http://h/api/clients?limit=1'",
    )


def test_only_ids_that_are_needed_later_are_taken() -> None:
    commands = script(
        [
            exchange("POST", "/clients", {"id": 5}, {"name": "n"}),
            exchange("POST", "/clients/5/contacts", {"id": 7, "client_id": 5}, {"name": "m"}),
            exchange("PUT", "/clients/5", {"id": 5}, {"city": "c"}),
            exchange("PUT", "/clients/5", {"error": "no"}, {"city": 5}, 400),
            exchange("GET", "/clients/5", {"id": 5}),
        ]
    )
    assert [one.split("http")[0] for one in commands] == [
        "CLIENT_ID=$(curl -s -X POST ",
        'curl -s -o /dev/null -X POST "',
        'curl -s -o /dev/null -X PUT "',
        'curl -i -X PUT "',
        'curl -i "',
    ]
    assert '{"city": 5}' in commands[3], "a number that is no id stays"


def test_two_ids_of_one_answer() -> None:
    created = {"data": {"id": "x1", "contacts": [{"id": "y2"}]}}
    commands = script(
        [
            exchange("POST", "/clients", created, {"name": "n"}),
            exchange("POST", "/bulk", {}, {"ids": ["y2", "x1"], "action": "x1"}),
        ]
    )
    assert commands[0].startswith("ANSWER=$(curl -s -X POST ")
    assert 'json.load(sys.stdin)["data"]["contacts"][0]["id"]' in commands[0]
    body = """'{"ids": ["'"$CONTACT_ID"'", "'"$CLIENT_ID"'"], "action": "x1"}'"""
    assert commands[1].endswith(body)


def test_records_of_two_kinds_may_have_the_same_id() -> None:
    steps = linked(
        [
            exchange("POST", "/clients", {"id": 1}, {}),
            exchange("POST", "/clients/1/contacts", {"id": 1, "client_id": 1}, {}),
            exchange("POST", "/custom-fields", {"id": 1}, {}),
            exchange("PUT", "/contacts/1.json", {"id": 1}, {"custom_field_id": 1, "client_id": 1}),
            exchange("GET", "/clients?client_id=1&limit=1", [{"id": 1}]),
        ]
    )
    assert [[one.name for one in step.captures] for step in steps[:3]] == [
        ["client_id"],
        ["contact_id"],
        ["custom_field_id"],
    ]
    assert names(steps[3].url) == ["contact_id"]
    assert names(steps[3].body) == ["custom_field_id", "client_id"]
    assert names(steps[4].url) == ["client_id"], "a page is no id"


def test_only_calls_that_the_last_one_needs_are_kept() -> None:
    client = exchange("POST", "/clients", {"id": 5}, {})
    neighbour = exchange("POST", "/clients", {"id": 6}, {})
    contact = exchange("POST", "/clients/5/contacts", {"id": 7, "client_id": 5}, {})
    refused = exchange("PUT", "/clients/5", {"error": "no"}, {"type": 1}, 400)
    read = exchange("GET", "/clients/5", {"id": 5})
    deleted = exchange("DELETE", "/clients/5", {"message": "gone"})
    before = [client, neighbour, contact, refused, read, deleted]
    last = exchange("GET", "/clients/5", {"error": "no"}, None, 404)
    assert needed([*before, last]) == (client, deleted, last)
    last = exchange("GET", "/contacts/7", {"error": "no"}, None, 404)
    assert needed([*before, last]) == (client, contact, deleted, last)
    last = exchange("GET", "/clients", [{"id": 6}])
    assert needed([*before, last]) == (neighbour, last)
    last = exchange("GET", "/clients?limit=5", {"error": "no"}, None, 500)
    assert needed([*before, last]) == (last,)
