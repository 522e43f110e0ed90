"""Who is let in: every operation needs a key, in its header."""

from __future__ import annotations

from conformance import expect
from conformance.checks import check
from conformance.client import Answer, Credential
from conformance.expect import CannotTell, Skipped
from conformance.infakt.driver import HEADER, Call, Driver
from conformance.infakt.errors import a_text, not_let_in, object_with
from conformance.infakt.records import ids, parsed

KEY_MISSING = {"error": "Musisz podać klucz API."}
KEY_WRONG = {"error": "Klucz API który podałeś jest nieprawidłowy."}
LIST = Call("listClients", {}, {"limit": 1})


def _key(api: Driver) -> str:
    if api.credential is None:
        raise Skipped("needs a key (--token)")
    return api.credential.value


def _unknown(api: Driver) -> Credential:
    """Return a key that nobody has, of the usual length."""
    key = f"{api.scene.key:08x}" * 5
    return Credential(key, key)


def _stranger(api: Driver, call: Call) -> Answer:
    return api.perform(call, credential=None)


@check("FAK-AUTH-01")
def a_key_opens_the_list(api: Driver) -> None:
    expect.status(api.plainly(LIST), 200)


@check("FAK-AUTH-02")
def the_list_needs_a_key(api: Driver) -> None:
    not_let_in(_stranger(api, LIST))


@check("FAK-AUTH-03")
def the_list_needs_a_key_that_somebody_has(api: Driver) -> None:
    not_let_in(api.perform(LIST, credential=_unknown(api)))


@check("FAK-AUTH-04")
def reading_needs_a_key(api: Driver) -> None:
    client = api.new_client()
    not_let_in(_stranger(api, Call("getClient", {"id": client["id"]})))


@check("FAK-AUTH-05")
def deleting_needs_a_key(api: Driver) -> None:
    client = api.new_client()
    not_let_in(_stranger(api, Call("deleteClient", {"id": client["id"]})))


@check("FAK-AUTH-06")
def without_a_key_nothing_is_deleted(api: Driver) -> None:
    client = api.new_client()
    _stranger(api, Call("deleteClient", {"id": client["id"]}))
    expect.success(api.read_client(client))


@check("FAK-AUTH-07")
def creating_needs_a_key(api: Driver) -> None:
    not_let_in(_stranger(api, Call("createClient", {}, body=api.body())))


@check("FAK-AUTH-08")
def without_a_key_nothing_is_created(api: Driver) -> None:
    word, made = api.family({})
    _stranger(api, Call("createClient", {}, body=api.body(company_name=f"{word} stranger")))
    seen = api.listed(word)
    expect.equal(ids(seen.entities), ids(made), "only clients made with a key:")


@check("FAK-AUTH-09")
def updating_needs_a_key(api: Driver) -> None:
    client = api.new_client()
    body = {"client": {"city": "Gdańsk"}}
    not_let_in(_stranger(api, Call("updateClient", {"id": client["id"]}, body=body)))


@check("FAK-AUTH-10")
def without_a_key_nothing_is_changed(api: Driver) -> None:
    client = api.client(api.new_client(city="Gdańsk"))
    body = {"client": {"city": "Sopot"}}
    _stranger(api, Call("updateClient", {"id": client["id"]}, body=body))
    expect.equal(api.client(client).get("city"), client.get("city"), "the city to stay")


@check("FAK-AUTH-11")
def reading_and_deleting_need_a_key_that_somebody_has(api: Driver) -> None:
    path = {"id": api.new_client()["id"]}
    for operation in ("getClient", "deleteClient"):
        not_let_in(api.perform(Call(operation, path), credential=_unknown(api)))


@check("FAK-AUTH-12")
def creating_and_updating_need_a_key_that_somebody_has(api: Driver) -> None:
    path = {"id": api.new_client()["id"]}
    for call in (
        Call("createClient", {}, body=api.body()),
        Call("updateClient", path, body={"client": {"city": "Gdańsk"}}),
    ):
        not_let_in(api.perform(call, credential=_unknown(api)))


@check("FAK-AUTH-13")
def the_header_may_be_in_any_letter_case(api: Driver) -> None:
    for header in (HEADER.lower(), HEADER.upper(), "X-InFakt-ApiKey"):
        answer = api.perform(LIST, credential=None, headers={header: _key(api)})
        expect.status(answer, 200)


@check("FAK-AUTH-14")
def a_bearer_token_does_not_open(api: Driver) -> None:
    if _stranger(api, LIST).ok:
        raise CannotTell("the list is open to everybody")
    headers = {"authorization": f"Bearer {_key(api)}"}
    not_let_in(api.perform(LIST, credential=None, headers=headers))


@check("FAK-AUTH-15")
def being_kept_out_is_told_in_an_object(api: Driver) -> None:
    for credential in (None, _unknown(api)):
        for call in api.every_call(api.new_client()):
            answer = api.perform(call, credential=credential)
            if answer.status == 401:
                told = a_text(object_with(answer, "error"))
                expect.that(told, 'a body {"error": "text"}', answer.summary)


def _says(answer: Answer, expected: dict[str, str]) -> None:
    if answer.status != 401:
        raise CannotTell(f"a 401 is needed, but there came {answer.summary}")
    expect.equal(parsed(answer), expected, "the body")


@check("FAK-AUTH-16")
def a_missing_key_is_told_as_known(api: Driver) -> None:
    _says(_stranger(api, LIST), KEY_MISSING)


@check("FAK-AUTH-17")
def a_wrong_key_is_told_as_known(api: Driver) -> None:
    _says(api.perform(LIST, credential=_unknown(api)), KEY_WRONG)
