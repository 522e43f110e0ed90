"""A request as a command for a shell, to be pasted somewhere else."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Iterator
from urllib.parse import quote

from mockserver.journal import Record

# What curl itself says, or a browser says about itself.
_LEFT_OUT = ("host", "content-length", "connection", "accept-encoding", "user-agent")
_OF_BROWSERS = ("sec-", "accept-language", "origin", "referer", "dnt", "priority")
_IN_PATHS = "/:@!$&'()*+,;=~"


def command(origin: str, record: Record) -> str:
    """Return the command that sends a request again, secrets and all, to a server."""
    parts = ["curl", *_method(record), shlex.quote(_url(origin, record))]
    parts += [f"-H {shlex.quote(one)}" for one in _headers(record)]
    if not record.body:
        return " ".join(parts)
    text = _text(record.body)
    if text is not None:
        return " ".join([*parts, f"--data-raw {shlex.quote(text)}"])
    written = base64.b64encode(record.body).decode("ascii")
    return f"echo {written} | base64 -d | " + " ".join([*parts, "--data-binary @-"])


def _method(record: Record) -> list[str]:
    if record.method == "HEAD":
        return ["--head"]
    usual = "POST" if record.body else "GET"
    return [] if record.method == usual else [f"-X {shlex.quote(record.method)}"]


def _url(origin: str, record: Record) -> str:
    query = quote(record.query, safe=f"{_IN_PATHS}%?[]{{}}")
    # curl takes brackets for patterns; written as numbers they mean the same to the server.
    for bracket in "[]{}":
        query = query.replace(bracket, f"%{ord(bracket):02X}")
    return f"{origin}{quote(record.path, safe=_IN_PATHS)}{f'?{query}' if query else ''}"


def _headers(record: Record) -> Iterator[str]:
    told = [name.decode("latin-1").lower() for name, _ in record.headers]
    for name, (_, value) in zip(told, record.headers, strict=True):
        if name not in _LEFT_OUT and not name.startswith(_OF_BROWSERS) and value != b"*/*":
            yield f"{name}: {value.decode('latin-1')}" if value else f"{name};"
    if record.body and "content-type" not in told:
        yield "content-type:"  # or curl would say that it is a form


def _text(body: bytes) -> str | None:
    """Return a body as a text that an argument can be; None if it cannot."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
