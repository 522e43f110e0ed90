"""What is known of a server that was started, in whatever language it is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Running:
    """Where a server is and whom it lets in; once it has ended, `left` is how many records it had."""

    url: str
    token: str
    other_token: str
    secret: str | None = None
    left: int = 0
