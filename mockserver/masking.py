"""What nobody shall read over a shoulder: secrets, and what a spec marks with `x-sensitive`."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote_plus

from mockserver import wire
from mockserver.contract import contract

MASK = "****"

_SECRET = re.compile(r"authorization|password|secret|token|api-?_?key|cookie", re.IGNORECASE)
_HARMLESS = ("content-type", "x-mock-workspace")
_MEMBER_OF_NAME = re.compile(r"[^\[\].]+")


def last_four(value: Any) -> Any:
    """Return a sensitive value as it may be shown: what is unset shows that it is."""
    if value is None or isinstance(value, bool) or value == "":
        return value
    text = str(value)
    return f"****{text[-4:]}" if len(text) > 4 and not isinstance(value, list | dict) else "****"


class Masks:
    """Hides what is sensitive in the messages of one API."""

    def __init__(self, names: Iterable[str], secrets: Iterable[str]) -> None:
        self._names = frozenset(name.lower() for name in names)
        self._secrets = frozenset(name.lower() for name in secrets)
        written = "|".join(re.escape(name) for name in sorted(self._names)) or "(?!)"
        self._in_json = re.compile(
            rf'("(?:{written})"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}}\]]+)', re.I
        )
        self._in_part = re.compile(
            rf'(name="[^"]*\b(?:{written})\b[^"]*"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)(.*?)(?=\r?\n--)',
            re.I | re.S,
        )

    def covers(self, name: str) -> bool:
        """Tell whether a member, or a parameter such as `q[iban_eq]`, is sensitive."""
        parts = [part.lower() for part in _MEMBER_OF_NAME.findall(name)]
        return any(part in self._names or self._is_condition(part) for part in parts)

    def _is_condition(self, part: str) -> bool:
        return any(part.startswith(f"{name}_") for name in self._names)

    def header(self, name: str, value: str) -> str:
        """Return a header as it may be shown."""
        secret = name in self._secrets or (name not in _HARMLESS and _SECRET.search(name))
        if not secret:
            return value
        scheme, space, rest = value.partition(" ")
        return f"{scheme} {MASK}" if space and rest else MASK

    def query(self, written: str) -> str:
        """Return a query as it may be shown."""
        return "&".join(self._pair(pair) for pair in written.split("&")) if written else ""

    def _pair(self, pair: str) -> str:
        name, sign, value = pair.partition("=")
        told = unquote_plus(name)
        hidden = self.covers(told) or told.lower() in self._secrets or _SECRET.search(told)
        return f"{name}{sign}{quote(MASK)}" if hidden and value else pair

    def data(self, value: Any) -> Any:
        """Return JSON data as they may be shown."""
        if isinstance(value, list):
            return [self.data(one) for one in value]
        if not isinstance(value, Mapping):
            return value
        return {
            name: last_four(one) if self.covers(name) else self.data(one)
            for name, one in value.items()
        }

    def body(self, raw: bytes, content_type: str) -> str:
        """Return a body as a text that may be shown; what is not sensitive stays as it was sent."""
        text = raw.decode("utf-8", "replace")
        if "form-urlencoded" in content_type:
            return self.query(text)
        if "multipart" in content_type:
            return self._in_part.sub(rf"\g<1>{MASK}", text)
        try:
            data = wire.read(raw)
        except wire.UnreadableError:
            return self._in_json.sub(rf'\g<1>"{MASK}"', text)
        masked = self.data(data)
        return text if masked == data else json.dumps(masked, ensure_ascii=False)


@functools.cache
def masks(api: str) -> Masks:
    """Return what hides the sensitive parts of the messages of an API; "" is that of none."""
    if not api:
        return Masks((), ())
    spec = contract(api).spec
    schemes = spec.get("components", {}).get("securitySchemes", {}).values()
    return Masks(_sensitive(spec), (one["name"] for one in schemes if "name" in one))


def _sensitive(part: Any, name: str = "") -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _sensitive(one)
    elif isinstance(part, Mapping):
        if part.get("x-sensitive") is True and name:
            yield name
        for key, one in part.items():
            yield from _sensitive(one, key)
