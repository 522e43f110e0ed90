"""Requests before they are sent: as somebody means them, and as bytes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Draft:
    """A request that is well-formed HTTP, whatever else may be wrong with it.

    `pinned` are headers that no kind changes: they keep what a request does within a workspace.
    """

    surface: str
    method: bytes
    target: bytes
    headers: Headers = ()
    body: bytes = b""
    pinned: Headers = ((b"Host", b"localhost"),)

    def with_header(self, name: bytes, value: bytes) -> Draft:
        """Return this request with one header of a name, in place of those that it has."""
        others = (one for one in self.headers if one[0].lower() != name.lower())
        return replace(self, headers=(*others, (name, value)))

    @property
    def head(self) -> bytes:
        """All before the body, without a length and without the empty line at the end."""
        lines = [b"%s %s HTTP/1.1" % (self.method, self.target)]
        lines += [b"%s: %s" % one for one in (*self.pinned, *self.headers)]
        return b"\r\n".join(lines) + b"\r\n"

    def written(self) -> bytes:
        """Return the bytes of the whole message."""
        length = b"Content-Length: %d\r\n" % len(self.body)
        takes_body = self.body or self.method in (b"POST", b"PUT", b"PATCH")
        return self.head + (length if takes_body else b"") + b"\r\n" + self.body


@dataclass(frozen=True)
class Shot:
    """What is sent on a connection, and what is to be expected.

    `draft` is the request that it says, None where that is for the server to find out. `answers`
    is how many there have to be; None: any number, none too.
    """

    kind: str
    raw: bytes
    draft: Draft | None = None
    answers: int | None = 1

    @classmethod
    def of(cls, kind: str, draft: Draft) -> Shot:
        """Return what sends a draft as it is."""
        return cls(kind, draft.written(), draft)

    def as_data(self) -> dict[str, Any]:
        """Return what `of_data` reads; bytes are told in Latin-1."""
        told = () if self.draft is None else (self.draft.method, self.draft.target)
        asked = [one.decode("latin-1") for one in told]
        raw = self.raw.decode("latin-1")
        return {"kind": self.kind, "asked": asked, "answers": self.answers, "raw": raw}

    @classmethod
    def of_data(cls, data: Any) -> Shot:
        """Return the shot that data tell of."""
        asked = [one.encode("latin-1") for one in data["asked"]]
        draft = Draft("", *asked) if asked else None
        return cls(data["kind"], data["raw"].encode("latin-1"), draft, data["answers"])


# What makes something odd of a request.
Maker = Callable[[random.Random, Draft], Shot]
