"""Changes that misbehaviour of any API is made of: what a method returns, or what a handler answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mockserver.answers import Reply
from mockserver.call import Call
from mockserver.faults import Change, Honest

Shown = Mapping[str, Any]


def after(change: Callable[[Any], Any]) -> Change:
    """Return a change of what a method returns."""

    def changed(honest: Honest, *arguments: Any, **named: Any) -> Any:
        return change(honest(*arguments, **named))

    return changed


def always(value: Any) -> Change:
    """Return a change after which a method returns this, whatever it is asked."""

    def changed(_: Honest, *__: Any, **___: Any) -> Any:
        return value

    return changed


def answered(change: Callable[[Any], Any]) -> Change:
    """Return a change of the body that a handler answers with."""

    def changed(honest: Honest, call: Call) -> Reply:
        reply: Reply = honest(call)
        return replace(reply, body=change(reply.body))

    return changed


def with_status(status: int) -> Change:
    """Return a change of the status that a handler answers with."""

    def changed(honest: Honest, call: Call) -> Reply:
        reply: Reply = honest(call)
        return replace(reply, status=status)

    return changed


def without(*names: str) -> Callable[[Shown], dict[str, Any]]:
    """Return a function that takes members out of an object."""
    return lambda shown: {name: value for name, value in shown.items() if name not in names}


def altered(name: str, change: Callable[[Any], Any]) -> Callable[[Shown], Shown]:
    """Return a function that changes a member of an object, if it has a value."""

    def alter(shown: Shown) -> Shown:
        return shown if shown.get(name) is None else {**shown, name: change(shown[name])}

    return alter


def forgotten(honest: Honest, call: Call) -> Any:
    """Answer as if something was changed, and change nothing."""
    before = call.state
    reply = honest(call)
    call.world.store.state = before
    return reply
