"""Faults in what becomes of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from mockserver.changes import after
from mockserver.faults import Change, Fault, Honest
from mockserver.infranotes.records import Body
from mockserver.infranotes.state import CLIENT_MEMBERS, CONTACT_MEMBERS, CUSTOM_FIELD_MEMBERS

Members = tuple[str, ...]


def _stored(kind: Members, change: Callable[[str], str]) -> Change:
    """Return a change of `rules.given`: the texts of one kind of record are changed when stored."""

    def changed(honest: Honest, body: Body, members: Iterable[str]) -> Any:
        given = honest(body, members)
        if tuple(members) != kind:
            return given
        return {name: change(one) if isinstance(one, str) else one for name, one in given.items()}

    return changed


def _without_markup(text: str) -> str:
    return re.sub(r"<[^<>]*>", "", text)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _without_emoji(text: str) -> str:
    return "".join(letter for letter in text if ord(letter) < 0x10000)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _without_zeros(text: str) -> str:
    return text.lstrip("0") if text.isdigit() and text.isascii() else text


def _sorted(labels: list[str] | None) -> list[str] | None:
    return labels and sorted(labels, key=str.casefold)


FAULTS = (
    Fault(
        "client-markup-stripped",
        {"rules.given": _stored(CLIENT_MEMBERS, _without_markup)},
        "Markup in the text of a client is stripped.",
        ("INF-TEXT-01",),
    ),
    Fault(
        "client-spaces-folded",
        {"rules.given": _stored(CLIENT_MEMBERS, _on_one_line)},
        "Line breaks and repeated spaces in the text of a client are folded.",
        ("INF-TEXT-01",),
    ),
    Fault(
        "leading-zeros-lost",
        {"rules.given": _stored(CLIENT_MEMBERS, _without_zeros)},
        "Text of a client that reads as a number loses its leading zeros.",
        ("INF-TEXT-01",),
    ),
    Fault(
        "contact-emoji-lost",
        {"rules.given": _stored(CONTACT_MEMBERS, _without_emoji)},
        "Emoji in the text of a contact are lost.",
        ("INF-TEXT-02",),
    ),
    Fault(
        "contact-markup-escaped",
        {"rules.given": _stored(CONTACT_MEMBERS, _escaped)},
        "Markup in the text of a contact is escaped when it is stored.",
        ("INF-TEXT-02",),
    ),
    Fault(
        "placeholder-folded",
        {"rules.given": _stored(CUSTOM_FIELD_MEMBERS, _on_one_line)},
        "Line breaks and repeated spaces in the text of a custom field are folded.",
        ("INF-TEXT-03",),
    ),
    Fault(
        "tags-sorted",
        {"rules.labels": after(_sorted)},
        "Categories and tags are sorted.",
        ("INF-TEXT-04",),
    ),
)
