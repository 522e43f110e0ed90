"""Misbehaviour that several faults have in common, as functions that make a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Refusal, Reply, refusal
from mockserver.call import Call
from mockserver.faults import Change, Fault, Honest
from mockserver.invoiceninja.settings import SCAFFOLD
from mockserver.invoiceninja.state import FIXED_IDS, TEXTS, State
from mockserver.store import Row

Shown = Mapping[str, Any]
Body = Mapping[str, Any]
Wrong = Callable[[Any], Any]
Asked = Callable[[Call], bool]


def fault(name: str, changes: Mapping[str, Change], sentence: str, *breaks: str) -> Fault:
    """Return a fault that breaks what is documented."""
    return Fault(name, changes, sentence, breaks)


def observed(name: str, changes: Mapping[str, Change], sentence: str, *breaks: str) -> Fault:
    """Return a fault that breaks what is known of the deployed service only."""
    return Fault(name, changes, sentence, breaks, profile="observed")


def always_asked(call: Call) -> bool:
    """Tell that a change is made to every answer."""
    del call
    return True


def without_index(call: Call) -> bool:
    """Tell whether a call asks for no other name of the envelope."""
    return not call.query.get("index")


def with_index(call: Call) -> bool:
    """Tell whether a call asks for another name of the envelope."""
    return call.query.get("index") not in (None, "", "none")


def including(*names: str) -> Asked:
    """Return a test whether a call asks for just these related records."""
    return lambda call: call.query.get("include") == ",".join(names)


def whole(change: Wrong, when: Asked = always_asked) -> Change:
    """Return a change of the whole body that a handler answers with."""

    def changed(honest: Honest, call: Call) -> Reply:
        reply: Reply = honest(call)
        return replace(reply, body=change(reply.body)) if when(call) else reply

    return changed


def shown(change: Wrong, when: Asked = always_asked) -> Change:
    """Return a change of each client that a handler answers with, whatever its envelope."""

    def of_root(value: Any) -> Any:
        return [change(one) for one in value] if isinstance(value, list) else change(value)

    def of_body(body: Any) -> Any:
        if not isinstance(body, Mapping) or "id" in body:
            return of_root(body)
        return {
            name: value if name in ("meta", "message") else of_root(value)
            for name, value in body.items()
        }

    return whole(of_body, when)


def setting(**members: Any) -> Callable[[Shown], dict[str, Any]]:
    """Return a function that gives members of an object other values."""
    return lambda one: {**one, **members}


def labelled(media_type: str) -> Change:
    """Return a change of the media type that a handler answers with."""

    def changed(honest: Honest, *arguments: Any) -> Reply:
        reply: Reply = honest(*arguments)
        return replace(reply, headers={**reply.headers, "Content-Type": media_type})

    return changed


def refused_as(kind: Kind) -> Change:
    """Return a change of a handler that refuses whatever is asked."""

    def changed(honest: Honest, *arguments: Any) -> Any:
        del honest, arguments
        raise refusal(kind, "This cannot be done", place="path")

    return changed


def done_but_refused(kind: Kind) -> Change:
    """Return a change of a handler that does what is asked, and says that it did not."""

    def changed(honest: Honest, call: Call) -> Any:
        honest(call)
        raise refusal(kind, "This cannot be done", place="path")

    return changed


def accepted_anyway(kind: Kind) -> Change:
    """Return a change of a handler that answers a refusal of a kind as a success."""

    def changed(honest: Honest, call: Call) -> Any:
        try:
            return honest(call)
        except Refusal as refused:
            if refused.kind is not kind:
                raise
            return Reply({"message": "Success"})

    return changed


def of_kind(kind: Kind, change: Wrong) -> Change:
    """Return a change of what `errors` has to say of the refusals of a kind."""

    def changed(honest: Honest, refused: Refusal) -> Any:
        return change(honest(refused)) if refused.kind is kind else honest(refused)

    return changed


def created_from(change: Callable[[Body], Body]) -> Change:
    """Return a change of `rules.store_client`: of what was sent."""

    def changed(
        honest: Honest, state: State, user: Row, body: Body, chance: Any, *, now: str
    ) -> Any:
        return honest(state, user, change(body), chance, now=now)

    return changed


def updated_with(change: Callable[[Body], Body]) -> Change:
    """Return a change of `rules.update_client`: of what was sent."""

    def changed(
        honest: Honest, state: State, user: Row, text: str, body: Body, chance: Any, *, now: str
    ) -> Any:
        return honest(state, user, text, change(body), chance, now=now)

    return changed


def overlooking(*names: str) -> Change:
    """Return a change of what finds problems: those of these members are not found."""

    def changed(honest: Honest, *arguments: Any) -> Any:
        return [one for one in honest(*arguments) if one.where not in names]

    return changed


def only_first(rule: str) -> Change:
    """Return a change of `rules.acted`: of what is done to several, all but the first are missed."""

    def changed(
        honest: Honest, state: State, user: Row, clients: Sequence[Row], asked: Body, now: str
    ) -> Any:
        reached = clients[:1] if asked["action"] == rule else clients
        return honest(state, user, reached, asked, now)

    return changed


def where_moved_on(**members: Any) -> Change:
    """Return a change of a step in the life of a client: where it is taken, members are so."""

    def changed(honest: Honest, client: Row, now: str) -> Any:
        made = honest(client, now)
        return made if made is client else {**made, **members}

    return changed


def is_plain(client: Row) -> bool:
    """Tell whether a client was given nothing but a name of one word and a country."""
    others = {*TEXTS, *FIXED_IDS, "archived_at", "group_settings_id"}
    given = any(client[one] for one in others - {"name", "number", "country_id"})
    usual = client["number"].isdigit() and len(client["settings"]) == len((*SCAFFOLD, "currency"))
    return usual and not given and " " not in client["name"]


def client_of(honest: Honest, call: Call, name: str = "id") -> Row | None:
    """Return the client that a path names, whoever's it is."""
    found: Row | None = call.state.clients.get(honest.behaviour.ids.decode(call[name]) or 0)
    return found


def previous(state: State, client: Row, back: int = 1) -> Sequence[Row]:
    """Return the client that was created so many clients before another one of its company."""
    found = state.clients.get(client["id"] - back)
    return [found] if found and found["company_id"] == client["company_id"] else []
