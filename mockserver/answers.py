"""The two ways in which a request comes out: a reply, or a refusal of a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Kind(Enum):
    """Why a request is refused. Each API has its own table from kinds to statuses and bodies."""

    MALFORMED = "malformed"  # the body is not readable
    INVALID = "invalid"  # readable, but against the contract
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    MISSING = "missing"  # no such path or record
    PATH = "path"  # a part of the path cannot name any record
    GONE = "gone"  # there was such a record
    PRECONDITION = "precondition"  # a second proof of who asks is missing or wrong
    TOO_MANY = "too many"  # more requests than are allowed in a while
    METHOD = "method"
    FORM = "form"  # there is no answer of the form that is asked for
    MEDIA_TYPE = "media type"
    TOO_LARGE = "too large"
    FULL = "full"  # in order, but there is no room for more
    BROKEN = "broken"  # a mistake of ours


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request.

    `where` names the member or parameter (empty: the whole), `place` says what it is part of (body,
    query, path or header), `rule` is the keyword of the schema that was broken, if it was one.
    """

    where: str
    message: str
    place: str = "body"
    rule: str = ""


class Refusal(Exception):
    """Raised by whatever cannot do what it was asked for; what raised has changed nothing."""

    def __init__(
        self, kind: Kind, *problems: Problem, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(kind, *problems)
        self.kind = kind
        self.problems = problems
        self.headers = dict(headers or {})

    @property
    def sentence(self) -> str:
        """All problems as one text for people."""
        return " ".join(f"{problem.message}." for problem in self.problems)


def refusal(kind: Kind, message: str, where: str = "", place: str = "body") -> Refusal:
    """Return a refusal for one reason, to be raised."""
    return Refusal(kind, Problem(where, message, place))


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it is written; `body` is JSON data, or bytes to be sent as they are.

    `varies` says that the same request may get another answer although nothing has changed.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    varies: bool = False
