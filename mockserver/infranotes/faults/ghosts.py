"""Records that were deleted and did not go: hidden where honest code looks, and shown where a fault does.

A ghost is a row whose owner, the user of a client or the client of a contact, is negative.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mockserver.call import Call
from mockserver.faults import Honest
from mockserver.infranotes.state import State
from mockserver.store import Row, Table


def client_kept(honest: Honest, state: State, user: int, client_id: int, *, now: str) -> Any:
    """Delete a client, and keep it as a ghost."""
    left, client = honest(state, user, client_id, now=now)
    return replace(left, clients=left.clients.put({**client, "user_id": -user})), client


def contacts_kept(honest: Honest, state: State, user: int, client_id: int, *, now: str) -> Any:
    """Delete a client, and keep it as a ghost together with its contacts."""
    left, client = client_kept(honest, state, user, client_id, now=now)
    contacts = state.contacts.where(client_id=client_id)
    return replace(left, contacts=left.contacts.put(*contacts)), client


def contact_kept(honest: Honest, state: State, user: int, contact_id: int, *, now: str) -> Any:
    """Delete a contact, and keep it as a ghost."""
    left, contact = honest(state, user, contact_id, now=now)
    ghost = {**contact, "client_id": -contact["client_id"]}
    return replace(left, contacts=left.contacts.put(ghost)), contact


def with_clients(honest: Honest, state: State, user: int, *arguments: Any) -> Any:
    """Ask about clients, ghosts being among them."""
    return honest(
        replace(state, clients=_revived(state.clients, "user_id", user)), user, *arguments
    )


def with_contacts(honest: Honest, state: State, user: int, *arguments: Any) -> Any:
    """Ask about contacts, ghosts being among them."""
    revived = [
        {**one, "client_id": -one["client_id"]} for one in _ghosts(state.contacts, "client_id")
    ]
    return honest(replace(state, contacts=state.contacts.put(*revived)), user, *arguments)


def reading_client(honest: Honest, call: Call) -> Any:
    """Read a client, even a ghost."""
    return _reading(honest, call, with_clients)


def reading_contact(honest: Honest, call: Call) -> Any:
    """Read a contact, even a ghost, or one of a ghost."""
    return _reading(honest, call, with_contacts)


def reading_contact_of_ghost(honest: Honest, call: Call) -> Any:
    """Read a contact, even one of a client that is a ghost."""
    return _reading(honest, call, with_clients)


def _reading(honest: Honest, call: Call, revive: Any) -> Any:
    living = call.state
    call.world.store.state = revive(lambda state, _: state, living, call.principal)
    try:
        return honest(call)
    finally:
        call.world.store.state = living


def _revived(table: Table, member: str, owner: int) -> Table:
    return table.put(
        *({**row, member: owner} for row in _ghosts(table, member) if row[member] == -owner)
    )


def _ghosts(table: Table, member: str) -> list[Row]:
    return [row for row in table if row[member] < 0]
