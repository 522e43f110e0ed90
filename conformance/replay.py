"""Sends recorded calls again, with the ids and the credentials of whoever is asked now.

Only ids that answers to writes of the same replay have told are put into a request: a replay touches
nothing but what it made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from conformance.catalogue import Catalogue
from conformance.client import Answer, Credential, encoded
from conformance.driver import SAFE_METHODS, Driver
from conformance.expect import CannotTell, Skipped
from conformance.pairing import ABSENT, Pairing, is_id, kind_of
from conformance.tape import Call, Step


class Unrepeatable(Exception):
    """A call cannot be sent again: its credential or one of its ids has no counterpart."""


def parsed(answer: Answer) -> Any:
    """Return the body of an answer as JSON, or as text where it is none."""
    try:
        return json.loads(answer.response.content)
    except ValueError:
        return answer.response.text


def subject(catalogue: Catalogue, call: Call) -> str:
    """Return what the answer to a call shows, e.g. `Clients`."""
    return catalogue.operations[call.operation].tag if call.operation else ""


def ids_in(value: Any) -> Iterator[str]:
    """Yield every id in a JSON value, as text."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            if is_id(name) and isinstance(member, (str, int)):
                yield str(member)
            yield from ids_in(member)
    elif isinstance(value, list):
        for item in value:
            yield from ids_in(item)


def request(call: Call) -> dict[str, Any]:
    """Return a request as one JSON value, to be compared with another."""
    body = _body(call)
    text = None if body is not None else (call.content or b"").decode("utf-8", "replace")
    return {"path": call.path, "query": dict(call.query or {}), "body": body, "text": text}


def words_of(call: Call) -> set[str]:
    """Return whatever might be an id in a request."""
    found = {unquote(part) for part in re.split(r"[/.]", call.path)}
    found |= {str(value) for value in (call.query or {}).values()}
    return found | {*ids_in(_body(call))}


def _body(call: Call) -> Any:
    try:
        return json.loads(call.content or b"null")
    except ValueError:
        return None


class Replay:
    """Calls sent again through one driver; `recorded` are the steps that they are taken from."""

    def __init__(self, driver: Driver, recorded: Sequence[Step]) -> None:
        self._driver = driver
        self._ids = {one for step in recorded for one in ids_in(parsed(step.answer))}
        self._pairing = Pairing(new=True)

    def send(self, step: Step) -> Answer:
        """Send the call of a step again and return what is answered now.

        Raises:
            Unrepeatable: the call cannot be sent again, or was not answered.
        """
        call, catalogue = step.call, self._driver.catalogue
        try:
            answer = self._driver.send(
                call.method,
                self._path(call),
                operation=call.operation,
                query={
                    name: self._value(name, one, "") for name, one in (call.query or {}).items()
                },
                content=self._content(call),
                headers=self._headers(call),
                credential=self._credential(call),
            )
        except (CannotTell, Skipped) as error:
            raise Unrepeatable(str(error)) from error
        if call.method not in SAFE_METHODS:
            within = subject(catalogue, call)
            self._pairing.differences(parsed(step.answer), parsed(answer), within)
        return answer

    def _value(self, name: str, value: Any, within: str) -> Any:
        if not is_id(name) or not isinstance(value, (str, int)):
            return value
        partner = self._pairing.partner(value, kind_of(name, within))
        if partner is ABSENT and str(value) in self._ids:
            raise Unrepeatable(f"nothing corresponds to {name} {value}")
        return value if partner is ABSENT else partner

    def _path(self, call: Call) -> str:
        if call.operation is None:
            if words_of(call) & self._ids:
                raise Unrepeatable("a path that is no operation's names a record")
            return call.path
        template = self._driver.catalogue.operations[call.operation].path
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+?)", re.escape(template))
        match = re.fullmatch(pattern, call.path.partition("?")[0])
        if match is None:
            raise Unrepeatable("a path that is no operation's")
        within = subject(self._driver.catalogue, call)
        for name, text in match.groupdict().items():
            value = str(self._value(name, unquote(text), within))
            template = template.replace("{" + name + "}", quote(value, safe=""))
        mark, rest = call.path.partition("?")[1:]
        return template + mark + rest

    def _content(self, call: Call) -> bytes | None:
        body = _body(call)
        return encoded(self._members(body)) if isinstance(body, (dict, list)) else call.content

    def _members(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._value(name, self._members(one), "") for name, one in value.items()}
        return [self._members(one) for one in value] if isinstance(value, list) else value

    def _credential(self, call: Call) -> Credential | None:
        """Return the credential of the same name that is right here."""
        secrets = {shown: value for value, shown in self._driver.target.secrets.items()}
        named = [*(call.shown or {}).values()]
        if not named:
            return None
        if named[0] not in secrets:
            raise Unrepeatable(f"the credential {named[0]} is made for one server alone")
        return Credential(secrets[named[0]], named[0])

    def _headers(self, call: Call) -> dict[str, str]:
        """Return the headers of a call without those that carried its credential."""
        carrying = self._driver.authorization(Credential("", "")).keys()
        headers = call.headers or {}
        if not call.shown and carrying & headers.keys():
            raise Unrepeatable("a credential in a form of its own")
        return {name: text for name, text in headers.items() if name not in carrying}
