"""Faults in deleting, and in what is done to several clients at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, refusal
from mockserver.call import Call
from mockserver.changes import always, without
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import (
    Body,
    fault,
    observed,
    only_first,
    where_moved_on,
)
from mockserver.invoiceninja.state import State
from mockserver.store import Row


def asked_with(change: Callable[[Body], Body]) -> Change:
    """Return a change of `rules.bulk`: of what was sent."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, query: Any, chance: Any, *, now: str
    ) -> Any:
        return honest(state, user, change(body), query, chance, now=now)

    return changed


def _queried(change: Callable[[Mapping[str, str]], Mapping[str, str]]) -> Change:
    """Return a change of `rules.bulk`: of its query."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, query: Any, chance: Any, *, now: str
    ) -> Any:
        return honest(state, user, body, change(query), chance, now=now)

    return changed


def no_problem(when: Callable[[Body], bool]) -> Change:
    """Return a change of what finds problems of a bulk action: sometimes it finds none."""

    def changed(honest: Honest, *arguments: Any) -> Iterable[Problem]:
        return () if when(arguments[-1]) else honest(*arguments)

    return changed


def _lacks_ids(asked: Body) -> bool:
    return asked.get("ids") == []


def _unset_ids(body: Body) -> Body:
    return {"ids": [], **body}


def _archive_by_default(body: Body) -> Body:
    return {"action": "archive", **body}


def _archive_if_unknown(body: Body) -> Body:
    return {**body, "action": "archive"} if body.get("action") == "muppet" else body


def _text_as_list(body: Body) -> Body:
    return {**body, "ids": [body["ids"]]} if isinstance(body.get("ids"), str) else body


def known_ids(action: str) -> Change:
    """Return a change of `rules.bulk`: ids that no client has are passed over."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, query: Any, chance: Any, *, now: str
    ) -> Any:
        ids = body.get("ids")
        if body.get("action") == action and isinstance(ids, list):
            decode = honest.behaviour.ids.decode
            known = [
                one
                for one in ids
                if not isinstance(one, str) or state.clients.get(decode(one) or 0)
            ]
            body = {**body, "ids": known}
        return honest(state, user, body, query, chance, now=now)

    return changed


def _numbers_as_ids(
    honest: Honest, state: State, user: Row, body: Body, query: Any, chance: Any, *, now: str
) -> Any:
    ids, encode = body.get("ids"), honest.behaviour.ids.encode
    if isinstance(ids, list):
        body = {**body, "ids": [encode(one) if isinstance(one, int) else one for one in ids]}
    return honest(state, user, body, query, chance, now=now)


def _done_though_refused(honest: Honest, call: Call) -> Any:
    try:
        return honest(call)
    except Refusal:
        store, ids = call.world.store, call.body.get("ids")
        known = [honest.behaviour.ids.decode(one) for one in ids] if isinstance(ids, list) else []
        for client in (store.state.clients.get(number or 0) for number in known):
            if client is not None and len(known) > 1:
                store.state = store.state.put("clients", {**client, "archived_at": 1})
        raise


def _each_time(honest: Honest, written: Iterable[str]) -> Any:
    numbers = (honest.behaviour.ids.decode(text) for text in written)
    return [number for number in numbers if number is not None]


def _group_anyway(honest: Honest, client: Row, asked: Body, now: str) -> Any:
    made = honest({**client, "is_deleted": False, "archived_at": 0}, asked, now)
    return {**client, "group_settings_id": made["group_settings_id"]}


def _active_only(honest: Honest, client: Row, asked: Body, now: str) -> Any:
    away = client["is_deleted"] or client["archived_at"]
    return client if away else honest(client, asked, now)


def _column_lost(*columns: str | None) -> Change:
    """Return a change of `rules.column_set`: some columns are not set."""

    def changed(honest: Honest, client: Row, asked: Body, now: str) -> Any:
        lost = asked.get("column") in columns
        return client if lost else honest(client, asked, now)

    return changed


def _template_refused(honest: Honest, asked: Body, chance: Any) -> Any:
    del honest, asked, chance
    raise refusal(Kind.INVALID, "The template cannot be run", "action")


BULK = "rules.bulk"


