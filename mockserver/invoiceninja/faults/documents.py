"""Faults in documents, statements, e-mail and tax data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, Reply, refusal
from mockserver.changes import after, always, without
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import (
    Body,
    accepted_anyway,
    fault,
    labelled,
    observed,
    refused_as,
    setting,
    shown,
    whole,
)
from mockserver.invoiceninja.state import State
from mockserver.store import Row

KB = 1024


def _turned_id(client: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**client, "id": client["id"][::-1]}


def _only_first(honest: Honest, body: Body) -> Any:
    return honest(body)[:1]


def _lone_image_refused(honest: Honest, body: Body) -> Iterator[Problem]:
    yield from honest(body)
    uploads = honest.behaviour.rules.stored_files(body)
    if len(uploads) == 1 and uploads[0].name.endswith(".png"):
        yield Problem("documents.0", "The image is refused")


def _program_too(honest: Honest, upload: Any) -> Any:
    return upload.name.endswith(".exe") or honest(upload)


def _replacing(honest: Honest, state: State, user: Row, text: str, body: Body, *, now: str) -> Any:
    client = honest.behaviour.rules.client(state, user, text)
    former = state.documents.where(client_id=client["id"])
    return honest(state.remove("documents", former), user, text, body, now=now)


def _nothing_refused(
    honest: Honest, state: State, user: Row, text: str, body: Body, *, now: str
) -> Any:
    if not honest.behaviour.rules.stored_files(body):
        raise refusal(Kind.INVALID, "The documents field is required", "documents")
    return honest(state, user, text, body, now=now)


def _document(change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Mapping[str, Change]:
    """Return a change of how documents are shown."""
    return {"views.document": after(lambda one: {**one, **change(one)})}


def _some_statement(honest: Honest, state: State, user: Row, body: Body) -> Any:
    try:
        return honest(state, user, body)
    except Refusal as refused:
        if refused.kind is Kind.FORBIDDEN:
            raise
        return honest.behaviour.rules.visible(state, user)[0]


def _cut_short(honest: Honest, *arguments: Any) -> Any:
    reply = honest(*arguments)
    whole_pdf = isinstance(reply, Reply) and isinstance(reply.body, bytes)
    return replace(reply, body=reply.body[: len(reply.body) // 2]) if whole_pdf else reply


def _stated_with(change: Callable[[Body], Body]) -> Change:
    """Return a change of `rules.statement`: of what was sent."""

    def changed(honest: Honest, state: State, user: Row, body: Body) -> Any:
        return honest(state, user, change(body))

    return changed


def _any_date(body: Body) -> Body:
    return {
        name: f"2024-12-{value[:2]}"
        if name.endswith("_date") and isinstance(value, str) and "." in value
        else value
        for name, value in body.items()
    }


def _backwards_refused(honest: Honest, body: Body) -> Iterator[Problem]:
    yield from honest(body)
    if str(body.get("end_date")) < str(body.get("start_date")):
        yield Problem("end_date", "The end_date must be a date after start_date")


def _active_alone(honest: Honest, state: State, user: Row, body: Body) -> Any:
    client = honest(state, user, body)
    if client["archived_at"] or client["is_deleted"]:
        raise refusal(Kind.INVALID, "The client is not active", "client_id")
    return client


UPLOAD = "handlers.upload_client"
TAX = "handlers.update_client_tax_data"

FAULTS = (
    fault(
        "upload-answers-with-another-id",
        {UPLOAD: shown(_turned_id)},
        "An upload answers with another id.",
        "NIN-UPLOAD-01",
    ),
    fault(
        "only-first-file-stored",
        {"rules.stored_files": _only_first},
        "Of several files only the first one is stored.",
        "NIN-UPLOAD-02",
    ),
    fault(
        "listed-client-without-documents",
        {"handlers.get_clients": shown(setting(documents=[]))},
        "Lists show no documents.",
        "NIN-UPLOAD-10",
    ),
    fault(
        "lone-image-refused",
        {"rules.file_problems": _lone_image_refused},
        "An image by itself is refused.",
        "NIN-UPLOAD-11",
    ),
    fault(
        "program-accepted",
        {"rules.is_supported": _program_too},
        "A program is accepted as a document.",
        "NIN-UPLOAD-12",
    ),
    fault(
        "upload-for-nobody",
        {UPLOAD: accepted_anyway(Kind.PATH)},
        "An upload for a client that does not exist is answered as a success.",
        "NIN-UPLOAD-16",
    ),
    fault(
        "upload-replaces-documents",
        {"rules.upload": _replacing},
        "A later upload replaces the former documents.",
        "NIN-UPLOAD-17",
    ),
    fault(
        "statement-labelled-as-anything",
        {"handlers.stated": labelled("application/octet-stream")},
        "A statement is labelled as any bytes.",
        *("NIN-STATEMENT-01", "NIN-ERROR-06"),
    ),
    fault(
        "statement-cut-short",
        {"handlers.stated": _cut_short},
        "A statement is cut short.",
        "NIN-STATEMENT-02",
    ),
    fault(
        "statement-of-somebody-else",
        {"rules.client_of_statement": _some_statement},
        "A statement of a client that does not exist is one of another client.",
        "NIN-STATEMENT-07",
    ),
    fault(
        "reactivation-not-found",
        {"handlers.reactivate_email": refused_as(Kind.MISSING)},
        "The removal of a suppression is answered with 404.",
        "NIN-EMAIL-01",
    ),
    fault(
        "tax-data-refused",
        {TAX: refused_as(Kind.GONE)},
        "Tax data cannot be updated.",
        "NIN-TAX-01",
    ),
    fault(
        "tax-data-of-nobody",
        {TAX: accepted_anyway(Kind.PATH)},
        "The tax data of a client that does not exist are answered as updated.",
        "NIN-TAX-03",
    ),
    observed(
        "document-named-in-capitals",
        _document(lambda one: {"name": one["name"].upper()}),
        "A document has the name of its file in capitals.",
        "NIN-UPLOAD-03",
    ),
    observed(
        "document-without-address",
        _document(lambda _: {"url": ""}),
        "A document has no URL.",
        "NIN-UPLOAD-04",
    ),
    observed(
        "document-type-with-dot",
        _document(lambda one: {"type": f".{one['type']}"}),
        "The `type` of a document begins with a dot.",
        "NIN-UPLOAD-05",
    ),
    observed(
        "document-size-in-kilobytes",
        _document(lambda one: {"size": one["size"] // KB}),
        "The `size` of a document is in kilobytes.",
        "NIN-UPLOAD-06",
    ),
    observed(
        "document-not-public",
        {"rules.is_public": lambda honest, body: "is_public" in body and honest(body)},
        "A document is not public unless the upload says so.",
        "NIN-UPLOAD-07",
    ),
    observed(
        "document-deleted",
        _document(lambda _: {"is_deleted": True}),
        "A new document is deleted.",
        "NIN-UPLOAD-08",
    ),
    observed(
        "document-always-public",
        {"rules.is_public": always(True)},
        "A document is public whatever the upload says.",
        "NIN-UPLOAD-09",
    ),
    observed(
        "files-not-numbered",
        {
            "rules.problems_of": lambda honest, _, upload: [
                replace(one, where="documents") for one in honest("documents", upload)
            ]
        },
        "The refusal of a file names `documents`.",
        *("NIN-UPLOAD-13", "NIN-ERROR-09"),
    ),
    observed(
        "upload-without-file-refused",
        {"rules.upload": _nothing_refused},
        "An upload without a file is refused.",
        "NIN-UPLOAD-15",
    ),
    observed(
        "statement-since-ever",
        {"rules.statement": _stated_with(lambda body: {"start_date": "2000-01-01", **body})},
        "A statement without a start date is made.",
        "NIN-STATEMENT-04",
    ),
    observed(
        "statement-for-ever",
        {"rules.statement": _stated_with(lambda body: {"end_date": "2099-12-31", **body})},
        "A statement without an end date is made.",
        "NIN-STATEMENT-05",
    ),
    observed(
        "statement-with-dotted-dates",
        {"rules.statement": _stated_with(_any_date)},
        "Dates with dots are accepted.",
        "NIN-STATEMENT-06",
    ),
    observed(
        "statement-never-sent",
        {"rules.is_sent": always(False)},
        "A statement that is to be sent is answered as a PDF.",
        "NIN-STATEMENT-08",
    ),
    observed(
        "period-backwards-refused",
        {"rules.problems_of_period": _backwards_refused},
        "A period that ends before it starts is refused.",
        "NIN-STATEMENT-09",
    ),
    observed(
        "statement-of-active-clients-only",
        {"rules.client_of_statement": _active_alone},
        "Archived and deleted clients have no statements.",
        "NIN-STATEMENT-10",
    ),
    observed(
        "reactivation-without-message",
        {"handlers.reactivate_email": whole(without("message"))},
        "The answer to the removal of a suppression has no `message`.",
        "NIN-EMAIL-02",
    ),
    observed(
        "tax-data-of-another-client",
        {TAX: shown(_turned_id)},
        "An update of tax data answers with another id.",
        "NIN-TAX-02",
    ),
    observed(
        "tax-data-without-limit",
        {"rules.tax_updates": always(10**6)},
        "There is no limit to updates of tax data.",
        "NIN-LIMIT-02",
    ),
)
