"""HTML as a tree: what a server sent is only ever text in it, and can never become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Child = Element | str | None

# Those that turn the direction of reading, too: they make a text look like another.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def element(tag: str, *children: Child, **attributes: str | bool | None) -> Element:
    """Return an element with children; a child or an attribute that is None is left out.

    Names of attributes are written with `_` for `-`, and may end in one (`class_`).
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None and value is not False:
            text = "" if value is True else visible(value)
            made.set(name.rstrip("_").replace("_", "-"), text)
    for child in children:
        _append(made, child)
    return made


def _append(parent: Element, child: Child) -> None:
    if isinstance(child, str):
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + visible(child)
        else:
            parent.text = (parent.text or "") + visible(child)
    elif child is not None:
        parent.append(child)


def visible(text: str) -> str:
    """Return text in which control characters are seen: as their pictures (␀), others as escapes."""
    return _CONTROLS.sub(_seen, text)


def _seen(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"\\u{code:04x}"


def prose(tag: str, text: str, **attributes: str | bool | None) -> Element:
    """Return an element with a sentence of ours, in which `code` is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return element(tag, text, **attributes)
    children = [element("code", part) if number % 2 else part for number, part in enumerate(parts)]
    return element(tag, *children, **attributes)


def rendered(elements: Iterable[Element]) -> str:
    """Return elements as HTML text."""
    return "\n".join(tostring(one, encoding="unicode", method="html") for one in elements)
