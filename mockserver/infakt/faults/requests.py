"""Faults in how requests are read and refusals are written."""

from __future__ import annotations

from typing import Any

from mockserver.answers import Kind, Refusal, Reply, refusal
from mockserver.call import Call
from mockserver.changes import always
from mockserver.contract import Operation
from mockserver.faults import Fault, Honest, observed

LARGEST_INTEGER = 2**63


def _label_refused(method: str) -> Any:
    """Return a change of `gate.read`: a label without a body is refused with one method."""

    def changed(honest: Honest, call: Call, operation: Operation) -> None:
        if call.method == method and "content-type" in call.headers and not call.raw:
            raise refusal(Kind.MEDIA_TYPE, "Brakuje treści zapytania", place="header")
        honest(call, operation)

    return changed


def _charset_refused(honest: Honest, call: Call, operation: Operation) -> None:
    if "charset" in call.headers.get("content-type", ""):
        raise refusal(Kind.MEDIA_TYPE, "Nagłówek Content-Type jest nieznany", place="header")
    honest(call, operation)


def _nothing_at_older_path(honest: Honest, call: Call) -> Reply:
    reply: Reply = honest(call)
    older = call.path.startswith("/v3")
    return Reply({**reply.body, "entities": []}) if older else reply


def _large_numbers_crash(honest: Honest, call: Call) -> Any:
    if call["id"] > LARGEST_INTEGER:
        raise RuntimeError("an id that the database does not take")
    return honest(call)


def _announced_too_long(honest: Honest, refused: Refusal) -> Any:
    longer = {"Content-Length": "4096"} if refused.kind is Kind.MALFORMED else {}
    return {**honest(refused), **longer}


def _labelled_as_text(honest: Honest, refused: Refusal) -> Any:
    return {**honest(refused), "Content-Type": "text/plain; charset=utf-8"}


def _unknown_parameters_refused(honest: Honest, call: Call, operation: Operation) -> None:
    known = {one.name for one in operation.parameters}
    unknown = [name for name in call.query if name.partition("[")[0] not in known]
    if unknown and operation.id == "listClients":
        raise refusal(Kind.INVALID, f"Nieznany parametr {unknown[0]}", unknown[0], "query")
    honest(call, operation)


def _written_as_html(honest: Honest, refused: Refusal) -> Reply:
    reply: Reply = honest(refused)
    if refused.kind is not Kind.MISSING:
        return reply
    return Reply("<h1>404</h1>", reply.status, {"Content-Type": "text/html; charset=utf-8"})


def _missing_as_array(honest: Honest, refused: Refusal) -> Any:
    return [refused.sentence] if refused.kind is Kind.MISSING else honest(refused)


def _missing_told_otherwise(honest: Honest, refused: Refusal) -> Any:
    return "message" if refused.kind is Kind.MISSING else honest(refused)


def _errors_as_array(honest: Honest, refused: Refusal) -> Any:
    told = honest(refused)
    return {"errors": [text for texts in told["errors"].values() for text in texts]}


def _errors_under_base(honest: Honest, refused: Refusal) -> Any:
    return {"errors": {"base": _errors_as_array(honest, refused)["errors"]}}


def _stored_anyway(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal:
        name = call.body.get("company_name")
        if isinstance(name, str):
            rule = honest.behaviour.rules.create_client
            call.change(rule, {"company_name": name, "country": "PL"})
        raise


FAULTS = (
    Fault(
        "label-on-get-refused",
        {"gate.read": _label_refused("GET")},
        "A GET that is labelled `application/json` and has no body is refused.",
        ("FAK-HTTP-01",),
    ),
    Fault(
        "label-on-delete-refused",
        {"gate.read": _label_refused("DELETE")},
        "A DELETE that is labelled `application/json` and has no body is refused.",
        ("FAK-DELETE-09",),
    ),
    Fault(
        "charset-refused",
        {"gate.check_media_type": _charset_refused},
        "A body whose label names its character set is refused.",
        ("FAK-HTTP-02",),
    ),
    Fault(
        "older-path-shows-nothing",
        {"handlers.list_clients": _nothing_at_older_path},
        "Under `/v3` the list is empty.",
        ("FAK-HTTP-03",),
    ),
    observed(
        "no-extension-not-found",
        {"gate.no_extension": always(refusal(Kind.MISSING, "Nic tu nie ma"))},
        "A path without its ending `.json` is answered with 404.",
        "FAK-HTTP-04",
    ),
    Fault(
        "large-ids-crash",
        {"handlers.delete_client": _large_numbers_crash},
        "Deleting a client whose id is beyond 64 bits is answered with 500.",
        ("FAK-HTTP-05",),
    ),
    Fault(
        "answers-cut-short",
        {"errors.headers": _announced_too_long},
        "The refusal of a body that cannot be read is shorter than it announces.",
        ("FAK-HTTP-06",),
    ),
    Fault(
        "refusals-labelled-as-text",
        {"errors.headers": _labelled_as_text},
        "Errors are labelled as plain text.",
        ("FAK-HTTP-07",),
    ),
    Fault(
        "unknown-parameters-refused",
        {"gate.read": _unknown_parameters_refused},
        "A list with a parameter that is not documented is refused.",
        ("FAK-HTTP-08",),
    ),
    Fault(
        "missing-as-html",
        {"errors.refuse": _written_as_html},
        "A client that does not exist is answered with a page of HTML.",
        ("FAK-READ-06", "FAK-HTTP-07"),
    ),
    Fault(
        "missing-as-array",
        {"errors.body": _missing_as_array},
        "A 404 carries an array.",
        ("FAK-READ-06",),
    ),
    observed(
        "missing-told-otherwise",
        {"errors.name": _missing_told_otherwise},
        "A 404 has no member `error`.",
        "FAK-READ-07",
    ),
    Fault(
        "refused-client-stored",
        {"handlers.create_client": _stored_anyway},
        "A new client that is refused is stored all the same.",
        ("FAK-ERROR-01",),
    ),
    Fault(
        "errors-as-array",
        {"errors.invalid": _errors_as_array},
        "The `errors` of a 422 are an array.",
        ("FAK-ERROR-02",),
    ),
    observed(
        "errors-under-base",
        {"errors.invalid": _errors_under_base},
        "The `errors` of a 422 do not say which attribute is wrong.",
        "FAK-ERROR-03",
    ),
)
