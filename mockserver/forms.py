"""Bodies that are sent as forms, as PHP reads them: `contacts[0][email]=a@b.c` is a nested member.

Members whose names in brackets are all numbers, or empty, are an array; a later member of the same
name replaces the former one; a file is an `Upload`. Knows no API.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from python_multipart import multipart
from python_multipart.exceptions import FormParserError

URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

# It warns of what is refused here.
logging.getLogger("python_multipart").setLevel(logging.CRITICAL)

# What PHP allows unless it is told otherwise: max_input_vars and max_input_nesting_level.
MAX_MEMBERS = 1000
MAX_DEPTH = 64

_NAME = re.compile(r"([^\[]+)((?:\[[^\]]*\])*)")
_INDEX = re.compile("0|[1-9][0-9]{0,8}")


class UnreadableFormError(ValueError):
    """The body is no form, or one without bounds; the message says why, and follows its name."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a form."""

    name: str
    content: bytes = field(repr=False)


def media_type(content_type: str) -> str:
    """Return the media type that a Content-Type names."""
    return content_type.partition(";")[0].strip().lower()


def is_form(content_type: str) -> bool:
    """Tell whether a Content-Type is that of a form."""
    return media_type(content_type) in (URL_ENCODED, MULTIPART)


def read(content_type: str, raw: bytes) -> dict[str, Any]:
    """Return the members of a form.

    Raises:
        UnreadableFormError: it cannot be read, or has too many members, or too deep ones.
    """
    if media_type(content_type) == URL_ENCODED:
        return nested(_url_encoded(raw))
    return nested(_multipart(content_type, raw))


def nested(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object that members with brackets in their names stand for.

    Raises:
        UnreadableFormError: there are too many, or one is nested too deeply.
    """
    whole: dict[str, Any] = {}
    for number, (name, value) in enumerate(pairs):
        if number == MAX_MEMBERS:
            raise UnreadableFormError(f"has more than {MAX_MEMBERS} members")
        path = list(_path(name))
        if len(path) > MAX_DEPTH:
            raise UnreadableFormError(f"is nested more than {MAX_DEPTH} times")
        if path:
            _put(whole, path, value)
    return {name: _listed(value) for name, value in whole.items()}


def _url_encoded(raw: bytes) -> list[tuple[str, str]]:
    try:
        text = raw.decode("utf-8", "replace")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_MEMBERS)
    except ValueError:
        raise UnreadableFormError(f"has more than {MAX_MEMBERS} members") from None


def _multipart(content_type: str, raw: bytes) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []

    def add_field(part: multipart.Field) -> None:
        found.append((_text(part.field_name), _text(part.value)))

    def add_file(part: multipart.File) -> None:
        part.file_object.seek(0)
        upload = Upload(_text(part.file_name), part.file_object.read())
        part.close()
        found.append((_text(part.field_name), upload))

    try:
        headers = {"Content-Type": content_type.encode("latin-1", "replace")}
        multipart.parse_form(headers, io.BytesIO(raw), add_field, add_file)
    except (FormParserError, ValueError) as error:
        raise UnreadableFormError(f"is no multipart form: {error}".rstrip(".")) from None
    return found


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")


def _path(name: str) -> Iterator[str]:
    """Yield the keys of a name: a, 0 and b for `a[0][b]`; what follows a bracket left open is cut."""
    found = _NAME.match(name.lstrip())
    if found is None:
        return
    yield found[1]
    if found[2]:
        yield from found[2][1:-1].split("][")


def _put(whole: dict[str, Any], path: list[str], value: Any) -> None:
    *outer, last = path
    for key in outer:
        inner = whole.setdefault(_next(whole) if key == "" else key, {})
        if not isinstance(inner, dict):
            inner = whole[key] = {}
        whole = inner
    whole[_next(whole) if last == "" else last] = value


def _next(whole: dict[str, Any]) -> str:
    """Return the number that a member without one gets."""
    numbers = [int(key) for key in whole if _INDEX.fullmatch(key)]
    return str(max(numbers, default=-1) + 1)


def _listed(value: Any) -> Any:
    """Return an object whose members are numbered as an array, at any depth."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    numbered = all(_INDEX.fullmatch(key) for key in inner)
    return list(inner.values()) if numbered else inner
