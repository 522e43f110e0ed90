"""Bodies that are sent as forms: with nested members in brackets, or with files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

URL_ENCODED = "application/x-www-form-urlencoded"
# Between the parts of a form with files; the same in every run, as everything that is sent.
_BOUNDARY = "client-contracts-part"


@dataclass(frozen=True)
class Form:
    """A body that is no JSON, and the media type that it is sent with.

    `method` is another one than the operation's; `instead` is sent where there is no such method.
    """

    content: bytes
    media_type: str
    method: str | None = None
    instead: Form | None = None


@dataclass(frozen=True)
class File:
    """A file to upload."""

    name: str
    content: bytes
    media_type: str = "text/plain"


def url_encoded(members: Mapping[str, Any]) -> Form:
    """Return a body as a URL-encoded form (NIN-FORM-01)."""
    return Form(urlencode([*_pairs(members)]).encode(), URL_ENCODED)


def multipart(members: Mapping[str, str], files: Sequence[File]) -> Form:
    """Return a form with texts, and with files as `documents[]`."""
    parts = [
        *(_part(f'name="{name}"', "", value.encode()) for name, value in members.items()),
        *(
            _part(
                f'name="documents[]"; filename="{file.name}"',
                f"Content-Type: {file.media_type}\r\n",
                file.content,
            )
            for file in files
        ),
    ]
    content = b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()
    return Form(content, f"multipart/form-data; boundary={_BOUNDARY}")


def upload(files: Sequence[File], **members: str) -> Form:
    """Return a form with files for a POST as documented, else one that stands for a PUT, else a PUT.

    Which of them a service takes is left open (NIN-OPEN-UPLOAD-METHOD).
    """
    put = multipart({"_method": "PUT"} | members, files)
    instead = replace(put, instead=replace(put, method="PUT"))
    return replace(multipart({"_method": "POST"} | members, files), instead=instead)


def _part(disposition: str, headers: str, content: bytes) -> bytes:
    head = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n{headers}\r\n"
    return head.encode() + content + b"\r\n"


def _pairs(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield a form's members: `contacts[0][email]` for what is nested, 1 and 0 for true and false."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _pairs(inner, f"{name}[{key}]" if name else str(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _pairs(inner, f"{name}[{number}]")
    elif isinstance(value, bool):
        yield name, str(int(value))
    else:
        yield name, "" if value is None else str(value)
