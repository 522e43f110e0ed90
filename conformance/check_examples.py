"""The documents' own example requests: each is accepted, and comes back as it was sent."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from conformance import data, expect
from conformance.checks import Check, CheckFunction
from conformance.driver import Driver


def checks(api: str) -> Iterator[Check]:
    """Yield a check for each example request that `conformance/<api>/examples.py` gives a requirement.

    That module also has `arrange`, which prepares the scene, and `compare`, which says what it means
    that something came back as it was sent.
    """
    examples = importlib.import_module(f"conformance.{api}.examples")
    for (operation, name), requirement in examples.REQUIREMENTS.items():
        body = _request(api, operation, name)
        yield Check(
            f"examples:the_{name}_example_of_{operation}",
            (requirement,),
            _check(examples, operation, body),
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


def _check(examples: Any, operation: str, example: Any) -> CheckFunction:
    def accepted_and_returned(driver: Driver) -> None:
        path, body = examples.arrange(driver, operation, example)
        answer = driver.call(operation, path, json=body)
        expect.success(answer)
        _returned(answer.json, body, examples.compare)

    return accepted_and_returned


def _returned(seen: Any, sent: Any, compare: Callable[[Any, Any, str], None]) -> None:
    if not isinstance(sent, list):
        compare(seen, sent, "the answer")
        return
    as_many = isinstance(seen, list) and len(seen) == len(sent)
    expect.that(as_many, f"an array of {len(sent)}", expect.show(seen))
    for number, (one, other) in enumerate(zip(seen, sent, strict=True), 1):
        compare(one, other, f"item {number} of the answer")