FAULTS = (
    fault(
        "bulk-without-ids",
        {BULK: asked_with(_unset_ids), "rules.wrong_ids": no_problem(_lacks_ids)},
        "A bulk action without ids is accepted.",
        "NIN-BULK-16",
    ),
    fault(
        "assignment-without-group",
        {"rules.wrong_group": no_problem(lambda asked: asked.get("group_settings_id") is None)},
        "`assign_group` without a group is accepted.",
        "NIN-BULK-26",
    ),
    fault(
        "only-first-assigned",
        {"rules.acted": only_first("assign_group")},
        "Of several clients only the first one is put into the group.",
        "NIN-BULK-27",
    ),
    fault(
        "update-without-column",
        {
            "rules.wrong_column": no_problem(lambda asked: asked.get("column") is None),
            "rules.column_set": _column_lost(None),
        },
        "`bulk_update` without a column is accepted.",
        "NIN-BULK-30",
    ),
    fault(
        "only-first-updated",
        {"rules.acted": only_first("bulk_update")},
        "Of several clients only the first one is updated.",
        "NIN-BULK-31",
    ),
    fault(
        "column-not-set",
        {"rules.column_set": _column_lost("custom_value3")},
        "`bulk_update` does not set the third custom value.",
        "NIN-BULK-32",
    ),
    fault(
        "any-column-set",
        {"rules.wrong_column": no_problem(lambda asked: asked.get("column") == "name")},
        "`bulk_update` sets names.",
        "NIN-BULK-33",
    ),
    fault(
        "template-refused",
        {"rules.template": _template_refused},
        "`template` is refused.",
        "NIN-BULK-35",
    ),
    observed(
        "archive-by-default",
        {BULK: asked_with(_archive_by_default)},
        "A bulk request without an action archives.",
        "NIN-BULK-14",
    ),
    observed(
        "unknown-action-archives",
        {BULK: asked_with(_archive_if_unknown)},
        "An action that does not exist archives.",
        "NIN-BULK-15",
    ),
    observed(
        "no-ids-accepted",
        {"rules.wrong_ids": no_problem(_lacks_ids)},
        "A bulk request with an empty array of ids is accepted.",
        "NIN-BULK-17",
    ),
    observed(
        "text-as-ids-accepted",
        {BULK: asked_with(_text_as_list)},
        "A bulk request whose ids are a text is accepted.",
        "NIN-BULK-18",
    ),
    observed(
        "unknown-ids-passed-over",
        {BULK: known_ids("archive")},
        "`archive` passes over ids that no client has.",
        "NIN-BULK-19",
    ),
    observed(
        "refused-action-done-in-part",
        {"handlers.bulk_clients": _done_though_refused},
        "A bulk request that is refused archives the clients that exist.",
        "NIN-BULK-20",
    ),
    observed(
        "numbers-as-ids-accepted",
        {BULK: _numbers_as_ids},
        "A number in place of an id is accepted.",
        "NIN-BULK-21",
    ),
    observed(
        "repeated-id-counts-twice",
        {"rules.chosen": _each_time},
        "An id that is listed twice is answered twice.",
        "NIN-BULK-22",
    ),
    observed(
        "action-of-query-ignored",
        {"rules.in_query": always({})},
        "An action in the query is ignored.",
        "NIN-BULK-23",
    ),
    observed(
        "all-clients-answered-in-bulk",
        {BULK: _queried(lambda query: {"per_page": "500", **query})},
        "The answer to a bulk action has all its clients on one page.",
        "NIN-BULK-24",
    ),
    observed(
        "per-page-ignored-in-bulk",
        {BULK: _queried(without("per_page"))},
        "Bulk actions ignore `per_page`.",
        "NIN-BULK-25",
    ),
    observed(
        "unknown-group-assigned",
        {"rules.wrong_group": no_problem(lambda asked: bool(asked.get("group_settings_id")))},
        "`assign_group` accepts a group that does not exist.",
        "NIN-BULK-28",
    ),
    observed(
        "group-assigned-to-all",
        {"rules.grouped": _group_anyway},
        "`assign_group` reaches archived and deleted clients.",
        "NIN-BULK-29",
    ),
    observed(
        "update-of-active-clients-only",
        {"rules.column_set": _active_only},
        "`bulk_update` passes over archived and deleted clients.",
        "NIN-BULK-34",
    ),
    observed(
        "template-without-message",
        {
            "handlers.outcome": lambda honest, call, result: (
                replace(honest(call, result), body={"data": []})
                if isinstance(result, str)
                else honest(call, result)
            )
        },
        "`template` answers with an empty list.",
        "NIN-BULK-36",
    ),
    observed(
        "tax-number-lost-when-archived",
        {"rules.archived": where_moved_on(vat_number="")},
        "Archiving empties the VAT number.",
        "NIN-BULK-37",
    ),
)
