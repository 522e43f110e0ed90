"""JSON indented for people; every literal stays exactly as the server wrote it."""

from __future__ import annotations

import json
import re

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|[^\s{}\[\],:"]+')


def indented(text: str) -> str:
    """Return JSON text with a line for each member; what is no JSON object or array, as it is.

    Read and written anew, numbers would change their form and members that stand twice be lost, so
    only white space is changed.
    """
    if text.lstrip()[:1] not in ("{", "[") or not _is_json(text):
        return text
    tokens = _TOKEN.findall(text)
    parts, depth = [], 0
    for part, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if part in "}]":
            depth -= 1
        elif part in "{[":
            depth += 1
        parts.append(part + _space(part, following, depth))
    return "".join(parts)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _space(part: str, following: str, depth: int) -> str:
    """Return what stands between two tokens; `depth` is that of the second, unless it closes."""
    if part == ":":
        return " "
    if part in "{[" and following in "}]":
        return ""
    if following and following in "}]":
        return "\n" + "  " * (depth - 1)
    return "\n" + "  " * depth if part in "{[," else ""
