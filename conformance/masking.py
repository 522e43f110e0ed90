"""Keeps secrets and banking details out of everything that is written down."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

# What stands where a long text was cut.
CUT = "…"


def last_four(value: Any) -> Any:
    """Return a banking detail masked to its last four characters; what is no text or number as it is.

    Source: the rule that banking details are never written anywhere in full (INF-UI-02).
    """
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        return value
    text = str(value)
    return "****" + (text[-4:] if len(text) > 4 else "")


@dataclass(frozen=True)
class Mask:
    """Knows the secrets of a run, and which members of a body are sensitive.

    `secrets` maps each secret to what is written in its place, e.g. `$TOKEN`.
    """

    secrets: Mapping[str, str] = field(default_factory=dict)
    sensitive: frozenset[str] = frozenset()
    _met: set[str] = field(default_factory=set)

    def also(self, secrets: Mapping[str, str]) -> Mask:
        """Return a mask that knows further secrets."""
        return replace(self, secrets={**self.secrets, **secrets})

    def text(self, text: str) -> str:
        """Return `text` with every secret replaced, the longest first."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            if secret:
                text = text.replace(secret, self.secrets[secret])
        return text

    def body(self, text: str) -> str:
        """Return a body with secrets replaced and sensitive members masked, JSON or not."""
        text = self.text(text)
        if not self.sensitive:
            return text
        if '\\"' in text:  # there may be JSON in a text of it, as of servers that repeat a request
            text = _quoted_pattern(self.sensitive).sub(self._hide, text)
        return _pattern(self.sensitive).sub(self._hide, text)

    def sentence(self, text: str) -> str:
        """Return a sentence with secrets replaced, and all sensitive values met in bodies masked.

        Half a character (a lone surrogate, which JSON can carry and UTF-8 cannot) is told as its escape.
        """
        text = self.text(text.encode("utf-8", "backslashreplace").decode("utf-8"))
        for value in sorted(self._met, key=len, reverse=True):
            text = text.replace(value, str(last_four(value)))
        return self._without_beginnings(text)

    def _without_beginnings(self, text: str) -> str:
        """Return a sentence without the part of a secret that a cut left at its end."""
        *heads, last = text.split(CUT)
        for value in (*self.secrets, *self._met):
            heads = [_without_beginning(head, value) for head in heads]
        return CUT.join([*heads, last])

    def _hide(self, match: re.Match[str]) -> str:
        value = match["text"] if match["number"] is None else match["number"]
        if len(value) > 4:
            self._met.add(value)
        quote = match["quote"]
        return match["name"] + quote + str(last_four(value)) + quote


def _without_beginning(head: str, value: str) -> str:
    for length in range(len(value) - 1, 4, -1):
        if head.endswith(value[:length]):
            return head[:-length] + "****"
    return head


@functools.cache
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    """Match a JSON member of one of `names` with its text or number.

    Text is matched rather than parsed, so that bodies which are not valid JSON are masked too.
    """
    either = "|".join(sorted(re.escape(name) for name in names))
    text = r'"(?P<text>(?:[^"\\]|\\.)*)"'
    name = rf'(?P<name>(?P<quote>")(?:{either})"\s*:\s*)'
    return re.compile(rf"{name}(?:{text}|(?P<number>-?\d[\d.eE+-]*))")


@functools.cache
def _quoted_pattern(names: frozenset[str]) -> re.Pattern[str]:
    """Match such a member where the JSON stands in a text: its quotes have backslashes before them."""
    either = "|".join(sorted(re.escape(name) for name in names))
    name = rf'(?P<name>(?P<quote>\\+")(?:{either})(?P=quote)\s*:\s*)'
    text = r"(?P=quote)(?P<text>.*?)(?<!\\)(?P=quote)"
    return re.compile(rf"{name}(?:{text}|(?P<number>-?\d[\d.eE+-]*))", re.DOTALL)
