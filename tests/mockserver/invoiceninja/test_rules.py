"""What clients, contacts, numbers and settings become when they are stored."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.invoiceninja.ids import Ids
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import LIST, cases, client, made, names, ninja, place

STRONG = "1Qajsj4kd33"


def _updated(call: Caller, of: dict[str, Any], **members: Any) -> dict[str, Any]:
    answer = call("PUT", place(of), members)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()["data"]
    assert call("GET", place(of)).json()["data"] == shown
    return shown


def _errors(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [*answer.json()["errors"]]


def test_ids_are_hashids() -> None:
    ids = Ids()
    assert [ids.encode(number) for number in (1, 2, 3)] == [
        "VolejRejNm",
        "Wpmbk5ezJn",
        "Opnel5aKBz",
    ]
    assert [ids.decode(text) for text in ("VolejRejNm", "1", "", None, 1, "!!")] == [1, *[None] * 5]
    assert ids.encode(None) == ""


def test_little_makes_a_client() -> None:
    call = ninja()
    answer = call("POST", LIST, {})
    assert answer.status_code == 200
    shown = answer.json()["data"]
    assert (shown["name"], shown["number"], shown["country_id"]) == ("", "0001", "840")
    assert shown["settings"] == {
        "entity": "App\\Models\\Client",
        "industry_id": "",
        "size_id": "",
        "currency_id": "1",
    }
    assert [(one["email"], one["is_primary"]) for one in shown["contacts"]] == [(" ", True)]
    assert len(shown["client_hash"]) == 40


def test_what_the_service_sets_is_ignored() -> None:
    sent = {"id": "VolejRejNm", "balance": 9, "client_hash": "x", "is_deleted": True}
    shown = made(ninja(), **sent, created_at=1, colour="red")
    assert all(shown[name] != value for name, value in list(sent.items())[1:])
    assert "colour" not in shown


@pytest.mark.parametrize("row", cases("countries"), ids=str)
def test_countries(row: dict[str, Any]) -> None:
    body = client() | row["sent"]
    if "country_id" not in row["sent"]:
        del body["country_id"]
    assert ninja()("POST", LIST, body).json()["data"]["country_id"] == row["shown"]


@pytest.mark.parametrize("country", [None, "", "  "])
def test_an_empty_country_is_the_companys(country: Any) -> None:
    assert made(ninja(), country_id=country)["country_id"] == "840"
    call = ninja()
    assert _updated(call, made(call, country_id="36"), country_id=country)["country_id"] == "840"


def test_numbers_are_given_out_and_never_twice() -> None:
    call = ninja()
    made(call, number="0002")
    assert [made(call)["number"] for _ in range(3)] == ["0001", "0003", "0004"]
    assert made(call, number="")["number"] == "0005"
    first = made(call, number="Ab-1", id_number="Q")
    call("DELETE", place(first))
    for taken in ({"number": "ab-1"}, {"id_number": "q"}):
        assert _errors(call("POST", LIST, client(**taken))) == [*taken]
    assert made(call, id_number="")["id_number"] == made(call, id_number=None)["id_number"]


def test_numbers_in_updates() -> None:
    call = ninja()
    one, other = made(call, id_number="I"), made(call, id_number="J")
    assert _updated(call, one, number=one["number"], id_number="I")["number"] == one["number"]
    assert _errors(call("PUT", place(one), {"number": other["number"], "id_number": "J"})) == [
        *("number", "id_number")
    ]
    assert _updated(call, one, number=None, id_number=None)["number"] == "0003"


def test_texts_are_trimmed_and_cleaned() -> None:
    shown = made(ninja(), name=" <b>Bob</b> ", city="\tOslo ", private_notes="a</sc")
    assert (shown["name"], shown["city"], shown["private_notes"]) == ("Bob", "Oslo", "a<-")


def test_an_update_changes_what_is_sent() -> None:
    call = ninja()
    before = made(call, city="Oslo", phone="1", settings={"currency_id": "2", "name": "x"})
    after = _updated(call, before, city="Rome", is_deleted=True, archived_at=5)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"city", "updated_at"}
    assert after["city"] == "Rome"


def test_the_deployed_service_resets_the_currency() -> None:
    call = ninja(profile="observed")
    before = made(call, settings={"currency_id": "2"})
    assert _updated(call, before, city="Rome")["settings"]["currency_id"] == "1"


def test_a_refused_update_changes_nothing() -> None:
    call = ninja()
    before = made(call)
    answer = call("PUT", place(before), {"city": "Rome", "classification": "zzz"})
    assert _errors(answer) == ["classification"]
    assert call("GET", place(before)).json()["data"] == before


@pytest.mark.parametrize(
    ("sent", "primary"),
    [
        ([{}, {}], 0),
        ([{}, {"is_primary": True}], 1),
        ([{"is_primary": True}, {"is_primary": True}], 0),
        ([{"is_primary": False}, {"is_primary": False}], 0),
    ],
)
def test_one_contact_is_primary_and_first(sent: list[dict[str, Any]], primary: int) -> None:
    people = [{"first_name": str(number), **one} for number, one in enumerate(sent)]
    shown = made(ninja(), contacts=people)["contacts"]
    assert [one["is_primary"] for one in shown] == [True, False]
    assert shown[0]["first_name"] == str(primary)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ([False], [True]),
        ([False, True], [False, True]),
        ([False, False], [True, False]),
        ([None, False], [True, False]),
    ],
)
def test_somebody_receives_email(sent: list[bool | None], shown: list[bool]) -> None:
    people = [{"send_email": one} for one in sent]
    assert [one["send_email"] for one in made(ninja(), contacts=people)["contacts"]] == shown


def test_contacts_are_kept_by_id_and_replaced_without() -> None:
    call = ninja()
    before = made(call, contacts=[{"email": "a@b.c"}, {"email": "b@b.c"}])
    first, second = before["contacts"]
    kept = _updated(call, before, contacts=[{"id": second["id"], "phone": "1"}])["contacts"]
    assert [(one["id"], one["email"], one["phone"]) for one in kept] == [
        (second["id"], "b@b.c", "1")
    ]
    assert (kept[0]["contact_key"], kept[0]["is_primary"]) == (second["contact_key"], True)
    assert names(call, "email=a@b.c") == []
    new = _updated(call, before, contacts=[{"id": first["id"], "email": "c@b.c"}])["contacts"]
    assert new[0]["id"] not in (first["id"], second["id"])
    blank = _updated(call, before, contacts=[])["contacts"]
    assert [(one["email"], one["is_primary"]) for one in blank] == [("", True)]
    assert _updated(call, before, city="Oslo")["contacts"] == blank


def test_a_contact_of_another_client_is_not_taken() -> None:
    call = ninja()
    other = made(call)
    one = made(call, contacts=[{"id": other["contacts"][0]["id"], "first_name": "Eve"}])
    assert one["contacts"][0]["id"] != other["contacts"][0]["id"]
    assert call("GET", place(other)).json()["data"] == other


@pytest.mark.parametrize("row", cases("passwords"), ids=str)
def test_passwords(row: dict[str, Any]) -> None:
    sent = {"email": row.get("email", "a@b.c"), "password": row["password"]}
    call = ninja()
    before = made(call, contacts=[sent])
    (contact,) = before["contacts"]
    assert contact["password"] == row["shown"]
    kept = {"id": contact["id"], "password": "*****"}
    assert _updated(call, before, contacts=[kept])["contacts"][0]["password"] == row["shown"]
    assert str(row["password"] or STRONG) not in call("GET", "/_mock/state").text or set(
        str(row["password"])
    ) == {"*"}


def test_display_names() -> None:
    call = ninja()
    people = {"first_name": "John", "last_name": "Smith", "email": "j@s.com"}
    for name, contact, shown in (
        ("Bob", people, "Bob"),
        ("B", people, "John Smith"),
        ("", people, "John Smith"),
        ("", {"email": "j@s.com"}, "j@s.com"),
        ("", {}, "No Contact Set"),
    ):
        assert made(call, name=name, contacts=[contact])["display_name"] == shown


@pytest.mark.parametrize("row", cases("settings")["accepted"], ids=str)
def test_settings_that_are_accepted(row: dict[str, Any]) -> None:
    shown = made(ninja(), settings=row["sent"])["settings"]
    assert {name: shown[name] for name in row["shown"]} == row["shown"]


@pytest.mark.parametrize("row", cases("settings")["refused"], ids=str)
def test_settings_that_are_refused(row: dict[str, Any]) -> None:
    assert _errors(ninja()("POST", LIST, client(settings=row["sent"]))) == ["settings"]


@pytest.mark.parametrize("name", ["counter_padding", "client_number_counter", "language_id"])
def test_a_sign_alone_is_no_number(name: str) -> None:
    assert _errors(ninja()("POST", LIST, client(settings={name: "-"}))) == ["settings"]


@pytest.mark.parametrize("row", cases("settings")["dropped"], ids=str)
def test_settings_that_are_never_stored(row: dict[str, Any]) -> None:
    assert row["member"] not in made(ninja(), settings=row["sent"])["settings"]


@pytest.mark.parametrize("row", cases("settings")["codes"], ids=str)
def test_codes_that_set_settings(row: dict[str, Any]) -> None:
    shown = made(ninja(), **row["sent"])["settings"]
    assert {**shown, **row.get("shown", {})} == shown
    assert row.get("absent") not in shown


def test_settings_are_merged() -> None:
    call = ninja()
    before = made(call, settings={"currency_id": "2", "name": "a", "own": {"x": 1}})
    after = _updated(call, before, settings={"name": "b", "language_id": "", "city": None})
    assert after["settings"] == before["settings"] | {"name": "b"}
    emptied = _updated(call, before, settings={"currency_id": ""})
    assert emptied["settings"]["currency_id"] == "1"


@pytest.mark.parametrize("settings", [None, [], {}])
def test_no_settings_mean_the_companys_currency(settings: Any) -> None:
    assert made(ninja(), settings=settings)["settings"]["currency_id"] == "1"


def test_a_group_gives_its_currency() -> None:
    call = ninja(data="demo")
    shown = made(call, group_settings_id="Wpmbk5ezJn")
    assert (shown["group_settings_id"], shown["settings"]["currency_id"]) == ("Wpmbk5ezJn", "3")
    for none in ("Opnel5aKBz", "x", None):
        assert made(call, group_settings_id=none)["group_settings_id"] == ""


def test_what_does_not_exist_is_refused() -> None:
    call = ninja()
    sent = {"currency_code": "XXX", "settings": {"currency_id": "999"}, "country_id": 999}
    assert sorted(_errors(call("POST", LIST, client(**sent)))) == [
        *("country_id", "currency_code", "settings")
    ]
    assert made(call, country_id="1")["country_id"] == "1"
    observed = ninja(profile="observed")
    assert _errors(observed("POST", LIST, client(country_id="1"))) == ["country_id"]
    assert made(observed, name=7)["name"] == "7"
    assert _errors(call("POST", LIST, client(name=7))) == ["name"]
