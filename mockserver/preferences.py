"""What a request may prefer (RFC 7240): an error to be answered with, and how long to wait for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mockserver import wire
from mockserver.answers import Kind, Problem, Refusal, Reply
from mockserver.call import Call
from mockserver.contract import Contract

HEADER = "prefer"
APPLIED = "Preference-Applied"
LONGEST_WAIT = 600.0  # seconds

_PREFERENCE = re.compile(r'\s*(code|wait)\s*=\s*"?([0-9]{1,6}(?:\.[0-9]{1,6})?)"?\s*(?:;.*)?')
_SENTENCE = "The request asked for this answer, by Prefer"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one request prefers."""

    code: int | None = None
    wait: float | None = None


NO_PREFERENCES = Preferences()


def read(written: str) -> Preferences:
    """Return what a Prefer header says; what is not understood is passed over, as the RFC wants."""
    found: dict[str, str] = {}
    for part in written.split(","):
        if said := _PREFERENCE.fullmatch(part.lower()):
            found.setdefault(said[1], said[2])  # the first of several counts: section 2
    code, wait = found.get("code", ""), float(found.get("wait", LONGEST_WAIT + 1))
    return Preferences(
        code=int(code) if re.fullmatch("[45][0-9]{2}", code) else None,
        wait=wait if wait <= LONGEST_WAIT else None,
    )


def error(call: Call, found: Contract, code: int) -> Reply | None:
    """Return the documented error of a status, None if the API has no such error."""
    call.operation = (found.methods(found.inside(call.path) or "") or {}).get(call.method, "")
    for kind in Kind:
        refused = Refusal(kind, Problem("", _SENTENCE))
        reply = call.behaviour.errors.refuse(refused)
        if reply.status == code:
            return call.refused(refused)
    return _from_spec(found, call.operation, code)


def _from_spec(found: Contract, operation_id: str, code: int) -> Reply | None:
    """Return the example of an error that the spec has and the API's own rules never come to."""
    operation = found.operations.get(operation_id)
    if operation is None:
        return None
    stated = found.spec["paths"][operation.path][operation.method.lower()]["responses"]
    if str(code) not in stated:
        return None
    content = found.resolved(stated[str(code)]).get("content", {})
    for media_type, form in content.items():
        headers = {"Content-Type": media_type}
        return Reply(wire.write(_example(found, form)), code, headers)
    return Reply(b"", code)


def _example(found: Contract, form: Any) -> Any:
    if "example" in form:
        return form["example"]
    for example in form.get("examples", {}).values():
        return found.resolved(example).get("value")
    return found.resolved(form.get("schema", {})).get("example", {"error": _SENTENCE})
