"""The other choices where the document leaves one: lists, uploads and statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.answers import Kind, Refusal
from mockserver.call import Call
from mockserver.changes import always
from mockserver.faults import Honest, Variation
from mockserver.invoiceninja import files
from mockserver.invoiceninja.form_reading import METHOD
from mockserver.invoiceninja.state import State
from mockserver.store import Row

DAY = 86400


def of_kind(kind: Kind) -> Any:
    """Return a change of what returns a refusal: to another kind."""

    def changed(honest: Honest, *arguments: Any) -> Refusal:
        refused: Refusal = honest(*arguments)
        return Refusal(kind, *refused.problems)

    return changed


def _oldest_first(honest: Honest, clients: Sequence[Row]) -> Sequence[Row]:
    del honest
    return clients


def _whole_query(honest: Honest, query: Mapping[str, str]) -> Mapping[str, str]:
    del honest
    return {name: value for name, value in query.items() if name != "page"}


def _anywhere(honest: Honest, part: str) -> Any:
    rules = honest.behaviour.rules
    return lambda client: rules.occurs(part, client["name"])


def _literally(honest: Honest, part: str) -> Any:
    rules = honest.behaviour.rules
    return lambda client: rules.occurs(f"{part}*", client["name"])


def _together(honest: Honest, written: str) -> list[str]:
    del honest
    return [written]


def _without_number(honest: Honest) -> tuple[str, ...]:
    return tuple(name for name in honest() if name != "number")


def _turned_for_true(honest: Honest, written: str) -> bool | None:
    return False if written.lower() == "true" else honest(written)


def _that_day(honest: Honest, time: int, wanted: int) -> bool:
    del honest
    return time // DAY == wanted // DAY


def _sort_refused(honest: Honest, column: str) -> tuple[str, str]:
    raise honest.behaviour.rules.refused_sort(column)


def _sort_dir(honest: Honest, query: Mapping[str, str]) -> str:
    return query.get("sort_dir") or honest(query)


def _as_sent(honest: Honest, state: State, ids: Sequence[int]) -> list[Row]:
    del honest
    return [state.clients[number] for number in ids]


def _post_only(honest: Honest, call: Call) -> Any:
    if METHOD in call.body:  # it was a POST
        return honest(call)
    raise honest.behaviour.gate.wrong_method(call, "POST")


def _put_only(honest: Honest, call: Call) -> Any:
    if call.method == "PUT":
        return honest(call)
    refused = honest.behaviour.gate.wrong_method(call, "PUT")
    raise Refusal(Kind.MISSING, *refused.problems)


VARIATIONS = (
    Variation("rate-headers-absent", {"gate.rate_headers": always({})}),
    Variation("lists-oldest-first", {"rules.unsorted": _oldest_first}),
    Variation("default-list-undeleted", {"rules.default_status": always("active,archived")}),
    Variation("default-list-active", {"rules.default_status": always("active")}),
    Variation("per-page-zero-default", {"rules.per_page_of_zero": always(20)}),
    Variation("page-links-complete", {"views.kept": _whole_query}),
    Variation(
        "unknown-include-ignored",
        {"gate.is_strict": always(False), "views.check_list": always(None)},
    ),
    Variation("unknown-include-refused", {"gate.is_strict": always(True)}),
    Variation("asterisk-means-anywhere", {"rules.named_like": _anywhere}),
    Variation("asterisk-literal", {"rules.named_like": _literally}),
    Variation("filter-words-together", {"rules.words": _together}),
    Variation("filter-skips-number", {"rules.searched": _without_number}),
    Variation("is-deleted-true-keeps-others", {"rules.deleted_wanted": _turned_for_true}),
    Variation("times-mean-that-day", {"rules.is_since": _that_day}),
    Variation("deleted-clients-kept", {"rules.of_undeleted": always(None)}),
    Variation("unknown-sort-refused", {"rules.unknown_sort": _sort_refused}),
    Variation("sort-dir-honoured", {"rules.direction": _sort_dir}),
    Variation("bulk-answers-as-sent", {"rules.answered": _as_sent}),
    Variation("upload-by-post-only", {"handlers.upload_client_by_put": _post_only}),
    Variation("upload-by-put-only", {"handlers.upload_client": _put_only}),
    Variation(
        "upload-types-many", {"rules.types": always((*files.DOCUMENTED_TYPES, *files.MORE_TYPES))}
    ),
    Variation("upload-limit-100-mb", {"rules.largest": always(files.LARGEST_OBSERVED)}),
    Variation("statement-client-400", {"rules.no_client_of_statement": of_kind(Kind.MALFORMED)}),
    Variation(
        "statement-client-401", {"rules.no_client_of_statement": of_kind(Kind.UNAUTHENTICATED)}
    ),
    Variation("statement-client-403", {"rules.no_client_of_statement": of_kind(Kind.FORBIDDEN)}),
    Variation("statement-client-404", {"rules.no_client_of_statement": of_kind(Kind.MISSING)}),
)
