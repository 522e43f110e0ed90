"""Documents of clients: added by forms with files, and sent back. No HTTP."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, refusal
from mockserver.forms import Upload
from mockserver.invoiceninja import files
from mockserver.invoiceninja.history import History
from mockserver.invoiceninja.state import State, seconds
from mockserver.store import Row

Body = Mapping[str, Any]

MEMBER = "documents"
MEMBERS = (MEMBER, "file")


class Uploads(History):
    """What may be uploaded, and what becomes of it. Every method may be varied."""

    def upload(
        self, state: State, user: Row, text: str, body: Body, *, now: str
    ) -> tuple[State, Row]:
        """Add the files of a form to a client (NIN-UPLOAD-01, 02, 15 and 17).

        Raises:
            Refusal: there is no such client; INVALID, a file is of no supported type, or too large
                (NIN-UPLOAD-12 to 14).
        """
        client = self.client(state, user, text)
        self.check_files(body)
        if not self.stored_files(body):
            return state, client
        client = {**client, "updated_at": self.moved(client, now)}
        return self.with_files(state.put("clients", client), user, client, body, now), client

    def with_files(self, state: State, user: Row, client: Row, body: Body, now: str) -> State:
        """Return a state in which the files of a body are documents of a client."""
        for upload in self.stored_files(body):
            state, _ = state.added("documents", **self.document(user, client, upload, body, now))
        return state

    def check_files(self, body: Body) -> None:
        """Refuse files that may not be uploaded, each under its name in the form.

        Raises:
            Refusal: INVALID.
        """
        problems = list(self.file_problems(body))
        if problems:
            raise Refusal(Kind.INVALID, *problems)

    def file_problems(self, body: Body) -> Iterator[Problem]:
        """Yield what is wrong with the files of a form, stored or not."""
        given = body.get(MEMBER)
        if MEMBER in body and not isinstance(given, list | dict | Upload):
            yield Problem(MEMBER, f"The {MEMBER} must be an array")
        for number, one in enumerate(_all(given)):
            if isinstance(one, Upload):
                yield from self.problems_of(f"{MEMBER}.{number}", one)
        for where in MEMBERS:
            single = body.get(where)
            if isinstance(single, Upload):
                yield from self.problems_of(where, single)

    def problems_of(self, where: str, upload: Upload) -> Iterator[Problem]:
        """Yield what is wrong with one file."""
        if not self.is_supported(upload):
            types = ", ".join(self.types())
            yield Problem(where, f"The {where} must be a file of type: {types}")
        elif len(upload.content) > self.largest():
            size = f"{self.largest() // files.KB} kilobytes"
            yield Problem(where, f"The {where} must not be greater than {size}")

    def is_supported(self, upload: Upload) -> bool:
        """Tell whether a file is of a supported type, by its name and its content."""
        kind = files.ending(files.name_of(upload.name))
        return kind in self.types() and files.is_content_of(kind, upload.content)

    def types(self) -> tuple[str, ...]:
        """Return the endings of supported types (NIN-UPLOAD-11, NIN-OPEN-UPLOAD-TYPES)."""
        return files.DOCUMENTED_TYPES

    def largest(self) -> int:
        """Return how many bytes a file may have (NIN-UPLOAD-14, NIN-OPEN-UPLOAD-SIZE)."""
        return files.LARGEST

    def stored_files(self, body: Body) -> list[Upload]:
        """Return the files that are kept: those of the array; a single one is examined only."""
        return [one for one in _all(body.get(MEMBER)) if isinstance(one, Upload)]

    def document(
        self, user: Row, client: Row, upload: Upload, body: Body, now: str
    ) -> dict[str, Any]:
        """Return the members of a new document (NIN-UPLOAD-03 to 09)."""
        name = files.name_of(upload.name)
        kind, digest = files.ending(name), hashlib.sha256(upload.content).hexdigest()
        return {
            "company_id": client["company_id"],
            "client_id": client["id"],
            "user_id": user["id"],
            "name": name,
            "type": kind,
            "hash": f"{digest[:40]}.{kind}",
            "size": len(upload.content),
            "is_public": self.is_public(body),
            "content": base64.b64encode(upload.content).decode("ascii"),
            **dict.fromkeys(("created_at", "updated_at"), seconds(now)),
        }

    def is_public(self, body: Body) -> bool:
        """Tell whether the client is to see the files (NIN-UPLOAD-07 and 09)."""
        return str(body.get("is_public", True)).lower() not in ("false", "0", "no", "off")

    def file(self, state: State, user: Row, text: str) -> Row:
        """Return the document of an id.

        Raises:
            Refusal: there is none, or it is another company's.
        """
        number = self.ids.decode(text)
        document = None if number is None else state.documents.get(number)
        if document is None:
            raise refusal(Kind.PATH, f"There is no document {text}", place="path")
        if document["company_id"] != user["company_id"]:
            raise self.foreign(text)
        return document


def without_files(value: Any) -> Any:
    """Return data with nothing in the place of files."""
    if isinstance(value, Upload):
        return None
    if isinstance(value, dict):
        return {name: without_files(one) for name, one in value.items()}
    return [without_files(one) for one in value] if isinstance(value, list) else value


def _all(given: Any) -> list[Any]:
    """Return the members of an array, numbered or not."""
    if isinstance(given, dict):
        return list(given.values())
    return given if isinstance(given, list) else []
