"""Which values the five types of custom fields take."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from mockserver.store import Row

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\Z")


def complaint(field: Row, value: Any) -> str | None:
    """Return what a value must be for its custom field, None if it is (INF-VALUE-08 to 11)."""
    return _COMPLAINTS[field["type"]](field, value)


def is_number(value: Any) -> bool:
    """Tell whether a value is a number, or a text that reads as one (line 397)."""
    if isinstance(value, str):
        return bool(_NUMBER.match(value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_date(value: Any) -> bool:
    try:
        return (
            isinstance(value, str)
            and len(value) == len("2025-05-22")
            and bool(date.fromisoformat(value))
        )
    except ValueError:
        return False


def _text(field: Row, value: Any) -> str | None:
    del field
    return None if isinstance(value, str) else "must be a text"


def _number(field: Row, value: Any) -> str | None:
    del field
    return None if is_number(value) else "must be a number"


def _date(field: Row, value: Any) -> str | None:
    del field
    return None if _is_date(value) else "must be an ISO 8601 date"


def _dropdown(field: Row, value: Any) -> str | None:
    options = field["options"] or []
    return None if value in options else f"must be one of {', '.join(options)}"


def _checkbox(field: Row, value: Any) -> str | None:
    del field
    return (
        None if isinstance(value, bool) or value in ("true", "false") else "must be true or false"
    )


_COMPLAINTS: dict[str, Callable[[Row, Any], str | None]] = {
    "text": _text,
    "number": _number,
    "date": _date,
    "dropdown": _dropdown,
    "checkbox": _checkbox,
}
