"""Documents of a client: files that are uploaded."""

from __future__ import annotations

import base64
from typing import Any

from conformance import data, expect
from conformance.checks import check
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.invoiceninja.cases import rows
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.forms import File
from conformance.invoiceninja.records import Record, bare, ids, parsed

TABLE: list[dict[str, Any]] = data.fixture("invoiceninja", "cases", "files.yaml")


def _files(requirement: str) -> list[File]:
    return [
        File(row["name"], base64.b64decode(row["content"]), row["type"])
        for row in rows(TABLE, requirement)
    ]


PDF, PNG, TEXT = _files("NIN-UPLOAD-11")
(PROGRAM,) = _files("NIN-UPLOAD-12")


def documents_of(client: Record) -> list[Record]:
    """Return the documents that a client shows, as far as they are there."""
    seen = client.get("documents")
    found = seen if isinstance(seen, list) else []
    return [one for one in found if isinstance(one, dict)]


def _client(answer: Answer) -> Record:
    """Return the client of an answer, as far as it is one; expect the upload to succeed."""
    expect.success(answer)
    return bare(parsed(answer))


def with_document(api: Driver, file: File = TEXT, **members: str) -> tuple[Record, Record]:
    """Return a client and the only document that it has got.

    Raises:
        CannotTell: it has another number of them, which is the matter of NIN-UPLOAD-02.
    """
    client = api.new_client()
    documents = documents_of(api.record(api.upload(client, file, **members)))
    if len(documents) != 1:
        raise CannotTell(f"one document is needed, but there are {len(documents)}")
    return client, documents[0]


def _has(document: Record, name: str, value: Any) -> None:
    expect.equal(document.get(name), value, f"the document's {name}")


@check("NIN-UPLOAD-01")
def an_upload_answers_with_the_client(api: Driver) -> None:
    client = api.new_client()
    expect.equal(_client(api.upload(client, PDF)).get("id"), client["id"], "client")


@check("NIN-UPLOAD-02")
def each_file_adds_a_document(api: Driver) -> None:
    for files in ((TEXT,), (PDF, PNG)):
        seen = len(documents_of(_client(api.upload(api.new_client(), *files))))
        expect.that(seen == len(files), f"{len(files)} documents", f"{seen} documents")


@check("NIN-UPLOAD-03")
def a_document_has_the_name_of_its_file(api: Driver) -> None:
    for file in (PDF, TEXT):
        _has(with_document(api, file)[1], "name", file.name)


@check("NIN-UPLOAD-04")
def a_document_has_an_id_and_an_address(api: Driver) -> None:
    _, document = with_document(api)
    for name in ("id", "url"):
        seen = document.get(name)
        expect.that(isinstance(seen, str) and seen, f"{name} as a text", expect.show(seen))


@check("NIN-UPLOAD-05")
def the_type_of_a_document_is_its_ending(api: Driver) -> None:
    for file in (PDF, PNG):
        _has(with_document(api, file)[1], "type", file.name.rpartition(".")[2])


@check("NIN-UPLOAD-06")
def a_document_has_the_size_of_its_file(api: Driver) -> None:
    for file in (PDF, TEXT):
        _has(with_document(api, file)[1], "size", len(file.content))


@check("NIN-UPLOAD-07")
def a_document_is_public(api: Driver) -> None:
    _has(with_document(api)[1], "is_public", True)


@check("NIN-UPLOAD-08")
def a_new_document_is_not_deleted(api: Driver) -> None:
    _has(with_document(api)[1], "is_deleted", False)


@check("NIN-UPLOAD-09")
def a_document_may_be_kept_from_the_public(api: Driver) -> None:
    _has(with_document(api, is_public="false")[1], "is_public", False)


@check("NIN-UPLOAD-10")
def documents_are_shown_later(api: Driver) -> None:
    client, document = with_document(api)
    read = api.client(client)
    listed = [one for one in api.listed(name=client["name"]).clients if one["id"] == client["id"]]
    for shown in (read, *listed):
        seen = ids(documents_of(shown))
        expect.equal(seen, [document.get("id")], "the documents")


@check("NIN-UPLOAD-11")
def documented_types_are_accepted(api: Driver) -> None:
    client = api.new_client()
    for file in (PDF, PNG, TEXT):
        expect.success(api.upload(client, file))


@check("NIN-UPLOAD-12")
def other_types_are_refused(api: Driver) -> None:
    expect.refused(api.upload(api.new_client(), PROGRAM))


@check("NIN-UPLOAD-13")
def a_refused_file_is_named(api: Driver) -> None:
    answer = api.upload(api.new_client(), PROGRAM)
    body = parsed(answer)
    errors = body.get("errors") if isinstance(body, dict) else None
    named = isinstance(errors, dict) and "documents.0" in errors
    expect.that(not answer.ok and named, "errors that name documents.0", answer.summary)


@check("NIN-UPLOAD-15")
def an_upload_without_a_file_changes_nothing(api: Driver) -> None:
    client, document = with_document(api)
    answer = api.upload(client)
    expect.status(answer, 200)
    expect.equal(ids(documents_of(_client(answer))), [document.get("id")], "the documents")


@check("NIN-UPLOAD-16")
def a_client_that_never_was_gets_no_files(api: Driver) -> None:
    expect.refused(api.upload(api.absent(), TEXT))


@check("NIN-UPLOAD-17")
def a_later_upload_leaves_the_former(api: Driver) -> None:
    client, document = with_document(api, PDF)
    seen = ids(documents_of(_client(api.upload(client, TEXT))))
    expect.that(document.get("id") in seen, "the former document too", expect.show(seen))
