"""Each check of lists, of what becomes of clients, of files and statements was seen to fail.

Answers are changed on their way, or requests are, so that the mock does something else.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from conformance.invoiceninja.records import FULL
from conformance.outcome import Outcome
from conformance.run import run
from mockserver.api import api as find
from mockserver.invoiceninja.auth import TOKENS
from tests.cases import Case, target
from tests.conformance.invoiceninja.asking import (
    Ask,
    Asking,
    action,
    header,
    instead,
    renamed,
    sent_to,
    usually,
    without,
)
from tests.conformance.invoiceninja.changing import (
    Change,
    Changing,
    bodies,
    clients,
    contacts,
    errors,
    headers,
    setting,
    statuses,
    where,
)
from tests.conformance.invoiceninja.scenes import API


def pagination(**figures: Any) -> Change:
    """Change what lists say of their pages."""

    def changed(body: Any) -> Any:
        if isinstance(body, dict) and "meta" in body:
            body["meta"]["pagination"].update(figures)
        return body

    return bodies(changed)


def unsteady(name: str, *methods: str) -> Change:
    """Show another value of a member each time."""
    values = itertools.count(5)
    return clients(lambda one: one.update({name: str(next(values))}), *methods)


def unsteady_time() -> Change:
    """Show another time of archiving each time."""
    values = itertools.count(5)
    return clients(lambda one: one.update(archived_at=next(values)))


def unsteady_id() -> Callable[[dict[str, Any]], object]:
    """Give a record another id each time."""
    values = itertools.count()
    return lambda one: one.update(id=f"id{next(values)}")


def with_nobody(client: dict[str, Any]) -> None:
    """Add a contact without an e-mail to the first of two clients that are merged."""
    if client["city"] == FULL["city"]:
        client["contacts"].append({"id": "x", "email": ""})


def documents(**members: Any) -> Change:
    """Change the documents of clients."""
    return clients(lambda one: [each.update(members) for each in one.get("documents", [])])


def by_turns(seen: int, other: int) -> Change:
    """Answer with another status every second time."""
    turns = itertools.cycle([seen, other])

    def changed(_request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if answer.status_code == seen:
            answer.status_code = next(turns)
        return answer

    return changed


def by_method(method: str, change: Change) -> Change:
    """Change only the answers to a method."""
    return lambda asked, answer: change(asked, answer) if asked.method == method else answer


def never(seen: int) -> Change:
    """Answer what has this status with 200."""
    return statuses(seen, 200)


def refused(where_asked: str) -> Change:
    """Refuse requests whose URL has this text."""
    return where(where_asked, statuses(200, 422))


def both(first: Change, second: Change) -> Change:
    """Make two changes."""
    return lambda request, answer: second(request, first(request, answer))


SOMEBODY = "zzz-nobody-zzz"
LATER = "2000000000"
NO_META = bodies(lambda body: {k: v for k, v in body.items() if k != "meta"})
OTHERWISE = unsteady("city", "GET")
NOT_PURGED = sent_to(r"clients/(\w+)/purge", "DELETE", r"clients/\1")
NOT_MERGED = sent_to(r"clients/(\w+)/(\w+)/merge", "GET", r"clients/\1")
PURGED_INSTEAD = sent_to(r"clients/(\w+)/(\w+)/merge", "POST", r"clients/\2/purge")
TURNED_ROUND = sent_to(r"clients/(\w+)/(\w+)/merge", "POST", r"clients/\2/\1/merge")
EVERYBODY = header("x-api-token", TOKENS[2])

ANSWERS: list[tuple[str, Change]] = [
    ("NIN-PAGE-01", NO_META),
    ("NIN-PAGE-02", pagination(links=[])),
    ("NIN-PAGE-06", pagination(current_page=7)),
    ("NIN-PAGE-07", pagination(total=1)),
    ("NIN-PAGE-08", pagination(total_pages=9)),
    ("NIN-INCLUDE-01", setting(contacts=None)),
    ("NIN-INCLUDE-09", setting(documents=None)),
    ("NIN-SORT-05", where("sort", statuses(200, 400))),
    ("NIN-DELETE-01", by_method("DELETE", statuses(200, 404))),
    ("NIN-DELETE-03", clients(lambda one: one.update(is_deleted=False), "GET")),
    ("NIN-DELETE-07", never(400)),
    ("NIN-DELETE-08", OTHERWISE),
    ("NIN-BULK-01", setting(archived_at=0)),
    ("NIN-BULK-02", setting(is_deleted=True)),
    ("NIN-BULK-06", where("bulk", bodies(lambda body: body | {"data": []}))),
    ("NIN-BULK-13", unsteady("city", "GET")),
    ("NIN-BULK-16", never(422)),
    ("NIN-BULK-26", never(422)),
    ("NIN-BULK-30", never(422)),
    ("NIN-BULK-33", never(422)),
    ("NIN-BULK-35", refused("bulk")),
    ("NIN-UPLOAD-01", where("upload", setting(id="x"))),
    ("NIN-UPLOAD-02", setting(documents=[])),
    ("NIN-UPLOAD-10", clients(lambda one: one.update(documents=[]), "GET")),
    ("NIN-UPLOAD-11", refused("upload")),
    ("NIN-UPLOAD-12", never(422)),
    ("NIN-UPLOAD-16", never(400)),
    ("NIN-UPLOAD-17", clients(lambda one: one.update(documents=one["documents"][-1:]))),
    ("NIN-PURGE-01", never(412)),
    ("NIN-PURGE-02", never(412)),
    ("NIN-PURGE-03", unsteady("city", "GET")),
    ("NIN-PURGE-04", refused("purge")),
    ("NIN-PURGE-13", unsteady("city", "GET")),
    ("NIN-MERGE-13", where("merge", never(400))),
    ("NIN-MERGE-14", never(412)),
    ("NIN-MERGE-15", never(412)),
    ("NIN-MERGE-18", unsteady("city", "GET")),
    ("NIN-STATEMENT-01", where("statement", headers("content-type", "text/plain"))),
    ("NIN-STATEMENT-07", never(422)),
    ("NIN-EMAIL-01", where("email", both(statuses(200, 404), statuses(400, 404)))),
    ("NIN-TAX-01", refused("Tax")),
    ("NIN-TAX-03", where("Tax", never(400))),
]

REQUESTS: list[tuple[str, Ask]] = [
    ("NIN-PAGE-03", usually(per_page="19")),
    ("NIN-PAGE-04", without("per_page")),
    ("NIN-PAGE-05", without("page")),
    *((f"NIN-INCLUDE-{n}", without("include")) for n in ("04", "05", "06", "07")),
    *((f"NIN-INCLUDE-{n}", without("include")) for n in ("13", "14", "15")),
    ("NIN-FILTER-01", instead("name", (None, SOMEBODY))),
    ("NIN-FILTER-02", without("name")),
    *((f"NIN-FILTER-{n:02}", without("balance")) for n in range(5, 10)),
    ("NIN-FILTER-10", without("between_balance")),
    ("NIN-FILTER-14", without("email")),
    ("NIN-FILTER-17", without("id_number")),
    ("NIN-FILTER-19", without("number")),
    ("NIN-FILTER-20", renamed("number", "filter")),
    *((f"NIN-FILTER-{n}", instead("filter", (None, SOMEBODY))) for n in range(21, 28)),
    ("NIN-FILTER-28", without("filter")),
    ("NIN-FILTER-31", without("group")),
    ("NIN-FILTER-32", without("client_id")),
    *((f"NIN-FILTER-{n}", without("status")) for n in (34, 35, 36)),
    ("NIN-FILTER-37", instead("status", ("archived,deleted", "archived"))),
    ("NIN-FILTER-42", instead("created_at", (None, LATER))),
    ("NIN-FILTER-43", without("created_at")),
    ("NIN-FILTER-45", instead("updated_at", (None, LATER))),
    ("NIN-FILTER-46", without("updated_at")),
    ("NIN-SORT-01", without("sort")),
    ("NIN-SORT-02", without("sort")),
    ("NIN-SORT-03", instead("sort", (None, "id|asc"))),
    ("NIN-SORT-04", without("sort")),
    ("NIN-DELETE-02", without("status")),
    ("NIN-DELETE-04", action("restore", "archive")),
    ("NIN-BULK-03", action("restore", "archive")),
    ("NIN-BULK-04", action("restore", "archive")),
    ("NIN-BULK-05", action("delete", "archive")),
    ("NIN-BULK-27", action("assign_group", "archive")),
    ("NIN-BULK-31", action("bulk_update", "archive")),
    ("NIN-BULK-32", action("bulk_update", "archive")),
    *((f"NIN-PURGE-{n}", NOT_PURGED) for n in ("05", "06", "07")),
    *((f"NIN-MERGE-{n}", TURNED_ROUND) for n in ("01", "03")),
    ("NIN-MERGE-06", PURGED_INSTEAD),
    ("NIN-MERGE-10", PURGED_INSTEAD),
    ("NIN-MERGE-02", NOT_MERGED),
    ("NIN-MERGE-17", NOT_MERGED),
    *((f"NIN-OWNER-{n:02}", EVERYBODY) for n in range(1, 7)),
]

# What only the deployed service does.
OBSERVED_ANSWERS: list[tuple[str, Change]] = [
    ("NIN-PAGE-09", pagination(count=99)),
    ("NIN-PAGE-15", pagination(links={})),
    ("NIN-PAGE-16", pagination(links={})),
    ("NIN-PAGE-17", pagination(links={"next": "/api/v1/clients?page=2"})),
    ("NIN-PAGE-18", pagination(links={"next": "/api/v1/clients?page=2&per_page=1"})),
    ("NIN-PAGE-19", pagination(total=5)),
    ("NIN-PAGE-20", pagination(total_pages=0)),
    ("NIN-PAGE-14", pagination(per_page=15)),
    ("NIN-PAGE-11", where("page=9", pagination(total=0))),
    ("NIN-INCLUDE-02", setting(documents=None)),
    ("NIN-INCLUDE-03", setting(gateway_tokens=None)),
    ("NIN-INCLUDE-08", setting(ledger=[])),
    ("NIN-INCLUDE-10", setting(group_settings=None)),
    ("NIN-INCLUDE-11", setting(group_settings={})),
    ("NIN-INCLUDE-12", where("bogus", statuses(200, 400))),
    ("NIN-FILTER-11", where("between_balance", bodies(lambda body: body | {"data": []}))),
    ("NIN-SORT-06", where("sort", statuses(200, 400))),
    ("NIN-DELETE-05", setting(archived_at=0)),
    ("NIN-DELETE-06", unsteady("city", "GET")),
    ("NIN-BULK-07", NO_META),
    ("NIN-BULK-08", unsteady_time()),
    ("NIN-BULK-10", unsteady("city", "GET")),
    ("NIN-BULK-12", setting(archived_at=5)),
    *((f"NIN-BULK-{n}", never(422)) for n in (14, 15, 17, 18, 19, 21, 28)),
    ("NIN-BULK-20", unsteady("city", "GET")),
    ("NIN-BULK-22", where("bulk", bodies(lambda body: body | {"data": body["data"] * 2}))),
    ("NIN-BULK-24", pagination(total=1)),
    ("NIN-BULK-29", unsteady("group_settings_id", "GET")),
    ("NIN-BULK-36", where("bulk", bodies(lambda _: {}))),
    ("NIN-BULK-37", unsteady("number", "GET")),
    ("NIN-UPLOAD-03", documents(name="x")),
    ("NIN-UPLOAD-04", documents(url="")),
    ("NIN-UPLOAD-05", documents(type="")),
    ("NIN-UPLOAD-06", documents(size=0)),
    ("NIN-UPLOAD-07", documents(is_public=False)),
    ("NIN-UPLOAD-08", documents(is_deleted=True)),
    ("NIN-UPLOAD-09", documents(is_public=True)),
    ("NIN-UPLOAD-13", errors(lambda body: {"message": body["message"]})),
    ("NIN-UPLOAD-15", statuses(200, 201)),
    ("NIN-PURGE-08", never(422)),
    ("NIN-PURGE-10", refused("purge")),
    ("NIN-PURGE-11", by_turns(412, 400)),
    ("NIN-MERGE-07", contacts(unsteady_id())),
    ("NIN-MERGE-08", clients(lambda one: one["contacts"].extend(one["contacts"][:1]), "GET")),
    ("NIN-MERGE-09", clients(with_nobody, "GET")),
    ("NIN-MERGE-11", where("merge", never(400))),
    ("NIN-MERGE-12", unsteady("city", "GET")),
    ("NIN-MERGE-16", refused("merge")),
    ("NIN-STATEMENT-04", never(422)),
    ("NIN-STATEMENT-05", never(422)),
    ("NIN-STATEMENT-06", never(422)),
    ("NIN-STATEMENT-08", where("statement", bodies(lambda _: {}))),
    ("NIN-STATEMENT-09", refused("statement")),
    ("NIN-STATEMENT-10", where("statement", headers("content-type", "text/plain"))),
    ("NIN-EMAIL-02", where("email", bodies(lambda _: {}))),
    ("NIN-TAX-02", where("Tax", setting(id="x"))),
    ("NIN-LIMIT-02", never(429)),
]

OBSERVED_REQUESTS: list[tuple[str, Ask]] = [
    ("NIN-PAGE-10", without("page")),
    ("NIN-PAGE-12", instead("page", ("0", "2"))),
    ("NIN-PAGE-13", without("per_page")),
    ("NIN-FILTER-03", instead("name", (None, SOMEBODY))),
    ("NIN-FILTER-04", instead("name", (None, SOMEBODY))),
    ("NIN-FILTER-12", instead("between_balance", ("10", "10:11"))),
    ("NIN-FILTER-13", instead("balance", ("100", "eq:100.5"))),
    ("NIN-FILTER-15", instead("email", (None, SOMEBODY))),
    ("NIN-FILTER-16", renamed("email", "filter")),
    ("NIN-FILTER-18", renamed("id_number", "filter")),
    ("NIN-FILTER-29", instead("filter", (None, SOMEBODY))),
    ("NIN-FILTER-30", without("filter")),
    ("NIN-FILTER-33", without("client_id")),
    ("NIN-FILTER-38", usually(status="active")),
    ("NIN-FILTER-39", instead("status", ("zzz", "deleted"))),
    ("NIN-FILTER-40", without("is_deleted")),
    ("NIN-FILTER-41", without("is_deleted")),
    ("NIN-FILTER-44", without("created_at")),
    ("NIN-FILTER-47", without("updated_at")),
    ("NIN-FILTER-48", instead("created_at", ("garbage", LATER))),
    ("NIN-FILTER-50", renamed("bogus_param", "number")),
    ("NIN-FILTER-51", instead("name", ("", SOMEBODY))),
    ("NIN-FILTER-52", without("between_balance")),
    ("NIN-SORT-07", without("sort")),
    ("NIN-SORT-08", without("sort")),
    ("NIN-SORT-09", without("sort")),
    ("NIN-BULK-09", action("archive", "restore")),
    ("NIN-BULK-11", action("delete", "archive")),
    ("NIN-BULK-23", without("action")),
    ("NIN-BULK-25", without("per_page")),
    ("NIN-BULK-34", action("bulk_update", "archive")),
    ("NIN-PURGE-09", header("x-api-password-base64", None)),
]


def _failed(requirement: str, profile: str, app: httpx.BaseTransport) -> list[str]:
    whole = target(find(API), Case(API, profile=profile))
    report = run(replace(whole, app=app, requirements=(requirement,)))
    return [verdict.requirement.id for verdict in report.of(Outcome.FAILED)]


def _cases(profile: str, kind: Callable[..., httpx.BaseTransport], rows: list[Any]) -> list[Any]:
    return [pytest.param(name, profile, kind, change, id=name) for name, change in rows]


@pytest.mark.parametrize(
    ("requirement", "profile", "kind", "change"),
    [
        *_cases("documented", Changing, ANSWERS),
        *_cases("documented", Asking, REQUESTS),
        *_cases("observed", Changing, OBSERVED_ANSWERS),
        *_cases("observed", Asking, OBSERVED_REQUESTS),
    ],
)
def test_it_is_examined(
    requirement: str, profile: str, kind: Callable[..., httpx.BaseTransport], change: Any
) -> None:
    assert requirement in _failed(requirement, profile, kind(profile, change))
