"""Faults in statuses, and in the form of errors."""

from __future__ import annotations

import json
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, Reply, refusal
from mockserver.call import Call
from mockserver.contract import Operation
from mockserver.faults import Fault, Honest
from mockserver.infranotes.faults.changes import in_another_form, status
from mockserver.store import Row


def _created_202(honest: Honest, body: Any) -> Reply:
    return Reply(honest(body).body, 202)


def _nothing_left(honest: Honest, call: Call) -> Reply:
    honest(call)
    return Reply(b"", 204)


def _missing_as_invalid(_: Honest, thing: str, row_id: int) -> Refusal:
    return refusal(Kind.INVALID, f"There is no {thing} {row_id}")


def _missing(_: Honest, thing: str, row_id: int) -> Refusal:
    return refusal(Kind.MISSING, f"There is no {thing} {row_id}")


def _update_breaks(honest: Honest, operation: Operation, problems: list[Problem]) -> Any:
    if problems and operation.id == "updateCustomField":
        raise RuntimeError("an update of a custom field that is not valid")
    return honest(operation, problems)


def _percent_breaks(honest: Honest, client: Row, term: str) -> Any:
    if "%" in term:
        raise RuntimeError("a search term with a percent sign")
    return honest(client, term)


def _encoding_unchecked(honest: Honest, raw: bytes) -> Any:
    return honest(raw) if _is_utf8(raw) else json.loads(raw.decode())


def _encoding_guessed(honest: Honest, raw: bytes) -> Any:
    return honest(raw if _is_utf8(raw) else raw.decode("latin-1").encode())


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _absent_in_another_form(honest: Honest, refused: Refusal) -> Any:
    absent = refused.sentence.startswith("There is no ")
    return {"title": "Not Found"} if absent else honest(refused)


def _forbidden(_: Honest, thing: str, row_id: int) -> Refusal:
    return refusal(Kind.FORBIDDEN, f"The {thing} {row_id} belongs to another user")


def _unknown_path_in_another_form(honest: Honest, refused: Refusal) -> Any:
    unknown = refused.sentence.startswith("There is nothing at ")
    return {"title": "Not Found"} if unknown else honest(refused)


def _not_json_in_another_form(honest: Honest, refused: Refusal) -> Any:
    return {"title": "Bad Request"} if "is not JSON" in refused.sentence else honest(refused)


def _labelled_as_text(honest: Honest, refused: Refusal) -> Any:
    return {**honest(refused), "Content-Type": "text/plain; charset=utf-8"}


def _written_as_html(honest: Honest, refused: Refusal) -> Reply:
    reply: Reply = honest(refused)
    if refused.kind is not Kind.MISSING:
        return reply
    return Reply("<h1>Not Found</h1>", reply.status, {"Content-Type": "text/html; charset=utf-8"})


FAULTS = (
    Fault(
        "create-answers-202",
        {"handlers.created": _created_202},
        "Creates are answered with 202.",
        ("INF-STATUS-01",),
    ),
    Fault(
        "delete-answers-204",
        {
            "handlers.delete_client": _nothing_left,
            "handlers.delete_contact": _nothing_left,
            "handlers.delete_custom_field": _nothing_left,
        },
        "Deletes are answered with 204 and say nothing.",
        ("INF-STATUS-01", "INF-CLIENT-21", "INF-CONTACT-15", "INF-FIELD-13"),
    ),
    Fault(
        "invalid-answers-422",
        {"errors.status": status(Kind.INVALID, 422)},
        "Validation errors are answered with 422.",
        ("INF-STATUS-02",),
    ),
    Fault(
        "absent-answers-400",
        {"rules.missing": _missing_as_invalid, "rules.foreign": _missing},
        "An absent record is answered with 400.",
        ("INF-STATUS-03",),
    ),
    Fault(
        "invalid-answers-500",
        {"gate.screened": _update_breaks},
        "An update of a custom field that is not valid is answered with 500.",
        ("INF-STATUS-02", "INF-STATUS-04", "INF-FIELD-18"),
    ),
    Fault(
        "percent-answers-500",
        {"rules.found_by": _percent_breaks},
        "A search for a term with a percent sign is answered with 500.",
        ("INF-STATUS-04",),
    ),
    Fault(
        "encoding-answers-500",
        {"gate.decoded": _encoding_unchecked},
        "A body that is not UTF-8 is answered with 500.",
        ("INF-STATUS-04", "INF-ERROR-07"),
    ),
    Fault(
        "encoding-guessed",
        {"gate.decoded": _encoding_guessed},
        "A body that is not UTF-8 is accepted, its encoding guessed.",
        ("INF-ERROR-07",),
    ),
    Fault(
        "invalid-in-another-form",
        {"errors.body": in_another_form(Kind.INVALID)},
        "Validation errors have no member `error`.",
        ("INF-ERROR-01",),
    ),
    Fault(
        "stranger-in-another-form",
        {"errors.body": in_another_form(Kind.UNAUTHENTICATED)},
        "The refusal of a stranger has no member `error`.",
        ("INF-ERROR-02",),
    ),
    Fault(
        "absent-in-another-form",
        {"errors.body": _absent_in_another_form, "rules.foreign": _forbidden},
        "The answer about an absent record has no member `error`.",
        ("INF-ERROR-03",),
    ),
    Fault(
        "unknown-path-in-another-form",
        {"errors.body": _unknown_path_in_another_form},
        "The answer about an unknown path has no member `error`.",
        ("INF-ERROR-04",),
    ),
    Fault(
        "absent-as-html",
        {"errors.refuse": _written_as_html},
        "Whatever is not found is answered with a page of HTML.",
        ("INF-ERROR-03", "INF-ERROR-04", "INF-ERROR-08", "INF-ERROR-09"),
    ),
    Fault(
        "wrong-method-in-another-form",
        {"errors.body": in_another_form(Kind.METHOD)},
        "The answer to a wrong method has no member `error`.",
        ("INF-ERROR-05",),
    ),
    Fault(
        "not-json-in-another-form",
        {"errors.body": _not_json_in_another_form},
        "The refusal of a body that is not JSON has no member `error`.",
        ("INF-ERROR-06",),
    ),
    Fault(
        "errors-labelled-as-text",
        {"errors.headers": _labelled_as_text},
        "Errors are labelled as plain text.",
        ("INF-ERROR-09",),
    ),
)
