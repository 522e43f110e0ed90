"""Swagger UI and the spec of each API, below `/_mock/`; nothing comes from other hosts."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import mimetypes
from collections.abc import Sequence
from html import escape
from importlib.resources import files

from mockserver import wire
from mockserver.answers import Reply
from mockserver.contract import contract
from mockserver.world import World

_FILES = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="../favicon-32x32.png">
<link rel="stylesheet" href="../swagger-ui.css">
<div id="ui"></div>
<script src="../swagger-ui-bundle.js"></script>
<script>{script}</script>
"""

_SCRIPT = """
  const credentials = {credentials};
  const workspace = new URLSearchParams(location.search).get("workspace");
  const ui = SwaggerUIBundle({{
    url: "../../openapi/{api}.json", dom_id: "#ui", deepLinking: true, tryItOutEnabled: true,
    validatorUrl: null,
    requestInterceptor: (request) => {{
      if (workspace) request.headers["X-Mock-Workspace"] = workspace;
      return request;
    }},
    onComplete: () => {{
      for (const scheme in credentials) ui.preauthorizeApiKey(scheme, credentials[scheme]);
    }},
  }});
"""


def page(path: str, worlds: Sequence[World], *, trusted: bool) -> Reply | None:
    """Return what is documented at a path below `/_mock`; None if there is nothing.

    Whoever is trusted finds credentials filled in, so that trying works at once.
    """
    if path.startswith("/ui/") and path.removeprefix("/ui/") in _FILES:
        return _file(path.removeprefix("/ui/"))
    for world in worlds:
        name = world.api.name
        if path == f"/openapi/{name}.json":
            return Reply(_spec(name), 200, {"Content-Type": "application/json"})
        if path == f"/ui/{name}/":
            return _page(world, trusted)
        if path == f"/ui/{name}":
            return Reply(b"", 307, {"Location": f"{name}/"})
    return None


@functools.cache
def _spec(api: str) -> bytes:
    return wire.write(contract(api).spec)


def _page(world: World, trusted: bool) -> Reply:
    known = contract(world.api.name)
    credential = world.api.credential(2, world.settings, world.clock.now(), 365 * 86400)
    schemes = known.spec.get("components", {}).get("securitySchemes", {}) if trusted else ()
    written = json.dumps(dict.fromkeys(schemes, credential)).replace("<", "\\u003c")
    script = _SCRIPT.format(credentials=written, api=world.api.name)
    page = _PAGE.format(title=escape(known.title), script=script)
    return Reply(page.encode("utf-8"), 200, _headers(script))


def _headers(script: str) -> dict[str, str]:
    """Return what keeps a page to files of ours and this one script; Swagger UI sets styles itself."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    policy = (
        f"default-src 'self'; script-src 'self' 'sha256-{digest}'; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
    }


@functools.cache
def _file(name: str) -> Reply:
    vendor = files("swagger_ui_bundle") / "vendor"
    folder = next(entry for entry in vendor.iterdir() if entry.name.startswith("swagger-ui-"))
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Reply(
        (folder / name).read_bytes(), 200, {"Content-Type": kind, "Cache-Control": "max-age=86400"}
    )
