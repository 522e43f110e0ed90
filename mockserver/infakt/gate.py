"""How requests to inFakt are read: bodies with the root `client`, conditions in query and body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mockserver.answers import Kind, Problem, Refusal, refusal
from mockserver.call import Call
from mockserver.contract import Operation, contract
from mockserver.gate import Gate as EngineGate
from mockserver.infakt.state import TEXTS

ROOT = "client"
LIST = "listClients"

_CLIENT = re.compile(r"/clients/([0-9]{1,19})\.json")
_PLACE = re.compile(r"\(line (\d+), column (\d+)\)")


class Gate(EngineGate):
    """Reads what the contract describes; what the members of a client may be is for the rules.

    Every method may be varied.
    """

    def read(self, call: Call, operation: Operation) -> None:
        """Fill in the arguments and the body of a call; raises as the engine's gate does."""
        super().read(call, operation)
        if operation.id == LIST:
            asked = {**self.conditions_in_body(call), **(call.get("q") or {})}
            call.arguments["q"] = asked
            call.arguments["conditions"] = {**self.bare_conditions(call), **asked}

    def bare_conditions(self, call: Call) -> Mapping[str, str]:
        """Return the conditions that stand outside of `q`: none (FAK-OPEN-BARE-FILTER)."""
        del call
        return {}

    def named_members(self, call: Call) -> Mapping[str, str]:
        """Return the parameters that have the name of an attribute, as conditions."""
        return {f"{name}_eq": call.query[name] for name in TEXTS if name in call.query}

    def conditions_in_body(self, call: Call) -> Mapping[str, str]:
        """Return the conditions in the body of a list request (FAK-OPEN-FILTER-IN-BODY).

        A body that has none is no mistake: a list request does not need any.
        """
        try:
            data = self.decoded(call.raw) if call.raw else None
        except Refusal:
            return {}
        given = data.get("q") if isinstance(data, dict) else None
        texts = given if isinstance(given, dict) else {}
        return {name: value for name, value in texts.items() if isinstance(value, str)}

    def body(self, call: Call, operation: Operation) -> Any:
        """Return what is under the root of a body.

        Raises:
            Refusal: MEDIA_TYPE, or MALFORMED: it is no JSON object with the root.
        """
        if not call.raw:
            raise self.unreadable("Brakuje treści zapytania: musi nią być JSON")
        self.check_media_type(call, operation)
        data = self.decoded(call.raw)
        client = data.get(ROOT) if isinstance(data, dict) else None
        if not isinstance(client, dict):
            raise self.missing_root()
        return client

    def decoded(self, raw: bytes) -> Any:
        """Return what a JSON text says; raises MALFORMED if it is none."""
        try:
            return super().decoded(raw)
        except Refusal as refused:
            place = _PLACE.search(refused.sentence)
            where = f" (wiersz {place[1]}, kolumna {place[2]})" if place else ""
            raise self.unreadable(
                f"Treść zapytania nie jest poprawnym JSON-em w UTF-8{where}"
            ) from None

    def unreadable(self, message: str) -> Refusal:
        """Return the refusal of a body that is no JSON."""
        return refusal(Kind.MALFORMED, message)

    def missing_root(self) -> Refusal:
        """Return the refusal of a body without its root (line 141)."""
        return refusal(Kind.MALFORMED, f"Treść zapytania musi zawierać obiekt {ROOT}")

    def check_media_type(self, call: Call, operation: Operation) -> None:
        """Refuse a body that says it is something else than JSON; raises MEDIA_TYPE."""
        try:
            super().check_media_type(call, operation)
        except Refusal as refused:
            message = "Nagłówek Content-Type musi mieć wartość application/json"
            raise refusal(refused.kind, message, place="header") from None

    def unknown_path(self, call: Call) -> Refusal:
        """Return the refusal of a path that the contract does not have."""
        known = contract(call.world.api.name)
        if known.methods(f"{known.inside(call.path) or ''}.json") is not None:
            return self.no_extension(call)
        return refusal(Kind.MISSING, f"Pod adresem {call.path} nic nie ma", place="path")

    def no_extension(self, call: Call) -> Refusal:
        """Return the refusal of a path that lacks only its ending (FAK-OPEN-EXTENSION)."""
        message = f"Pod adresem {call.path} nic nie ma; adresy kończą się na .json"
        return refusal(Kind.MISSING, message, place="path")

    def wrong_method(self, call: Call, allowed: str) -> Refusal:
        """Return the refusal of a method that a path does not have."""
        message = f"Adres {call.path} nie obsługuje metody {call.method}, tylko {allowed}"
        return Refusal(Kind.METHOD, Problem("", message, "path"), headers={"Allow": allowed})


def named_client(call: Call) -> int | None:
    """Return the id of the client that a path names, None if it names none."""
    inside = contract(call.world.api.name).inside(call.path) or ""
    found = _CLIENT.fullmatch(inside)
    return int(found[1]) if found else None
