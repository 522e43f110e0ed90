"""The files of the console, a page in the browser; read when somebody opens it."""

from __future__ import annotations

import functools
import mimetypes
import re
from importlib.resources import files
from urllib.parse import quote

from mockserver.answers import Reply
from mockserver.control.asking import Asked

# Nothing from elsewhere, and no script or style but those in files of ours.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

# What a machine may not know by the ending of a name.
_KINDS = {".js": "text/javascript", ".svg": "image/svg+xml"}


# What an answer's `Link: …; rel="help"` leads to; whoever follows it in a browser wants to read.
_REQUEST = re.compile(r"/requests/(\d+)")


def page(path: str, asked: Asked) -> Reply | None:
    """Return what there is of the console at a path below `/_mock`; None if there is nothing."""
    if path == "":
        return Reply(b"", 307, {"Location": "_mock/"})
    request = _REQUEST.fullmatch(path)
    if request and "text/html" in asked.headers.get("accept", ""):
        name = quote(asked.query.get("workspace", ""))
        where = f"?workspace={name}" if name else ""
        return Reply(b"", 303, {"Location": f"../{where}#/requests/{request[1]}"})
    if path == "/":
        return _file("index.html")
    if path.startswith("/console/"):
        return _file(path.removeprefix("/console/"))
    return None


@functools.cache
def _names() -> frozenset[str]:
    """Return the names of the files that there are, so that no other can be asked for."""
    return frozenset(one.name for one in (files("mockserver") / "console").iterdir())


def _file(name: str) -> Reply | None:
    if name not in _names():
        return None
    ending = name[name.rfind(".") :]
    kind = _KINDS.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    body = (files("mockserver") / "console" / name).read_bytes()
    return Reply(body, 200, {**HEADERS, "Content-Type": f"{kind}; charset=utf-8"})
