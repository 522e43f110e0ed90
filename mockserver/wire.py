"""JSON as bytes, both ways: strict about what comes in, and able to write whatever came in."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

import orjson

# Integers of so many digits may not fit into 64 bits, where the fast reader would lose some. A number
# follows one of a few characters; longer digits within a text, as of a bank account, mostly do not.
# Looking for one text in another is many times as quick as a pattern is.
_SHAPE = bytes.maketrans(b"0123456789:,[- \t\r\n", b"0000000000::::::::")
_LONG_NUMBER = b":" + b"0" * 19
# Longer texts are looked at in parts, of which no copy is as long as all.
WINDOW = 1_000_000
# How many arrays and objects may be inside of each other; validators follow no more than 255.
MAX_DEPTH = 100


class UnreadableError(ValueError):
    """The bytes are no JSON text; the message says why, and follows the name of the whole."""


def read(raw: bytes) -> Any:
    """Return what a JSON text says.

    Integers of any size keep their value. The last of several members of one name counts.

    Raises:
        UnreadableError: it is not UTF-8, not JSON, or says something that JSON cannot (`NaN`, a
            number that is too large, half of a surrogate pair), or is nested too deeply.
    """
    value = _read(raw)
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH):
        raise UnreadableError(f"is nested more than {MAX_DEPTH} times")
    return value


def read_own(raw: bytes) -> Any:
    """Return what a JSON text says that is not from a client, as `read` does; it may nest deeper."""
    return _read(raw)


def _read(raw: bytes) -> Any:
    if not _has_long_number(raw):
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError:
            pass  # the slow reader says what is wrong
    return _read_slowly(raw)


def _has_long_number(raw: bytes) -> bool:
    if len(raw) < WINDOW:
        return _LONG_NUMBER in (b":" + raw).translate(_SHAPE)
    step = WINDOW - len(_LONG_NUMBER)
    parts = (raw[start : start + WINDOW] for start in range(0, len(raw), step))
    return _has_long_number(raw[:20]) or any(_LONG_NUMBER in one.translate(_SHAPE) for one in parts)


def _is_deeper(value: Any, most: int) -> bool:
    """Tell whether there are more arrays and objects inside of each other than that."""
    level = [value]
    for _ in range(most):
        level = [
            inner for one in level for inner in _members(one) if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _members(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _read_slowly(raw: bytes) -> Any:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"is not UTF-8 (byte {error.start})") from None
    try:
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from None
    except RecursionError:
        raise UnreadableError(f"is nested more than {MAX_DEPTH} times") from None
    except UnreadableError:
        raise
    except ValueError:
        raise UnreadableError("holds a number that has too many digits") from None
    if "\\ud" in text.lower():
        _refuse_lone_surrogates(value)
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadableError(f"is not JSON: {name} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise UnreadableError("holds a number that is too large")
    return number


def _refuse_lone_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise UnreadableError("holds half of a surrogate pair, which is no Unicode text") from None


def write(value: Any) -> bytes:
    """Return data as JSON text in UTF-8; parts of them may be such text (`orjson.Fragment`)."""
    try:
        return orjson.dumps(value, _data_of)
    except TypeError:
        # Integers beyond 64 bits and deep nesting, which the fast writer does not take.
        return json.dumps(
            value, ensure_ascii=False, separators=(",", ":"), default=_data_of
        ).encode("utf-8")


def _data_of(part: Any) -> Any:
    if isinstance(part, Mapping):
        return dict(part)
    if isinstance(part, orjson.Fragment):
        return json.loads(orjson.dumps(part))
    raise TypeError(f"{type(part).__name__} is no JSON data")
