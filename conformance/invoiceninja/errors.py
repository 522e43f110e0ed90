"""What refusals of Invoice Ninja look like."""

from __future__ import annotations

from typing import Any

from conformance import expect
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.invoiceninja.records import parsed

# A missing or unknown token is answered with one of these (NIN-OPEN-TOKEN-STATUS).
NOT_LET_IN = (401, 403)
# A body that breaks a rule is refused with this (NIN-STATUS-03).
INVALID = 422
# Anybody may update tax data only three times a minute: such an answer says nothing else.
TOO_MANY = 429


def not_let_in(answer: Answer, requirement: str | None = None) -> None:
    """Expect the refusal of a token."""
    seen = f"{answer.exchange.operation} answers {answer.summary}"
    expect.that(answer.status in NOT_LET_IN, "status 401 or 403", seen, requirement)


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


def has_message(answer: Answer, requirement: str | None = None) -> None:
    """Expect a JSON object whose `message` is a text that is not empty."""
    seen = f"{answer.exchange.operation} answers {answer.summary}"
    told = a_text(object_with(answer, "message"))
    expect.that(told, 'a body {"message": "text"}', seen, requirement)


def names(answer: Answer, path: str) -> None:
    """Expect `errors` to name a member by its path; an asterisk stands for any number."""
    errors = object_with(answer, "errors")
    named = [*errors] if isinstance(errors, dict) else []
    parts = path.split(".")
    fits = [one for one in named if _fits(str(one).split("."), parts)]
    expect.that(fits, f"{path} in the errors", answer.summary)


def _fits(seen: list[str], wanted: list[str]) -> bool:
    return len(seen) == len(wanted) and all(
        other in ("*", one) for one, other in zip(seen, wanted, strict=True)
    )
