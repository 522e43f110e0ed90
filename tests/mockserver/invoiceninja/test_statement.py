"""Statements: a PDF that a reader opens, with the client, the period and the tables asked for."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from mockserver import data
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import STATEMENT, bulk, ids, listed, made, ninja

YEAR = {"start_date": "2025-01-01", "end_date": "2025-12-31"}
ODD_DATES: tuple[Any, ...] = (
    *("01/31/2025", "2025-1-1", "2025-02-30", "x", 5, [], "2025-01-01T00:00", "٢٠٢٥-01-01"),
)
TABLES = ("Payments", "Credits", "Aging")


def _asked(number: int = 1, **members: Any) -> dict[str, Any]:
    return {"client_id": ids.encode(number), **YEAR, **members}


def _read(answer: Any) -> tuple[str, str]:
    """Return the text and the title of a statement."""
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    reader = PdfReader(io.BytesIO(answer.content), strict=True)
    text = "\n".join(page.extract_text() for page in reader.pages)
    return text, str(reader.metadata.title if reader.metadata else "")


def _statement_of(call: Caller, name: str) -> tuple[str, str]:
    client = made(call, name=name)
    return _read(call("POST", STATEMENT, {"client_id": client["id"], **YEAR}))


def test_it_is_no_breach_of_the_contract_that_a_statement_is_no_json() -> None:
    call = ninja()
    _statement_of(call, "A client")
    (last,) = call("GET", "/_mock/requests?limit=1").json()["requests"]
    assert (last["operation"], last["verdict"]) == ("clientStatement", "kept")


def test_it_shows_client_period_and_invoices() -> None:
    answer = ninja(data="demo")("POST", STATEMENT, _asked())
    assert "Statement.pdf" in answer.headers["content-disposition"]
    text, title = _read(answer)
    assert title == "Statement: Brückner & Söhne Maschinenbau GmbH"
    for shown in ("Brückner & Söhne Maschinenbau GmbH", "Hamburg", "Harbor Lane Studio"):
        assert shown in text
    assert "2025-01-01 to 2025-12-31" in text
    for invoice in data.fixture("invoiceninja", "demo")["invoices"]:
        inside = invoice["client_id"] == 1 and "2025-01-01" <= invoice["date"] <= "2025-12-31"
        assert (invoice["number"] in text) is inside


@pytest.mark.parametrize("wanted", [(), *((one,) for one in TABLES), TABLES])
def test_it_has_the_tables_that_were_asked_for(wanted: tuple[str, ...]) -> None:
    members = {f"show_{name.lower()}_table": name in wanted for name in TABLES}
    text, _ = _read(ninja(data="demo")("POST", STATEMENT, _asked(5, **members)))
    assert {name for name in TABLES if name in text} == {*wanted}
    assert ("CR-0001" in text) is ("Credits" in wanted)


def test_it_shows_what_was_in_the_period_only() -> None:
    call = ninja(data="demo")
    period = {"start_date": "2025-03-01", "end_date": "2025-03-31"}
    text, _ = _read(call("POST", STATEMENT, _asked(1, **period, show_payments_table="1")))
    assert "2025-0003" not in text
    assert "2025-03-01" in text
    assert "4,200.00 EUR" in text


@pytest.mark.parametrize(("status", "shown"), [("paid", "2025-0003"), ("unpaid", "2025-0019")])
def test_it_can_show_only_what_is_paid_or_is_not(status: str, shown: str) -> None:
    text, _ = _read(ninja(data="demo")("POST", STATEMENT, _asked(status=status)))
    assert [one for one in ("2025-0003", "2025-0019") if one in text] == [shown]


@pytest.mark.parametrize(
    "name", ["Zażółć gęślą jaźń", "Ωμέγα", "Щука", "O\u2019Rourke \u2013 “quoted” €"]
)
def test_names_in_many_alphabets_are_drawn(name: str) -> None:
    text, title = _statement_of(ninja(), name)
    assert (name in text, title) == (True, f"Statement: {name}")


@pytest.mark.parametrize(
    "name",
    [
        "张伟有限公司",
        "Pizza 🍕👩‍👧",
        "שלום",
        "a\u0001b",
        "x" * 5000,
        "a\u00adb",
        "\u200b",
        "🍕" * 200,
    ],
)
def test_no_name_makes_it_fail(name: str) -> None:
    text, title = _statement_of(ninja(), name)
    assert title.startswith("Statement: ")
    assert "2025-01-01 to 2025-12-31" in text


def test_a_client_without_a_name_is_called_as_its_contact() -> None:
    call = ninja()
    client = made(call, name="", contacts=[{"email": "ann@example.com"}])
    text, _ = _read(call("POST", STATEMENT, {"client_id": client["id"], **YEAR}))
    assert "ann@example.com" in text


def test_long_ones_have_several_pages() -> None:
    invoices = [
        {"id": one, "company_id": 2, "client_id": 1, "number": str(one), "date": "2025-05-05", "amount": 1}
        for one in range(1, 201)
    ]  # fmt: skip
    clients = [{"id": 1, "company_id": 2, "user_id": 2, "name": "Busy"}]
    call = ninja(data={"clients": clients, "invoices": invoices})
    answer = call("POST", STATEMENT, _asked())
    assert len(PdfReader(io.BytesIO(answer.content)).pages) > 3


@pytest.mark.parametrize(
    ("members", "wrong"),
    [
        ({"start_date": None}, ["start_date"]),
        ({"end_date": ""}, ["end_date"]),
        ({"start_date": None, "end_date": None}, ["start_date", "end_date"]),
        *(
            ({"start_date": odd}, ["start_date"])
            for odd in ODD_DATES
        ),
        ({"client_id": None}, ["client_id"]),
        ({"client_id": "nonsense"}, ["client_id"]),
        ({"client_id": 1}, ["client_id"]),
        ({"client_id": ids.encode(999)}, ["client_id"]),
        ({"client_id": ["x"]}, ["client_id"]),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named(members: dict[str, Any], wrong: list[str]) -> None:
    answer = ninja(data="demo")("POST", STATEMENT, _asked(**members))
    assert (answer.status_code, [*answer.json()["errors"]]) == (422, wrong)


def test_no_statement_is_made_of_another_companys_client() -> None:
    foreign = listed(ninja(3, data="demo"))[0]["id"]
    answer = ninja(data="demo")("POST", STATEMENT, _asked(client_id=foreign))
    assert answer.status_code == 403


def test_a_period_may_end_before_it_starts() -> None:
    period = {"start_date": "2025-12-31", "end_date": "2025-01-01"}
    text, _ = _read(ninja(data="demo")("POST", STATEMENT, _asked() | period))
    assert "None in this period." in text


def test_archived_and_deleted_clients_have_statements_too() -> None:
    call = ninja()
    for action in ("archive", "delete"):
        client = made(call)
        bulk(call, action, client)
        _read(call("POST", STATEMENT, {"client_id": client["id"], **YEAR}))


@pytest.mark.parametrize("how", ["body", "query"])
def test_it_can_be_sent_instead(how: str) -> None:
    query, members = ("?send_email=true", {}) if how == "query" else ("", {"send_email": True})
    answer = ninja(data="demo")("POST", f"{STATEMENT}{query}", _asked(**members))
    assert (answer.status_code, answer.json()) == (200, {"message": "Email queued"})


def test_it_may_be_asked_for_with_a_form() -> None:
    form = {"client_id": ids.encode(5), **YEAR, "show_credits_table": "1", "show_aging_table": "0"}
    text, _ = _read(ninja(data="demo")("POST", STATEMENT, data=form))
    assert ("Credits" in text, "Aging" in text) == (True, False)


def test_amounts_are_aged_by_their_due_dates() -> None:
    due = {
        "a": "2025-12-31",
        "b": "2025-12-01",
        "c": "2025-11-01",
        "d": "2024-01-01",
        "e": "2026-01-05",
    }
    invoices = [
        {"id": number, "company_id": 2, "client_id": 1, "number": name, "date": "2024-01-01", "due_date": day,
         "amount": 10**number, "balance": 10**number}
        for number, (name, day) in enumerate(due.items(), 1)
    ]  # fmt: skip
    clients = [{"id": 1, "company_id": 2, "user_id": 2, "name": "Late"}]
    call = ninja(data={"clients": clients, "invoices": invoices})
    text, _ = _read(call("POST", STATEMENT, _asked(show_aging_table=True)))
    amounts = "100,000.00 USD\n110.00 USD\n1,000.00 USD\n0.00 USD\n0.00 USD\n10,000.00 USD"
    assert amounts.replace("\n", " ") in text.replace("\n", " ")
