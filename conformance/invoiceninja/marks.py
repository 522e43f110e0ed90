"""Clients of a case table, each marked with a word that no other client has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conformance import expect
from conformance.client import Answer
from conformance.expect import CannotTell
from conformance.invoiceninja.cases import Row, filled
from conformance.invoiceninja.driver import Driver
from conformance.invoiceninja.records import Record, contacts_of, differing, ids, page_of, parsed

# As many as are asked for at once where a list may have others' clients too.
MANY = 100


def mark(api: Driver) -> str:
    """Return a word in small letters: a name of the suite's and an id, since numbers stay taken."""
    return f"{api.name()}-{api.unique().lower()}"


def family(api: Driver, number: int) -> tuple[str, list[Record]]:
    """Return a word and so many clients that a search for it finds, and nobody else.

    Raises:
        CannotTell: it finds others, or not all of them.
    """
    word = mark(api)
    made = [api.new_client(name=f"{word} {letter}") for letter in "abcdefgh"[:number]]
    seen = ids(api.listed(name=word).clients)
    if sorted(map(str, seen)) != sorted(map(str, ids(made))):
        raise CannotTell(f"the search for {word} does not find just {ids(made)}")
    return word, made


def made(api: Driver, table: Mapping[str, Row], word: str) -> dict[str, Record]:
    """Return the clients of a table, created, by their keys there.

    Raises:
        CannotTell: one of them is not stored as it was sent, which is the matter of others.
    """
    return {key: _stored(api, filled(members, {"mark": word})) for key, members in table.items()}


def _stored(api: Driver, sent: Record) -> Record:
    client = api.client(api.new_client(**sent))
    plain = {name: value for name, value in sent.items() if name != "contacts"}
    missing = [name for name, _ in differing(client, plain)]
    people = contacts_of(client)
    for contact in sent.get("contacts", ()):
        shown = [one for one in people if one.get("email") == contact["email"]]
        missing += [name for name, _ in differing(shown[0] if shown else {}, contact)]
    if missing:
        raise CannotTell(
            f"the scene needs a client with what was sent, but of that lacks {missing}"
        )
    return client


def listed(answer: Answer) -> list[Any]:
    """Return the ids of the clients that a list has; expect it to be one."""
    expect.success(answer)
    return ids(page_of(parsed(answer)).clients)


def keeps(seen: Iterable[Any], clients: Mapping[str, Record], keys: Iterable[str], by: str) -> None:
    """Expect clients to be among those that were seen."""
    for key in keys:
        there = clients[key]["id"] in seen
        expect.that(there, f"{by} to keep {_told(clients[key])}", f"a list of {expect.show(seen)}")


def drops(seen: Iterable[Any], clients: Mapping[str, Record], keys: Iterable[str], by: str) -> None:
    """Expect clients not to be among those that were seen."""
    for key in keys:
        there = clients[key]["id"] in seen
        told = f"{by} not to keep {_told(clients[key])}"
        expect.that(not there, told, f"a list of {expect.show(seen)}")


def _told(client: Record) -> str:
    return f"client {client['id']} ({expect.show(client.get('name'))})"
