"""Faults in statuses, errors, headers, forms and envelopes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.answers import Kind, Problem, Refusal
from mockserver.call import Call
from mockserver.changes import after, with_status, without
from mockserver.contract import Operation
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import (
    fault,
    labelled,
    observed,
    of_kind,
)


def _broken_by_blanks(honest: Honest, text: str) -> Refusal:
    return Refusal(Kind.BROKEN, *honest(text).problems) if " " in text else honest(text)


def _unprocessable_as(status: int) -> Change:
    def changed(honest: Honest, refused: Refusal) -> Any:
        return status if refused.kind is Kind.INVALID else honest(refused)

    return changed


def _nothing(message: str) -> str:
    del message
    return ""


def _foreign_untold(honest: Honest, refused: Refusal) -> Any:
    foreign = refused.kind is Kind.FORBIDDEN and refused.problems[0].place == "path"
    return "" if foreign else honest(refused)


def _as_list(texts: Mapping[str, list[str]]) -> list[str]:
    return [text for several in texts.values() for text in several]


def _in_brackets(honest: Honest, problem: Problem) -> Any:
    return problem.where if "[" in problem.where else f"body.{honest(problem)}"


def _refused_path(honest: Honest, call: Call) -> Refusal:
    return Refusal(Kind.FORBIDDEN, *honest(call).problems)


def _refused_method(honest: Honest, call: Call, allowed: str) -> Refusal:
    return Refusal(Kind.MALFORMED, *honest(call, allowed).problems)


def _untold(*operations: str) -> Change:
    """Return a change of `gate.headers`: without the version, in answers of these operations."""

    def changed(honest: Honest, call: Call) -> Any:
        headers = honest(call)
        path = call.path.rpartition("/")[2]
        return without("X-MINIMUM-CLIENT-VERSION")(headers) if path in operations else headers

    return changed


def _in_words(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {**headers, "X-RateLimit-Limit": "plenty"} if headers else headers


def _more_than_allowed(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {**headers, "X-RateLimit-Remaining": "999999"} if headers else headers


def _no_options(honest: Honest, call: Call) -> Any:
    return "TRACE" if call.method == "OPTIONS" else honest(call)


def _as_sent(honest: Honest, call: Call) -> str:
    del honest
    return call.path


def _method_as_sent(honest: Honest, call: Call) -> str:
    del honest
    return call.method


def _form_unread(operation_id: str) -> Change:
    """Return a change of `gate.body`: forms of an operation say nothing of what they should."""

    def changed(honest: Honest, call: Call, operation: Operation) -> Any:
        body = honest(call, operation)
        form = honest.behaviour.gate.is_form(call) and call.method == operation.method
        unread = form and operation.id == operation_id and "_method" not in body
        return {name: one for name, one in body.items() if name in ("name",)} if unread else body

    return changed


FAULTS = (
    fault(
        "created-with-201",
        {"handlers.store_client": with_status(201)},
        "Creating is answered with 201.",
        "NIN-STATUS-01",
    ),
    fault(
        "blank-in-id-breaks-server",
        {"rules.malformed": _broken_by_blanks},
        "An id with a blank is answered with 500.",
        "NIN-STATUS-02",
    ),
    fault(
        "broken-rules-answered-400",
        {"errors.status": _unprocessable_as(400)},
        "A body that breaks a rule is refused with 400.",
        "NIN-STATUS-03",
    ),
    fault(
        "token-refused-without-message",
        {"errors.message": of_kind(Kind.UNAUTHENTICATED, _nothing)},
        "The refusal of a token has an empty message.",
        "NIN-ERROR-01",
    ),
    fault(
        "validation-error-without-message",
        {"errors.message": of_kind(Kind.INVALID, _nothing)},
        "A validation error has an empty message.",
        "NIN-ERROR-02",
    ),
    fault(
        "errors-in-one-list",
        {"errors.by_member": after(_as_list)},
        "The `errors` are a list of texts, without the members at fault.",
        "NIN-ERROR-03",
    ),
    fault(
        "missing-client-without-message",
        {"errors.message": of_kind(Kind.PATH, _nothing)},
        "A client that does not exist is answered with an empty message.",
        "NIN-ERROR-04",
    ),
    fault(
        "foreign-client-without-message",
        {"errors.message": _foreign_untold},
        "The refusal of another company's client has an empty message.",
        "NIN-ERROR-05",
    ),
    fault(
        "purge-labelled-as-text",
        {"handlers.purge_client": labelled("text/plain")},
        "The answer to a purge is labelled as plain text.",
        "NIN-ERROR-06",
    ),
    fault(
        "blank-client-without-version",
        {"gate.headers": _untold("create")},
        "The blank client comes without X-MINIMUM-CLIENT-VERSION.",
        "NIN-HEADER-01",
    ),
    fault(
        "rate-limit-in-words",
        {"gate.rate_headers": after(_in_words)},
        "X-RateLimit-Limit is a word.",
        "NIN-HEADER-02",
    ),
    fault(
        "more-remains-than-allowed",
        {"gate.rate_headers": after(_more_than_allowed)},
        "X-RateLimit-Remaining is greater than X-RateLimit-Limit.",
        "NIN-HEADER-03",
    ),
    observed(
        "unknown-path-forbidden",
        {"gate.unknown_path": _refused_path},
        "An unknown path is answered with 403.",
        "NIN-ERROR-07",
    ),
    observed(
        "wrong-method-malformed",
        {"gate.wrong_method": _refused_method},
        "A method that a path does not have is answered with 400.",
        "NIN-ERROR-08",
    ),
    observed(
        "members-named-otherwise",
        {"errors.name": _in_brackets},
        "The members at fault are named with brackets, or below `body`.",
        *("NIN-ERROR-09", "NIN-UPLOAD-13"),
    ),
    observed(
        "origins-not-allowed",
        {"gate.cors": after(without("Access-Control-Allow-Origin"))},
        "Answers do not allow all origins.",
        "NIN-HEADER-04",
    ),
    observed(
        "service-version-untold",
        {"gate.versions": after(without("X-APP-VERSION"))},
        "Answers do not tell the version of the service.",
        "NIN-HEADER-05",
    ),
    observed(
        "options-not-answered",
        {"gate.method": _no_options},
        "OPTIONS is refused like a method that there is not.",
        "NIN-HEADER-06",
    ),
    observed(
        "slash-at-end-unknown",
        {"gate.path": _as_sent},
        "A path with a slash at its end is unknown.",
        "NIN-HEADER-07",
    ),
    observed(
        "form-unread-on-create",
        {"gate.body": _form_unread("storeClient")},
        "Of a form to create a client only the name is read.",
        "NIN-FORM-01",
    ),
    observed(
        "form-unread-on-update",
        {"gate.body": _form_unread("updateClient")},
        "Of a form to update a client only the name is read.",
        "NIN-FORM-02",
    ),
    observed(
        "form-unread-in-bulk",
        {"gate.body": _form_unread("bulkClients")},
        "Forms of bulk actions are not read.",
        "NIN-FORM-03",
    ),
    observed(
        "method-of-form-ignored",
        {"gate.method": _method_as_sent},
        "The `_method` of a form is ignored.",
        "NIN-FORM-04",
    ),
)
