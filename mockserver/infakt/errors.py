"""How inFakt answers what it refuses: one table of statuses, two forms, Polish words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, Reply

RETRY_AFTER = "Retry-After"

STATUS = {
    Kind.MALFORMED: 400,
    Kind.INVALID: 422,  # lines 158 and 180
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.PATH: 404,
    Kind.GONE: 410,
    Kind.METHOD: 405,
    Kind.FORM: 406,
    Kind.PRECONDITION: 412,
    Kind.TOO_LARGE: 413,
    Kind.MEDIA_TYPE: 415,
    Kind.TOO_MANY: 429,
    Kind.BROKEN: 500,
    Kind.FULL: 507,
}
# What the engine says in English, whose reasons do not matter to the vendor's users.
SENTENCES = {
    Kind.PATH: "Pod tym adresem nie ma klienta, bo id musi być liczbą.",
    Kind.TOO_LARGE: "Treść zapytania jest za długa.",
    Kind.FULL: "Brakuje miejsca na dalsze dane; usuń coś i spróbuj ponownie.",
    Kind.TOO_MANY: "Zbyt wiele zapytań; spróbuj ponownie później.",
    Kind.BROKEN: "Wystąpił błąd serwera; opisuje go jego dziennik.",
}


class Errors:
    """From refusals to answers. Every method may be varied."""

    def refuse(self, refusal: Refusal) -> Reply:
        """Return the answer to a request that is refused."""
        return Reply(self.body(refusal), self.status(refusal), self.headers(refusal))

    def status(self, refusal: Refusal) -> int:
        """Return the status of a refusal; what is wrong with a parameter is a 400."""
        in_body = all(problem.place == "body" for problem in refusal.problems)
        return STATUS[
            refusal.kind if in_body or refusal.kind is not Kind.INVALID else Kind.MALFORMED
        ]

    def body(self, refusal: Refusal) -> Any:
        """Return `errors` by attribute for what breaks a rule, else one text as `error`."""
        if self.status(refusal) == STATUS[Kind.INVALID]:
            return self.invalid(refusal)
        return {self.name(refusal): self.sentence(refusal)}

    def invalid(self, refusal: Refusal) -> Any:
        """Return the body of a 422."""
        return {"errors": self.by_attribute(self.listed(refusal.problems))}

    def listed(self, problems: Sequence[Problem]) -> Sequence[Problem]:
        """Return the problems that are told: all of them."""
        return problems

    def by_attribute(self, problems: Sequence[Problem]) -> dict[str, Any]:
        """Return a list of texts for each attribute; what concerns none is under `base`."""
        texts: dict[str, Any] = {}
        for problem in problems:
            texts.setdefault(problem.where or "base", []).append(f"{problem.message}.")
        return texts

    def name(self, refusal: Refusal) -> str:
        """Return the name of the one text."""
        del refusal
        return "error"

    def sentence(self, refusal: Refusal) -> str:
        """Return the one text."""
        return SENTENCES.get(refusal.kind, refusal.sentence)

    def headers(self, refusal: Refusal) -> dict[str, str]:
        """Return the headers of an error."""
        others = {name: text for name, text in refusal.headers.items() if name != RETRY_AFTER}
        return {**others, **self.retry_after(refusal)}

    def retry_after(self, refusal: Refusal) -> dict[str, str]:
        """Return when to try again where there were too many requests (FAK-OPEN-RETRY-AFTER).

        A mock has no limit of its own, so that only what is told to have one gets here.
        """
        seconds = refusal.headers.get(RETRY_AFTER, "60")
        return {RETRY_AFTER: seconds} if self.status(refusal) in (429, 503) else {}
