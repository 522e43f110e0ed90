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
# The longest name that is remembered, so that memory is not filled with them.
MEMORABLE = 100

_SECRET = re.compile(r"authorization|password|secret|token|api-?_?key|cookie", re.IGNORECASE)
_SCHEMES = ("basic", "bearer", "digest", "negotiate", "token")
_HARMLESS = ("content-type", "x-mock-workspace")
_MEMBER_OF_NAME = re.compile(r"[^\[\].]+")
# How members are called, whatever a spec says, that nobody should have sent in the open.
_TELLING = r"(?:password|secret|token|api[-_]?key|authorization)"
_BANKING = r"(?:iban|bank_?account|account_?number|card_?number)"
_ENDS_TELLING = re.compile(rf"{_TELLING}$", re.IGNORECASE)
_ENDS_BANKING = re.compile(rf"{_BANKING}$", re.IGNORECASE)
_IS_BANKING = re.compile(_BANKING, re.IGNORECASE)
# A parameter of an address that stands in a text.
_IN_ADDRESS = re.compile(r"(?<=[?&])([^=&?\s\"'<>]+)=([^&\s\"'<>#\\]+)")


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
        named = "|".join(re.escape(name) for name in sorted(self._names)) or "(?!)"
        written = rf'(?:{named}|[^"\\]*(?:{_TELLING}|{_BANKING}))'
        # Where JSON is cut off nobody knows where an array or an object in it ends.
        self._in_json = re.compile(
            rf'("{written}"\s*:\s*)("(?:[^"\\]|\\.)*"?|[\[{{].*|[^\s,}}\]]+)', re.I | re.S
        )
        # Bounded, so that no body takes more time than its length.
        self._in_part = re.compile(
            rf'(name="(?=[^"]*(?:\b(?:{named})\b|{_TELLING}|{_BANKING}))[^"]*"[^\r\n]{{0,500}}\r?\n'
            r"(?:[^\r\n]{1,500}\r?\n){0,8}\r?\n)(.*?)(?=\r?\n--|\Z)",
            re.I | re.S,
        )
        self._known = functools.lru_cache(maxsize=4096)(self._covers)

    def covers(self, name: str) -> bool:
        """Tell whether a member, or a parameter such as `q[iban_eq]`, is sensitive."""
        return self._known(name) if len(name) <= MEMORABLE else self._covers(name)

    def _covers(self, name: str) -> bool:
        parts = [part.lower() for part in _MEMBER_OF_NAME.findall(name)]
        return any(
            part in self._names
            or self._is_condition(part)
            or _ENDS_TELLING.search(part)
            or _ENDS_BANKING.search(part)
            for part in parts
        )

    def _is_condition(self, part: str) -> bool:
        return any(part.startswith(f"{name}_") for name in self._names)

    def header(self, name: str, value: str) -> str:
        """Return a header as it may be shown."""
        secret = name in self._secrets or (name not in _HARMLESS and _SECRET.search(name))
        if not secret:
            return self._text(value)
        scheme, _, rest = value.partition(" ")
        return f"{scheme} {MASK}" if rest and scheme.lower() in _SCHEMES else MASK

    def query(self, written: str) -> str:
        """Return a query as it may be shown."""
        return "&".join(self._pair(pair) for pair in written.split("&")) if written else ""

    def _pair(self, pair: str) -> str:
        name, sign, value = pair.partition("=")
        return f"{name}{sign}{quote(MASK)}" if value and self._hides(name) else pair

    def _hides(self, written: str) -> bool:
        """Tell whether a parameter is sensitive, by its name as it stands in a query."""
        name = unquote_plus(written)
        if self.covers(name) or name.lower() in self._secrets:
            return True
        return bool(_SECRET.search(name) or _IS_BANKING.search(name))

    def _text(self, text: str) -> str:
        """Return a text as it may be shown: with the parameters masked of addresses in it."""
        if "=" not in text:
            return text
        return _IN_ADDRESS.sub(lambda found: self._pair(found[0]), text)

    def data(self, value: Any) -> Any:
        """Return JSON data as they may be shown."""
        if isinstance(value, list):
            return [self.data(one) for one in value]
        if isinstance(value, str):
            return self._text(value)
        if not isinstance(value, Mapping):
            return value
        return {name: self._member(name, one) for name, one in value.items()}

    def _member(self, name: str, value: Any) -> Any:
        if not self.covers(name):
            return self.data(value)
        shown = last_four(value)
        return MASK if isinstance(shown, str) and shown and _ENDS_TELLING.search(name) else shown

    def body(self, raw: bytes, content_type: str) -> str:
        """Return a body as a text that may be shown; what is not sensitive stays as it was sent.

        What a body is said to be is not relied upon.
        """
        text = raw.decode("utf-8", "replace")
        try:
            data = wire.read(raw)
        except wire.UnreadableError:
            return self._unreadable(text, content_type)
        masked = self.data(data)
        return text if masked == data else json.dumps(masked, ensure_ascii=False)

    def _unreadable(self, text: str, content_type: str) -> str:
        text = self._in_json.sub(rf'\g<1>"{MASK}"', self._in_part.sub(rf"\g<1>{MASK}", text))
        return self.query(text) if "form-urlencoded" in content_type else self._text(text)


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
