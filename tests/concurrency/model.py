"""What a client is, as far as this test looks: the model that histories are judged by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.concurrency.linearizability import Operation

MISSING = "missing"  # the result of an operation on what is not there


class Client(NamedTuple):
    """A client as somebody may see it; None where the answer does not tell."""

    present: bool = False
    text: str | None = None
    contacts: frozenset[str] | None = frozenset()
    primary: str | None = None
    archived: bool | None = False


ABSENT = Client()


def only_reads(operation: Operation) -> bool:
    """Tell whether an operation changes nothing, whatever there is."""
    return operation.action == "read" or bool(operation.result == MISSING)


def step(state: Client, operation: Operation) -> Client | None:
    """Return a client after an operation; None if it cannot have been answered so."""
    wanted, result = operation.arguments, operation.result
    if result == MISSING:
        contact = wanted.get("contact")
        lacking = not state.present or (contact is not None and contact not in _ids(state))
        return state if lacking else None
    if operation.action == "create":
        return None if state.present else result
    return _STEPS[operation.action](state, wanted, result) if state.present else None


def _ids(state: Client) -> frozenset[str]:
    return state.contacts or frozenset()


def _told(state: Client, seen: Client | None) -> Client | None:
    """Return a state if it is what somebody saw, as far as they were told."""
    if seen is None:
        return state
    # Whether anybody is primary is told with the contacts alone.
    looked = (
        (seen.text, state.text, seen.text is not None),
        (seen.archived, state.archived, seen.archived is not None),
        (seen.contacts, state.contacts, seen.contacts is not None),
        (seen.primary, state.primary, seen.contacts is not None),
    )
    return state if all(one == other for one, other, is_told in looked if is_told) else None


def _read(state: Client, wanted: Any, result: Any) -> Client | None:
    del wanted
    return _told(state, result)


def _written(state: Client, wanted: Any, result: Any) -> Client | None:
    return _told(state._replace(text=wanted["text"]), result)


def _archived(state: Client, wanted: Any, result: Any) -> Client | None:
    del wanted
    return _told(state._replace(archived=True), result)


def _restored(state: Client, wanted: Any, result: Any) -> Client | None:
    del wanted
    return _told(state._replace(archived=False), result)


def _deleted(state: Client, wanted: Any, result: Any) -> Client | None:
    del state, wanted, result
    return ABSENT


def _added(state: Client, wanted: Any, result: Any) -> Client | None:
    if result in _ids(state):
        return None
    chosen = result if wanted["primary"] else state.primary
    return state._replace(contacts=_ids(state) | {result}, primary=chosen)


def _promoted(state: Client, wanted: Any, result: Any) -> Client | None:
    del result
    contact = wanted["contact"]
    return state._replace(primary=contact) if contact in _ids(state) else None


def _removed(state: Client, wanted: Any, result: Any) -> Client | None:
    del result
    contact = wanted["contact"]
    if contact not in _ids(state):
        return None
    left = None if state.primary == contact else state.primary
    return state._replace(contacts=_ids(state) - {contact}, primary=left)


def _arranged(state: Client, wanted: Any, result: Any) -> Client | None:
    """Return a client whose contacts were sent as a whole: known ones keep their ids."""
    rest = result._replace(contacts=state.contacts, primary=state.primary)
    kept = wanted["kept"]
    if _ids(result) & kept != _ids(state) & kept or _told(state, rest) is None:
        return None
    return state._replace(contacts=result.contacts, primary=result.primary)


def _absorbed(state: Client, wanted: Any, result: Any) -> Client | None:
    return _told(state._replace(contacts=_ids(state) | wanted["contacts"]), result)


_STEPS: dict[str, Callable[[Client, Any, Any], Client | None]] = {
    "read": _read,
    "write": _written,
    "archive": _archived,
    "restore": _restored,
    "delete": _deleted,
    "add": _added,
    "promote": _promoted,
    "remove": _removed,
    "arrange": _arranged,
    "absorb": _absorbed,
}
