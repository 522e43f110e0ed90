"""How InfraNotes answers what it refuses: one table of statuses, one form (lines 405 to 416)."""

from __future__ import annotations

from typing import Any

from mockserver.answers import Kind, Refusal, Reply

STATUS = {
    Kind.MALFORMED: 400,
    Kind.INVALID: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.PATH: 404,
    Kind.GONE: 404,
    # The document has none of these; they come from HTTP itself.
    Kind.METHOD: 405,
    Kind.FORM: 406,
    Kind.PRECONDITION: 412,
    Kind.TOO_LARGE: 413,
    Kind.MEDIA_TYPE: 415,
    Kind.TOO_MANY: 429,
    Kind.BROKEN: 500,
    Kind.FULL: 507,
}


class Errors:
    """From refusals to answers. Every method may be varied."""

    def refuse(self, refusal: Refusal) -> Reply:
        """Return the answer to a request that is refused."""
        return Reply(self.body(refusal), self.status(refusal.kind), self.headers(refusal))

    def status(self, kind: Kind) -> int:
        """Return the status of a kind of refusal."""
        return STATUS[kind]

    def body(self, refusal: Refusal) -> Any:
        """Return the documented body of an error (lines 413 to 416): all problems in one text."""
        return {"error": refusal.sentence}

    def headers(self, refusal: Refusal) -> dict[str, str]:
        """Return the headers of an error; a 401 says how to authenticate (RFC 9110, 11.6.1)."""
        challenge = {"WWW-Authenticate": "Bearer"} if refusal.kind is Kind.UNAUTHENTICATED else {}
        return {**refusal.headers, **challenge}
