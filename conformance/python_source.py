"""A sequence of exchanges as Python statements, for a function that is given a `standalone.Server`."""

from __future__ import annotations

import json
import pprint
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from conformance.exchange import Exchange
from conformance.references import Capture, Parts, Step
from conformance.standalone import READS

_WIDTH = 92
_VARIABLE = re.compile(r"\$\{?([A-Z_]+)\}?")
# How an id stands in JSON until it becomes a name: where it is a number, and where it is a text.
_BARE, _QUOTED = "\ue000", "\ue001"


Headers = Mapping[str, str]


class Code(str):
    """A text that stands in Python source as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def statements(
    steps: Sequence[Step],
    origin: str,
    credentials: Mapping[str, Headers],
    removal: Callable[[Step], str],
    *,
    slowly: bool,
) -> Iterator[str]:
    """Yield lines of Python that send the requests of `steps` to where `origin` was.

    `credentials` has the headers that each user of the run is let in with, by a name for the user;
    `removal` says how to undo a step, empty for not at all; `slowly` lets the clock move before
    each change of a record.
    """
    users = _users(steps, credentials)
    for name, headers in users.items():
        yield f"{name} = server.user({_dictionary(headers)})"
    for step in steps:
        arguments = [
            repr(step.exchange.request.method),
            _text(_relative(step.url, origin)),
            _who(step.exchange, users),
            *_body(step),
        ]
        if removal(step):
            arguments.append(f"remove={removal(step)!r}")
        elif slowly and step.exchange.request.method not in READS:
            arguments.append("pause=ONE_TICK")
        yield from _call("answer = " if step.captures else "", arguments)
        for capture in step.captures:
            place = ", ".join(map(repr, capture.path))
            yield f"{capture.name} = told(answer, {place})"


def variables(lines: Sequence[str]) -> list[str]:
    """Return the environment variables that such lines need."""
    named = re.findall(r"\bCONFORMANCE_[A-Z_]+", "\n".join(lines))
    shell = re.findall(r"\$\{?([A-Z_]+)", "\n".join(line for line in lines if "in_shell(" in line))
    return sorted({*named, *(f"CONFORMANCE_{name}" for name in shell)})


def _headers(exchange: Exchange) -> Headers:
    """Return the headers to give: `Server.send` says itself that a body is JSON."""
    request = exchange.request
    untold = ("content-type", "application/json") if request.body else None
    return {
        name: value
        for name, value in request.told_headers.items()
        if (name.lower(), value) != untold
    }


def _users(steps: Sequence[Step], credentials: Mapping[str, Headers]) -> dict[str, Headers]:
    """Return the headers of the requests that carry credentials, by the name of the user."""
    found: dict[str, Headers] = {}
    for step in steps:
        headers = _headers(step.exchange)
        for name, credential in credentials.items():
            if credential.items() <= headers.items():
                found.setdefault(name, headers)
    return found


def _who(exchange: Exchange, users: Mapping[str, Headers]) -> str:
    headers = _headers(exchange)
    named = (name for name, known in users.items() if known == headers)
    return next(named, None) or _dictionary(headers)


def _dictionary(headers: Headers) -> str:
    return "{" + ", ".join(f"{name!r}: {_secret(value)}" for name, value in headers.items()) + "}"


def _secret(text: str) -> str:
    """Return an expression for a text with `$TOKEN` and the like in it."""
    if "${" in text or "$(" in text:
        return f"in_shell({text!r})"
    parts = _VARIABLE.split(text)
    expressions = [
        f'given("CONFORMANCE_{part}")' if number % 2 else repr(part)
        for number, part in enumerate(parts)
        if part
    ]
    return " + ".join(expressions) or "''"


def _relative(url: Parts, origin: str) -> Parts:
    first = str(url[0])
    return (first.removeprefix(origin.rstrip("/")), *url[1:])


def _text(parts: Parts) -> str:
    """Return an expression for a text with ids in it."""
    if not any(isinstance(part, Capture) for part in parts):
        return repr("".join(map(str, parts)))
    shown = (
        "{" + part.name + "}"
        if isinstance(part, Capture)
        else part.replace("{", "{{").replace("}", "}}")
        for part in parts
    )
    return "f" + repr("".join(shown))


def _body(step: Step) -> list[str]:
    if step.exchange.request.content is not None:
        return [repr(step.exchange.request.content)]
    if step.body is None:
        return []
    try:
        value = _literal(step.body, str(step.exchange.request.body))
    except ValueError:
        return [f"{_text(step.body)}.encode()"]
    return [pprint.pformat(value, width=_WIDTH - 8, sort_dicts=False)]


def _literal(parts: Parts, sent: str) -> Any:
    """Return a body as data, with names for ids.

    Raises:
        ValueError: it is not JSON, or not written as `Server.send` would write it.
    """
    if json.dumps(json.loads(sent), ensure_ascii=False) != sent:
        raise ValueError("written in another way")
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        elif text.endswith('"'):
            text += _QUOTED + part.name
        else:
            text += f'"{_BARE}{part.name}"'
    return _with_names(json.loads(text))


def _with_names(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_names(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_names(one) for one in value]
    if isinstance(value, str) and value.startswith(_BARE):
        return Code(value[1:])
    if isinstance(value, str) and value.startswith(_QUOTED):
        return Code(f"str({value[1:]})")
    return value


def _call(target: str, arguments: Sequence[str]) -> Iterator[str]:
    line = f"{target}server.send({', '.join(arguments)})"
    if len(line) <= _WIDTH and "\n" not in line:
        yield line
        return
    yield f"{target}server.send("
    for argument in arguments:
        *first, last = argument.split("\n")
        yield from (f"    {one}" for one in first)
        yield f"    {last},"
    yield ")"
