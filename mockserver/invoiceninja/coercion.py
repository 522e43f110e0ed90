"""Members of other types than the contract has, read as what they can mean: forms have only texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.invoiceninja.state import CONTACT_TEXTS, FLAGS, TEXTS

Body = Mapping[str, Any]

CLIENT_TEXTS = (*TEXTS, "country_code", "shipping_country_code", "currency_code", "language_code")
CONTACT_FLAGS = ("is_primary", "send_email")
_YES = ("1", "true", "on", "yes")
_NO = ("0", "false", "off", "no")


def text(value: Any) -> Any:
    """Return a number or a flag as a text; whatever else as it is."""
    if isinstance(value, bool):
        return "1" if value else None
    return str(value) if isinstance(value, int | float) else value


def flag(value: Any) -> Any:
    """Return what means true or false as that; whatever else as it is."""
    if isinstance(value, str) and value.lower() in (*_YES, *_NO):
        return value.lower() in _YES
    return bool(value) if isinstance(value, int | float) else value


def client(body: Body) -> dict[str, Any]:
    """Return a client with its contacts, as far as possible in the types of the contract."""
    read = _read(body, CLIENT_TEXTS, FLAGS)
    if isinstance(read.get("contacts"), list):
        read["contacts"] = [_contact(one) for one in read["contacts"]]
    return read


def _contact(contact: Any) -> Any:
    if not isinstance(contact, Mapping):
        return contact
    return _read(contact, (*CONTACT_TEXTS, "password"), CONTACT_FLAGS)


def _read(body: Body, texts: tuple[str, ...], flags: tuple[str, ...]) -> dict[str, Any]:
    return {
        **body,
        **{name: text(body[name]) for name in texts if name in body},
        **{name: flag(body[name]) for name in flags if name in body},
    }
