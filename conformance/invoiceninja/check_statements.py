"""Statements of a client."""

from __future__ import annotations

from typing import Any

from conformance import expect
from conformance.checks import check
from conformance.client import Answer
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import Record, parsed
from conformance.invoiceninja.refusals import expect_refusals

YEAR = {"start_date": "2024-01-01", "end_date": "2024-12-31"}
TABLES = ("show_payments_table", "show_credits_table", "show_aging_table")
PDF = "application/pdf"


def statement(api: Driver, client: Record, **members: Any) -> Answer:
    """Ask for a statement of a client, of a year unless another period is given."""
    return api.call("clientStatement", json={"client_id": client["id"]} | YEAR | members)


def _is_pdf(answer: Answer) -> None:
    """Expect a whole PDF: it begins as one, and ends as one (with nothing much behind that)."""
    content = answer.response.content
    whole = content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]
    seen = f"{len(content)} bytes that begin with {content[:8]!r}"
    expect.that(whole, "a PDF, from %PDF- to %%EOF", seen)


@check("NIN-STATEMENT-01")
def a_statement_is_labelled_as_a_pdf(api: Driver) -> None:
    answer = statement(api, api.new_client())
    expect.status(answer, 200)
    expect.equal(answer.media_type, PDF, "the media type")


@check("NIN-STATEMENT-02")
def a_statement_is_a_pdf(api: Driver) -> None:
    client = api.new_client()
    for tables in ((), TABLES):
        answer = statement(api, client, **dict.fromkeys(tables, True))
        expect.success(answer)
        _is_pdf(answer)


@check("NIN-STATEMENT-04")
def a_start_date_is_needed(api: Driver) -> None:
    expect_refusals(api, "NIN-STATEMENT-04")


@check("NIN-STATEMENT-05")
def an_end_date_is_needed(api: Driver) -> None:
    expect_refusals(api, "NIN-STATEMENT-05")


@check("NIN-STATEMENT-06")
def dates_have_one_form(api: Driver) -> None:
    expect_refusals(api, "NIN-STATEMENT-06")


@check("NIN-STATEMENT-07")
def a_client_that_never_was_has_no_statement(api: Driver) -> None:
    expect.refused(statement(api, api.absent()))


@check("NIN-STATEMENT-08")
def a_statement_that_is_sent_is_a_message(api: Driver) -> None:
    answer = statement(api, api.new_client(), send_email=True)
    expect.success(answer)
    body = parsed(answer)
    told = isinstance(body, dict) and isinstance(body.get("message"), str)
    expect.that(told, "a JSON object with a message", f"{answer.media_type or 'no media type'}")


@check("NIN-STATEMENT-09")
def a_period_may_end_before_it_starts(api: Driver) -> None:
    period = {"start_date": YEAR["end_date"], "end_date": YEAR["start_date"]}
    expect.success(statement(api, api.new_client(), **period))


@check("NIN-STATEMENT-10")
def archived_and_deleted_clients_have_statements(api: Driver) -> None:
    for client in (api.archived(), api.deleted()):
        answer = statement(api, client)
        expect.success(answer)
        expect.equal(answer.media_type, PDF, "the media type")
