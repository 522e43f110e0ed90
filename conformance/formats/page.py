"""The page that a report stands in: one file that needs no other, and lets nothing else run in it."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable
from importlib.resources import files
from string import Template
from xml.etree.ElementTree import Element

from conformance.formats import markup


def page(title: str, body: Iterable[Element], *styles: str) -> str:
    """Return an HTML document with the style and the script of all reports, and with further styles."""
    style = "".join(_part(name) for name in ("page.css", *styles))
    script = _part("page.js")
    # Only our own script may run, only our own style may show, and nothing may be loaded.
    policy = (
        f"default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    )
    return Template(_part("page.html")).substitute(
        title=html.escape(markup.visible(title)),
        policy=policy,
        style=style,
        script=script,
        body=markup.rendered(body),
    )


def _part(name: str) -> str:
    return (files("conformance.formats") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
