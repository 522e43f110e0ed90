"""The rules of inFakt, without HTTP."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from mockserver.answers import Kind, Refusal
from mockserver.api import DataError
from mockserver.infakt import countries, nips
from mockserver.infakt.listing import Order, Query
from mockserver.infakt.rules import Rules
from mockserver.infakt.state import MEMBERS, State, export, load
from mockserver.infakt.views import Views
from tests.mockserver.infakt.calls import cases

RULES, VIEWS = Rules(), Views()
ME, SOMEBODY = 2, 3
EMPTY = load({})


def _made(state: State = EMPTY, user: int = ME, **members: Any) -> tuple[State, int]:
    body = {"company_name": "Sklep", "country": "PL"} | members
    state, client = RULES.create_client(state, user, body, now="")
    return state, client["id"]


def _refused(rule: Any, *arguments: Any) -> dict[str, str]:
    with pytest.raises(Refusal) as caught:
        rule(*arguments, now="")
    assert caught.value.kind is Kind.INVALID
    return {problem.where: problem.message for problem in caught.value.problems}


def _found(state: State, **query: Any) -> list[int]:
    page = RULES.page(state, ME, Query(query.pop("q", {}), **query))
    return [client["id"] for client in page.clients]


def test_all_problems_are_found_at_once() -> None:
    body = {
        "business_activity_kind": "self_employed",
        "street": 5,
        "postal_code": "1",
        "payment_method": "blik",
        "days_to_payment": -1,
        "same_forward_address": "no",
    }
    problems = _refused(RULES.create_client, EMPTY, ME, body | {"country": "PL"})
    assert {*problems} == {*body, "company_name", "first_name", "last_name"} - {
        "business_activity_kind"
    }
    assert "country" in _refused(RULES.create_client, EMPTY, ME, body)


def test_a_refused_client_is_told_in_polish() -> None:
    problems = _refused(
        RULES.create_client, EMPTY, ME, {"business_activity_kind": "other_business"}
    )
    assert problems == {"company_name": "Podaj nazwę firmy", "country": "Podaj kraj"}


@pytest.mark.parametrize("row", cases("conditions")["create"])
def test_kinds_need_names(row: dict[str, Any]) -> None:
    body = {"country": "PL", "business_activity_kind": row["kind"]} | dict.fromkeys(
        row["names"], "x"
    )
    if row.get("default", row["verdict"]) == "accepted":
        RULES.create_client(EMPTY, ME, body, now="")
    else:
        assert {*_refused(RULES.create_client, EMPTY, ME, body)} == {*row["missing"]}


@pytest.mark.parametrize("row", cases("conditions")["update"])
def test_updates_need_the_names_of_the_whole_client(row: dict[str, Any]) -> None:
    def sent(stated: dict[str, Any]) -> dict[str, Any]:
        emptied = dict.fromkeys(stated.get("emptied", ()), "")
        kind = {"business_activity_kind": stated["kind"] or ""} if "kind" in stated else {}
        return emptied | dict.fromkeys(stated.get("names", ()), "x") | kind

    stored = {"country": "PL"} | sent(row["stored"])
    state, client = RULES.create_client(EMPTY, ME, stored, now="")
    arguments = (state, ME, client["id"], sent(row["sent"]))
    if row.get("default", row["verdict"]) == "accepted":
        RULES.update_client(*arguments, now="")
    else:
        assert {*_refused(RULES.update_client, *arguments)} == {*row["missing"]}
        assert state.clients[client["id"]] == client


@pytest.mark.parametrize("row", cases("days_to_payment"))
def test_days_are_numbers_or_their_digits(row: dict[str, Any]) -> None:
    if row.get("default", row["verdict"]) == "accepted":
        state, made = _made(days_to_payment=row["sent"])
        assert state.clients[made]["days_to_payment"] == row["number"]
    else:
        assert "days_to_payment" in _refused(
            RULES.create_client, EMPTY, ME, {"country": "PL", "days_to_payment": row["sent"]}
        )


@pytest.mark.parametrize("member", ["postal_code", "mailing_postal_code"])
@pytest.mark.parametrize("row", cases("postal_codes"))
def test_polish_postal_codes_have_a_form(row: dict[str, Any], member: str) -> None:
    body = {"country": row["country"], member: row["postal_code"]}
    if row.get("default", row["verdict"]) == "accepted":
        assert RULES.create_client(EMPTY, ME, body, now="")[1][member] == row["postal_code"]
    else:
        assert member in _refused(RULES.create_client, EMPTY, ME, body)


def test_countries_are_codes() -> None:
    table = cases("countries")
    assert {*table["accepted"]} <= countries.codes()
    for code in (*table["open"], *table["refused"]):
        assert "country" in _refused(RULES.create_client, EMPTY, ME, {"country": code})
    assert [countries.polish_name(code) for code in ("PL", "DE", "XX")] == [
        "Polska",
        "Niemcy",
        "XX",
    ]


def test_tax_numbers_have_a_check_digit() -> None:
    table = cases("nips")
    for row in table["right"]:
        assert nips.is_right(row["nip"])
        assert nips.digits(row["nip"]) == row["digits"]
    assert not any(nips.is_right(row["nip"]) for row in table["wrong"])
    assert not any(nips.is_right(nip) for nip in ("", "945212168", "94521216811", "٩452121681"))


@pytest.mark.parametrize("method", [*cases("payment_methods")["accepted"], ""])
def test_payment_methods_are_kept(method: str) -> None:
    state, made = _made(payment_method=method)
    assert state.clients[made]["payment_method"] == (method or None)


def test_unset_members_are_shown_as_known() -> None:
    state, made = _made()
    shown = VIEWS.client(state.clients[made])
    assert list(shown) == ["id", *MEMBERS]
    assert [name for name, value in shown.items() if value is None] == [
        *("street", "street_number", "flat_number", "city", "postal_code", "nip", "phone_number"),
        *("email", "first_name", "last_name", "business_activity_kind"),
    ]
    assert shown["same_forward_address"] is True
    assert shown["days_to_payment"] == shown["note"] == ""


def test_a_client_that_is_sent_back_stays() -> None:
    state, made = _made(nip="", days_to_payment="7", note="Żółw")
    shown = VIEWS.client(state.clients[made])
    state, client = RULES.update_client(state, ME, made, shown, now="")
    assert VIEWS.client(client) == shown | {
        name: value for name, value in VIEWS.client(client).items() if value == ""
    }


def test_an_update_changes_what_it_names() -> None:
    state, made = _made(city="Łódź", note="a")
    state, client = RULES.update_client(state, ME, made, {"city": None, "id": 7, "x": 1}, now="")
    assert (client["id"], client["city"], client["note"]) == (made, None, "a")
    assert RULES.update_client(state, ME, made, {}, now="")[1] == client


def test_accounts_are_kept_apart() -> None:
    state, mine = _made()
    state, theirs = _made(state, SOMEBODY)
    assert _found(state) == [mine]
    for rule in (RULES.delete_client, functools.partial(RULES.update_client, body={})):
        with pytest.raises(Refusal) as caught:
            rule(state, ME, theirs, now="")
        assert caught.value.kind is Kind.MISSING


def test_ids_are_not_given_twice() -> None:
    state, first = _made()
    state, _ = RULES.delete_client(state, ME, first, now="")
    assert _made(state)[1] == first + 1


def _table(name: str) -> tuple[State, dict[int, str]]:
    state, keys = EMPTY, {}
    for key, members in cases(name)["clients"].items():
        sent = {member: value.replace("{name}", "słowo") for member, value in members.items()}
        state, made = _made(state, business_activity_kind="other_business", **sent)
        keys[made] = key
    return state, keys


@pytest.mark.parametrize("row", [*cases("predicates")["queries"], *cases("predicates")["open"]])
def test_conditions_keep_what_the_table_says(row: dict[str, Any]) -> None:
    state, keys = _table("predicates")
    q = {name: value.replace("{name}", "słowo") for name, value in row["q"].items()}
    wanted = row["matches"] if "matches" in row else next(iter(row["choices"].values()))
    assert sorted(keys[one] for one in _found(state, q=q)) == wanted


@pytest.mark.parametrize("row", [*cases("orders")["queries"], *cases("orders")["open"]])
def test_orders_are_as_the_table_says(row: dict[str, Any]) -> None:
    state, keys = _table("orders")
    query = {name: str(value) for name, value in row["query"].items()}
    wanted = row["clients"] if "clients" in row else next(iter(row["choices"].values()))
    assert [keys[one] for one in _found(state, **query)] == wanted


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("first_name_null", "true", False),
        ("first_name_null", "0", True),
        ("days_to_payment_null", "1", False),
        ("note_null", "perhaps", True),
        ("clean_nip_cont", "45-2", True),
        ("clean_nip_eq", "abc", False),
        ("created_at_gt", "2026-01-01", True),
        ("company_name_lteq", "A", True),
        ("_eq", "1", True),
        ("eq", "1", True),
        ("", "", True),
        ("payment_method_eq", "cash", True),
        ("payment_method_eq", "card", False),
    ],
)
def test_conditions_are_understood_or_ignored(name: str, value: str, kept: bool) -> None:
    state, made = _made(
        first_name="Ł", days_to_payment=0, nip="945-212-16-81", payment_method="cash"
    )
    assert _found(state, q={name: value}) == ([made] if kept else [])


def test_what_is_not_set_comes_last_and_ties_by_id() -> None:
    state, nobody = _made(company_name=None, first_name="Ł", last_name="Ż")
    state, second = _made(state, company_name="B")
    state, first = _made(state, company_name="b")
    state, empty = _made(state, company_name="")
    clients = list(state.clients)
    assert [one["id"] for one in RULES.in_order(clients, Order("company_name"))] == [
        *(first, second),
        *(nobody, empty),
    ]


@pytest.mark.parametrize(
    ("member", "value", "part"),
    [
        ("id", "1", "clients[0].id"),
        ("user_id", None, "clients[0].user_id"),
        ("country", None, "clients[0].country"),
        ("street", 1, "clients[0].street"),
        ("payment_method", "blik", "clients[0].payment_method"),
    ],
)
def test_data_that_are_not_right_are_told(member: str, value: Any, part: str) -> None:
    record = {"id": 1, "user_id": 2, "country": "PL", member: value}
    with pytest.raises(DataError, match=part.replace("[", r"\[")):
        load({"clients": [record]})


@pytest.mark.parametrize("data", [[], {"rows": []}, {"clients": {}}, {"clients": [5]}])
def test_data_of_another_form_are_told(data: Any) -> None:
    with pytest.raises(DataError):
        load(data)


def test_data_come_back() -> None:
    state, _ = _made(note="Zażółć gęślą jaźń", days_to_payment=7)
    assert export(load(export(state))) == export(state)
    with pytest.raises(DataError, match="already"):
        load({"clients": [*export(state)["clients"] * 2]})
