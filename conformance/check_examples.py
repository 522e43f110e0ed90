"""The documents' own example requests: each is accepted, and comes back as it was sent."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

from conformance import data, expect
from conformance.checks import Check
from conformance.driver import Driver


def checks(api: str) -> Iterator[Check]:
    """Yield a check for each example request that `conformance/<api>/examples.py` gives a requirement."""
    examples = importlib.import_module(f"conformance.{api}.examples")
    for (operation, name), requirement in examples.REQUIREMENTS.items():
        body = _request(api, operation, name)
        yield Check(
            f"examples:the_{name}_example_of_{operation}",
            (requirement,),
            _check(examples.arrange, operation, body),
        )


def _request(api: str, operation: str, name: str) -> Any:
    """Return the body of a documented example.

    Raises:
        LookupError: the fixtures have no such example.
    """
    for example in data.fixture(api, "examples", f"{operation}.json")["requests"]:
        if example["name"] == name:
            return example["body"]
    raise LookupError(f"fixtures/{api}/examples/{operation}.json has no request {name!r}")


def _check(arrange: Any, operation: str, example: Any) -> Any:
    def accepted_and_returned(driver: Driver) -> None:
        path, body = arrange(driver, operation, example)
        answer = driver.call(operation, path, json=body)
        expect.success(answer)
        _returned(answer.json, body)

    return accepted_and_returned


def _returned(seen: Any, sent: Any) -> None:
    if not isinstance(sent, list):
        expect.members(seen, sent, "the answer")
        return
    as_many = isinstance(seen, list) and len(seen) == len(sent)
    expect.that(as_many, f"an array of {len(sent)}", expect.show(seen))
    for number, (one, other) in enumerate(zip(seen, sent, strict=True), 1):
        expect.members(one, other, f"item {number} of the answer")
