"""What else is wrong with a body that its schema refuses: the rules are tried on the rest of it.

So whoever sent it is told everything at once, though rules are asked only of what has the right form.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from mockserver.answers import Kind, Problem, Refusal
from mockserver.call import Call
from mockserver.pointers import parts

_GONE = object()
# These are about what is not there, or told of what holds the member: there is nothing to take out.
_NOTHING_TO_TAKE_OUT = ("required", "additionalProperties")


def all_told(refused: Refusal, call: Call, handle: Callable[[Call], Any]) -> Refusal:
    """Return the refusal of a body, with what the rules of its operation refuse besides.

    They are tried on a copy of the world: nothing changes.
    """
    problems = refused.problems
    if refused.kind is not Kind.INVALID or any(one.place != "body" for one in problems):
        return refused
    rest = _rest(call.body, problems)
    if rest is _GONE:
        return refused
    trial = replace(call, world=call.world.trial(call.state), body=rest)
    others = [one for one in _of_rules(trial, handle) if not _concerns_one_of(one, problems)]
    return Refusal(refused.kind, *problems, *others, headers=refused.headers)


def _rest(body: Any, problems: Iterable[Problem]) -> Any:
    """Return a body without the members that are in error."""
    wrong = (parts(one.where) for one in problems if one.rule not in _NOTHING_TO_TAKE_OUT)
    return functools.reduce(_without, wrong, body)


def _without(data: Any, names: Sequence[str]) -> Any:
    """Return data without a member, and without the array it is an item of: the others are numbered."""
    if not names or data is _GONE:
        return _GONE
    name, inner = names[0], names[1:]
    if isinstance(data, dict) and name in data:
        rest = _without(data[name], inner)
        others = {other: value for other, value in data.items() if other != name}
        return others if rest is _GONE else {**data, name: rest}
    if isinstance(data, list) and name.isdigit() and int(name) < len(data):
        rest = _without(data[int(name)], inner)
        return _GONE if rest is _GONE else [*data[: int(name)], rest, *data[int(name) + 1 :]]
    return data


def _of_rules(call: Call, handle: Callable[[Call], Any]) -> Sequence[Problem]:
    """Return what the rules find wrong with a body; nothing where they miss what was taken out."""
    try:
        handle(call)
    except Refusal as refused:
        return refused.problems if refused.kind is Kind.INVALID else ()
    except Exception:
        return ()
    return ()


def _concerns_one_of(problem: Problem, known: Iterable[Problem]) -> bool:
    """Tell whether a problem is no other one: of a member in error, in one, or of what holds one."""
    here = parts(problem.where)
    there = [parts(one.where) for one in known if one.rule != "additionalProperties"]
    return problem.place != "body" or any(
        here[: len(one)] == one or one[: len(here)] == here for one in there
    )
