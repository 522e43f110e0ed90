"""Faults in envelopes, and in what clients carry along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.answers import Problem, Reply
from mockserver.call import Call
from mockserver.changes import without
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import (
    fault,
    including,
    observed,
    setting,
    shown,
    whole,
    with_index,
    without_index,
)


def _unwanted_tables(honest: Honest, body: Any) -> Any:
    yield from honest(body)
    for name, value in body.items():
        if name.endswith("_table") and value is False:
            yield Problem(name, f"The {name} must be accepted")


def _bare(body: Mapping[str, Any]) -> Any:
    return body["data"]


def _under_clients(body: Any) -> Any:
    if not isinstance(body, Mapping) or "data" not in body:
        return body
    return {"clients": body["data"], "meta": body["meta"]}


def _under_data(body: Any) -> Any:
    if not isinstance(body, Mapping):
        return body
    return {name if name == "meta" else "data": value for name, value in body.items()}


def _under_both(body: Mapping[str, Any]) -> Any:
    return {**body, "data": next(iter(body.values()))}


def _is_bare(name: str) -> Change:
    """Return a change of a handler: `index` of `none` is a name like any other."""

    def changed(honest: Honest, call: Call) -> Reply:
        reply: Reply = honest(call)
        return Reply({name: reply.body}) if call.query.get("index") == "none" else reply

    return changed


def _empty_name(honest: Honest, index: str | None) -> Any:
    return "" if index == "" else honest(index)


def _without(*names: str) -> Change:
    return shown(without(*names))


FAULTS = (
    fault(
        "blank-client-with-time-as-text",
        {"handlers.get_clients_create": shown(setting(last_login=""))},
        "The `last_login` of the blank client is a text.",
        "NIN-SHAPE-01",
    ),
    fault(
        "listed-client-with-time-as-text",
        {"handlers.get_clients": shown(setting(last_login="never"))},
        "The `last_login` of listed clients is a text.",
        "NIN-SHAPE-02",
    ),
    fault(
        "unwanted-table-refused",
        {"rules.problems_of_period": _unwanted_tables},
        "A statement is refused that says of a table that it is not wanted.",
        "NIN-SHAPE-03",
    ),
    fault(
        "edited-client-without-envelope",
        {"handlers.edit_client": whole(_bare, without_index)},
        "A client to edit is answered without an envelope.",
        "NIN-ENVELOPE-01",
    ),
    fault(
        "bulk-answer-under-clients",
        {"handlers.bulk_clients": whole(_under_clients, without_index)},
        "The clients of a bulk action are under `clients`.",
        "NIN-ENVELOPE-02",
    ),
    fault(
        "index-ignored-on-create",
        {"handlers.store_client": whole(_under_data, with_index)},
        "Creating ignores `index`.",
        "NIN-ENVELOPE-03",
    ),
    fault(
        "data-beside-another-name",
        {"handlers.show_client": whole(_under_both, with_index)},
        "A client under another name is under `data` too.",
        "NIN-ENVELOPE-04",
    ),
    fault(
        "index-ignored-in-lists",
        {"handlers.get_clients": whole(_under_data, with_index)},
        "Lists ignore `index`.",
        "NIN-ENVELOPE-05",
    ),
    fault(
        "renamed-list-without-meta",
        {"handlers.get_clients": whole(without("meta"), with_index)},
        "A list under another name has no `meta`.",
        "NIN-ENVELOPE-06",
    ),
    fault(
        "edited-client-without-contacts",
        {"handlers.edit_client": _without("contacts")},
        "A client to edit comes without its contacts.",
        *("NIN-INCLUDE-01", "NIN-SHAPE-01"),
    ),
    fault(
        "activities-not-included",
        {"handlers.show_client": shown(without("activities"), including("activities"))},
        "Reading does not include activities.",
        "NIN-INCLUDE-04",
    ),
    fault(
        "ledger-not-included",
        {"handlers.show_client": shown(without("ledger"), including("ledger"))},
        "Reading does not include the ledger.",
        "NIN-INCLUDE-05",
    ),
    fault(
        "system-logs-not-included",
        {"handlers.get_clients": shown(without("system_logs"), including("system_logs"))},
        "Lists do not include system logs.",
        "NIN-INCLUDE-06",
    ),
    fault(
        "last-of-several-not-included",
        {
            "handlers.show_client": shown(
                without("system_logs"), including("activities", "ledger", "system_logs")
            )
        },
        "Of several names in `include` the last one is ignored.",
        "NIN-INCLUDE-07",
    ),
    fault(
        "documents-left-out-when-included",
        {"handlers.show_client": shown(without("documents"), including("documents"))},
        "A client that is read with `include=documents` has none.",
        "NIN-INCLUDE-09",
    ),
    fault(
        "nothing-included-on-edit",
        {"handlers.edit_client": _without("activities")},
        "Editing does not include activities.",
        "NIN-INCLUDE-13",
    ),
    fault(
        "nothing-included-in-bulk",
        {"handlers.bulk_clients": _without("activities")},
        "The answer to a bulk action does not include activities.",
        "NIN-INCLUDE-14",
    ),
    fault(
        "nothing-included-on-merge",
        {"handlers.merge_client": _without("activities")},
        "The answer to a merge does not include activities.",
        "NIN-INCLUDE-15",
    ),
    observed(
        "bare-list-wrapped",
        {"handlers.get_clients": _is_bare("none")},
        "A list with `index=none` is under `none`.",
        "NIN-ENVELOPE-07",
    ),
    observed(
        "bare-client-wrapped",
        {"handlers.show_client": _is_bare("none")},
        "A client with `index=none` is under `none`.",
        "NIN-ENVELOPE-08",
    ),
    observed(
        "empty-index-taken-as-name",
        {"views.root": _empty_name},
        "An empty `index` makes an empty name.",
        "NIN-ENVELOPE-09",
    ),
    observed(
        "index-ignored-in-bulk",
        {"handlers.bulk_clients": whole(_under_data, with_index)},
        "Bulk actions ignore `index`.",
        "NIN-ENVELOPE-10",
    ),
    observed(
        "edited-client-without-documents",
        {"handlers.edit_client": _without("documents")},
        "A client to edit comes without its documents.",
        "NIN-INCLUDE-02",
    ),
    observed(
        "edited-client-without-gateway-tokens",
        {"handlers.edit_client": _without("gateway_tokens")},
        "A client to edit comes without `gateway_tokens`.",
        "NIN-INCLUDE-03",
    ),
    observed(
        "activities-always-included",
        {"handlers.show_client": shown(lambda one: {"activities": [], **one})},
        "Reading includes activities unasked.",
        "NIN-INCLUDE-08",
    ),
    observed(
        "group-not-included",
        {"handlers.show_client": shown(without("group_settings"))},
        "Reading does not include the group.",
        "NIN-INCLUDE-10",
    ),
    observed(
        "absent-group-shown-as-null",
        {
            "handlers.show_client": shown(
                lambda one: {"group_settings": None, **one}, including("group_settings")
            )
        },
        "A client without a group shows one of null.",
        "NIN-INCLUDE-11",
    ),
)
