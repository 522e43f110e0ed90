"""What refusals of inFakt look like."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conformance import expect
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.infakt.records import parsed


def unprocessable(answer: Answer, requirement: str | None = None) -> None:
    """Expect a refusal with 422."""
    expect.status(answer, 422, requirement=requirement)


def not_let_in(answer: Answer) -> None:
    """Expect 401."""
    seen = f"{answer.exchange.operation} answers {answer.summary}"
    expect.that(answer.status == 401, "status 401", seen)


def refused(answer: Answer) -> None:
    """Make sure that a request was refused, where something else is examined."""
    if answer.ok:
        raise CannotTell(f"what has to be refused was accepted: {answer.summary}")


def object_with(answer: Answer, member: str) -> Any:
    """Return a member of the object that an answer carries, None where it has none."""
    body = parsed(answer)
    return body.get(member) if isinstance(body, dict) else None


def a_text(value: Any) -> bool:
    """Whether a value is a text that is not empty."""
    return isinstance(value, str) and bool(value.strip())


def texts_by_attribute(answer: Answer, attributes: Iterable[str]) -> None:
    """Expect `errors` to have, under one of the attributes, a list of texts that is not empty."""
    errors = object_with(answer, "errors")
    lists = [errors.get(name) for name in attributes] if isinstance(errors, dict) else []
    right = [one for one in lists if isinstance(one, list) and one and all(map(a_text, one))]
    expect.that(right, f"a list of texts for {', '.join(attributes)}", answer.summary)
