"""Findings explain themselves: one clear sentence, and no call too many."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.outcome import Outcome
from conformance.run import run
from conformance.schema_words import wanted
from conformance.session import Finding
from tests.targets import mock


def findings(fault: str, requirement: str, kind: str = "", seconds: float = 0.0) -> list[Finding]:
    """Return what is found of one requirement, by checks whose names begin with `kind`."""
    target = replace(mock(fault, requirements=(requirement,)), shrink_seconds=seconds, examples=20)
    return [
        finding
        for result in run(target).results
        for finding in result.findings
        if finding.requirement == requirement and result.check.startswith(kind)
    ]


def calls(finding: Finding) -> list[str]:
    """Return what is sent, without ids."""
    return [
        " ".join(
            [sent["method"], *(part for part in sent["url"].split("/")[4:] if not part.isdigit())]
        )
        for sent in (exchange["request"] for exchange in finding.exchanges)
    ]


@pytest.mark.parametrize(
    ("fault", "requirement", "sentence"),
    [
        (
            "contact-position-as-flag",
            "INF-SHAPE-02",
            "`[0].position` to be a text or null; saw false in an answer with status 200",
        ),
        ("list-without-user", "INF-SHAPE-01", "`[0].user_id` to be there; saw only account_name,"),
        (
            "search-answers-object",
            "INF-SHAPE-01",
            "the body to be an array of Client as in the spec; saw {",
        ),
        ("set-primary-answers-false", "INF-SHAPE-02", "`is_primary` to be true; saw false in"),
        ("create-answers-202", "INF-STATUS-01", "status 200 or 201; saw status 202 with {"),
        ("contact-types-unchecked", "INF-SHAPE-05", "wrongly typed input to be refused; saw"),
    ],
)
def test_generated_input_is_told_in_one_sentence(
    fault: str, requirement: str, sentence: str
) -> None:
    found = findings(fault, requirement, "schema")
    assert any(one.message.startswith(f"expected {sentence}") for one in found)
    for one in found:
        assert "\n" not in one.message
        assert "schema" not in one.message.lower()


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "format": "date-time"}, "a date-time"),
        ({"type": "string", "minLength": 1, "description": "x"}, "a text (minLength 1)"),
        ({"type": ["integer", "null"]}, "an integer or null"),
        ({"enum": ["client", "vendor"], "type": "string"}, '"client" or "vendor"'),
        ({"oneOf": [{"$ref": "#/x/Client"}, {"type": "null"}]}, "a Client as in the spec or null"),
        ({"type": "array", "items": {"$ref": "#/x/Client"}}, "an array of Client as in the spec"),
        ({"not": {}}, "as in the spec"),
    ],
)
def test_what_a_schema_wants_is_said_in_words(schema: Any, words: str) -> None:
    assert wanted(schema) == words


@pytest.mark.parametrize(
    ("fault", "requirement", "shortest"),
    [
        (
            "client-not-deleted",
            "INF-CLIENT-22",
            ["POST clients", "POST clients", "DELETE clients", "GET clients"],
        ),
        (
            "unsent-fields-dropped",
            "INF-CLIENT-15",
            ["POST clients", "PUT clients", "PUT clients", "GET clients"],
        ),
        (
            "contact-left-out",
            "INF-CLIENT-11",
            ["POST clients", "POST clients contacts", "POST clients contacts", "GET clients"],
        ),
        (
            "set-primary-lost",
            "INF-CONTACT-10",
            ["POST clients", "POST clients contacts", "PUT contacts primary", "GET contacts"],
        ),
    ],
)
def test_a_sequence_of_the_state_machine_is_the_shortest(
    fault: str, requirement: str, shortest: list[str]
) -> None:
    (finding,) = findings(fault, requirement, "sequences", seconds=20.0)
    assert calls(finding) == shortest


def test_shrinking_ends_in_time() -> None:
    target = replace(mock("set-primary-lost", requirements=("INF-CONTACT-10",)), shrink_seconds=0.3)
    report = run(target)
    assert report.count(Outcome.FAILED) == 1
    assert report.seconds < 8


@pytest.mark.parametrize(
    ("fault", "requirement", "shortest"),
    [
        ("percent-answers-500", "INF-STATUS-04", ["GET clients search?query=%25_%27%22%5C"]),
        ("list-open-to-strangers", "INF-AUTH-01", ["GET clients?limit=1"]),
        ("absent-answers-400", "INF-STATUS-03", ["POST clients", "DELETE clients", "GET clients"]),
        (
            "contact-position-as-flag",
            "INF-SHAPE-02",
            ["POST clients", "POST clients contacts", "GET clients contacts"],
        ),
    ],
)
def test_calls_that_are_examined_by_themselves_stand_alone(
    fault: str, requirement: str, shortest: list[str]
) -> None:
    assert shortest in [calls(one) for one in findings(fault, requirement)]
