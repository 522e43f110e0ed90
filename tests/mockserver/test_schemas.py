from __future__ import annotations

from typing import Any

import pytest

from mockserver.schemas import Schema, named

COMPONENTS = {"Short": {"type": "string", "maxLength": 2, "nullable": True}}


def _problems(schema: dict[str, Any], data: Any) -> list[str]:
    return [problem.message for problem in Schema(schema, COMPONENTS).problems(data)]


@pytest.mark.parametrize(
    ("schema", "data", "message"),
    [
        ({"type": "string"}, 5, "The body must be a text"),
        ({"required": ["a"]}, {}, "a is required"),
        ({"properties": {"a": {"enum": ["x", "y"]}}}, {"a": "z"}, "a must be one of x, y"),
        ({"items": {"minimum": 1}}, [0], "[0] must be at least 1"),
        ({"items": {"maximum": 1}}, [2], "[0] must be at most 1"),
        ({"minLength": 1}, "", "The body must not be empty"),
        ({"minLength": 2}, "", "The body must have at least 2 characters"),
        ({"maxLength": 2}, "abc", "The body must have at most 2 characters"),
        ({"minItems": 1}, [], "The body must not be empty"),
        ({"maxItems": 0}, [1], "The body must have at most 0 items"),
        ({"pattern": "^a$"}, "b", "The body must match the pattern ^a$"),
        ({"format": "email"}, "b", "The body must have the format email"),
        ({"minProperties": 1}, {}, "The body breaks the rule minProperties of the contract"),
        (
            {"properties": {"b": {}}, "additionalProperties": False},
            {"a": 1},
            "The body must not have a",
        ),
        ({"$ref": "#/components/schemas/Short"}, "abc", "The body must have at most 2 characters"),
    ],
)
def test_each_rule_has_its_sentence(schema: dict[str, Any], data: Any, message: str) -> None:
    assert _problems(schema, data) == [message]


def test_all_problems_are_told_at_once() -> None:
    schema = {"required": ["a"], "properties": {"b": {"type": "integer"}, "c": {"type": "array"}}}
    assert _problems(schema, {"b": "x", "c": 1}) == [
        "a is required",
        "b must be an integer",
        "c must be an array",
    ]


def test_nullable_is_understood() -> None:
    assert _problems({"$ref": "#/components/schemas/Short"}, None) == []
    assert _problems({"type": "string", "enum": ["a"], "nullable": True}, None) == []
    assert _problems({"allOf": [{"type": "string"}], "nullable": True}, None) == []


ONE_OR_MANY: dict[str, Any] = {
    "oneOf": [
        {"type": "object", "required": ["a"]},
        {"type": "array", "items": {"type": "object", "required": ["a"]}},
    ]
}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "a is required"),
        ([{"a": 1}, {}], "[1].a is required"),
        (5, "The body must be an object or an array"),
    ],
)
def test_the_alternative_that_was_meant_is_examined(data: Any, message: str) -> None:
    assert _problems(ONE_OR_MANY, data) == [message]


def test_more_than_one_alternative_is_a_problem_too() -> None:
    assert _problems({"oneOf": [{}, {}]}, 1) == ["The body breaks the rule oneOf of the contract"]


def test_a_path_is_named_as_people_write_it() -> None:
    assert named(["contacts", 0, "name"]) == "contacts[0].name"
