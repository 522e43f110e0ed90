"""Answers that are files: documents as they were uploaded, and statements."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from mockserver.answers import Reply
from mockserver.invoiceninja import files, fixed
from mockserver.invoiceninja.statement import Statement
from mockserver.store import Row

PDF = "application/pdf"

# What some program takes for the end of a name, for a path, or for another character.
_UNSAFE = re.compile(r'["\\/:;%<>|*?]')


def file(document: Row) -> Reply:
    """Return a document as it was uploaded, to be saved under its name."""
    content = base64.b64decode(document["content"])
    media_type, name = files.media_type(document["type"]), files.name_of(document["name"])
    return Reply(content, 200, _headers(media_type, name))


def statement(found: Statement, now: datetime) -> Reply:
    """Return a statement as a PDF (NIN-STATEMENT-01)."""
    # Imported here: the library takes long, and most mocks make no statement.
    from mockserver.invoiceninja import pdf

    content = pdf.document(found, fixed.currency_code(found.currency_id), now)
    return Reply(content, 200, _headers(PDF, "Statement.pdf"))


def _headers(media_type: str, name: str) -> Mapping[str, str]:
    """Return the headers of a file; a name beyond ASCII is written as RFC 6266 wants it."""
    plain = _UNSAFE.sub("_", name.encode("ascii", "replace").decode())
    disposition = f'attachment; filename="{plain}"'
    if plain != name:
        disposition += f"; filename*=UTF-8''{quote(name, safe='')}"
    return {
        "Content-Type": media_type,
        "Content-Disposition": disposition,
        "X-Content-Type-Options": "nosniff",
    }
