"""The rules of InfraNotes, without HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mockserver.answers import Kind, Refusal
from mockserver.infranotes.rules import Rules
from mockserver.infranotes.state import State, empty, export, load
from mockserver.infranotes.views import Views
from tests.mockserver.calling import client_body

NOW = "2026-01-31T12:00:00.000000Z"
LATER = "2026-01-31T12:00:01.000000Z"
RULES = Rules()
VIEWS = Views(RULES)
ME, SOMEBODY = 2, 3


def _client(state: State | None = None, user: int = ME, **members: Any) -> tuple[State, int]:
    body = client_body(**members)
    state, client = RULES.create_client(state or empty(), user, body, now=NOW)
    return state, client["id"]


def _contact(state: State, client: int, **members: Any) -> tuple[State, int]:
    state, contact = RULES.add_contact(state, ME, client, {"name": "Jan"} | members, now=NOW)
    return state, contact["id"]


def _field(state: State, user: int = ME, **members: Any) -> tuple[State, int]:
    body = {"name": "Size", "type": "text", "entity": "client"} | members
    state, field = RULES.create_custom_field(state, user, body, now=NOW)
    return state, field["id"]


def _save(state: State, client: int, *values: tuple[int, Any], entity: str = "client") -> State:
    items = [{"custom_field_id": field, "value": value} for field, value in values]
    return RULES.save_values(state, ME, entity, client, items, now=LATER)[0]


def _values(state: State, client: int) -> Any:
    return VIEWS.values_by_name(state, state.clients[client])


def _primaries(state: State) -> list[int]:
    return [contact["id"] for contact in state.contacts.where(is_primary=True)]


def _kind(refused: pytest.ExceptionInfo[Refusal]) -> Kind:
    assert refused.value.sentence
    return refused.value.kind


# Clients


def test_members_that_are_not_sent_are_blank_and_unknown_ones_ignored() -> None:
    state, client = _client(unknown=1, contacts=[{}], id=99, user_id=99, created_at="never")
    row = state.clients[client]
    assert (row["id"], row["user_id"], row["created_at"], row["email"]) == (1, ME, NOW, None)
    assert "unknown" not in row


def test_an_update_changes_what_it_names_and_nothing_else() -> None:
    state, client = _client(city="Gdańsk", notes="kept", tags=["a", "b"])
    before = state.clients[client]
    state, after = RULES.update_client(state, ME, client, {"city": None, "tags": []}, now=LATER)
    assert after == {**before, "city": None, "tags": [], "updated_at": LATER}


def test_updated_at_moves_even_if_the_clock_does_not() -> None:
    state, client = _client()
    times = [NOW]
    for _ in range(3):
        state, changed = RULES.update_client(state, ME, client, {"city": "x"}, now=NOW)
        times.append(changed["updated_at"])
    assert times == sorted({*times})


def test_a_deleted_client_takes_contacts_and_values_with_it() -> None:
    state, client = _client(custom_fields={"Free": 1})
    state, other = _client(state)
    state, field = _field(state)
    state = _save(state, client, (field, "L"))
    state, _ = _contact(state, client)
    state, theirs = _contact(state, other)
    state, _ = RULES.delete_client(state, ME, client, now=LATER)
    assert [row["id"] for row in state.clients] == [other]
    assert [row["id"] for row in state.contacts] == [theirs]
    assert list(state.values) == []


def test_ids_are_not_given_again() -> None:
    state, client = _client()
    state, _ = RULES.delete_client(state, ME, client, now=LATER)
    assert _client(state)[1] == client + 1


@pytest.mark.parametrize(("user", "client"), [(SOMEBODY, 1), (ME, 99), (ME, 2**70), (ME, -1)])
def test_what_is_not_mine_does_not_exist(user: int, client: int) -> None:
    state, _ = _client()
    for ask in (
        lambda: RULES.client(state, user, client),
        lambda: RULES.update_client(state, user, client, {}, now=LATER),
        lambda: RULES.delete_client(state, user, client, now=LATER),
        lambda: RULES.contact_list(state, user, client),
        lambda: RULES.add_contact(state, user, client, {"name": "x"}, now=LATER),
        lambda: RULES.save_values(state, user, "client", client, [], now=LATER),
    ):
        with pytest.raises(Refusal) as refused:
            ask()
        assert _kind(refused) is Kind.MISSING


# Contacts


def test_a_contact_is_primary_only_if_it_says_so() -> None:
    state, client = _client()
    state, _ = _contact(state, client)
    assert _primaries(state) == []


def test_there_is_one_primary_whatever_is_done() -> None:
    state, client = _client()
    state, first = _contact(state, client, is_primary=True)
    state, second = _contact(state, client, is_primary=True)
    assert _primaries(state) == [second]
    state, _ = RULES.update_contact(state, ME, first, {"is_primary": True}, now=LATER)
    assert _primaries(state) == [first]
    state, _ = RULES.set_primary(state, ME, second, now=LATER)
    assert _primaries(state) == [second]
    state, _ = RULES.update_contact(state, ME, second, {"position": "CEO"}, now=LATER)
    assert _primaries(state) == [second]
    state, _ = RULES.delete_contact(state, ME, second, now=LATER)
    assert _primaries(state) == []


def test_other_clients_keep_their_primary() -> None:
    state, client = _client()
    state, other = _client(state)
    state, theirs = _contact(state, other, is_primary=True)
    state, mine = _contact(state, client, is_primary=True)
    assert _primaries(state) == [theirs, mine]


def test_the_primary_contact_stands_first() -> None:
    state, client = _client()
    for primary in (False, True, False):
        state, _ = _contact(state, client, is_primary=primary)
    shown = VIEWS.client_with_contacts(state, state.clients[client])["contacts"]
    assert [contact["id"] for contact in shown] == [2, 1, 3]


def test_another_users_contacts_do_not_exist() -> None:
    state, client = _client(user=SOMEBODY)
    state, contact = RULES.add_contact(state, SOMEBODY, client, {"name": "x"}, now=NOW)
    with pytest.raises(Refusal) as refused:
        RULES.contact(state, ME, contact["id"])
    assert _kind(refused) is Kind.MISSING


# Custom fields and values


def test_values_are_one_thing_however_they_are_saved() -> None:
    state, size = _field(empty())
    state, client = _client(state, custom_fields={"Size": "L", "Free": "kept"})
    assert _values(state, client) == {"Free": "kept", "Size": "L"}
    state = _save(state, client, (size, "XL"))
    assert _values(state, client) == {"Free": "kept", "Size": "XL"}
    state, _ = RULES.update_client(state, ME, client, {"custom_fields": {"Size": "S"}}, now=LATER)
    assert _values(state, client) == {"Free": "kept", "Size": "S"}
    assert len(state.values) == 1


def test_a_renamed_field_shows_its_values_under_the_new_name() -> None:
    state, size = _field(empty())
    state, client = _client(state, custom_fields={"Size": "L"})
    state, _ = RULES.update_custom_field(state, ME, size, {"name": "Extent"}, now=LATER)
    assert _values(state, client) == {"Extent": "L"}


def test_a_value_takes_the_place_of_one_that_nothing_defined() -> None:
    state, client = _client(custom_fields={"Size": "free"})
    state, size = _field(state)
    state = _save(state, client, (size, "L"))
    state, _ = RULES.delete_custom_field(state, ME, size, now=LATER)
    assert _values(state, client) == {}


def test_null_clears_all_custom_fields() -> None:
    state, _ = _field(empty())
    state, client = _client(state, custom_fields={"Size": "L", "Free": 1})
    state, _ = RULES.update_client(state, ME, client, {"custom_fields": None}, now=LATER)
    assert _values(state, client) is None
    assert list(state.values) == []


def test_saving_a_value_is_a_change_of_the_client() -> None:
    state, client = _client()
    state, size = _field(state)
    assert _save(state, client, (size, "L")).clients[client]["updated_at"] == LATER


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("text", ["", "x", "007"], [5, True, 1.5]),
        ("number", [0, -1.5, "1000000", "+1", "1e5", ".5"], ["", "x", "0x1", "1 000", True, "NaN"]),
        ("date", ["2024-02-29"], ["2025-02-29", "20250101", "tomorrow", 20250101, ""]),
        ("dropdown", ["Low"], ["low", "", 1]),
        ("checkbox", [True, False, "true", "false"], ["yes", 1, 0, ""]),
    ],
)
def test_each_type_takes_its_values_only(kind: str, good: list[Any], bad: list[Any]) -> None:
    state, field = _field(empty(), name="F", type=kind, options=["Low", "High"])
    state, client = _client(state)
    for value in good:
        assert _values(_save(state, client, (field, value)), client) == {"F": value}
    for value in bad:
        with pytest.raises(Refusal) as refused:
            _save(state, client, (field, value))
        assert _kind(refused) is Kind.INVALID
        with pytest.raises(Refusal):
            _client(state, custom_fields={"F": value})


def test_one_bad_value_and_nothing_is_saved_and_all_are_named() -> None:
    state, client = _client()
    state, number = _field(state, name="N", type="number")
    state, date = _field(state, name="D", type="date")
    with pytest.raises(Refusal, match=r"INVALID") as refused:
        _save(state, client, (number, "x"), (number, "1"), (date, "y"))
    assert [one.where for one in refused.value.problems] == ["[0].value", "[2].value"]


def test_a_field_must_exist_and_be_one_of_the_entity() -> None:
    state, client = _client()
    state, invoice = _field(state, entity="invoice")
    state, theirs = _field(state, user=SOMEBODY)
    for field, kind in ((99, Kind.MISSING), (theirs, Kind.MISSING), (invoice, Kind.INVALID)):
        with pytest.raises(Refusal) as refused:
            _save(state, client, (field, "x"))
        assert _kind(refused) is kind


def test_any_positive_id_is_taken_for_other_entities() -> None:
    state, field = _field(empty(), entity="project")
    assert len(_save(state, 12345, (field, "x"), entity="project").values) == 1
    with pytest.raises(Refusal):
        _save(state, 0, (field, "x"), entity="project")


def test_custom_fields_are_listed_by_their_place() -> None:
    state = empty()
    for order in (3, None, 1):
        state, _ = _field(state, display_order=order)
    assert [field["id"] for field in RULES.custom_fields(state, ME, "client")] == [3, 1, 2]


def test_a_dropdown_is_never_left_without_options() -> None:
    state, field = _field(empty(), type="dropdown", options=["a"])
    with pytest.raises(Refusal):
        RULES.update_custom_field(state, ME, field, {"options": None}, now=LATER)


# Lists and searches


def _listed(state: State, filters: dict[str, str], limit: int = 50, offset: int = 0) -> list[int]:
    return [client["id"] for client in RULES.clients(state, ME, filters, limit, offset)]


def _some() -> State:
    state, _ = _client(type="vendor", country="Poland", tags=["a", "b"])
    state, _ = _client(state, category="individual", country="Poland", categories=["vip"])
    state, _ = _client(state, category="organization", country="poland", categories=["individual"])
    return _client(state, user=SOMEBODY)[0]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, [1, 2, 3]),
        ({"type": "vendor"}, [1]),
        ({"category": "individual"}, [2, 3]),
        ({"category": "vip"}, [2]),
        ({"country": "Poland"}, [1, 2]),
        ({"tag": "b"}, [1]),
        ({"tag": "B"}, []),
        ({"country": "Poland", "category": "individual"}, [2]),
        ({"country": ""}, []),
    ],
)
def test_filters_are_anded(filters: dict[str, str], ids: list[int]) -> None:
    assert _listed(_some(), filters) == ids


@pytest.mark.parametrize(
    ("limit", "offset", "ids"),
    [(2, 0, [1, 2]), (2, 2, [3]), (2, 9, []), (0, 0, []), (10**30, 10**30, [])],
)
def test_pages(limit: int, offset: int, ids: list[int]) -> None:
    assert _listed(_some(), {}, limit, offset) == ids


@pytest.mark.parametrize(
    ("member", "value", "term"),
    [
        ("name", "Brückner & Söhne", "BRÜCKNER"),
        ("contact_name", "Jan Nowak", "nowak"),
        ("email", "jan@example.com", "@example"),
        ("phone", "+48 58 123", "58 1"),
        ("city", "Gdańsk", "gda"),
        ("tax_number", "TAX1", "tax1"),
        ("company_registration_number", "REG9", "reg9"),
        ("tags", ["x", "Important"], "port"),
    ],
)
def test_the_search_looks_at_a_client_widely(member: str, value: Any, term: str) -> None:
    state, _ = _client(**{member: value})
    assert [client["id"] for client in RULES.search(state, ME, term, 10)] == [1]
    assert RULES.search(state, ME, "nothing of the kind", 10) == []
    assert RULES.search(state, SOMEBODY, term, 10) == []
    assert RULES.search(state, ME, term, 0) == []


# Data


def test_what_is_exported_can_be_loaded() -> None:
    state, client = _client(custom_fields={"Free": None})
    state, _ = _contact(state, client)
    state, field = _field(state)
    state = _save(state, client, (field, "L"))
    assert export(load(export(state))) == export(state)


def test_a_state_is_never_changed_by_a_rule() -> None:
    state, client = _client(tags=["a"])
    before = export(state)
    RULES.update_client(state, ME, client, {"tags": ["b"]}, now=LATER)
    RULES.add_contact(state, ME, client, {"name": "x"}, now=LATER)
    RULES.delete_client(state, ME, client, now=LATER)
    assert export(state) == before
    assert replace(state) == state
