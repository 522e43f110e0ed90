"""How Invoice Ninja answers what it refuses: one table of statuses, one form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, Reply

STATUS = {
    Kind.MALFORMED: 400,
    Kind.INVALID: 422,  # NIN-STATUS-03
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.PATH: 400,  # an id that no client has
    Kind.GONE: 400,  # a client that is deleted
    Kind.METHOD: 405,
    Kind.FORM: 406,
    Kind.PRECONDITION: 412,
    Kind.TOO_LARGE: 413,
    Kind.MEDIA_TYPE: 415,
    Kind.TOO_MANY: 429,
    Kind.BROKEN: 500,
    Kind.FULL: 507,
}
# The kinds whose bodies have an `errors` with nothing in it.
WITHOUT_DETAILS = (Kind.PRECONDITION, Kind.TOO_LARGE, Kind.FULL)
# What the engine says in words of its own.
SENTENCES = {
    Kind.INVALID: "The given data was invalid.",
    Kind.BROKEN: "Server Error",
}

_INDEX = re.compile(r"\[(\d+)\]")


class Errors:
    """From refusals to answers. Every method may be varied."""

    def refuse(self, refusal: Refusal) -> Reply:
        """Return the answer to a request that is refused."""
        return Reply(self.body(refusal), self.status(refusal), self.headers(refusal))

    def status(self, refusal: Refusal) -> int:
        """Return the status of a refusal."""
        return STATUS[refusal.kind]

    def body(self, refusal: Refusal) -> dict[str, Any]:
        """Return `message`, and `errors` where there is something to name."""
        return {"message": self.message(refusal), **self.details(refusal)}

    def message(self, refusal: Refusal) -> str:
        """Return the one text (NIN-ERROR-01, NIN-ERROR-02)."""
        return SENTENCES.get(refusal.kind) or refusal.problems[0].message

    def details(self, refusal: Refusal) -> dict[str, Any]:
        """Return `errors`, which a refusal that is not about members has not, or has empty."""
        if refusal.kind is Kind.INVALID:
            return {"errors": self.by_member(self.listed(refusal.problems))}
        return {"errors": {}} if refusal.kind in WITHOUT_DETAILS else {}

    def listed(self, problems: Sequence[Problem]) -> Sequence[Problem]:
        """Return the problems that are told: all of them."""
        return problems

    def by_member(self, problems: Sequence[Problem]) -> dict[str, Any]:
        """Return a list of texts for each member at fault (NIN-ERROR-03)."""
        texts: dict[str, Any] = {}
        for problem in problems:
            texts.setdefault(self.name(problem), []).append(f"{problem.message}.")
        return texts

    def name(self, problem: Problem) -> str:
        """Return the path of a member with dots: `contacts.0.email` (NIN-ERROR-09)."""
        return _INDEX.sub(r".\1", problem.where) or "body"

    def headers(self, refusal: Refusal) -> dict[str, str]:
        """Return the headers of an error."""
        return refusal.headers
