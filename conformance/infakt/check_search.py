"""The search: conditions on the list. Which clients they keep is in a table."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, quote_plus

from conformance import data, expect
from conformance.checks import check
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.infakt.driver import Driver
from conformance.infakt.nips import hyphenated
from conformance.infakt.records import Record, entities_of, ids, page_of

TABLE: dict[str, Any] = data.fixture("infakt", "cases", "predicates.yaml")


def _filled(value: str, word: str) -> str:
    return value.replace("{name}", word)


def _search(api: Driver, **conditions: str) -> Answer:
    query = {f"q[{name}]": value for name, value in conditions.items()}
    return api.call("listClients", query={**query, "limit": 100})


def _seen(answer: Answer) -> list[Any]:
    """Return the ids of the clients that were found; expect the search to succeed."""
    expect.success(answer)
    return ids(entities_of(answer))


def _made(api: Driver, keys: str, word: str) -> dict[str, Record]:
    """Return clients of the table that are created, by their keys there."""
    found = {}
    for key in keys:
        members = TABLE["clients"][key]
        sent = {name: _filled(value, word) for name, value in members.items()}
        found[key] = api.new_client(**sent)
    return found


def _keeps(api: Driver, requirement: str, keys: str) -> None:
    """Expect the conditions of a requirement to keep, of these clients, those that the table says."""
    word = api.name()
    made = _made(api, keys, word)
    for row in TABLE["queries"]:
        if row["requirement"] == requirement:
            q = {name: _filled(value, word) for name, value in row["q"].items()}
            _kept(_search(api, **q), made, row["matches"], str(q))


def _kept(answer: Answer, made: dict[str, Record], matches: list[str], q: str) -> None:
    seen = _seen(answer)
    for key, client in made.items():
        found = client["id"] in seen
        name = expect.show(client.get("company_name"))
        wanted = f"{q} to find {name}" if key in matches else f"{q} not to find {name}"
        expect.that(found == (key in matches), wanted, f"found {expect.show(seen)}")


def _one(api: Driver, wanted: Record, other: Record, **conditions: str) -> None:
    """Expect a search to find one of two clients, and not the other."""
    seen = _seen(_search(api, **conditions))
    expect.that(wanted["id"] in seen, f"client {wanted['id']} found", f"found {expect.show(seen)}")
    expect.that(
        other["id"] not in seen, f"client {other['id']} not found", f"found {expect.show(seen)}"
    )


@check("FAK-SEARCH-01")
def company_name_eq_keeps_that_name(api: Driver) -> None:
    _keeps(api, "FAK-SEARCH-01", "abdi")


@check("FAK-SEARCH-01")
def company_name_eq_keeps_part_of_what_cont_keeps(api: Driver) -> None:
    word, made = api.family({}, {})
    name = made[0]["company_name"]
    part = {one["id"] for one in api.found(word, made).entities if one["company_name"] == name}
    seen = _seen(_search(api, company_name_eq=name))
    expect.equal(sorted(seen), sorted(part), "of the clients that cont finds, those of that name:")


@check("FAK-SEARCH-02")
def a_search_for_nothing_there_is_no_error(api: Driver) -> None:
    for name in ("company_name_eq", "company_name_cont"):
        answer = _search(api, **{name: api.name()})
        expect.status(answer, 200)
        expect.equal(_seen(answer), [], "no entities:")
        page_of(api.arranged(answer)).counts("total_count", 0)


@check("FAK-SEARCH-03")
def company_name_cont_keeps_names_with_that_text(api: Driver) -> None:
    _keeps(api, "FAK-SEARCH-03", "abdefghi")


@check("FAK-SEARCH-03")
def a_longer_text_is_in_fewer_names(api: Driver) -> None:
    word = api.name()
    api.new_client(company_name=f"Alfa {word} beta")
    longer = api.new_client(company_name=f"Alfa {word} gamma")
    few = _seen(_search(api, company_name_cont=f"{word} gamma"))
    many = _seen(_search(api, company_name_cont=word))
    expect.equal(few, [longer["id"]], "the one client with the longer text:")
    missing = [one for one in few if one not in many]
    expect.none(missing, "everyone with the longer text among those with the shorter")


@check("FAK-SEARCH-04")
def nip_eq_keeps_that_number(api: Driver) -> None:
    nip = api.nip()
    _one(api, api.new_client(nip=nip), api.new_client(nip=api.nip()), nip_eq=nip)


@check("FAK-SEARCH-05")
def clean_nip_finds_a_number_with_hyphens(api: Driver) -> None:
    nip = api.nip()
    client = api.new_client(nip=hyphenated(nip))
    seen = _seen(_search(api, clean_nip_eq=nip))
    expect.that(client["id"] in seen, f"client {client['id']}", f"found {expect.show(seen)}")


@check("FAK-SEARCH-06")
def clean_nip_finds_a_number_of_digits(api: Driver) -> None:
    nip = api.nip()
    client = api.new_client(nip=nip)
    seen = _seen(_search(api, clean_nip_eq=nip))
    expect.that(client["id"] in seen, f"client {client['id']}", f"found {expect.show(seen)}")


@check("FAK-SEARCH-07")
def clean_nip_finds_no_other_number(api: Driver) -> None:
    others = [api.new_client(nip=api.nip()), api.new_client(nip=hyphenated(api.nip()))]
    others.append(api.new_client())
    answer = _search(api, clean_nip_eq=api.nip())
    seen = ids(page_of(api.arranged(answer)).entities)
    expect.none([one for one in ids(others) if one in seen], "no client of another number")


def _with_nip(api: Driver, nip: str) -> Record:
    """Return a client whose tax number is kept as it was written."""
    client = api.new_client(nip=nip)
    if client.get("nip") != nip:
        raise CannotTell(f"the tax number {nip} is not kept as it was written")
    return client


@check("FAK-SEARCH-08")
def nip_eq_compares_what_is_written(api: Driver) -> None:
    nip = api.nip()
    client = _with_nip(api, hyphenated(nip))
    seen = _seen(_search(api, nip_eq=nip))
    expect.that(client["id"] not in seen, "no number with hyphens", f"found {expect.show(seen)}")


@check("FAK-SEARCH-09")
def nip_eq_does_not_look_past_a_prefix(api: Driver) -> None:
    nip = api.nip()
    client = _with_nip(api, nip)
    seen = _seen(_search(api, nip_eq=f"PL{nip}"))
    expect.that(client["id"] not in seen, "no number without PL", f"found {expect.show(seen)}")


@check("FAK-SEARCH-10")
def clean_nip_finds_a_number_with_a_prefix(api: Driver) -> None:
    nip = api.nip()
    client = api.new_client(nip=f"PL{nip}")
    seen = _seen(_search(api, clean_nip_eq=nip))
    expect.that(client["id"] in seen, f"client {client['id']}", f"found {expect.show(seen)}")


@check("FAK-SEARCH-11")
def clean_nip_looks_past_a_prefix(api: Driver) -> None:
    nip = api.nip()
    client = api.new_client(nip=hyphenated(nip))
    seen = _seen(_search(api, clean_nip_eq=f"PL{nip}"))
    expect.that(client["id"] in seen, f"client {client['id']}", f"found {expect.show(seen)}")


@check("FAK-SEARCH-12")
def email_eq_keeps_that_address(api: Driver) -> None:
    email = f"{api.name()}@example.com"
    client, other = api.new_client(email=email), api.new_client(email="other@example.com")
    _one(api, client, other, email_eq=email)


@check("FAK-SEARCH-13")
def an_attribute_outside_of_q_does_not_filter(api: Driver) -> None:
    word, made = api.family({}, {"nip": "9452121681"})
    seen = _seen(api.list_clients(word, nip="9452121681"))
    expect.equal(sorted(seen), sorted(ids(made)), "as without the parameter the clients")


@check("FAK-SEARCH-14")
def a_condition_on_no_attribute_is_ignored(api: Driver) -> None:
    _keeps(api, "FAK-SEARCH-14", "ab")


@check("FAK-SEARCH-15")
def a_condition_of_invoices_is_ignored(api: Driver) -> None:
    _keeps(api, "FAK-SEARCH-15", "ab")


def _sent_as(api: Driver, query: str) -> list[Any]:
    return _seen(api.send("GET", f"/clients.json?{query}", operation="listClients"))


def _told_apart(seen: list[Any], wanted: Record, other: Record, form: str) -> None:
    right = wanted["id"] in seen and other["id"] not in seen
    expect.that(right, f"{form} to find just client {wanted['id']}", f"found {expect.show(seen)}")


@check("FAK-SEARCH-16")
def brackets_may_be_encoded(api: Driver) -> None:
    client, other = api.new_client(), api.new_client()
    for form in ("q%5Bcompany_name_eq%5D", "q[company_name_eq]"):
        seen = _sent_as(api, f"{form}={quote(client['company_name'])}")
        _told_apart(seen, client, other, form)


@check("FAK-SEARCH-17")
def a_space_may_be_a_plus(api: Driver) -> None:
    word = api.name()
    client = api.new_client(company_name=f"{word} Firma testowa")
    other = api.new_client(company_name=word)
    for encode in (quote, quote_plus):
        value = encode(client["company_name"])
        seen = _sent_as(api, f"q%5Bcompany_name_eq%5D={value}")
        _told_apart(seen, client, other, value)


@check("FAK-SEARCH-18")
def polish_letters_are_found(api: Driver) -> None:
    _keeps(api, "FAK-SEARCH-18", "ac")
