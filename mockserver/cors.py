"""Cross-origin requests: browsers may ask from any page, and read every answer, errors too."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mockserver.answers import Reply

# Names of headers: RFC 9110, 5.6.2.
_NAMES = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~, \t-]+")

ON_EVERY_ANSWER = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "*"}


def preflight(headers: Mapping[str, str]) -> Reply | None:
    """Return the answer to OPTIONS of a browser that asks whether it may ask; None of anybody else."""
    wanted = headers.get("access-control-request-method")
    if wanted is None or "origin" not in headers:
        return None
    allowed = {
        "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
        "Access-Control-Allow-Headers": _asked_for(headers),
        "Access-Control-Max-Age": "600",
    }
    if "access-control-request-private-network" in headers:
        allowed["Access-Control-Allow-Private-Network"] = "true"
    return Reply(b"", 200, allowed)


def _asked_for(headers: Mapping[str, str]) -> str:
    """Return the names of headers that a browser wants to send; all of them where it names none."""
    names = headers.get("access-control-request-headers", "")
    return names if _NAMES.fullmatch(names) else "*"
